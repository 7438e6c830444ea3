"""Working time follows the table of sop/calendar.md, which says what two public libraries say (E11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crmkit.calendar.span import Span, after, before, parse
from crmkit.calendar.working import (
    Calendar,
    add_working_days,
    add_working_time,
    next_working_day,
    working_days,
)
from crmkit.document import read
from crmkit.policy.files import Parts
from crmkit.policy.files.calendar import read_calendar
from crmkit.policy.reading import Cursor

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "sop" / "calendar.md"


def calendar(text: str | None = None) -> tuple[Calendar, list[str]]:
    document, _ = read("sop/calendar.md", FILE.read_bytes() if text is None else text.encode("utf-8"))
    cursor = Cursor(document, document.profile, "")
    found = read_calendar(cursor, Parts("calendar.md", {}))
    return found, [f"{f.source.line}:{f.source.column} {f.code}" for f in cursor.findings]


CHINA, FINDINGS = calendar()
D = date.fromisoformat


def test_the_table_reads_without_findings() -> None:
    assert FINDINGS == []
    assert CHINA.timezone == "Asia/Shanghai"
    assert CHINA.years == {2024, 2025, 2026}
    assert CHINA.holidays[D("2025-10-06")] == ("中秋节", "Mid-Autumn Festival")


def days() -> list[date]:
    return [D("2024-01-01") + timedelta(days=n) for n in range(366 + 365 + 365)]


def test_every_day_is_chinesecalendars() -> None:
    library = pytest.importorskip("chinese_calendar")
    assert [day for day in days() if CHINA.works(day) != library.is_workday(day)] == []


def test_every_day_is_holidays() -> None:
    library = pytest.importorskip("holidays")
    theirs = library.China(years=sorted(CHINA.years))
    assert [day for day in days() if CHINA.works(day) != theirs.is_working_day(day)] == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-26", True),  # a Sunday, moved for Spring Festival
        ("2025-01-28", False),  # Spring Festival begins
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-02-08", True),  # a Saturday, moved
        ("2025-09-28", True),  # a Sunday, moved for National Day
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),  # a Saturday, moved
        ("2026-02-14", True),  # a Saturday, moved
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),  # a Saturday, moved
        ("2026-10-07", False),
        ("2026-10-10", True),  # a Saturday, moved
    ],
)
def test_moved_workdays(day: str, works: bool) -> None:
    assert CHINA.works(D(day)) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-01-24", 2, "2025-01-27"),  # Sunday 26 is worked
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-10-09", 2, "2025-10-11"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2024-02-28", 2, "2024-03-01"),  # leap day is a Thursday
        ("2025-05-20", 0, "2025-05-20"),
    ],
)
def test_working_days_jump_holidays(start: str, count: int, end: str) -> None:
    assert add_working_days(D(start), count, CHINA) == D(end)
    if count > 0:
        assert working_days(D(start), D(end), CHINA) == count


def test_the_next_working_day_is_the_day_itself_or_behind_the_holiday() -> None:
    assert next_working_day(D("2025-01-27"), CHINA) == D("2025-01-27")
    assert next_working_day(D("2025-01-28"), CHINA) == D("2025-02-05")
    assert next_working_day(D("2026-10-01"), CHINA) == D("2026-10-08")
    assert next_working_day(date.max, CHINA) == date.max


def test_no_search_is_endless() -> None:
    never = Calendar(weekdays=frozenset())
    assert next_working_day(D("2025-01-01"), never) == D("2026-01-02")
    assert add_working_days(D("2025-01-01"), 3, never) == D("2026-01-02")
    assert add_working_days(date.max, 3, CHINA) == date.max
    assert add_working_days(date.min, -3, CHINA) == date.min
    moment = datetime(2025, 1, 1)
    assert add_working_time(moment, timedelta(hours=1), Calendar()) == datetime(2025, 1, 1, 1)


def test_weeks_run_from_monday_to_sunday() -> None:
    """Interpretation 3."""
    assert CHINA.week(D("2025-01-01")) == (D("2024-12-30"), D("2025-01-05"))
    assert CHINA.week(date.max)[1] == date.max
    assert CHINA.week(date.min)[0] == date.min


@pytest.mark.parametrize(
    ("moment", "minutes", "end"),
    [
        ("2025-01-27 17:30", 60, "2025-02-05 09:30"),
        ("2025-01-27 11:30", 60, "2025-01-27 14:00"),
        ("2025-01-27 06:00", 60, "2025-01-27 10:00"),
        ("2025-10-08 10:00", 30, "2025-10-09 09:30"),
    ],
)
def test_working_time_runs_in_working_hours(moment: str, minutes: int, end: str) -> None:
    start = datetime.fromisoformat(moment)
    assert add_working_time(start, timedelta(minutes=minutes), CHINA) == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-11-30", "1 quarter", "2025-02-28"),
        ("2024-02-28", "2 days", "2024-03-01"),
        ("2025-12-30", "1 week", "2026-01-06"),
        ("2025-12-31", "24 hours", "2026-01-01"),
        ("2025-01-27", "1 workday", "2025-02-05"),
    ],
)
def test_spans_clip_month_ends(start: str, span: str, end: str) -> None:
    said = parse(span)
    assert said is not None
    assert after(D(start), said, CHINA) == D(end)


def test_spans_at_the_ends_of_time() -> None:
    assert after(date.max, Span(1, "day"), CHINA) == date.max
    assert after(date.max, Span(1, "month"), CHINA) == date.max
    assert before(date.min, Span(1, "week"), CHINA) == date.min
    assert before(D("2025-03-31"), Span(1, "month"), CHINA) == D("2025-02-28")
    assert before(D("2025-02-05"), Span(1, "workday"), CHINA) == D("2025-01-27")
    assert before(D("2025-02-05"), Span(24, "hours".rstrip("s")), CHINA) == D("2025-02-04")
    assert parse("a week") is None


def test_mistakes_in_the_table_have_their_places() -> None:
    """A time zone that is no name, a weekday misspelt, hours of no clock, a day outside the years."""
    _, found = calendar(
        "---\nformat: 1\ntimezone: 东八区\nworking_days: [mondy]\nworking_hours: {morning: 9-12}\n"
        "years: [2025, x]\nholidays:\n"
        "  - {name: {zh: 元旦, en: New Year}, days: [2025-01-01, 2026-01-01, 一月]}\n"
        "---\n"
    )
    assert found == [
        "6:15 CRM904", "4:16 CRM906", "5:26 CRM904", "8:55 CRM936", "8:67 CRM904", "3:11 CRM639",
    ]  # fmt: skip
