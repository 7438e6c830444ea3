"""A period is read as people write it, said in both languages, and touches the one before (L5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crmkit.calendar.period import LATEST_CLOSING, MONTH_END, Period, between, months_to
from crmkit.calendar.read_period import NoPeriod, PeriodProblem, parse

TODAY = date(2025, 12, 31)
DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))
CLOSINGS = st.one_of(st.just(MONTH_END), st.integers(1, LATEST_CLOSING))


def of(first: date, last: date) -> Period:
    found = between(first, last)
    assert found is not None
    return found


RANGES = st.tuples(DAYS, DAYS).map(lambda days: of(min(days), max(days)))
MONTHS = st.builds(
    months_to, st.integers(101, 9998), st.integers(1, 12), st.sampled_from([1, 2, 3, 6, 12, 24]), CLOSINGS
).filter(lambda found: found is not None)
PERIODS: st.SearchStrategy[Period] = st.one_of(RANGES, MONTHS)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025年度", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025年下半年", "2025-07-01", "2025-12-31"),
        ("second half of 2025", "2025-07-01", "2025-12-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("q4 2025", "2025-10-01", "2025-12-31"),
        ("2025年第四季度", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("２０２５－１１", "2025-11-01", "2025-11-30"),
        ("二〇二五年十一月", "2025-11-01", "2025-11-30"),
        ("Nov 2025", "2025-11-01", "2025-11-30"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("26-25", "2025-12-26", "2026-01-25"),
        ("26–25", "2025-12-26", "2026-01-25"),
        ("2025-12 26-25", "2025-11-26", "2025-12-25"),
        ("2025-01 26-25", "2024-12-26", "2025-01-25"),
        ("2025-11-26..2025-12-25", "2025-11-26", "2025-12-25"),
        ("2025-11-26 – 2025-12-25", "2025-11-26", "2025-12-25"),
        ("2025年11月26日至12月25日", "2025-11-26", "2025-12-25"),
        ("2025年3月1日至28日", "2025-03-01", "2025-03-28"),
        ("2025-11-26", "2025-11-26", "2025-11-26"),
        ("2025-10..2025-12", "2025-10-01", "2025-12-31"),
        ("last month", "2025-11-01", "2025-11-30"),
        ("上个月", "2025-11-01", "2025-11-30"),
        ("本季度", "2025-10-01", "2025-12-31"),
        ("Last  Quarter", "2025-07-01", "2025-09-30"),
        ("去年", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_period_is_read_as_people_write_it(said: str, first: str, last: str) -> None:
    found = parse(said, TODAY)
    assert isinstance(found, Period)
    assert (found.first.isoformat(), found.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("said", "why", "meant"),
    [
        ("", NoPeriod.UNREAD, ""),
        ("soon", NoPeriod.UNREAD, ""),
        ("mayor 2025", NoPeriod.UNREAD, ""),
        ("..", NoPeriod.UNREAD, ""),
        ("2025-13", NoPeriod.MISSING, ""),
        ("2025-Q5", NoPeriod.MISSING, ""),
        ("2025-H0", NoPeriod.MISSING, ""),
        ("2025-02-30", NoPeriod.MISSING, ""),
        ("2025-02-30..2025-03-01", NoPeriod.MISSING, ""),
        ("2025-W60", NoPeriod.MISSING, ""),
        ("0001", NoPeriod.MISSING, ""),
        ("Q3", NoPeriod.YEARLESS, "2025-Q3"),
        ("上半年", NoPeriod.YEARLESS, "2025-H1"),
        ("11月", NoPeriod.YEARLESS, "2025-11"),
        ("2025-12-25..2025-11-26", NoPeriod.BACKWARDS, "2025-11-26..2025-12-25"),
        ("2025-11-26..", NoPeriod.OPEN, "2025-11-26..2025-12-31"),
        ("25-26", NoPeriod.CLOSING, "26-25"),
        ("26-24", NoPeriod.CLOSING, "25-24"),
        ("1-31", NoPeriod.CLOSING, ""),
    ],
)
def test_what_is_no_period_says_which_one_is_meant(said: str, why: NoPeriod, meant: str) -> None:
    assert parse(said, TODAY) == PeriodProblem(why, meant)


@given(PERIODS)
@example(of(date(2025, 3, 1), date(2025, 3, 28)))
@example(of(date(2025, 11, 26), date(2025, 12, 25)))
@example(of(date(2023, 11, 30), date(2024, 2, 29)))
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assume(period.first.year > 1)
    assert parse(period.written, TODAY) == period


@given(PERIODS)
def test_the_previous_period_touches_and_no_day_is_in_both(period: Period) -> None:
    before = period.previous
    assume(before is not None)
    assert before is not None
    assert before.end == period.start
    assert before.end in before
    assert before.end not in period
    assert before.months == period.months
    assert period.months or before.days == period.days


@given(MONTHS)
def test_the_previous_of_whole_months_closes_on_the_same_day(period: Period) -> None:
    before = period.previous
    assume(before is not None)
    assert before is not None
    last = (before.end + timedelta(days=1)).day == 1
    assert last if period.closing == MONTH_END else before.end.day == period.closing


@given(PERIODS, DAYS)
def test_a_day_is_in_a_period_from_its_first_to_its_last(period: Period, day: date) -> None:
    assert (day in period) is (period.first <= day <= period.end)
    assert period.days == (period.end - period.first).days + 1


@st.composite
def named(draw: st.DrawFn) -> Period:
    """A month, quarter, half or year of the calendar."""
    months = draw(st.sampled_from([1, 3, 6, 12]))
    found = months_to(draw(st.integers(1000, 9998)), months * draw(st.integers(1, 12 // months)), months)
    assert found is not None
    return found


@given(named())
def test_the_name_that_people_read_is_read_too(period: Period) -> None:
    assert parse(period.label.zh, TODAY) == parse(period.label.en, TODAY) == period


@given(st.text(max_size=80), DAYS)
def test_any_text_is_a_period_or_a_problem(text: str, today: date) -> None:
    found = parse(text, today)
    assert isinstance(found, PeriodProblem) or found.start < found.end


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ("2025-11", "2025年11月", "November 2025"),
        ("2025-Q4", "2025年第四季度", "Q4 2025"),
        ("2025-H2", "2025年下半年", "second half of 2025"),
        ("2025-12 26-25", "2025年11月26日至12月25日", "26 November to 25 December 2025"),
        ("2026-01 26-25", "2025年12月26日至2026年1月25日", "26 December 2025 to 25 January 2026"),
        ("2025-03-01..2025-03-28", "2025年3月1日至28日", "1 to 28 March 2025"),
    ],
)
def test_a_period_is_said_in_both_languages(said: str, zh: str, en: str) -> None:
    found = parse(said, TODAY)
    assert isinstance(found, Period)
    assert tuple(found.label) == (zh, en)
