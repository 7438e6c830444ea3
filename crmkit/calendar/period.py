"""Hold a stretch of days that a report is about: behind its start, up to its end and with it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from crmkit.calendar.months import MONTHS_A_QUARTER, MONTHS_A_YEAR
from crmkit.language import Label

_DAY = timedelta(days=1)
HALF = 6
MONTH_END = 31
"""The day on which a month closes that closes with its last one."""
LATEST_CLOSING = 27
"""The latest other day on which months can close: every month has the day behind it."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_HALVES = (Label("上半年", "first half"), Label("下半年", "second half"))
_WRITTEN = {1: "-{:02}", MONTHS_A_QUARTER: "-Q{}", HALF: "-H{}", MONTHS_A_YEAR: ""}
"""By its months how the name of a period goes on behind the year."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days in `(start, end]`, so that two that are compared touch and none counts twice.

    It is so many `months` that close on the day `closing` of a month, or, with none, a number of days.
    """

    start: date
    end: date
    months: int = 0
    closing: int = MONTH_END

    def __contains__(self, day: date) -> bool:
        return self.start < day <= self.end

    @property
    def first(self) -> date:
        """Its first day."""
        return self.start + _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def previous(self) -> Period | None:
        """The one before, as many months or as many days long; None where the calendar begins."""
        if self.months:
            return months_to(self.start.year, self.start.month, self.months, self.closing)
        try:
            return Period(self.start - timedelta(days=self.days), self.start)
        except OverflowError:
            return None

    @property
    def written(self) -> str:
        """As it is written, such as `2025-Q4`; what is read as this very period again."""
        year, number = f"{self.end.year:04}", self._number
        if number:
            return year + _WRITTEN[self.months].format(number)
        if self.months == 1:
            return f"{year}-{self.end.month:02} {self.closing + 1}-{self.closing}"
        return f"{self.first}..{self.end}" if self.days > 1 else f"{self.end}"

    @property
    def label(self) -> Label:
        """As people call it."""
        year, number = self.end.year, self._number
        if not number:
            return _from_to(self.first, self.end)
        if self.months == 1:
            return Label(f"{year}年{number}月", f"{_MONTHS[number - 1]} {year}")
        if self.months == MONTHS_A_QUARTER:
            return Label(f"{year}年第{'一二三四'[number - 1]}季度", f"Q{number} {year}")
        if self.months == HALF:
            zh, en = _HALVES[number - 1]
            return Label(f"{year}年{zh}", f"{en} of {year}")
        return Label(f"{year}年", f"{year}")

    @property
    def _number(self) -> int:
        """Which month, quarter or half of its year it is; 0 for none of them, 1 for a year."""
        whole = self.closing == MONTH_END and self.months in _WRITTEN and not self.end.month % self.months
        return self.end.month // self.months if whole else 0


def between(first: date, last: date) -> Period | None:
    """The period from one day to another and with both, as the months that it is; None without an eve.

    Days from behind one of a month up to the same of a later month are months that close on it.
    """
    if first == date.min:
        return None
    start = first - _DAY
    count = (last.year - start.year) * MONTHS_A_YEAR + last.month - start.month
    for closing in (MONTH_END, last.day):
        whole = months_to(last.year, last.month, count, closing) if count > 0 else None
        if whole is not None and (whole.start, whole.end) == (start, last):
            return whole
    return Period(start, last)


def months_to(year: int, month: int, months: int, closing: int = MONTH_END) -> Period | None:
    """So many months that close in a month; None where the calendar has no eve of theirs.

    They close with the month's end, or on a day `closing` up to the latest.
    """
    if MONTH_END > closing > LATEST_CLOSING:
        return None
    start, end = _closed(year, month - months, closing), _closed(year, month, closing)
    return Period(start, end, months, closing) if start and end else None


def quarter_of(day: date) -> Period:
    """The calendar quarter in which a day lies; that in which the calendar begins lacks its first day."""
    last = day.month + -day.month % MONTHS_A_QUARTER
    whole = months_to(day.year, last, MONTHS_A_QUARTER)
    return whole or Period(date.min, date(day.year, last, MONTH_END), MONTHS_A_QUARTER)


def _closed(year: int, month: int, closing: int) -> date | None:
    """The day on which a month closes, counted on from January of a year."""
    years, index = divmod(year * MONTHS_A_YEAR + month - 1, MONTHS_A_YEAR)
    if not date.min.year <= years <= date.max.year:
        return None
    return date(years, index + 1, min(closing, calendar.monthrange(years, index + 1)[1]))


def _from_to(first: date, last: date) -> Label:
    """From a day to another: the year once where it is the same, the month too."""
    if first == last:
        return _day(last)
    zh = f"{last.year}年" * (last.year != first.year) + f"{last.month}月"
    en = f" {_MONTHS[first.month - 1]}" + f" {first.year}" * (last.year != first.year)
    if (first.year, first.month) == (last.year, last.month):
        zh = en = ""
    return Label(f"{_day(first).zh}至{zh}{last.day}日", f"{first.day}{en} to {_day(last).en}")


def _day(day: date) -> Label:
    return Label(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
