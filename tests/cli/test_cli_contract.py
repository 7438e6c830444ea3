"""What programs and teams rely on: shapes of JSON, exit codes, dry runs, names (B4, C1, C7, D1)."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crmkit.folders import STATE

COMPANY, PERSON = "CRM-202405001", "CRM-202406002"


def files(book: Path) -> dict[str, tuple[bytes, int]]:
    """Every file but the tool's own, with its bytes and the time it was last written."""
    return {
        p.relative_to(book).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns)
        for p in sorted(book.rglob("*"))
        if p.is_file() and STATE not in p.parts
    }


# --- JSON ---


@pytest.mark.parametrize(
    "command", [("list",), ("tiers",), ("find", "预算"), ("tiers", "--explain", "zgf"), ("list", "没有")]
)
def test_tables_in_json_have_a_version_a_day_columns_and_rows(command: tuple[str, ...], small: Any) -> None:
    done = small(*command, "--json")
    said = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert list(said) == ["schema_version", "as_of", "columns", "rows"]
    assert (said["schema_version"], said["as_of"]) == (1, "2024-06-30")
    assert all(list(row) == said["columns"] for row in said["rows"])


def test_tiers_in_json_hold_amounts_as_decimal_strings_rounded_to_cents(small: Any) -> None:
    """Two orders of 0.005 are ten thousandths more than a cent: rounded once, at the end (A8, D1)."""
    small.write(
        "records/CRM-202405001.md",
        small.read("records/CRM-202405001.md") + "\n## 2024-06-20 订单 配件\n- amount: 0.0075\n",
    )
    rows = json.loads(small("tiers", "--json").out)["rows"]
    assert list(rows[0]) == ["id", "name", "tier", "amount_12m", "amount_3m", "potential", "reasons"]
    assert rows[0]["amount_12m"] == "600000.01"
    assert all(re.fullmatch(r"-?\d+\.\d\d", row["amount_3m"]) for row in rows)
    assert Decimal(rows[0]["amount_3m"]) == Decimal("600000.01")
    assert (rows[0]["tier"], rows[0]["potential"]) == ("A", "35%")
    assert rows[1]["potential"] is None
    assert all(isinstance(reason, str) for reason in rows[0]["reasons"])


@pytest.mark.parametrize("how", [("--json",), ("--format", "json")])
def test_findings_in_json_have_place_code_words_and_fix(how: tuple[str, ...], wrong: Any) -> None:
    done = wrong("check", *how)
    said = json.loads(done.out)
    assert (done.code, said["schema_version"]) == (1, 1)
    keys = {"path", "line", "column", "code", "name", "severity", "message", "fix"}
    assert all(keys <= set(finding) for finding in said["findings"])
    status = next(f for f in said["findings"] if f["name"] == "unknown-status")
    assert (status["path"], status["line"], status["column"]) == ("records/CRM-202406003.md", 5, 9)
    assert (status["code"], status["severity"]) == ("CRM323", "error")


def test_findings_in_json_are_there_when_there_are_none(crm: Any) -> None:
    done = crm("check", "--json")
    assert (done.code, json.loads(done.out)) == (0, {"schema_version": 1, "findings": []})


def test_a_customer_in_json_has_the_profile_as_written(small: Any) -> None:
    said = json.loads(small("show", "星辰", "--json").out)
    assert said["schema_version"] == 1
    assert said["profile"]["contacts"][0]["phone"] == "126-0013-8000"
    assert (said["tier"], said["figures"]["amount_12m"]) == ("A", "600000.00")
    assert [entry["kind"] for entry in said["entries"]] == ["phone", "order", "wechat"]


def test_explain_and_schema_answer_programs_too(small: Any) -> None:
    page = json.loads(small("explain", "duplicate-key", "--json").out)
    assert (page["schema_version"], page["code"], page["name"]) == (1, "CRM104", "duplicate-key")
    listed = json.loads(small("explain", "--json").out)["findings"]
    assert {"code": "CRM104", "name": "duplicate-key"} in listed
    assert json.loads(small("schema").out)["$schema"].endswith("2020-12/schema")


# --- exit codes ---


@pytest.mark.parametrize(
    ("code", "command"),
    [
        (0, ("check", "--quiet")),
        (0, ("list",)),
        (0, ("--help",)),
        (0, ("--version",)),
        (2, ("chek",)),
        (2, ("check", "--formt", "json")),
        (2, ("check", "no/such.md")),
        (2, ("show", "没有这家")),
        (2, ("log",)),
        (2, ("log", PERSON, "电话", "--by", "nobody")),
        (2, ("log", PERSON, "电话", "--by", "刘洋", "--on", "2024-02-30")),
        (2, ("log", PERSON, "电话", "--by", "刘洋", "--field", "amount")),
        (2, ("set", PERSON, "name")),
        (2, ("set", PERSON, "region+=x", "--by", "刘洋")),
        (2, ("explain", "CRM000000")),
        (2, ("init", "x", "--pack", "none")),
        (1, ("set", PERSON, "website=not an address", "--by", "刘洋")),
        (1, ("set", COMPANY, "status=lead", "--reason", "x", "--by", "张伟")),  # no such move
        (1, ("new", "某公司", "website=not an address", "--by", "刘洋")),
    ],
)
def test_exit_codes(code: int, command: tuple[str, ...], small: Any) -> None:
    done = small(*command)
    assert done.code == code, done
    assert "Traceback" not in done.err
    assert bool(done.err) == bool(code)
    assert code == 0 or done.out == ""


def test_notices_and_warnings_are_no_errors_but_strict_counts_warnings(small: Any) -> None:
    assert small("check").code == 0
    noticed = json.loads(small("check", "--json").out)["findings"]
    assert {f["severity"] for f in noticed} == {"notice"}
    record = small.read("records/CRM-202406002.md") + "\n## 2024-06-04 电话\n- by: liu.yang\n- colour: red\n"
    small.write("records/CRM-202406002.md", record)
    assert {f["severity"] for f in json.loads(small("check", "-q", "--json").out)["findings"]} == {"warning"}
    assert (small("check").code, small("check", "--strict").code) == (0, 1)


def test_a_mistake_in_the_procedures_stops_every_command_but_check(small: Any) -> None:
    small.write("sop/tiers.md", small.read("sop/tiers.md").replace("when:", "whem:", 1))
    assert small("check").code == 1
    for command in (("list",), ("tiers",), ("show", "zgf"), ("log", "zgf", "电话", "--by", "刘洋")):
        done = small(*command)
        assert (done.code, done.out) == (2, "")
        assert "sop/tiers.md" in done.err


def test_outside_a_book_every_command_says_how_to_begin(tmp_path: Path, crm: Any) -> None:
    done = type(crm)(tmp_path)("list")
    assert done.code == 2
    assert "crmkit init" in done.err


# --- dry runs ---

WRITERS = {
    "log": ("log", "zgf", "电话", "确认方案", "--by", "刘洋", "--on", "2024-06-29"),
    "set": ("set", "zgf", "region=湖南", "--by", "刘洋"),
    "set a key fact": ("set", "zgf", "potential=40%", "--reason", "有意向", "--by", "刘洋"),
    "new": ("new", "杭州云杉科技有限公司", "source.channel=展会", "first_need=办公", "--by", "张伟"),
    "fix": ("check", "--fix"),
    "init": ("init", "other", "--demo"),
}
MENDABLE = "---\nid: CRM-202406009\nname:　云杉\n---\n"


@pytest.mark.parametrize("name", WRITERS)
def test_dry_runs_change_nothing_and_the_real_run_does(name: str, small: Any, tmp_path: Path) -> None:
    small.write("records/CRM-202406009.md", MENDABLE)
    before = files(tmp_path)
    tried = small(*WRITERS[name], "--dry-run")
    assert tried.code == (1 if name == "fix" else 0), tried
    assert tried.out + tried.err
    assert files(tmp_path) == before
    small(*WRITERS[name])
    assert files(tmp_path) != before


@pytest.mark.parametrize("name", ["log", "set", "set a key fact", "init"])
def test_dry_runs_say_what_the_real_run_says(name: str, small: Any) -> None:
    command = (*WRITERS[name], "--on", "2024-06-29") if "set" in name else WRITERS[name]
    tried = small(*command, "--dry-run")
    assert tried.out == small(*command).out


# --- names ---


@pytest.mark.parametrize(
    "word", ["zgf", "zeng", "zengguofan", "曾国藩", "国藩", PERSON, "crm-202406002", " ZGF "]
)
def test_customers_are_found_by_number_part_of_the_name_or_pinyin(word: str, small: Any) -> None:
    """曾 is zeng in a surname, though ceng elsewhere (B4)."""
    assert small("show", word).out.startswith(PERSON)
    assert [row["id"] for row in json.loads(small("find", word.strip(), "--json").out)["rows"]][:1] == [
        PERSON
    ]


@pytest.mark.parametrize("word", ["李雷", "星辰科技", "xckj", "lilei"])
def test_customers_are_found_by_contact_and_short_name(word: str, small: Any) -> None:
    assert small("show", word).out.startswith(COMPANY)


@pytest.mark.parametrize("command", [("log", "杭州", "电话"), ("set", "杭州", "region=x")])
def test_a_name_that_fits_several_stops_a_writer_with_the_list(command: tuple[str, ...], wrong: Any) -> None:
    before = files(wrong.book)
    done = wrong(*command, "--by", "张伟")
    assert done.code == 2
    assert "CRM-202405001  杭州星辰科技有限公司" in done.err
    assert "CRM-202406003  杭州星河贸易有限公司" in done.err
    assert files(wrong.book) == before


@pytest.mark.parametrize(
    ("command", "near"),
    [
        (("lsit",), "'list'"),
        (("check", "--jsn"), "--json"),
        (("show", "曾国潘"), "'曾国藩'"),
        (("show", "zengguofna"), "'曾国藩'"),
        (("show", "CRM-202405011"), "'CRM-202405001'"),
        (("log", "zgf", "电活", "--by", "刘洋"), "'电话'"),
        (("log", "zgf", "电话", "--by", "刘样"), "'刘洋'"),
        (("log", "zgf", "电话", "--by", "刘洋", "--field", "atitude=7"), "'attitude'"),
        (("set", "zgf", "regoin=x", "--by", "刘洋"), "'region'"),
        (("new", "某公司", "regoin=x", "--by", "刘洋"), "'region'"),
        (("list", "--status", "actve"), "'active'"),
        (("explain", "duplicat-key"), "'duplicate-key'"),
    ],
)
def test_a_wrong_name_offers_the_nearest(command: tuple[str, ...], near: str, small: Any) -> None:
    done = small(*command)
    assert done.code == 2
    assert near in done.err


# --- writers ---


@pytest.mark.parametrize("reason", [(), ("--reason", " ")])
def test_a_key_fact_without_a_reason_is_refused(reason: tuple[str, ...], small: Any) -> None:
    """Status, owner and potential are remembered with why they changed (C7)."""
    before = files(small.book)
    done = small("set", "星辰", "potential=40%", "--by", "张伟", *reason)
    assert (done.code, "--reason" in done.err) == (2, True)
    assert files(small.book) == before


def test_a_key_fact_leaves_an_entry_with_before_after_and_why(small: Any) -> None:
    done = small(
        "set", "星辰", "potential=40%", "--reason", "二期获批", "--by", "张伟", "--on", "2024-06-29 09:00"
    )
    assert done.code == 0
    tail = small.read("records/CRM-202405001.md")[-105:]
    assert "## 2024-06-29 09:00 潜力\n- by: zhang.wei\n- from: 35%\n- to: 40%\n- reason: 二期获批\n" in tail


def test_an_entry_carries_author_and_time_so_that_two_contacts_never_look_like_one(small: Any) -> None:
    small("log", "zgf", "电话", "--by", "刘洋")
    entry = small.read("records/CRM-202406002.md").split("\n## ")[-1]
    assert re.match(r"2024-06-30 \d\d:\d\d 电话\n- by: liu\.yang\n", entry)


def test_the_author_is_gits_user_looked_up_in_people(small: Any, git_repo: Any) -> None:
    """No entry is anonymous: a stranger is told to name the author."""
    env = {**git_repo.env, "GIT_CONFIG_GLOBAL": str(small.book / "config")}
    small.write("config", "[user]\n\temail = liu.yang@crm.example\n")
    assert small.process("log", "zgf", "电话", env=env).code == 0
    assert "- by: liu.yang" in small.read("records/CRM-202406002.md").split("\n## ")[-1]
    small.write("config", "[user]\n\temail = stranger@crm.example\n")
    done = small.process("log", "zgf", "电话", env=env)
    assert (done.code, "stranger@crm.example" in done.err, "--by" in done.err) == (2, True, True)


def test_what_stdin_gives_becomes_the_text_of_an_entry(small: Any) -> None:
    small("log", "zgf", "备注", "--by", "刘洋", "--text", "-", input="第一行\n\n- 列表\n")
    assert small.read("records/CRM-202406002.md").endswith("\n\n第一行\n\n- 列表\n")
    done = small.process(
        "log", "zgf", "备注", "--by", "刘洋", "--text", "-", input=b"\xff\xfe", env={"LANG": "C.UTF-8"}
    )
    assert (done.code, "Traceback" in done.err) in ((2, False), (1, False))


@pytest.mark.parametrize(
    "subject", ["一\n## 2024-01-01 订单", "a\x00b", "a\x1b[2Jb", "\udcff", "a\x85b", "a\u2028b"]
)
def test_text_that_cannot_be_read_back_equal_is_refused(subject: str, small: Any) -> None:
    """A subject is one line of text; never altered to fit (P3)."""
    before = small.read("records/CRM-202406002.md")
    done = small("log", "zgf", "电话", subject, "--by", "刘洋", "--on", "2024-06-29")
    assert "Traceback" not in done.err
    after = small.read("records/CRM-202406002.md")
    assert after == before if done.code else f"电话 {subject}" in after


@pytest.mark.parametrize(
    ("command", "finding"),
    [
        (("log", PERSON, "订单", "没有金额"), "missing-field"),
        (("log", COMPANY, "电话", "--with", "没这人"), "unknown-contact"),
        (("set", PERSON, "name=", "--reason", "x"), "missing-field"),
    ],
)
def test_a_doubtful_change_is_written_and_told_at_once(
    command: tuple[str, ...], finding: str, small: Any
) -> None:
    """A new warning never stops the work; only the new ones are told, not all that `check` knows."""
    done = small(*command, "--by", "刘洋")
    assert (done.code, done.err.count("CRM")) == (0, 1 + done.err.count("CRM-20"))
    assert finding in done.err


def test_an_old_mistake_does_not_stop_an_edit(wrong: Any) -> None:
    """The record has an unknown status already; what a writer adds is sound (P4)."""
    done = wrong("log", "CRM-202406003", "电话", "--by", "张伟")
    assert (done.code, done.err) == (0, "")


def test_init_keeps_what_stands_there(small: Any) -> None:
    small.write("sop/tiers.md", "mine\n")
    done = small("init", ".", "--demo")
    assert done.code == 0
    assert small.read("sop/tiers.md") == "mine\n"
    assert "sop/tiers.md" not in done.out


def test_safe_fixes_are_made_once_and_no_more(small: Any) -> None:
    small.write("records/CRM-202406009.md", MENDABLE)
    small("check", "--fix")
    mended = files(small.book / "records")
    assert mended["CRM-202406009.md"][0] != MENDABLE.encode()
    small("check", "--fix")
    assert files(small.book / "records") == mended


@pytest.mark.parametrize("command", [("show", PERSON), ("tiers", "--explain", PERSON), ("list",), ("check",)])
def test_a_day_before_everything_is_answered(command: tuple[str, ...], small: Any) -> None:
    done = small(*command, as_of="2001-01-01")
    assert done.code in (0, 1, 2)
    assert "Traceback" not in done.err
