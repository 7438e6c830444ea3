"""When we were in touch (C7), and whom customers brought us (A9)."""

from __future__ import annotations

from collections.abc import Callable

from crmkit.rules import Quantity

Value = Callable[..., object]

LOG = """
## 2024-01-10 电话 旧
## 2024-05-01 拜访 新
## 2024-05-02 微信 新
## 2024-06-01 投诉 不是我们的联系
## 2024-06-20 备注 也不是
## 2024-07-01 电话 以后
"""


def test_contacts_are_counted_within_the_window(value: Value, ask: Callable[..., Quantity]) -> None:
    assert value("contacts_3m", LOG, on="2024-06-30") == "2"
    assert value("complaints_12m", LOG, on="2024-06-30") == "1"
    assert value("contacts_3m_change", LOG, on="2024-06-30") == "100"
    assert [place.line for place in ask("contacts_3m_change", LOG, on="2024-06-30").sources] == [9, 10, 11]


def test_contacts_compare_with_the_same_months_a_year_before(value: Value) -> None:
    log = "\n## 2023-05-01 电话\n## 2023-06-01 电话\n## 2024-03-01 电话\n## 2024-05-01 电话\n"
    assert value("contacts_3m_yoy", log, on="2024-06-30") == "-50"


def test_a_change_of_contacts_on_none_is_unknown(value: Value) -> None:
    assert value("contacts_3m_change", "\n## 2024-05-01 电话\n", on="2024-06-30") is None


def test_the_last_touch_is_the_latest_contact_that_has_been(value: Value) -> None:
    assert value("days_since_touch", LOG, on="2024-06-30") == "59"
    assert value("days_since_touch", LOG, on="2024-01-09") is None


def test_a_change_of_a_key_fact_is_news_like_a_contact(value: Value) -> None:
    """Owner and a contact's title are key facts, the region is none: a field's `reason` says so (C7)."""
    change = "\n## 2024-05-01 电话\n\n## 2024-06-{day} 变更\n- field: {field}\n- to: 甲\n- reason: 调岗\n"
    for day, field, days in (("10", "owner", "20"), ("12", "contacts.title", "18"), ("14", "region", "60")):
        assert value("days_since_touch", change.format(day=day, field=field), on="2024-06-30") == days
    assert value("days_since_touch", change.format(day="16", field="没有.这个"), on="2024-06-30") == "60"
    assert value("contacts_3m", change.format(day="10", field="owner"), on="2024-06-30") == "1"


def test_a_handover_is_a_change_by_its_word(value: Value) -> None:
    log = "\n## 2024-06-20 交接\n- from: zhang.wei\n- to: li.na\n- reason: 调岗\n"
    assert value("days_since_touch", log, on="2024-06-30") == "10"


def test_a_voided_contact_is_none_from_the_day_of_its_voiding(value: Value) -> None:
    log = "\n## 2024-05-01 电话\n\n## 2024-05-05 作废\n- voids: 2024-05-01 电话\n"
    assert value("contacts_3m", log, on="2024-05-04") == "1"
    assert value("contacts_3m", log, on="2024-05-05") == "0"
    assert value("days_since_touch", log, on="2024-05-05") is None


def brought(number: str, source: str, recorded: str = "2024-01-10") -> str:
    return (
        f"---\nid: {number}\nname: 乙\ntype: business\nstatus: lead\n"
        f"source:\n  channel: 转介绍\n{source}recorded: {{date: {recorded}}}\n---\n"
    )


OTHERS = (
    brought("CRM-202401001", "  referred_by: CRM-202405001\n  date: 2024-06-01\n"),
    brought("CRM-202401002", "  referred_by: CRM-202405001\n", recorded="2023-06-30"),
    brought("CRM-202401003", "  referred_by: CRM-202401001\n"),
    brought("CRM-202401004", ""),
)


def test_a_referral_counts_from_the_day_the_new_customer_came(value: Value) -> None:
    """The day of the source, else of recording: 2024-06-01 and 2023-06-30, just out of a year."""
    assert value("referrals_12m", on="2024-06-30", others=OTHERS) == "1"
    assert value("referrals_12m", on="2024-06-29", others=OTHERS) == "2"
    assert value("referrals_12m", on="2023-06-29", others=OTHERS) == "0"
    assert value("referrer", on="2023-06-29", others=OTHERS) is False
    assert value("referrer", on="2023-06-30", others=OTHERS) is True


def test_a_referral_leads_to_the_record_that_names_it(ask: Callable[..., Quantity]) -> None:
    quantity = ask("referrals_12m", on="2024-06-30", others=OTHERS)
    assert [(place.path, place.line) for place in quantity.sources] == [("records/1.md", 6)]
