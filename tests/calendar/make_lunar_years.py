"""Print crmkit/calendar/lunar_years.py, made from lunar_python; redirect it there."""

from __future__ import annotations

from datetime import date

from lunar_python import Lunar, LunarYear

FIRST, LAST = 1900, 2100
HEAD = '''"""Hold the lunar years {first} to {last}, made and compared by tests/calendar/."""

FIRST_YEAR = {first}

# New Year's day (month, day), the month that a leap month follows (0: none), and the days of each month in
# order, the leap month among them: 1 is 30 days, 0 is 29.
LUNAR_YEARS: tuple[tuple[int, int, int, str], ...] = (
'''


def months(year: int) -> list[tuple[int, int]]:
    """Month (negative when leap) and number of days, in order."""
    found = LunarYear.fromYear(year).getMonths()
    return [(month.getMonth(), month.getDayCount()) for month in found if month.getYear() == year]


def line(year: int) -> str:
    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    begin = date(solar.getYear(), solar.getMonth(), solar.getDay())
    leap = next((-month for month, _ in months(year) if month < 0), 0)
    lengths = "".join(str(days - 29) for _, days in months(year))
    return f'    ({begin.month}, {begin.day}, {leap}, "{lengths}"),  # {year}\n'


if __name__ == "__main__":
    body = "".join(line(year) for year in range(FIRST, LAST + 1))
    print(HEAD.format(first=FIRST, last=LAST) + body + ")")
