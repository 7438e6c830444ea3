"""What counts into an amount, a margin and a number of orders (A9, D1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from crmkit.rules import Quantity

Value = Callable[..., object]

ORDERS = """
## 2023-06-30 订单 一
- amount: 1
## 2023-07-01 订单 十
- amount: 10
## 2024-03-31 订单 百
- amount: 100
## 2024-04-01 订单 千
- amount: 1000
## 2024-06-30 订单 万
- amount: 10000
## 2024-07-01 订单 十万
- amount: 100000
"""


def test_twelve_months_are_the_day_after_the_same_day_a_year_ago_through_the_day_itself(value: Value) -> None:
    """(as_of − 12 months, as_of]: 2023-06-30 is out, 2023-07-01 in, 2024-07-01 has not been."""
    assert value("amount_12m", ORDERS, on="2024-06-30") == "11110.0000"
    assert value("orders_12m", ORDERS, on="2024-06-30") == "4"


def test_three_months_end_where_the_month_ends(value: Value) -> None:
    """Three months before 2024-06-30 is 2024-03-30, before 2024-05-31 it is the leap day."""
    assert value("amount_3m", ORDERS, on="2024-06-30") == "11100.0000"
    assert value("amount_3m", ORDERS, on="2024-07-01") == "110000.0000"
    log = "\n## 2024-02-29 订单\n- amount: 1\n\n## 2024-03-01 订单\n- amount: 10\n"
    assert value("amount_3m", log, on="2024-05-31") == "10.0000"
    assert value("amount_3m", log, on="2024-05-29") == "10.0000"
    assert value("amount_3m", log, on="2024-05-28") == "11.0000"


def test_a_year_before_a_leap_day_is_the_28th(value: Value) -> None:
    log = "\n## 2023-02-28 订单\n- amount: 1\n\n## 2023-03-01 订单\n- amount: 10\n"
    assert value("amount_12m", log, on="2024-02-29") == "10.0000"
    assert value("amount_12m", log, on="2024-02-28") == "10.0000"
    assert value("amount_12m", log, on="2024-02-27") == "11.0000"


def test_a_refund_counts_against_but_is_no_order(value: Value) -> None:
    log = """
## 2024-05-01 订单
- amount: 5万
- margin: 1万
## 2024-05-20 退款
- amount: 2万
- margin: 4000
"""
    assert value("amount_12m", log, on="2024-06-30") == "30000.0000"
    assert value("margin_12m", log, on="2024-06-30") == "6000.0000"
    assert value("orders_12m", log, on="2024-06-30") == "1"


def test_a_window_with_refunds_alone_has_no_orders_rather_than_an_unknown_number(value: Value) -> None:
    log = "\n## 2024-05-20 退款\n- amount: 2万\n"
    assert value("orders_12m", log, on="2024-06-30") == "0"
    assert value("amount_12m", log, on="2024-06-30") == "-20000.0000"


def test_four_decimals_are_kept_exactly(value: Value) -> None:
    """Three times a tenth of a cent, where floating point would say 0.30030000000000001."""
    log = "\n## 2024-05-01 订单\n- amount: 0.1001\n" * 3
    assert value("amount_12m", log, on="2024-06-30") == "0.3003"


def test_another_currency_counts_by_its_rate(value: Value) -> None:
    """`standard` takes a dollar for 7.10; the currency may stand in the amount or in a field of its own."""
    log = (
        "\n## 2024-05-01 订单\n- amount: USD 1000.01\n\n## 2024-05-02 订单\n- amount: 100\n- currency: USD\n"
    )
    assert value("amount_12m", log, on="2024-06-30") == "7810.0710"


def test_a_currency_without_a_rate_is_left_out(value: Value) -> None:
    log = "\n## 2024-05-01 订单\n- amount: CHF 1000\n\n## 2024-05-02 订单\n- amount: 100\n"
    assert value("amount_12m", log, on="2024-06-30") == "100.0000"
    assert value("orders_12m", log, on="2024-06-30") == "2"


def test_where_no_sale_says_its_figure_the_sum_is_unknown_not_zero(value: Value) -> None:
    log = "\n## 2024-05-01 订单\n- amount: CHF 1000\n"
    assert value("amount_12m", log, on="2024-06-30") is None
    assert value("amount_3m_change", log, on="2024-06-30") is None
    assert value("margin_12m", "\n## 2024-05-01 订单\n- amount: 1000\n", on="2024-06-30") is None
    assert value("amount_12m", log, on="2023-06-30") == "0"
    assert value("amount_12m", "", on="2024-06-30") == "0"


def test_a_voided_order_counts_until_the_day_it_was_voided(value: Value) -> None:
    log = """
## 2024-05-20 订单 首期
- amount: 160000
## 2024-06-10 作废 金额写错
- voids: 2024-05-20 订单
"""
    assert value("amount_12m", log, on="2024-06-09") == "160000.0000"
    assert value("amount_12m", log, on="2024-06-10") == "0"
    assert value("orders_12m", log, on="2024-06-10") == "0"
    assert value("days_since_order", log, on="2024-06-09") == "20"
    assert value("days_since_order", log, on="2024-06-10") is None


CHANGE = """
## 2024-02-10 订单
- amount: {before}
## 2024-05-10 订单
- amount: {now}
"""


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [("100", "50", "-50"), ("100", "50.0001", "-49.9999"), ("100", "300", "200"), ("100", "0", "-100")],
)
def test_a_change_is_in_percent_of_the_window_before(
    value: Value, before: str, now: str, change: str
) -> None:
    log = CHANGE.format(before=before, now=now)
    assert float(value("amount_3m_change", log, on="2024-06-30")) == float(change)  # type: ignore[arg-type]


@pytest.mark.parametrize("log", ["", "\n## 2024-05-10 订单\n- amount: 5\n", CHANGE.format(before=0, now=5)])
def test_a_change_on_a_base_of_zero_is_unknown(value: Value, log: str) -> None:
    assert value("amount_3m_change", log, on="2024-06-30") is None


def test_a_change_on_a_base_below_zero_is_unknown(value: Value) -> None:
    log = "\n## 2024-02-10 退款\n- amount: 5\n\n## 2024-05-10 订单\n- amount: 5\n"
    assert value("amount_3m_change", log, on="2024-06-30") is None


def test_the_windows_of_a_change_touch_and_do_not_overlap(value: Value) -> None:
    """As of 2024-06-30: (2023-12-30, 2024-03-30] and (2024-03-30, 2024-06-30]."""
    days = {"2023-12-30": 1, "2023-12-31": 10, "2024-03-30": 10, "2024-03-31": 25, "2024-06-30": 5}
    log = "".join(f"\n## {day} 订单\n- amount: {amount}\n" for day, amount in days.items())
    assert value("amount_3m_change", log, on="2024-06-30") == "50"


def test_year_on_year_compares_with_the_same_months_a_year_before(value: Value) -> None:
    days = {"2023-05-10": 100, "2024-02-10": 9, "2024-05-10": 40}
    log = "".join(f"\n## {day} 订单\n- amount: {amount}\n" for day, amount in days.items())
    assert value("amount_3m_yoy", log, on="2024-06-30") == "-60"


def test_days_since_the_first_and_the_last_order(value: Value) -> None:
    """Two orders of one day and amount, one without margin, are no riddle."""
    log = """
## 2024-05-20 订单
- amount: 100
## 2024-05-20 订单
- amount: 100
- margin: 10
## 2024-04-30 订单
- amount: 100
"""
    assert value("days_since_order", log, on="2024-05-31") == "11"
    assert value("days_since_first_order", log, on="2024-05-31") == "31"
    assert value("days_since_order", log, on="2024-04-29") is None


def test_a_sum_leads_to_the_lines_it_counted(ask: Callable[..., Quantity]) -> None:
    """The front-matter ends on line 7; each order of `ORDERS` takes two lines from line 9 on (L5)."""
    sources = ask("amount_3m", ORDERS, on="2024-06-30").sources
    assert [source.line for source in sources] == [13, 15, 17]
    both = ask("amount_3m_change", CHANGE.format(before=1, now=1), on="2024-06-30").sources
    assert [source.line for source in both] == [9, 11]
    assert {source.path for source in sources} == {"records/0.md"}


def test_a_margin_leads_only_to_sales_that_say_one(ask: Callable[..., Quantity]) -> None:
    log = "\n## 2024-05-01 订单\n- amount: 10\n- margin: 5\n\n## 2024-05-02 订单\n- amount: 10\n"
    quantity = ask("margin_12m", log, on="2024-06-30")
    assert [source.line for source in quantity.sources] == [9]


def test_a_window_that_begins_before_time_holds_all_there_is(value: Value) -> None:
    """Records of year 5 are a slip of the keys, and no reason to fail."""
    assert value("amount_120m", "\n## 0005-01-01 订单\n- amount: 1\n", on="0005-06-30") == "1.0000"


MONTH_ENDS = (
    "2023-11-30",
    "2023-12-31",
    "2024-01-31",
    "2024-02-29",
    "2024-03-31",
    "2024-04-30",
    "2024-05-31",
)


@pytest.mark.parametrize("name", ["amount_3m_change", "orders_3m_change", "contacts_3m_change"])
def test_what_happens_at_each_end_of_a_month_does_not_fall_at_the_end_of_one(value: Value, name: str) -> None:
    """Three months ago was 29 February, and six months ago 30 November, which is out of both windows (D1)."""
    entry = "电话" if name.startswith("contacts") else "订单\n- amount: 1万"
    log = "".join(f"\n## {day} {entry}\n" for day in MONTH_ENDS)
    assert value(name, log, on="2024-05-31") == "0"


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("amount_3m_change", "订单\n- amount: 1万"),
        ("margin_6m_change", "订单\n- amount: 1万\n- margin: 1万"),
        ("orders_1m_change", "订单\n- amount: 1万"),
        ("contacts_3m_change", "电话"),
        ("contacts_12m_change", "拜访"),
    ],
)
def test_of_one_thing_a_day_both_windows_hold_together_what_twice_the_months_hold(
    ask: Callable[..., Quantity], name: str, entry: str
) -> None:
    """None is counted in both, and none between them in neither, at month ends and on leap days too."""
    family, months = name.split("_")[0], int(name.split("_")[1].removesuffix("m"))
    days = [date(2023, 1, 1) + timedelta(days=number) for number in range(1, 3 * 365, 5)]
    log = "".join(f"\n## {day} {entry}\n" for day in days)
    for on in ("2024-02-29", "2024-05-31", "2024-08-31", "2025-02-28", "2025-05-30", "2025-12-31"):
        lines = [place.line for place in ask(name, log, on=on).sources]
        both = [place.line for place in ask(f"{family}_{2 * months}m", log, on=on).sources]
        assert sorted(lines) == sorted(both)
        assert len(set(lines)) == len(lines)


NOT_COUNTED = [
    ("退款", "- amount: -3000"),
    ("订单", "- amount: -3000"),
    ("订单", "- amount: USD 3000\n- currency: EUR"),
    ("订单", "- amount: ￥3000\n- currency: 美元"),
    ("订单", "- amount: 3000 元\n- 币种: USD"),
    ("订单", "- amount: 3000\n- currency: $"),
    ("订单", "- amount: 3000\n- currency: XYZ"),
    ("订单", "- amount: CHF 3000"),
    ("订单", "- amount: 三千"),
]


@pytest.mark.parametrize(("kind", "fields"), NOT_COUNTED)
def test_a_figure_that_is_not_clear_counts_nowhere_and_what_is_left_says_so(
    ask: Callable[..., Quantity], kind: str, fields: str
) -> None:
    """Never more than is known, never a part that passes for the whole (A9)."""
    log = f"\n## 2024-05-01 订单\n- amount: 1万\n\n## 2024-05-20 {kind}\n{fields}\n"
    found = ask("amount_12m", log, on="2024-06-30")
    assert found.value == 10_000
    assert found.about == ("有 1 笔未能计入", "1 not counted")
    assert [place.line for place in found.sources] == [9]
    alone = ask("amount_12m", f"\n## 2024-05-20 {kind}\n{fields}\n", on="2024-06-30")
    assert (alone.value, alone.about) == (None, found.about)
    changed = ask("amount_3m_change", log, on="2024-08-01")
    assert (changed.value, changed.about) == (None, found.about)


def test_what_cannot_be_counted_never_looks_like_a_fall(ask: Callable[..., Quantity]) -> None:
    """Three orders before, three since, two of them with a slip: no reason to call the customer at risk."""
    days = ("2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10")
    log = "".join(f"\n## {day} 订单\n- amount: 1万\n" for day in days)
    log += "".join(f"\n## 2024-0{month}-10 订单\n- amount: USD 1万\n- currency: EUR\n" for month in (5, 6))
    found = ask("amount_3m_change", log, on="2024-06-30")
    assert (found.value, found.about) == (None, ("有 2 笔未能计入", "2 not counted"))
    assert ask("orders_3m_change", log, on="2024-06-30").value == 0


def test_what_is_counted_whole_says_nothing_beside_it(ask: Callable[..., Quantity]) -> None:
    log = "\n## 2024-05-01 订单\n- amount: 1万\n\n## 2024-05-20 订单\n- amount: -3\n"
    assert ask("amount_12m", log, on="2024-05-10").about is None
    assert ask("margin_12m", log, on="2024-06-30").about is None
    assert ask("orders_12m", log, on="2024-06-30").about is None
    assert ask("amount_1m", log, on="2024-06-30").about is None


@pytest.mark.parametrize(
    "currency", ["USD", "usd", "Usd", "美元", "美金", "US$", "us$", "ＵＳＤ", "ＵＳ＄", " USD"]
)  # fmt: skip
def test_a_currency_is_understood_as_in_amounts(value: Value, currency: str) -> None:
    log = f"\n## 2024-05-01 订单\n- amount: 1万\n- currency: {currency}\n"
    assert value("amount_12m", log, on="2024-06-30") == "71000.0000"


@pytest.mark.parametrize("currency", ["CNY", "cny", "RMB", "rmb", "人民币", "元", "￥", "¥", "ＲＭＢ"])
def test_the_books_own_currency_has_many_names(value: Value, currency: str) -> None:
    log = f"\n## 2024-05-01 订单\n- amount: 1万\n- currency: {currency}\n"
    assert value("amount_12m", log, on="2024-06-30") == "10000.0000"


def test_two_words_for_one_currency_agree(value: Value) -> None:
    log = "\n## 2024-05-01 订单\n- amount: 1万美元\n- currency: USD\n- margin: USD 10\n"
    assert value("amount_12m", log, on="2024-06-30") == "71000.0000"
    assert value("margin_12m", log, on="2024-06-30") == "71.0000"
