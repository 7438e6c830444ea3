"""What git shows first after its time was logged late; what git cannot tell is never called so (B5)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

PATH = "records/CRM-202503001.md"
HEAD = """\
---
id: CRM-202503001
name: 杭州云杉科技有限公司
type: business
status: active
owner: zhang.wei
---
"""
ENTRY = "\n## 2025-03-03 10:00-10:20 电话 聊方案\n- by: zhang.wei\n"
LATER = "\n## 2025-03-04 09:00 微信 发资料\n- by: zhang.wei\n"

At = Callable[..., str]


@pytest.fixture
def at(git_repo: Any) -> At:
    """`at("2025-03-03 10:30")` commits everything then, by the clocks of Shanghai."""

    def commit(written: str, committed: str = "", *more: str) -> str:
        env = {
            **git_repo.env,
            "GIT_AUTHOR_DATE": f"{written}:00 +0800",
            "GIT_COMMITTER_DATE": f"{committed or written}:00 +0800",
        }
        repository = replace(git_repo, env=env)
        repository("add", "--all")
        repository("commit", "--quiet", "--allow-empty", "--message", "x", *more)
        return str(repository("rev-parse", "HEAD")).strip()

    return commit


def late(crm: Any, day: str = "2025-12-31", *how: str) -> list[tuple[str, str, str | None]]:
    done = crm(*how, "report", "late-logging", "--json", as_of=day)
    assert done.code == 0, done.err
    return [(row["what"], row["at"], row["seen"]) for row in json.loads(done.out)["rows"]]


def by_s1(crm: Any) -> None:
    """The limits of the pack that counts minutes."""
    text = crm.read("sop/cadence.md")
    old = "{what: interaction, within: 1 workday"
    assert old in text
    crm.write("sop/cadence.md", text.replace(old, "{what: interaction, within: 30 minutes, after: end"))


@pytest.mark.parametrize(
    ("committed", "is_late"),
    [("2025-03-03 10:30", False), ("2025-03-04 18:00", False), ("2025-03-04 18:01", True)],
)
def test_an_interaction_is_committed_within_one_working_day(
    crm: Any, at: At, committed: str, is_late: bool
) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at(committed)
    assert late(crm) == ([("interaction", "2025-03-03 10:00", committed)] if is_late else [])


@pytest.mark.parametrize(("committed", "is_late"), [("2025-03-03 10:50", False), ("2025-03-03 10:51", True)])
def test_minutes_count_from_the_end(crm: Any, at: At, committed: str, is_late: bool) -> None:
    by_s1(crm)
    crm.write(PATH, HEAD + ENTRY)
    at(committed)
    assert bool(late(crm)) is is_late


@pytest.mark.parametrize(
    ("happened", "committed", "is_late"),
    [
        ("2025-09-26 17:30", "2025-09-28 18:00", False),  # the Sunday is worked
        ("2025-09-26 17:30", "2025-09-28 18:01", True),
        ("2025-09-26 18:30", "2025-09-29 18:00", False),  # after closing
        ("2025-09-30 17:30", "2025-10-09 18:00", False),  # National Day
        ("2025-09-30 17:30", "2025-10-09 18:01", True),
        ("2025-03-03", "2025-03-04 23:59", False),  # no time said: the whole day
        ("2025-03-03", "2025-03-05 00:00", True),
    ],
)
def test_rest_days_and_closing_time_count_as_the_calendar_has_them(
    crm: Any, at: At, happened: str, committed: str, is_late: bool
) -> None:
    crm.write(PATH, f"{HEAD}\n## {happened} 电话 聊\n")
    at(committed)
    assert bool(late(crm)) is is_late


def test_what_a_machine_sends_writes_itself_down(crm: Any, at: At) -> None:
    crm.write(PATH, f"{HEAD}\n## 2025-03-03 邮件 关怀\n- automatic: yes\n")
    at("2025-05-03 10:00")
    assert late(crm) == []


@pytest.mark.parametrize(
    "new",
    [
        ENTRY.replace("聊方案", "聊方案，报价"),
        ENTRY.replace("10:00-10:20", "10:05-10:30"),
        ENTRY.replace("2025-03-03", "2025-03-02"),
        ENTRY.replace("## ", "##   "),
        ENTRY.replace("- by: zhang.wei", "- by: zhang.wei\n- feedback: 好"),
        LATER + ENTRY,
    ],
)
def test_what_is_corrected_later_stays_as_old_as_it_was(crm: Any, at: At, new: str) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    crm.write(PATH, HEAD + new)
    at("2025-03-20 10:00")
    assert [row for row in late(crm) if "03-04" not in row[1]] == []


def test_an_entry_beside_it_is_judged_by_itself(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    crm.write(PATH, HEAD + ENTRY + LATER)
    at("2025-03-20 10:00")
    assert late(crm) == [("interaction", "2025-03-04 09:00", "2025-03-20 10:00")]


def test_the_same_heading_of_another_customer_proves_nothing(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    crm.write("records/CRM-202503002.md", HEAD.replace("3001", "3002").replace("云杉", "银杏") + ENTRY)
    at("2025-03-20 10:00")
    assert late(crm) == [("interaction", "2025-03-03 10:00", "2025-03-20 10:00")]


def test_the_second_of_two_equal_headings_is_late_by_itself(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    crm.write(PATH, HEAD + ENTRY + ENTRY)
    at("2025-03-20 10:00")
    assert late(crm) == [("interaction", "2025-03-03 10:00", "2025-03-20 10:00")]


def test_a_file_that_moved_or_was_cut_in_two_stays_as_old_as_it_was(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY + LATER)
    at("2025-03-04 09:30")
    (crm.book / PATH).unlink()
    at("2025-03-10 10:00")  # gone for a while
    crm.write("records/east/CRM-202503001.md", HEAD + ENTRY + LATER)
    at("2025-03-20 10:00")
    assert late(crm) == []
    crm.write("records/east/CRM-202503001.md", HEAD + ENTRY)
    crm.write("records/CRM-202503002.md", HEAD.replace("3001", "3002").replace("云杉", "银杏") + LATER)
    at("2025-03-21 10:00")
    assert late(crm) == []


def test_a_new_number_makes_no_entry_new(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    (crm.book / PATH).unlink()
    crm.write("records/CRM-202503009.md", HEAD.replace("3001", "3009") + ENTRY)
    at("2025-03-20 10:00")
    assert late(crm) == []


def test_a_commit_that_is_moved_later_is_as_old_as_it_was_written(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30", "2025-03-20 10:00")  # as a rebase leaves it
    assert late(crm) == []


def test_a_commit_that_was_amended_is_no_older_than_what_it_tells(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-01 09:00", "2025-03-20 10:00")
    assert late(crm) == [("interaction", "2025-03-03 10:00", "2025-03-20 10:00")]


def test_the_earlier_of_two_branches_counts(crm: Any, at: At, git_repo: Any) -> None:
    crm.write(PATH, HEAD)
    at("2025-03-01 10:00")
    git_repo("checkout", "--quiet", "-b", "side")
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    git_repo("checkout", "--quiet", "main")
    crm.write(PATH, HEAD + LATER)
    at("2025-03-04 10:00")
    git_repo("merge", "--quiet", "-X", "ours", "-m", "merge", "side", check=False)
    crm.write(PATH, HEAD + ENTRY + LATER)
    git_repo.commit("merged")
    assert late(crm) == []


def test_what_no_commit_holds_is_late_when_its_time_is_over(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD)
    at("2025-03-01 10:00")
    crm.write(PATH, HEAD + ENTRY)
    assert late(crm, "2025-03-04") == [("interaction", "2025-03-03 10:00", None)]
    assert late(crm, "2025-03-03") == []


def test_what_comes_for_many_records_at_once_was_brought_along(crm: Any, at: At) -> None:
    for number in range(10):
        crm.write(f"records/CRM-20250310{number}.md", HEAD.replace("3001", f"310{number}") + ENTRY)
    at("2025-06-01 10:00")
    assert late(crm) == []
    text = crm.read("sop/cadence.md")
    crm.write("sop/cadence.md", text.replace("{records: 10,", "{records: 11,"))
    assert len(late(crm)) == 10


LEAD = HEAD.replace("---\n", "", 1).replace("status: active", "status: lead")


@pytest.mark.parametrize(("committed", "is_late"), [("2025-03-04 18:00", False), ("2025-03-05 09:00", True)])
def test_a_lead_is_in_the_book_within_one_working_day(
    crm: Any, at: At, committed: str, is_late: bool
) -> None:
    crm.write(PATH, "---\narrived: {date: 2025-03-03, time: 09:20, by: zhao.lei}\n" + LEAD)
    at(committed)
    assert late(crm) == ([("lead", "2025-03-03 09:20", committed)] if is_late else [])


def test_without_a_history_nothing_is_judged_and_that_is_said(crm: Any) -> None:
    crm.write(PATH, HEAD + ENTRY)
    done = crm("report", "late-logging", "--json", as_of="2025-12-31")
    assert json.loads(done.out)["rows"] == []
    assert done.err.count("not checked: no history") == 1
    assert "未核对：没有历史" in crm("report", "late-logging", as_of="2025-12-31", lang="zh").err


def test_where_a_clone_was_cut_off_only_what_came_later_is_judged(
    crm: Any, at: At, git_repo: Any, tmp_path: Any
) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-20 10:00")
    crm.write(PATH, HEAD + ENTRY + LATER)
    at("2025-03-21 10:00")
    assert len(late(crm)) == 2
    git_repo("clone", "--quiet", "--depth", "2", f"file://{crm.book}", str(tmp_path / "cut"))
    done = replace(crm, book=tmp_path / "cut")("report", "late-logging", "--json", as_of="2025-12-31")
    assert [row["at"] for row in json.loads(done.out)["rows"]] == ["2025-03-04 09:00"]
    assert "cut off" in done.err


def test_what_was_kept_says_the_same_as_all_of_it_again(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-20 10:00")
    first = late(crm)
    crm.write(PATH, HEAD + ENTRY + LATER)
    at("2025-03-21 10:00")
    kept = late(crm)
    assert kept == late(crm, "2025-12-31", "--no-cache")
    assert len(kept) == len(first) + 1
    at(
        "2025-03-03 11:00", "", "--amend", "--date", "2025-03-03T11:00:00+0800"
    )  # another history than was kept
    assert late(crm) == late(crm, "2025-12-31", "--no-cache")


def test_a_kept_answer_that_was_touched_is_found_again(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-20 10:00")
    before = late(crm)
    kept = crm.book / ".crmkit/cache/first-seen"
    kept.write_bytes(kept.read_bytes().replace(b"[", b"{"))
    assert late(crm) == before
    shutil.rmtree(crm.book / ".crmkit")
    assert late(crm) == before


def test_a_commit_is_read_as_it_is(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    old = at("2025-03-20 10:00")
    crm.write(PATH, HEAD + ENTRY + LATER)
    at("2025-03-21 10:00")
    assert len(late(crm, "2025-12-31", "--rev", old)) == 1


def test_line_ends_and_a_mark_at_the_beginning_make_nothing_new(crm: Any, at: At) -> None:
    crm.write(PATH, HEAD + ENTRY)
    at("2025-03-03 10:30")
    crm.write(PATH, b"\xef\xbb\xbf" + (HEAD + ENTRY).replace("\n", "\r\n").encode())
    at("2025-03-20 10:00")
    assert late(crm) == []
