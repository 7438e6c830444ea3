"""FIELD=VALUE on the command line: what is meant is written, what is unclear refused (A4, B4, C7, P3)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from crmkit import resources
from crmkit.edit.change import naming_field
from crmkit.policy import Policy, read_policy
from crmkit.schema.fields import Field
from crmkit.schema.presence import wanted

COMPANY = "records/CRM-202405001.md"

CHINESE = """\
---
客户编号: CRM-202405009
客户全称: 宁波海潮轴承有限公司
客户类型: 企业
状态: 签约
客户经理: zhang.wei
增长潜力: 35%
联系人:
  - 姓名: 李雷
    职务: 采购经理
  - 姓名: 韩梅梅
    职务: 出纳
标签: [民企]
---

## 2024-05-15 电话 确认
- 跟进人: zhang.wei
"""


@pytest.fixture
def chinese(crm: Any) -> Any:
    """A book with one record that is spelled in Chinese throughout."""
    crm.write("records/CRM-202405009.md", CHINESE)
    return crm


@pytest.mark.parametrize(
    "change",
    [
        "contacts[李雷]phone=1", "contacts[李雷=1", "contacts]李雷[=1", "contacts[]=1", "contacts[ ].phone=1",
        "[李雷].phone=1", "contacts..phone=1", ".phone=1", "phone.=1", "contacts[李雷].=1", "=1", " =1",
        "phone", "contacts[李雷][2].phone=1", "contacts[李雷].phone.x=1", "phone[1]=1", "source=展会",
        "contacts=李雷", "contacts[李雷]=王芳", "contacts.李雷=王芳", "contacts[李雷]+=x", "phone+=1",
        "phone-=1", "contacts+=王芳、赵敏", "contacts+=王芳, 赵敏",
        "source+=x", "tags+=", "tags-=", "tags=,", "tags=、 ，", "nmae=x",
        "contacts.李雷.fone=1", "region＝杭州",
    ],
)  # fmt: skip
def test_a_path_that_means_nothing_is_misuse_and_writes_nothing(change: str, small: Any) -> None:
    before = small.read(COMPANY)
    done = small("set", "星辰", change, "--by", "张伟", "--reason", "x")
    assert (done.code, done.out) == (2, "")
    assert small.read(COMPANY) == before
    assert small("new", "某公司", change, "--by", "张伟", "--dry-run").code == 2


@pytest.mark.parametrize(
    "value", [" ", "　", "\u00a0", "\u200b", "\n", "\t ", "\r\n", "\ufeff", "\u2060", "\u3164", "\u2028"]
)
def test_a_blank_value_removes_nothing(value: str, small: Any) -> None:
    small("set", "星辰", "special=周末不接电话", "--by", "张伟")
    before = small.read(COMPANY)
    for change in (f"special={value}", f"contacts[李雷].title={value}", f"tags+={value}", f"tags={value}"):
        done = small("set", "星辰", change, "--by", "张伟", "--reason", "x")
        assert done.code == 2, (change, done)
        assert "blank" in done.err
    assert small("log", "星辰", "电话", "--field", f"feedback={value}", "--by", "张伟").code == 2
    assert small("set", "星辰", "potential=40%", "--reason", value, "--by", "张伟").code == 2
    assert small("new", value, "--by", "张伟").code == 2
    assert small.read(COMPANY) == before
    assert small("set", "星辰", "special=", "--by", "张伟").code == 0
    assert "special" not in small.read(COMPANY)


@pytest.mark.parametrize(
    "value", [" x", "x ", "　x", "x\u00a0", "x\r", "\tx", "x\n", "\u200bx", "a\nb", "x\x85"]
)
def test_blanks_at_the_ends_are_kept_or_refused(value: str, small: Any) -> None:
    from crmkit.document import Scalar, read

    done = small("set", "星辰", f"special={value}", "--by", "张伟")
    assert done.code == 0 or small.read(COMPANY).count("special") == 0
    if done.code == 0:
        node = read("", (small.book / COMPANY).read_bytes())[0].profile.get("special")
        assert isinstance(node, Scalar)
        assert node.text == value
    logged = small(
        "log", "星辰", "电话", "--field", f"feedback={value}", "--by", "张伟", "--on", "2024-06-29"
    )
    assert logged.code in (0, 1)
    if logged.code == 0:
        assert f"- feedback: {value}\n" in small.read(COMPANY)


@pytest.mark.parametrize(
    "changes",
    [
        ("special=a", "special=b"), ("special=a", "特殊要求=b"), ("special=", "special=b"),
        ("contacts[李雷].phone=1", "联系人.李雷.电话=2"),
        ("contacts+=王芳", "contacts.王芳.姓名=赵敏"),
    ],
)  # fmt: skip
def test_a_field_that_is_given_twice_is_refused(changes: tuple[str, ...], small: Any) -> None:
    before = small.read(COMPANY)
    done = small("set", "星辰", *changes, "--reason", "x", "--by", "张伟")
    assert done.code == 2
    assert "given twice" in done.err
    assert small.read(COMPANY) == before


def test_what_new_takes_as_an_option_is_not_given_as_a_field_too(crm: Any) -> None:
    for twice in (
        ("--type", "企业", "type=个人"),
        ("--owner", "李娜", "owner=zhang.wei"),
        ("name=乙公司",),
        ("id=CRM-1",),
    ):
        assert crm("new", "甲公司", *twice, "--by", "张伟", "--dry-run").code == 2
    done = crm("new", "甲公司", "type=个人", "客户经理=li.na", "--by", "张伟", "--dry-run")
    assert (done.code, done.out.count("个人"), done.out.count("客户经理: li.na")) == (0, 1, 1)
    assert crm("new", "甲公司", "状态=签约", "--by", "张伟", "--dry-run").code == 2


def test_what_is_in_a_list_already_stops_nothing_else(small: Any) -> None:
    done = small("set", "星辰", "tags+=民企", "contacts+=李雷", "special=周末不接电话", "--by", "张伟")
    whose = "杭州星辰科技有限公司  CRM-202405001  records/CRM-202405001.md:13\n"
    assert (done.code, done.out) == (0, f"{whose}+special: 周末不接电话\n")
    assert done.err == "民企 is in tags already.\n李雷 is in contacts already.\n"


def test_the_only_contact_is_meant_without_a_name_and_one_of_several_is_not(small: Any) -> None:
    assert small("set", "星辰", "contacts.wechat=lilei", "--by", "张伟").code == 0
    assert "    wechat: lilei\n" in small.read(COMPANY)
    assert small("set", "星辰", "contacts+=王芳", "--by", "张伟").code == 0
    before = small.read(COMPANY)
    done = small("set", "星辰", "contacts.wechat=wf", "--by", "张伟")
    assert (done.code, small.read(COMPANY)) == (2, before)
    assert "as in contacts[李雷].wechat=…" in done.err
    assert small("set", "曾国藩", "contacts.phone=12600138001", "--by", "刘洋").code == 2


def test_a_list_is_written_as_a_list_whatever_it_was(small: Any) -> None:
    small.write(COMPANY, small.read(COMPANY).replace("tags: [民企, 增效]", "tags: 民企"))

    def changed(change: str) -> str:
        whose, _, lines = small("set", "星辰", change, "--by", "张伟").out.partition("\n")
        assert whose.startswith("杭州星辰科技有限公司  CRM-202405001  records/CRM-202405001.md:")
        return str(lines)

    assert changed("tags+=增效") == "-tags: 民企\n+tags: [民企, 增效]\n"
    assert changed("标签=降本、增效") == "-tags: [民企, 增效]\n+tags: [降本, 增效]\n"
    assert changed("tags=降本") == "-tags: [降本, 增效]\n+tags: [降本]\n"
    assert changed("tags-=降本") == "-tags: [降本]\n"


def test_days_are_said_as_people_say_them_and_written_as_dates(small: Any) -> None:
    done = small("set", "星辰", "contacts.李雷.left=昨天", "arrived.date=2024年5月1日", "--by", "张伟")
    assert done.code == 0, done
    assert "+    left: 2024-06-29\n" in done.out
    assert "+  date: 2024-05-01\n" in done.out
    assert small("set", "星辰", "contacts.李雷.left=下周", "--by", "张伟").code == 2
    entry = ("合同", "续签", "--field", "end=2025/5/1", "--by", "张伟", "--on", "2024-06-29")
    assert "- end: 2025-05-01\n" in small("log", "星辰", *entry).out


# --- what a key fact was is kept (C7) -----------------------------------------------------------------------


def test_a_first_value_is_no_change_and_wants_no_reason(small: Any) -> None:
    small.write(COMPANY, small.read(COMPANY).replace("potential: 35%\n", "potential:\n"))
    done = small(
        "set",
        "星辰",
        "potential=40%",
        "strategic=是",
        "contacts+=王芳",
        "contacts.王芳.title=出纳",
        "--by",
        "张伟",
    )
    assert (done.code, "##" in done.out) == (0, False)
    assert small("set", "星辰", "potential=40%", "--by", "张伟").code == 0, (
        "the same again is no change either"
    )
    assert small("set", "星辰", "potential=45%", "--by", "张伟").code == 2
    assert small("set", "星辰", "potential=", "--by", "张伟").code == 2


@pytest.mark.parametrize("old", ["'35%'", '"35%"   # guessed', "35%"])
def test_what_a_key_fact_was_is_kept_however_it_was_written(old: str, chinese: Any) -> None:
    path = "records/CRM-202405009.md"
    chinese.write(path, CHINESE.replace("增长潜力: 35%", f"增长潜力: {old}"))
    done = chinese("set", "海潮", "potential=40%", "--reason", "二期", "--by", "张伟", "--on", "2024-06-29")
    assert done.code == 0, done
    assert (
        "## 2024-06-29 潜力\n- 跟进人: zhang.wei\n- 原值: 35%\n- 新值: 40%\n- 原因: 二期\n"
        in chinese.read(path)
    )


def test_a_title_in_a_list_keeps_what_it_was_and_counts_as_news(chinese: Any) -> None:
    """A change of a contact's title is news of the customer: the silence ends with it."""
    silent = chinese("list", "--json", as_of="2024-09-01").out
    done = chinese(
        "set", "海潮", "联系人.李雷.职务=总监", "--reason", "升职", "--by", "张伟", "--on", "2024-08-30"
    )
    assert done.code == 0, done
    assert "- 变更字段: 联系人[李雷].职务\n- 原值: 采购经理\n- 新值: 总监\n" in chinese.read(
        "records/CRM-202405009.md"
    )
    assert silent.count('"last_touch": "2024-08-30"') == 0
    assert "2024-08-30" in chinese("list", "--json", as_of="2024-09-01").out


def test_a_long_old_value_is_kept_in_the_entry_word_for_word(small: Any) -> None:
    long = "杭州" + "精密仪器" * 200 + "公司"
    small.write(COMPANY, small.read(COMPANY).replace("name: 杭州星辰科技有限公司", f"name: {long}"))
    assert small("set", "CRM-202405001", "name=星辰", "--reason", "改名", "--by", "张伟").code == 0
    assert f"- from: {long}\n- to: 星辰\n" in small.read(COMPANY)
    lines = "name: |\n  杭州星辰\n  科技"
    small.write(COMPANY, small.read(COMPANY).replace("name: 星辰", lines))
    assert small("set", "CRM-202405001", "name=新星", "--reason", "改名", "--by", "张伟").code == 0
    assert "- to: 新星\n- reason: 改名\n\nfrom:\n> 杭州星辰\n> 科技\n" in small.read(COMPANY)


def test_several_key_facts_make_their_entries_in_order(chinese: Any) -> None:
    done = chinese(
        "set", "海潮", "客户经理=li.na", "联系人.李雷.职务=总监", "potential=40%", "--reason", "调整",
        "--by", "张伟", "--on", "2024-06-29",
    )  # fmt: skip
    assert done.code == 0, done
    heads = [line for line in chinese.read("records/CRM-202405009.md").split("\n") if line.startswith("## ")]
    assert heads == [
        "## 2024-05-15 电话 确认",
        "## 2024-06-29 交接",
        "## 2024-06-29 变更",
        "## 2024-06-29 潜力",
    ]


def test_a_reason_that_is_given_is_kept_for_any_field(small: Any) -> None:
    done = small("set", "星辰", "region=宁波", "--reason", "搬迁", "--by", "张伟", "--on", "2024-06-29")
    assert "+- field: region\n+- from: 浙江杭州\n+- to: 宁波\n+- reason: 搬迁\n" in done.out


def test_the_part_of_a_command_that_is_wrong_is_named(small: Any) -> None:
    before = small.read(COMPANY)
    done = small("set", "星辰", "region=宁波", "owner=nobody", "special=x", "--reason", "x", "--by", "张伟")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("this is about: owner=nobody\n")
    missing = small("set", "星辰", "region=宁波", "contacts.王五.phone=1", "--by", "张伟")
    assert missing.err.endswith("this is about: contacts.王五.phone=1\n")
    made = small("new", "某公司", "region=宁波", "website=not an address", "--by", "张伟")
    assert made.err.endswith("this is about: website=not an address\n")
    assert small.read(COMPANY) == before


# --- the language of what is written ------------------------------------------------------------------------


def test_all_that_is_written_into_a_chinese_record_is_chinese(chinese: Any) -> None:
    path = "records/CRM-202405009.md"
    commands = (
        ("set", "海潮", "contacts+=王芳", "contacts.王芳.phone=12600138000", "contracts+=HT-1",
         "contracts.HT-1.start=2024-05-01"),
        ("set", "海潮", "needs+=盘点", "needs.盘点.state=明确", "opportunities+=二期",
         "opportunities.二期.stage=初步接触"),
        ("set", "海潮", "contacts.韩梅梅.left=2024-06-01", "source.channel=展会", "recorded.by=zhang.wei",
         "tags-=民企"),
        ("log", "海潮", "phone", "报价", "--with", "李雷", "--field", "feedback=好",
         "--next", "2024-07-05 电话 再谈"),
        ("log", "海潮", "order", "--field", "amount=16万"),
        ("skip", "海潮", "promise-2024-07-05", "--reason", "当面给了"),
    )  # fmt: skip
    for command in commands:
        done = chinese(*command, "--by", "张伟", lang="en")
        assert done.code == 0, done
    added = chinese.read(path).removeprefix("---\n").split("\n")
    keys = [line.split(":")[0].strip(" -") for line in added if ":" in line and not line.startswith("##")]
    assert [key for key in keys if key.isascii()] == []
    assert [line.split()[-2:][0] for line in added if line.startswith("## ")][:3]
    assert all(not word.isascii() for line in added if line.startswith("## ") for word in line.split()[3:4])


def policy_of(book: Path) -> Policy:
    policy, _ = read_policy({f"sop/{path.name}": path.read_bytes() for path in (book / "sop").glob("*.md")})
    assert policy is not None
    return policy


def value(field: Field, policy: Policy) -> str:
    """Something that a field of this type may say."""
    said = {
        "date": "2024-05-20", "percent": "35%", "person": "zhang.wei", "flag": "是", "phone": "12600138000",
        "tag": "价格敏感", "time": "9:30", "path": "files/a.pdf", "number": "5", "integer": "5",
    }  # fmt: skip
    if field.type == "tier":
        return policy.tiers.tiers[0].label.zh
    return field.choices[0].label.zh if field.choices else said.get(field.of or field.type, "示例")


def asked(policy: Policy, type: str, status: str) -> list[str]:
    """What a user types to fill all that the pack asks of such a customer."""
    typed = []
    for field in wanted(policy.schema.profile, type, status):
        inside = [inner for inner in field.fields if inner.required]
        if field.type != "list" or not inside:
            typed += [f"{field.label.zh}={value(field, policy)}"] if not inside else []
            typed += [f"{field.label.zh}.{inner.label.zh}={value(inner, policy)}" for inner in inside]
            continue
        first = naming_field(field)
        typed.append(f"{field.label.zh}+=甲1")
        typed += [f"{field.label.zh}.甲1.{i.label.zh}={value(i, policy)}" for i in inside if i is not first]
    own = ("客户编号=", "客户全称=", "客户类型=", "状态=", "客户经理=", "建档.")
    return [each for each in typed if not each.startswith(own)]


@pytest.mark.parametrize("pack", ["standard", "abcd", "lifecycle", "toolkit", "partnership", "service"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_customer_of_any_pack_is_complete_by_commands_alone(
    pack: str, language: str, crm: Any, book: Path
) -> None:
    """All that a pack asks, contacts and contracts included, without an editor."""
    shutil.rmtree(book / "sop")
    folder = resources.pack(pack)
    assert folder is not None
    shutil.copytree(folder, book / "sop")
    crm.write("sop/book.md", crm.read("sop/book.md").replace("language: zh", f"language: {language}"))
    policy, record = policy_of(book), "records/CRM-202406001.md"
    begin = policy.statuses.initial[-1]
    typed = asked(policy, "business", begin)
    made = crm("new", "杭州云杉", *typed, "--status", begin, "--by", "张伟")
    assert made.code == 0, made
    text = crm.read(record)
    keys = [line.split(":")[0].strip(" -") for line in text.split("\n") if ":" in line]
    assert [key for key in keys if key.isascii() is not (language == "en")] == []
    assert ("客户类型: 企业" in text) if language == "zh" else ("type: business" in text)
    lacking = [line for line in crm("check", "--format", "concise").out.split("\n") if "CRM30" in line]
    assert lacking == []
    moves = [each for each in ("opportunity", "signed") if each in policy.statuses.statuses]
    for status in moves:
        more = [each for each in asked(policy, "business", status) if each not in typed]
        typed += more
        done = crm("set", "云杉", f"status={status}", *more, "--reason", "推进", "--by", "张伟")
        assert done.code == 0, done
    lacking = [line for line in crm("check", "--format", "concise").out.split("\n") if "CRM30" in line]
    assert lacking == []


def test_a_new_record_is_spelled_as_the_newest_ones_are(chinese: Any) -> None:
    chinese.write("sop/book.md", chinese.read("sop/book.md").replace("language: zh", "language: en"))
    made = chinese("new", "甲公司", "potential=5%", "--by", "张伟", "--dry-run").out
    assert "客户编号: CRM-202406001\n客户全称: 甲公司\n客户类型: 企业\n" in made
    for number in range(3):
        text = f"---\nid: CRM-20240600{number + 1}\nname: x{number}\ntype: business\n---\n"
        chinese.write(f"records/CRM-20240600{number + 1}.md", text)
    assert "\nid: CRM-202406004\nname: 甲公司\n" in chinese("new", "甲公司", "--by", "张伟", "--dry-run").out


# --- options that are given twice ---------------------------------------------------------------------------


def test_an_option_of_one_value_is_never_given_twice(small: Any) -> None:
    import click

    from crmkit.cli.frame import crmkit as group

    ctx = click.Context(group)
    tried = 0
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        for option in command.params:
            if not isinstance(option, click.Option) or option.is_flag or option.multiple:
                continue
            done = small(name, *[word for _ in range(2) for word in (option.opts[-1], "2024-06-30")])
            assert (done.code, "is given twice" in done.err) == (2, True), (name, option.opts)
            tried += 1
    assert tried > 20
    for word in ("-C", "--as-of", "--lang", "--color"):
        assert small(word, "zh", word, "zh", "list", as_of=None, lang=None).code == 2


def test_contacts_that_are_given_twice_are_both_written(small: Any) -> None:
    small("set", "星辰", "contacts+=王芳", "--by", "张伟")
    done = small(
        "log", "星辰", "拜访", "--with", "李雷", "--with", "王芳", "--by", "张伟", "--on", "2024-06-29"
    )
    assert (done.code, done.err) == (0, "")
    assert "- with: 李雷、王芳\n" in small.read(COMPANY)


# --- free text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_free_text_takes_the_line_ends_of_the_record(end: str, small: Any) -> None:
    small.write(COMPANY, small.read(COMPANY).replace("\n", end))
    notes = "\ufeff第一行\r\n\r\n第二行\r\n".encode()
    done = small("log", "星辰", "备注", "--text", "-", "--by", "张伟", "--on", "2024-06-29", input=notes)
    assert done.code == 0, done
    assert f"- by: zhang.wei{end}{end}第一行{end}{end}第二行{end}" in small.read(COMPANY)


def test_the_encoding_of_notes_is_told(small: Any) -> None:
    before = small.read(COMPANY)
    for encoding, told in (("gbk", "looks like GB18030"), ("utf-16", "looks like UTF-16")):
        notes = "会议纪要：年内签约".encode(encoding)
        done = small("log", "星辰", "备注", "--text", "-", "--by", "张伟", input=notes)
        assert (done.code, told in done.err) == (2, True)
    assert small.read(COMPANY) == before


def test_a_tier_that_changes_keeps_both_in_its_entry(small: Any) -> None:
    """D6: the tier before and behind, its reason and who changed it; taking it away is no warning."""
    told = ("--by", "张伟", "--on", "2024-06-29")
    first = small("set", "星辰", "tier.value=A", "tier.until=2024-12-31", "--reason", "标杆", *told)
    assert (first.code, "##" in first.out) == (0, False), "nothing was there: the profile keeps the reason"
    then = small("set", "星辰", "tier.value=B", "--reason", "回落", *told)
    assert "+## 2024-06-29 定级\n+- by: zhang.wei\n+- from: A\n+- to: B\n+- reason: 回落\n" in then.out
    assert "+  reason: 回落\n" in then.out
    gone = small("set", "星辰", "tier=", "--reason", "改为按规则", *told)
    assert "+- from: B\n+- reason: 改为按规则\n" in gone.out
    assert (gone.code, gone.err) == (0, "")


def test_a_tier_ticked_by_hand_wants_a_reason_only_where_the_pack_says_so(crm: Any, book: Path) -> None:
    """D5: the pack `service` asks for neither reason nor end."""
    shutil.rmtree(book / "sop")
    folder = resources.pack("service")
    assert folder is not None
    shutil.copytree(folder, book / "sop")
    assert crm("new", "杭州云杉", "tier.value=vip", "--by", "张伟").code == 0
    second = policy_of(book).tiers.tiers[1].key
    done = crm("set", "云杉", f"等级.级别={second}", "--by", "张伟")
    assert (done.code, done.err) == (0, "")
