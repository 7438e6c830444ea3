"""Days and times as people say them, against tables made by hand (15 May 2024 is a Wednesday)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.clock import clock
from crmkit.calendar.numeral import number
from crmkit.calendar.spoken import NoDay, begins, day

WEDNESDAY = date(2024, 5, 15)

SAID = """
今天             | 2024-05-15 | 2024-05-15
昨天             | 2024-05-14 | 2024-05-14
前天             | 2024-05-13 | 2024-05-13
大前天           | 2024-05-12 | 2024-05-12
明天             | 2024-05-16 | 2024-05-16
明日             | 2024-05-16 | 2024-05-16
后天             | 2024-05-17 | 2024-05-17
後天             | 2024-05-17 | 2024-05-17
大后天           | 2024-05-18 | 2024-05-18
周三             | 2024-05-15 | 2024-05-15
星期四           | 2024-05-16 | 2024-05-09
礼拜二           | 2024-05-21 | 2024-05-14
週日             | 2024-05-19 | 2024-05-12
周天             | 2024-05-19 | 2024-05-12
本周五           | 2024-05-17 | 2024-05-17
这周一           | 2024-05-13 | 2024-05-13
下周三           | 2024-05-22 | 2024-05-22
下个星期天       | 2024-05-26 | 2024-05-26
下下周一         | 2024-05-27 | 2024-05-27
上周五           | 2024-05-10 | 2024-05-10
上上周日         | 2024-05-05 | 2024-05-05
月底             | 2024-05-31 | 2024-04-30
下月底           | 2024-06-30 | 2024-06-30
下个月底         | 2024-06-30 | 2024-06-30
2月底            | 2025-02-28 | 2024-02-29
年底             | 2024-12-31 | 2023-12-31
5号              | 2024-06-05 | 2024-05-05
十五号           | 2024-05-15 | 2024-05-15
下个月5号        | 2024-06-05 | 2024-06-05
上月31日         | missing
5月18日          | 2024-05-18 | 2023-05-18
五月十八日       | 2024-05-18 | 2023-05-18
5月1号           | 2025-05-01 | 2024-05-01
明年5月1日       | 2025-05-01 | 2025-05-01
去年12月31日     | 2023-12-31 | 2023-12-31
3天后            | 2024-05-18 | 2024-05-18
三天以后         | 2024-05-18 | 2024-05-18
两天前           | 2024-05-13 | 2024-05-13
一周后           | 2024-05-22 | 2024-05-22
两个月后         | 2024-07-15 | 2024-07-15
+3d              | 2024-05-18 | 2024-05-18
-1d              | 2024-05-14 | 2024-05-14
+2w              | 2024-05-29 | 2024-05-29
+1m              | 2024-06-15 | 2024-06-15
＋３ｄ           | 2024-05-18 | 2024-05-18
12-02            | 2024-12-02 | 2023-12-02
12/2             | 2024-12-02 | 2023-12-02
5.18             | 2024-05-18 | 2023-05-18
2024-05-01       | 2024-05-01 | 2024-05-01
2024-5-1         | 2024-05-01 | 2024-05-01
2024/5/1         | 2024-05-01 | 2024-05-01
2024.5.1         | 2024-05-01 | 2024-05-01
2024年5月1日     | 2024-05-01 | 2024-05-01
二〇二四年五月一日 | 2024-05-01 | 2024-05-01
20240501         | 2024-05-01 | 2024-05-01
２０２４-０５-０１ | 2024-05-01 | 2024-05-01
2024-05-15（周三） | 2024-05-15 | 2024-05-15
today            | 2024-05-15 | 2024-05-15
Tomorrow         | 2024-05-16 | 2024-05-16
yesterday        | 2024-05-14 | 2024-05-14
the day after tomorrow | 2024-05-17 | 2024-05-17
mon              | 2024-05-20 | 2024-05-13
next wed         | 2024-05-22 | 2024-05-22
last friday      | 2024-05-10 | 2024-05-10
this Sunday      | 2024-05-19 | 2024-05-19
in 3 days        | 2024-05-18 | 2024-05-18
in a week        | 2024-05-22 | 2024-05-22
3 days ago       | 2024-05-12 | 2024-05-12
May 18           | 2024-05-18 | 2023-05-18
18 May 2025      | 2025-05-18 | 2025-05-18
下周             | stretch
下个月           | stretch
周末             | stretch
next week        | stretch
改天             | stretch
5/1/24           | ambiguous
01/02/2024       | ambiguous
24年5月1日       | ambiguous
2024-05-15周四   | ambiguous
2024-02-30       | missing
2月30日          | missing
31号             | 2024-05-31 | missing
13/02            | missing
2024-W20-3       | unread
45413            | unread
money            | unread
半个月后         | unread
明天前           | unread
5日前            | ambiguous
5月后            | ambiguous
3个月后          | 2024-08-15 | 2024-08-15
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in table.strip().split("\n")]
    return [(said, ahead, behind) for said, ahead, *rest in cells for behind in [*rest, ahead][:1]]


@pytest.mark.parametrize(("said", "ahead", "behind"), rows(SAID))
def test_a_day_is_the_next_one_of_a_plan_and_the_last_one_of_what_happened(
    said: str, ahead: str, behind: str
) -> None:
    assert [str(day(said, WEDNESDAY, past=past)) for past in (False, True)] == [ahead, behind]


@pytest.mark.parametrize(
    ("said", "today", "wanted"),
    [
        ("+1m", date(2024, 1, 31), "2024-02-29"),
        ("月底", date(2024, 2, 10), "2024-02-29"),
        ("下月底", date(2023, 12, 31), "2024-01-31"),
        ("明天", date(2024, 12, 31), "2025-01-01"),
        ("3天后", date(2024, 2, 27), "2024-03-01"),
        ("1月5日", date(2024, 12, 30), "2025-01-05"),
        ("2月29日", date(2024, 2, 1), "2024-02-29"),
        ("2月29日", date(2024, 3, 1), "missing"),
        ("下周一", date(2024, 12, 29), "2024-12-30"),
        ("周一", date(2024, 12, 31), "2025-01-06"),
        ("+1d", date.max, "missing"),
        ("周一", date.max, "missing"),
        ("-1y", date.min, "missing"),
    ],
)
def test_days_at_the_ends_of_months_and_years(said: str, today: date, wanted: str) -> None:
    assert str(day(said, today, past=False)) == wanted


def test_without_a_direction_a_day_that_needs_one_is_refused() -> None:
    assert day("周五", WEDNESDAY, past=None) is NoDay.AMBIGUOUS
    assert day("周三", WEDNESDAY, past=None) == WEDNESDAY
    assert day("下周三", WEDNESDAY, past=None) == date(2024, 5, 22)


def test_the_longest_day_at_the_beginning_counts() -> None:
    said = begins("下周三 电话 报价", WEDNESDAY, past=False)
    assert said is not None
    assert (said.day, said.end, said.exact) == (date(2024, 5, 22), 3, False)
    assert begins("2024-06-05电话跟进", WEDNESDAY, past=False) == (date(2024, 6, 5), 10, True)
    assert begins("跟进 2024-06-05", WEDNESDAY, past=False) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("14:30", "14:30"), ("9:30", "09:30"), ("14：30", "14:30"), ("9点半", "09:30"), ("9点", "09:00"),
        ("十点一刻", "10:15"), ("下午3点", "15:00"), ("下午2时30分", "14:30"), ("晚上8点", "20:00"),
        ("中午12点", "12:00"), ("3pm", "15:00"), ("12am", "00:00"), ("3:30 p.m.", "15:30"),
        ("09:30-10:30", "09:30-10:30"), ("9:30～10:30", "09:30-10:30"), ("下午3点到5点", "15:00-17:00"),
        ("09:30:00", "09:30"), ("3点", ""), ("25:00", ""), ("9:75", ""), ("晚上12点", ""), ("下午", ""),
    ],
)  # fmt: skip
def test_a_time_is_read_and_never_guessed(said: str, wanted: str) -> None:
    found = clock(said)
    assert found is not None
    assert (found.written, found.end) == (wanted, len(said))


@pytest.mark.parametrize("said", ["", "电话", "9时间", "9:305", "1", "上"])
def test_other_words_are_no_time(said: str) -> None:
    assert clock(said) is None


@given(st.dates())
def test_every_way_of_writing_a_full_date_is_that_day(at: date) -> None:
    y, m, d = at.year, at.month, at.day
    for said in (
        at.isoformat(),
        f"{y:04}/{m}/{d}",
        f"{y:04}.{m}.{d}",
        f"{y:04}年{m}月{d}日",
        f"{y:04}{m:02}{d:02}",
    ):
        assert day(said, WEDNESDAY, past=None) == at


@given(st.dates(), st.integers(-999, 999), st.sampled_from([False, True, None]))
def test_days_away_are_counted_alike_in_both_languages(today: date, count: int, past: bool | None) -> None:
    try:
        wanted: date | NoDay = today + timedelta(days=count)
    except OverflowError:
        wanted = NoDay.MISSING
    far = abs(count)
    chinese, english = (f"{far}天前", f"{far} days ago") if count < 0 else (f"{far}天后", f"in {far} days")
    assert {day(said, today, past=past) for said in (f"{count:+}d", chinese, english)} == {wanted}


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from("一二三四五六日"))
def test_a_weekday_lies_within_a_week_on_the_side_it_is_looked_for(today: date, word: str) -> None:
    ahead, behind = (day(f"周{word}", today, past=past) for past in (False, True))
    assert isinstance(ahead, date)
    assert isinstance(behind, date)
    assert 0 <= (ahead - today).days < 7
    assert 0 <= (today - behind).days < 7
    assert ahead.weekday() == behind.weekday()


@given(
    st.text(st.sampled_from("上下本周月日号天后前底年今明3一十0-/.:： +dwnext agoin点半"), max_size=12),
    st.dates(),
)
def test_any_text_is_a_day_or_a_reason(said: str, today: date) -> None:
    found = day(said, today, past=False)
    assert isinstance(found, date | NoDay)
    if isinstance(found, date):
        assert day(found.isoformat(), today, past=None) == found
    clock(said)


@given(st.integers(1, 99))
def test_chinese_numbers_count_as_digits_do(count: int) -> None:
    ones = " 一二三四五六七八九"
    tens, one = divmod(count, 10)
    said = (ones[tens] if tens > 1 else "") + ("十" if tens else "") + ones[one].strip()
    assert number(said.strip()) == number(str(count)) == count
