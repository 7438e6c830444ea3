"""A word means whom it fits by one rule over the whole book: number, name, any part; writers never guess."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = """\
---
id: {id}
name: {name}
type: business
status: active
owner: zhang.wei
recorded: {{by: zhang.wei, date: 2024-06-01}}
{more}---
"""
NUMBERS = [f"CRM-20240600{last}" for last in range(1, 10)]


@pytest.fixture
def book(crm: Any) -> Any:
    """`book("曾国藩", "旦增科技 contacts: [{name: Zeng Li}]")`: records of these names, numbered in order."""

    def write(*names: str) -> Any:
        for number, said in zip(NUMBERS, names, strict=False):
            name, _, more = said.partition(" | ")
            text = HEAD.format(id=number, name=name, more=more + "\n" if more else "")
            crm.write(f"records/{number}.md", text)
        return crm

    return write


def log(crm: Any, word: str, *more: str) -> Any:
    return crm("log", word, "电话", "x", "--by", "张伟", "--on", "2024-06-29", *more)


def untouched(crm: Any) -> bool:
    return all("2024-06-29" not in path.read_text("utf-8") for path in crm.book.glob("records/**/*.md"))


def test_pinyin_of_one_and_a_contact_of_another_are_two(book: Any) -> None:
    """A word in letters once met a stranger's contact before the pinyin of names was looked at."""
    crm = book("曾国藩", "高原制氧 | contacts: [{name: Zeng Li}]")
    answer = log(crm, "zeng")
    assert (answer.code, untouched(crm)) == (2, True)
    assert answer.err == (
        "crmkit: 'zeng' fits 2 customers, name one by its number:\n"
        "  CRM-202406001  曾国藩\n"
        "  CRM-202406002  高原制氧  contact Zeng Li\n"
    )


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("CRM-202406001", "曾国藩"),
        ("crm-202406001", "曾国藩"),
        ("ＣＲＭ－２０２４０６００１", "曾国藩"),
        (" CRM-202406001 ", "曾国藩"),
        ("records/CRM-202406001.md", "曾国藩"),
        ("./records/CRM-202406001.md", "曾国藩"),
        ("CRM-202406001.md", "曾国藩"),
        ("曾国藩", "曾国藩"),
        ("曾國藩", "曾国藩"),
        ("曾国藩　", "曾国藩"),
        ("zgf", "曾国藩"),
        ("zengguof", "曾国藩"),
        ("Zeng Guofan", "曾国藩"),
        ("国藩", "曾国藩"),
        ("湘军", "曾国藩"),
        ("Jürgen", "上海晨光科技有限公司"),
        ("jurgen muller", "上海晨光科技有限公司"),
        ("Juergen", "上海晨光科技有限公司"),
        ("晨光科技(上海)有限责任公司", "上海晨光科技有限公司"),
        ("上海市晨光科技", "上海晨光科技有限公司"),
        ("旧名电器", "北京朝阳化工有限公司"),
        ("chaoyang", "北京朝阳化工有限公司"),
        ("qinhui", "北京朝阳化工有限公司"),
    ],
)
def test_one_customer_goes_by_many_spellings(word: str, line: str, book: Any) -> None:
    crm = book(
        "曾国藩 | short_name: 湘军帮办",
        "上海晨光科技有限公司 | contacts: [{name: Jürgen Müller}]",
        "北京朝阳化工有限公司 | contacts: [{name: 覃辉}]",
    )
    was = (
        "\n## 2024-06-05 变更\n- by: zhang.wei\n- field: name\n- from: 旧名电器\n- to: 北京朝阳化工有限公司\n"
    )
    crm.write("records/CRM-202406003.md", crm.read("records/CRM-202406003.md") + was)
    answer = log(crm, word, "--dry-run")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(f"{line}  CRM-20240600")


def test_a_whole_name_is_not_a_part_of_a_longer_one(book: Any) -> None:
    crm = book("晨光", "晨光文具", "远山 | short_name: 星海", "星海科技")
    assert log(crm, "晨光").out.startswith("晨光  CRM-202406001")
    assert log(crm, "星海").out.startswith("远山  CRM-202406003")


@pytest.mark.parametrize("word", ["202406001", "CRM-20240600", "001", "crm-202406"])
def test_a_part_of_a_number_only_lists(word: str, book: Any) -> None:
    crm = book("曾国藩")
    answer = log(crm, word)
    assert (answer.code, untouched(crm)) == (2, True)
    assert "is only part of a number, write all of it:\n  CRM-202406001  曾国藩" in answer.err


@pytest.mark.parametrize("word", ["", " ", "\u3000", "\t\u3000 "])
@pytest.mark.parametrize(
    "command",
    [
        ("log", "{}", "电话", "x", "--by", "张伟"),
        ("set", "{}", "special=x", "--by", "张伟"),
        ("snooze", "{}", "--until", "2024-07-30", "--reason", "x", "--by", "张伟"),
        ("skip", "{}", "--reason", "x", "--by", "张伟"),
        ("show", "{}"),
        ("due", "{}"),
        ("tiers", "--explain", "{}"),
        ("list", "{}"),
        ("find", "{}"),
    ],
)
def test_nothing_names_nobody(command: tuple[str, ...], word: str, book: Any) -> None:
    """An unset variable in a script once wrote into the only customer of the book."""
    crm = book("曾国藩")
    answer = crm(*(part.format(word) for part in command))
    assert (answer.code, answer.out, untouched(crm)) == (2, "", True)


def test_of_two_files_with_one_number_none_is_taken_but_by_its_file(book: Any) -> None:
    crm = book("曾国藩")
    crm.write("records/east/CRM-202406001.md", crm.read("records/CRM-202406001.md"))
    answer = log(crm, "CRM-202406001")
    assert (answer.code, untouched(crm)) == (2, True)
    assert "2 records have the number 'CRM-202406001', name one by its file:" in answer.err
    assert "records/east/CRM-202406001.md" in answer.err
    assert log(crm, "曾国藩").code == 2
    assert log(crm, "records/east/CRM-202406001.md").code == 0
    assert "2024-06-29" not in crm.read("records/CRM-202406001.md")


@pytest.mark.parametrize(("count", "more"), [(10, ""), (11, "\n  … 1\n")])
def test_ten_who_may_be_meant_are_listed_and_more_are_counted(count: int, more: str, book: Any) -> None:
    crm = book()
    for last in range(1, count + 1):
        text = HEAD.format(id=f"CRM-2024060{last:02}", name=f"星河{last:02}", more="")
        crm.write(f"records/CRM-2024060{last:02}.md", text)
    answer = log(crm, "星河")
    assert answer.err.count("CRM-2024060") == 10
    assert ("…" in answer.err, answer.err.endswith(more)) == (bool(more), True)


def test_what_is_a_part_of_a_number_and_of_a_name_fits_both(book: Any) -> None:
    crm = book("曾国藩", "云帆202406科技")
    answer = log(crm, "202406")
    assert (answer.code, untouched(crm)) == (2, True)
    assert "'202406' fits 2 customers, name one by its number:" in answer.err


def test_who_was_no_customer_yet_is_named_by_number_only(book: Any) -> None:
    """A number means one record on any day; a name, one of those who were there by then."""
    crm = book("曾国藩")

    def note(word: str, day: str) -> Any:
        return crm("log", word, "备注", "x", "--by", "张伟", "--on", day, "--dry-run", as_of=day)

    assert note("曾国藩", "2024-06-01").code == 0
    by_name = note("曾国藩", "2024-05-31")
    assert (by_name.code, by_name.out) == (2, "")
    assert "曾国藩 was no customer yet on 2024-05-31" in by_name.err
    assert note("CRM-202406001", "2024-05-31").code == 0


def test_a_number_that_another_file_is_named_by_is_two(book: Any) -> None:
    crm = book("曾国藩")
    crm.write("records/CRM-202406009.md", HEAD.format(id="CRM-202406001", name="李鸿章", more=""))
    assert log(crm, "CRM-202406001").code == 2
    assert untouched(crm)


def test_letters_within_a_syllable_name_nobody(book: Any) -> None:
    crm = book("大连渤舷渔轮修造厂")
    assert log(crm, "li").code == 2
    assert log(crm, "lian").code == 0


BROKEN = HEAD.format(id="CRM-202406008", name="杭州云杉", more="special: 注意: 周末不接\n")


@pytest.mark.parametrize("bytes_of", [str.encode, lambda text: text.encode("gb18030")], ids=["yaml", "gbk"])
def test_a_record_that_cannot_be_read_may_be_the_one_meant(bytes_of: Any, book: Any) -> None:
    crm = book("曾国藩")
    crm.write("records/CRM-202406008.md", bytes_of(BROKEN))
    for args in (("show", "云杉"), ("log", "云杉", "电话", "x", "--by", "张伟"), ("due", "yunshan")):
        answer = crm(*args)
        assert answer.code == 2
        assert "records/CRM-202406008.md (line " in answer.err, args
    answer = crm("find", "云杉")
    assert (answer.code, "records/CRM-202406008.md (line " in answer.err) == (1, True)


def test_a_writer_does_not_take_the_one_that_can_be_read_for_the_other(book: Any) -> None:
    crm = book("上海云杉", "曾国藩")
    crm.write("records/CRM-202406008.md", BROKEN)
    answer = log(crm, "云杉")
    assert (answer.code, untouched(crm)) == (2, True)
    assert "records/CRM-202406008.md:8 cannot be read" in answer.err
    assert log(crm, "上海云杉").code == 0


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("曾国潘", "did you mean '曾国藩'"),
        ("增国番", "did you mean '曾国藩'"),
        ("zhengguofan", "did you mean '曾国藩'"),
        ("晨光枝技", "did you mean '上海晨光科技有限公司'"),
        ("晨光科计有限公司", "did you mean '上海晨光科技有限公司'"),
        ("CRM-202406011", "did you mean 'CRM-202406001'"),
        ("完全不像的词", "no customer is called '完全不像的词'\n"),
    ],
)
def test_near_names_are_offered(word: str, near: str, book: Any) -> None:
    crm = book("曾国藩", "上海晨光科技有限公司")
    answer = crm("show", word, as_of=None)
    assert answer.code == 2
    assert near in answer.err


def test_two_near_names_are_listed(book: Any) -> None:
    crm = book("张炜敏", "章炜敏", "李四")
    answer = crm("show", "张伟民")
    assert "near it are:\n  CRM-202406001  张炜敏\n  CRM-202406002  章炜敏\n" in answer.err


def test_a_filter_of_a_list_does_not_decide_who_is_called_so(book: Any) -> None:
    crm = book("晨光", "晨光文具")
    assert crm("list", "晨光").out.count("晨光") == 2
    assert crm("list", "zzz").err == "nothing found\n"


def test_a_name_changed_in_an_editor_is_known_at_once(book: Any) -> None:
    crm = book("曾国藩", "左宗棠")
    assert log(crm, "zzt", "--dry-run").code == 0
    crm.write("records/CRM-202406002.md", crm.read("records/CRM-202406002.md").replace("左宗棠", "胡林翼"))
    assert log(crm, "zzt").code == 2
    assert log(crm, "hly").code == 0
    (crm.book / "records/CRM-202406001.md").unlink()
    assert log(crm, "曾国藩").code == 2


def test_a_second_fault_like_the_first_is_refused(book: Any) -> None:
    crm = book("曾国藩")
    fault = ("--field", "attitude=99")
    record = crm.read("records/CRM-202406001.md") + "\n## 2024-06-02 电话\n- by: zhang.wei\n- attitude: 99\n"
    crm.write("records/CRM-202406001.md", record)
    answer = log(crm, "曾国藩", *fault)
    assert (answer.code, crm.read("records/CRM-202406001.md")) == (1, record)


def test_a_new_doubt_is_told_and_one_that_was_there_is_not(book: Any) -> None:
    crm = book("曾国藩")
    answer = crm("set", "曾国藩", "first_cooperation=2999-01-01")
    assert (answer.code, answer.err.count("CRM414 date-in-the-future")) == (0, 1)
    assert "CRM414" not in crm("set", "曾国藩", "special=上午勿扰").err


def test_every_writer_says_whose_record_and_which_line(book: Any) -> None:
    crm = book("曾国藩")
    path = "records/CRM-202406001.md"
    assert log(crm, "zgf").out.split("\n")[0] == f"曾国藩  CRM-202406001  {path}:10"
    assert crm("set", "zgf", "special=x", "--by", "张伟").out.split("\n")[0].endswith(f"{path}:8")
    assert crm("set", "zgf", "special=", "--by", "张伟").out.split("\n")[0].endswith(f"{path}:8")
    tried = log(crm, "zgf", "--dry-run")
    assert (tried.out.split("\n")[0].endswith(f"{path}:13"), "dry run" in tried.err) == (True, True)
    made = crm("new", "李鸿章", "source.channel=展会", "first_need=x", "--type", "个人", "--by", "张伟")
    assert made.out == "李鸿章  CRM-202406002  records/CRM-202406002.md:1\n", made


def test_new_tells_of_a_name_that_is_there_and_writes_all_the_same(book: Any) -> None:
    crm = book("上海晨光科技有限公司")
    made = crm("new", "晨光科技（上海）", "source.channel=展会", "first_need=x", "--by", "张伟")
    assert (made.code, made.err) == (
        0, "there is already 上海晨光科技有限公司  CRM-202406001  records/CRM-202406001.md:2\n"
    )  # fmt: skip
    other = crm("new", "北京晨光科技有限公司", "source.channel=展会", "first_need=x", "--by", "张伟")
    assert (other.code, other.err) == (0, "")
    near = crm("new", "上海晨光科技术", "source.channel=展会", "first_need=x", "--by", "张伟", "--dry-run")
    assert "a near name: 上海晨光科技有限公司" in near.err


PEOPLE = (
    "contacts: [{name: 李雷, title: 采购经理}, {name: 韩梅梅, title: 财务总监}, "
    "{name: 李梅, left: 2024-05-01}]"
)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("李雷", "李雷"), ("雷", "李雷"), ("lilei", "李雷"), ("hmm", "韩梅梅"), ("韓梅梅", "韩梅梅"),
        ("采购", "李雷"), ("采购经理", "采购经理"), ("lilei、梅", "李雷、韩梅梅"), ("全部", "全部"),
        ("全体联系人", "全体联系人"), ("李梅", "李梅"), ("没这人", "没这人"),
    ],
)  # fmt: skip
def test_a_contact_is_written_by_name_whatever_part_was_said(said: str, written: str, book: Any) -> None:
    crm = book(f"远山科技 | {PEOPLE}")
    assert f"+- with: {written}\n" in log(crm, "远山", "--with", said).out


def test_a_part_of_two_contacts_is_refused_with_both(book: Any) -> None:
    crm = book("远山科技 | contacts: [{name: 李雷, title: 采购经理}, {name: 雷军, title: 采购主管}]")
    for word in ("雷", "采购"):
        answer = log(crm, "远山", "--with", word)
        assert (answer.code, untouched(crm)) == (2, True)
        assert f"'{word}' fits several contacts:\n  李雷  采购经理\n  雷军  采购主管\n" in answer.err


def test_an_unknown_tag_is_named_with_the_nearest(book: Any) -> None:
    crm = book("远山科技 | tags: [增效, 自定标签]")
    assert "远山" in crm("list", "--tag", "增效").out
    assert "远山" in crm("list", "--tag", "自定标签").out
    assert (crm("list", "--tag", "技术关主").code, crm("list", "--tag", "技术关主").err) == (
        2, "crmkit: no tag is called '技术关主': did you mean '技术关注'?\n"
    )  # fmt: skip
    assert crm("list", "--tag", "技术关注").err == "nothing found\n"


def test_nothing_found_is_said(book: Any) -> None:
    crm = book("远山科技")
    assert (crm("find", "不存在的公司").code, crm("find", "不存在的公司").err) == (0, "nothing found\n")
    assert crm("find", "不存在的公司", lang="zh").err == "没有找到\n"


def test_a_line_found_is_shown_once_with_its_number(book: Any) -> None:
    crm = book('远山科技 | contacts: [{name: 张三, phone: "137-0000-0001"}]')
    for query in ("13700000001", "+8613700000001", "0086 137 0000 0001", "137 0000 0001", "137-0000-0001"):
        assert crm("find", query).out.count("CRM-202406001") == 1, query
        assert "contacts: [{name: 张三, phone: " in crm("find", query).out


def test_a_record_saved_between_two_looks_is_read_again(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kept names of a record never outlive the text they were read from."""
    from crmkit.cache import Cache

    crm = book("曾国藩", "左宗棠")
    assert crm("show", "zzt").code == 0
    crm.write("records/CRM-202406001.md", crm.read("records/CRM-202406001.md") + "\n")
    looked, path = Cache.marks, "records/CRM-202406002.md"

    def saved_meanwhile(self: Cache, made: int) -> Any:
        found = looked(self, made)
        crm.write(path, crm.read(path).replace("左宗棠", "胡林翼"))
        return found

    monkeypatch.setattr(Cache, "marks", saved_meanwhile)
    crm("show", "zgf")
    monkeypatch.undo()
    assert (crm("show", "zzt").code, crm("show", "hly").code) == (2, 0)
