"""`--as-of` takes a minute, and what is kept for a day answers each of them (C1, E1, L3)."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo
from typing import Any

import pytest

from crmkit.cli import rim

RECORD = """\
---
id: CRM-202405001
name: 临江试验有限公司
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2025-09-01}
---

## 2025-09-25 14:30 抽查
- by: wang.fang
- result: 待补
- missing: 地址
"""


@pytest.fixture
def book(crm: Any) -> Any:
    crm.write("records/CRM-202405001.md", RECORD)
    return crm


def stopped(clock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock shows this minute, in whatever zone it is asked for."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Frozen:
            return cls.fromisoformat(clock).replace(tzinfo=tz)

    monkeypatch.setattr(rim, "datetime", Frozen)


def gap(crm: Any, as_of: str | None, *customer: str) -> tuple[str, ...] | None:
    done = crm("due", *customer, "--json", as_of=as_of)
    assert done.code == 0, done.err
    found = [row for row in json.loads(done.out)["rows"] if row["rule"] and "kpis" in row["rule"]]
    return (found[0]["due"], found[0]["due_at"], found[0]["bucket"]) if found else None


DUE = ("2025-09-26", "2025-09-26T14:30+08:00")


@pytest.mark.parametrize("customer", [(), ("CRM-202405001",)])
@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-09-25 14:29", None),
        ("2025-09-25 14:30", (*DUE, "tomorrow")),
        ("2025-09-25", (*DUE, "tomorrow")),
        ("2025-09-26 10:00", (*DUE, "today")),
        ("2025-09-26T14:30", (*DUE, "today")),
        ("2025年9月26日 下午3点", (*DUE, "overdue")),
        ("2025-09-26", (*DUE, "overdue")),
    ],
)
def test_due_is_seen_from_the_minute(
    book: Any, customer: tuple[str, ...], as_of: str, expected: tuple[str, ...] | None
) -> None:
    assert gap(book, as_of, *customer) == expected


def test_what_is_kept_for_a_day_answers_its_minutes_differently(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gap(book, "2025-09-26 10:00") == (*DUE, "today")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("worked out anew")

    monkeypatch.setattr(rim.Rim, "sweep", never)
    assert gap(book, "2025-09-26 15:00") == (*DUE, "overdue")
    stopped("2025-09-26T14:31:10", monkeypatch)
    assert gap(book, None) == (*DUE, "overdue")


def test_an_answer_kept_in_the_morning_knows_the_entries_of_the_afternoon(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gap(book, "2025-09-25 10:00") is None
    monkeypatch.setattr(rim.Rim, "sweep", None)
    assert gap(book, "2025-09-25 15:00") == (*DUE, "tomorrow")


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ("2025-09-25T14:31:59", "in 23 hours"),
        ("2025-09-26T12:30:00", "in 2 hours"),
        ("2025-09-26T14:29:01", "in 1 minute"),
        ("2025-09-26T14:30:59", "in 0 minutes"),
        ("2025-09-26T14:31:00", "1 minute late"),
        ("2025-09-26T16:45:00", "2 hours late"),
        ("2025-09-28T09:00:00", "2 days late"),
    ],
)
def test_within_a_day_of_now_hours_and_minutes_are_said(
    book: Any, monkeypatch: pytest.MonkeyPatch, clock: str, said: str
) -> None:
    stopped(clock, monkeypatch)
    line = next(line for line in book("due", as_of=None).out.split("\n") if "Fill in" in line)
    assert " ".join(line.split()).endswith(
        f"2025-09-26 14:30 {said} Fill in: Address — 张伟 — sop/kpis.md:63"
    )


def test_a_minute_of_another_day_is_said_by_its_day(book: Any) -> None:
    line = next(line for line in book("due", as_of="2025-09-26 12:30").out.split("\n") if "Fill in" in line)
    assert "2025-09-26 14:30  today" in line


@pytest.mark.parametrize(
    "as_of", ["2025-09-26 25:00", "2025-09-26 9:00-10:00", "3点", "2025-02-30 10:00", "昨"]
)
def test_what_is_no_minute_stops_the_command(book: Any, as_of: str) -> None:
    done = book("due", as_of=as_of)
    assert (done.code, done.out) == (2, "")
    assert as_of in done.err


def test_today_is_of_the_day_and_says_the_minute(book: Any) -> None:
    """A page outlives the minute in which it is built: its bytes are those of the day."""
    pages = []
    for as_of in ("2025-09-26 10:00", "2025-09-26 15:00", "2025-09-26"):
        assert book("--no-cache", "build", "--audience", "team", "--languages", "en", as_of=as_of).code == 0
        pages.append(book.read("site/today.html"))
    assert len(set(pages)) == 1
    assert "2025-09-26 14:30" in pages[0]


@pytest.mark.parametrize(
    "command", ["list", "tiers", "segments", "check", "find 临江", "show 临江", "report owners"]
)
def test_every_reading_command_takes_a_minute_and_says_what_its_day_says(book: Any, command: str) -> None:
    told = [book(*command.split(), as_of=as_of) for as_of in ("2025-09-26 10:00", "2025-09-26")]
    assert told[0] == told[1]


def test_what_is_written_as_of_a_minute_carries_it(book: Any) -> None:
    done = book("log", "临江", "电话", "聊", "--by", "zhang.wei", as_of="2025-09-26 10:05")
    assert done.code == 0, done.err
    assert "## 2025-09-26 10:05 电话" in book.read("records/CRM-202405001.md")
