"""Each type of field takes what people write, keeps it exactly, and refuses what could mean two things."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.language import Label
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import Choice, Field
from crmkit.schema.names import Names
from crmkit.schema.types import types
from crmkit.schema.types.date import parse as parse_date
from crmkit.schema.types.day import parse as parse_day
from crmkit.schema.types.money import parse as parse_money
from crmkit.schema.types.percent import parse as parse_percent
from crmkit.schema.types.time import parse as parse_time
from crmkit.schema.values import Day, Money, Months, Season

D = Decimal
STAYS_TEXT = (
    "NO",
    "0137001",
    "013800138000",
    "+86 138 0013 8000",
    "138_0013_8000",
    "12:30",
    "1e3",
    "0x1F",
    "~",
    "on",
)
CONTEXT = Context(
    number=lambda text: re.fullmatch(r"CRM-[0-9]{9}", text) is not None,
    people=Names((("zhang.wei", "zhang.wei"), ("张伟", "zhang.wei"), ("li.na", "li.na"))),
    statuses=Names((("lead", "lead"), ("线索", "lead"))),
    tiers=Names((("A", "A"), ("A 类", "A"))),
    kinds=Names((("phone", "phone"), ("电话", "phone"))),
    tags=Names((("价格敏感", "价格敏感"), ("技术关注", "技术关注"))),
    tag_patterns=(re.compile("预算[0-9]+万"),),
)
SIZES = (Choice("small", Label("小型", "Small"), ("10-99人",)), Choice("large", Label("大型", "Large")))


def read(type: str, text: str) -> object:
    field = Field("f", Label("字段", "Field"), type, choices=SIZES if type == "choice" else ())
    return types()[type].read(text, field, CONTEXT)


def problem(type: str, text: str) -> Problem:
    found = read(type, text)
    assert isinstance(found, Problem), found
    return found


AUTUMN, CHRISTMAS = Season(9, 1, 11), Season(11, 1, 2)
MONTHS = {
    "9 月至 11 月": (AUTUMN,),
    "9-11月": (AUTUMN,),
    "９月～１１月": (AUTUMN,),
    "9 月、10 月和 11 月": (AUTUMN,),
    "九月到十一月": (AUTUMN,),
    "Sep to Nov": (AUTUMN,),
    "September - November": (AUTUMN,),
    "9月、11月": (Season(9, 1, 9), Season(11, 1, 11)),
    "3 月、9 月（客户年检前后）": (Season(3, 1, 3), Season(9, 1, 9)),
    "11 月至 2 月": (CHRISTMAS,),
    "11月至次年2月": (CHRISTMAS,),
    "1 月、2 月、11 月、12 月": (CHRISTMAS,),
    "Nov, Dec, Jan and Feb": (CHRISTMAS,),
    "Q4": (Season(10, 1, 12),),
    "四季度、一季度": (Season(10, 1, 3),),
    "1 月下旬至 2 月中旬": (Season(1, 21, 2),),
    "6月底": (Season(6, 21, 6),),
    "late May": (Season(5, 21, 5),),
    "7": (Season(7, 1, 7),),
}
TAKEN = [
    ("date", "2024-05-20", datetime.date(2024, 5, 20)),
    ("date", "2024-02-29", datetime.date(2024, 2, 29)),
    ("time", "09:30", datetime.time(9, 30)),
    ("time", "23:59", datetime.time(23, 59)),
    ("money", "320000", Money(D(320000))),
    ("money", "12,000", Money(D(12000))),
    ("money", "32万", Money(D(320000))),
    ("money", "1.5亿", Money(D(150000000))),
    ("money", "2千万", Money(D(20000000))),
    ("money", "USD 1,200.50", Money(D("1200.5"), "USD")),
    ("money", "￥3200", Money(D(3200), "CNY")),
    ("money", "¥ 3,200.00", Money(D(3200), "CNY")),
    ("money", "1200美元", Money(D(1200), "USD")),
    ("money", "32 万元", Money(D(320000), "CNY")),
    ("money", "0.1234", Money(D("0.1234"))),
    ("money", "32.12345万", Money(D("321234.5"))),
    ("money", "-500", Money(D(-500))),
    ("percent", "35%", D(35)),
    ("percent", "35 %", D(35)),
    ("percent", "-12.5%", D("-12.5")),
    ("number", "7", D(7)),
    ("number", "-1,234.5", D("-1234.5")),
    ("integer", "1,200", 1200),
    ("flag", "是", True),
    ("flag", "No", False),
    ("flag", "TRUE", True),
    ("phone", "12600138000", "12600138000"),
    ("phone", "0137001", "0137001"),
    ("phone", "013800138000", "013800138000"),
    ("phone", "+86 138-0013-8000", "+86 138-0013-8000"),
    ("phone", "+8613800138000", "+8613800138000"),
    ("phone", "(415) 555.2671 ext 42", "(415) 555.2671 ext 42"),
    ("phone", "0571-8888 0000 转 123", "0571-8888 0000 转 123"),
    ("phone", "+44 (0)20 7946 0958 x12", "+44 (0)20 7946 0958 x12"),
    ("phone", "400-820-8820", "400-820-8820"),
    ("phone", "95588", "95588"),
    ("email", "li.na+crm@sales.crm.example", "li.na+crm@sales.crm.example"),
    ("email", "李雷@例子.示例", "李雷@例子.示例"),
    ("url", "https://xingchen.example/a?b=c#d", "https://xingchen.example/a?b=c#d"),
    *(("months", text, Months(text, seasons)) for text, seasons in MONTHS.items()),
    ("day", "05-20", Day(False, None, 5, 20)),
    ("day", "1988-05-20", Day(False, 1988, 5, 20)),
    ("day", "02-29", Day(False, None, 2, 29)),
    ("day", "农历 08-15", Day(True, None, 8, 15)),
    ("day", "农历08-15", Day(True, None, 8, 15)),
    ("day", "农历 1988-08-15", Day(True, 1988, 8, 15)),
    ("day", "农历八月十五", Day(True, None, 8, 15)),
    ("day", "农历正月初一", Day(True, None, 1, 1)),
    ("day", "农历腊月廿三", Day(True, None, 12, 23)),
    ("day", "农历十一月三十", Day(True, None, 11, 30)),
    ("day", "农历八月初十", Day(True, None, 8, 10)),
    ("day", "农历闰四月二十", Day(True, None, 4, 20, leap=True)),
    ("day", "lunar 08-15", Day(True, None, 8, 15)),
    ("day", "農曆八月十五", Day(True, None, 8, 15)),
    ("day", "农历 1988年八月十五", Day(True, 1988, 8, 15)),
    ("day", "1988年农历八月十五", Day(True, 1988, 8, 15)),
    ("day", "农历 一九八八年八月十五", Day(True, 1988, 8, 15)),
    ("day", "农历 闰06-15", Day(True, None, 6, 15, leap=True)),
    ("day", "农历 2025-闰06-15", Day(True, 2025, 6, 15, leap=True)),
    ("day", "農曆2025年閏六月十五", Day(True, 2025, 6, 15, leap=True)),
    ("day", "lunar 2025 leap 06-15", Day(True, 2025, 6, 15, leap=True)),
    ("day", "农历八月十五日", Day(True, None, 8, 15)),
    ("day", "农历：八月十五", Day(True, None, 8, 15)),
    ("day", "农历8月15", Day(True, None, 8, 15)),
    ("day", "阴历 8-15", Day(True, None, 8, 15)),
    ("day", "旧历八月廿一", Day(True, None, 8, 21)),
    ("day", "八月十五（农历）", Day(True, None, 8, 15)),
    ("day", "1988-08-15（农历）", Day(True, 1988, 8, 15)),
    ("day", "正月初一", Day(True, None, 1, 1)),
    ("day", "腊月三十", Day(True, None, 12, 30)),
    ("day", "除夕", Day(True, None, 12, 30)),
    ("choice", "small", "small"),
    ("choice", "小型", "small"),
    ("choice", "LARGE", "large"),
    ("choice", "10-99人", "small"),
    ("reference", "CRM-202405001", "CRM-202405001"),
    ("person", "张伟", "zhang.wei"),
    ("person", "ZHANG.WEI", "zhang.wei"),
    ("status", "线索", "lead"),
    ("tier", "A 类", "A"),
    ("tag", "价格敏感", "价格敏感"),
    ("tag", "预算50万", "预算50万"),
    ("kind", "电话", "phone"),
    ("path", "files/名片.jpg", "files/名片.jpg"),
]


@pytest.mark.parametrize(("type", "text", "value"), TAKEN)
def test_a_good_text_is_read_exactly(type: str, text: str, value: object) -> None:
    found = read(type, text)
    assert found == value
    assert found is not True or value is True


@pytest.mark.parametrize("text", STAYS_TEXT)
def test_text_stays_text(text: str) -> None:
    """Reliability: no NO → false, no octal, no sexagesimal, no exponent."""
    assert read("text", text) == text


REFUSED = [
    ("date", "2024-5-1", "CRM307", "2024-05-01", True),
    ("date", "２０２４-０５-０１", "CRM307", "2024-05-01", True),
    ("date", "2024/05/01", "CRM307", "2024-05-01", True),
    ("date", "2024年5月1日", "CRM307", "2024-05-01", True),
    ("date", "20240501", "CRM307", "2024-05-01", True),
    ("date", "2024-W20-3", "CRM307", "2024-05-15", True),
    ("date", "2024-02-30", "CRM307", "2024-02-29", False),
    ("date", "2024/2/30", "CRM307", "2024-02-29", False),
    ("date", "2024-13-45", "CRM307", "", False),
    ("date", "0000-01-01", "CRM307", "", False),
    ("date", "2024.5.1", "CRM307", "2024-05-01", True),
    ("date", "2024-05-01 00:00:00", "CRM307", "2024-05-01", True),
    ("date", "2024-05-01T00:00:00.000", "CRM307", "2024-05-01", True),
    ("date", "2024/5/1 0:00", "CRM307", "2024-05-01", True),
    ("date", "2024-05-01 14:30", "CRM307", "2024-05-01", False),
    ("date", "45413", "CRM307", "2024-05-01", False),
    ("date", "5/1/24", "CRM307", "", False),
    ("date", "05-20", "CRM307", "", False),
    ("date", "明天", "CRM307", "", False),
    ("time", "9:30", "CRM308", "09:30", True),
    ("time", "12：30", "CRM308", "12:30", True),
    ("time", "24:00", "CRM308", "", False),
    ("money", "$1,200", "CRM310", "USD 1,200", False),
    ("money", "5w", "CRM310", "50000", False),
    ("money", "32k", "CRM310", "32000", False),
    ("money", "1.200,50", "CRM310", "1200.50", False),
    ("money", "３２万", "CRM309", "32万", True),
    ("money", "1,2000", "CRM309", "", False),
    ("money", "12,00", "CRM309", "", False),
    ("money", "30-50万", "CRM309", "", False),
    ("money", "约30万", "CRM309", "", False),
    ("money", "1.23456", "CRM309", "", False),
    ("money", "1e3", "CRM309", "", False),
    ("money", "0x1F", "CRM309", "", False),
    ("money", "CNY 1200 美元", "CRM309", "", False),
    ("money", "9" * 30, "CRM309", "", False),
    ("percent", "0.35", "CRM311", "35%", False),
    ("percent", "35", "CRM311", "35%", False),
    ("percent", "３５％", "CRM311", "35%", True),
    ("percent", "about 35%", "CRM311", "", False),
    ("number", "７", "CRM312", "7", True),
    ("number", "1e3", "CRM312", "", False),
    ("number", "12:30", "CRM312", "", False),
    ("integer", "1.5", "CRM313", "", False),
    ("flag", "也许", "CRM314", "", False),
    ("email", "lilei＠xingchen。example", "CRM317", "lilei@xingchen.example", False),
    ("email", "a@b", "CRM317", "", False),
    ("email", "a b@c.example", "CRM317", "ab@c.example", False),
    ("url", "www.xingchen.example", "CRM318", "https://www.xingchen.example", False),
    ("url", "javascript:alert(1)", "CRM318", "", False),
    ("url", "//host/path", "CRM318", "", False),
    ("url", "https://user:word@host/", "CRM318", "", False),
    ("day", "8月15日", "CRM319", "08-15", True),
    ("day", "1988年5月20日", "CRM319", "1988-05-20", True),
    ("day", "1988/5/20", "CRM319", "1988-05-20", True),
    ("day", "0520", "CRM319", "05-20", True),
    ("day", "公历 5月20日", "CRM319", "05-20", True),
    ("day", "八月十五", "CRM473", "", False),
    ("day", "五月二十日", "CRM473", "", False),
    ("day", "农历八月三十一", "CRM319", "", False),
    ("day", "农历农历八月十五", "CRM319", "", False),
    ("day", "02-30", "CRM319", "", False),
    ("day", "1987-02-29", "CRM319", "", False),
    ("day", "农历 08-31", "CRM319", "", False),
    ("choice", "smal", "CRM320", "small", False),
    ("months", "春节前后", "CRM580", "", False),
    ("months", "全年", "CRM580", "", False),
    ("months", "1-12月", "CRM580", "", False),
    ("months", "13 月", "CRM580", "", False),
    ("months", "3 月至 5 月至 7 月", "CRM580", "", False),
    ("months", "0月", "CRM580", "", False),
    ("months", "、", "CRM580", "", False),
    ("months", "3 月、展会", "CRM580", "", False),
    ("reference", "crm-202405001", "CRM321", "CRM-202405001", True),
    ("reference", "上海晨光", "CRM321", "", False),
    ("person", "zhang.wie", "CRM322", "zhang.wei", False),
    ("status", "线所", "CRM323", "线索", False),
    ("tier", "Z", "CRM324", "", False),
    ("tag", "价格敏感性", "CRM325", "价格敏感", False),
    ("path", "../other/secret.md", "CRM326", "", False),
    ("path", "/etc/passwd", "CRM326", "", False),
    ("path", "files\\a.jpg", "CRM326", "files/a.jpg", False),
    ("path", "C:/a.jpg", "CRM326", "", False),
    ("path", "files//a.jpg", "CRM326", "", False),
    ("path", ".git/config", "CRM326", "", False),
    ("kind", "打电话", "CRM327", "电话", False),
]


@pytest.mark.parametrize(("type", "text", "code", "suggestion", "safe"), REFUSED)
def test_a_bad_text_is_refused_with_a_suggestion(
    type: str, text: str, code: str, suggestion: str, safe: bool
) -> None:
    found = problem(type, text)
    near = found.known.near(text) if found.known else ""
    assert (found.code.number, found.suggestion or near) == (code, suggestion)
    assert not safe or found.safe, "what certainly means the same may be mended without asking"
    assert safe or not (found.safe and found.suggestion), "a guess is never applied"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1380013800", "CRM316"),
        ("138001380001", "CRM316"),
        ("+86 1380013800", "CRM316"),
        ("138_0013_8000", "CRM315"),
        ("１３８００１３８０００", "CRM315"),
        ("问前台", "CRM315"),
        ("12", "CRM315"),
    ],
)
def test_an_odd_phone_is_doubted_and_kept(text: str, code: str) -> None:
    """A5: nothing of what was written is lost."""
    found = problem("phone", text)
    assert found.code.number == code
    assert found.code.severity == "warning"
    assert found.data == text


def test_an_unknown_tag_and_person_are_kept_and_the_choices_told() -> None:
    """A6: reported with a near match."""
    assert problem("tag", "价格敏感性").data == "价格敏感性"
    assert problem("person", "王五").data == "王五"
    assert problem("choice", "smal").arguments == {"known": Label("小型、大型", "Small, Large")}


def test_where_nothing_is_declared_any_person_and_tag_pass() -> None:
    field = Field("f", Label("", ""))
    assert types()["person"].read("anyone", field, Context()) == "anyone"
    assert types()["tag"].read("任意", field, Context()) == "任意"


def test_every_type_of_the_contract_exists() -> None:
    assert set(types()) >= {
        "text", "date", "time", "money", "percent", "number", "integer", "flag", "phone", "email", "url",
        "day", "months", "choice", "reference", "person", "status", "tier", "tag", "path", "kind",
    }  # fmt: skip


numeric = st.text(alphabet="0123456789,.-+%$¥￥ 万亿千元年月日/W:：e农历闰正十廿初USD０１２٣²", max_size=16)


@given(st.one_of(st.text(max_size=30), numeric))
def test_reading_never_raises(text: str) -> None:
    for parse in (parse_date, parse_time, parse_money, parse_percent, parse_day):
        parse(text)
    for name in types():
        if text:
            read(name, text)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4))
def test_money_keeps_four_decimals(amount: Decimal) -> None:
    assert parse_money(format(amount, "f")) == Money(amount)
    assert parse_money(f"{amount:,f}") == Money(amount)


@given(st.dates())
def test_every_date_reads_back(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.one_of(st.text(max_size=30), numeric))
def test_a_safe_suggestion_is_itself_read(text: str) -> None:
    """A fix leads to a value, never to the next finding."""
    for name in ("date", "time", "money", "percent", "number", "integer", "day"):
        found = read(name, text) if text else None
        if isinstance(found, Problem) and found.safe and found.suggestion:
            assert not isinstance(read(name, found.suggestion), Problem)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("999999999999999", D(10) ** 15 - 1),
        ("-999999999999999", 1 - D(10) ** 15),
        ("999999999999999.9999", D("999999999999999.9999")),
        ("9999999亿", D(9999999) * 10**8),
        ("1000000000000000", None),
        ("-1000000000000000", None),
        ("10000000亿", None),
        ("-10000000亿", None),
        ("1000万亿", None),
    ],
)
def test_an_amount_has_fifteen_digits_before_the_point_and_no_more(text: str, amount: Decimal | None) -> None:
    found = parse_money(text)
    if amount is None:
        assert isinstance(found, Problem), "more is a slip, and would not stay exact"
    else:
        assert found == Money(amount)
