"""What is behind us is counted from the log, week by week, as it was known then (E1, E6)."""

from __future__ import annotations

from datetime import date

from crmkit.calendar.deadline import end_of
from crmkit.followups import see
from crmkit.followups.past import Week, total, weeks
from crmkit.load import load_record
from crmkit.policy import read_policy
from crmkit.resources import pack
from crmkit.view import facts_of, view

RECORD = """---
id: CRM-202405001
name: 示例
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-01-02}
---

## 2024-06-03 电话 起
- next: 2024-06-10 电话 按时

## 2024-06-10 电话 谈成
- next: 2024-06-17 电话 晚了

## 2024-06-20 电话 补上
- next: 2024-06-24 电话 一直没有
"""
PUT_OFF = """
## 2024-06-25 延后 客户出差
- item: promise-2024-06-24
- until: 2024-07-10
"""


def counted(text: str, day: str, count: int = 4) -> list[Week]:
    folder = pack("standard")
    assert folder is not None
    policy, _ = read_policy({f"sop/{path.name}": path.read_bytes() for path in folder.glob("*.md")})
    assert policy is not None
    loaded = load_record("records/CRM-202405001.md", text.encode(), policy)
    assert loaded.customer is not None
    seen = view(
        [facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(date.fromisoformat(day))
    )
    return weeks(see(seen.standings["CRM-202405001"], seen), count)


def test_a_week_holds_its_contacts_and_what_became_of_the_promises_due_in_it() -> None:
    assert counted(RECORD, "2024-06-30") == [
        Week(date(2024, 6, 9), contacts=1, fell_due=0, kept=0, late=0),
        Week(date(2024, 6, 16), contacts=1, fell_due=1, kept=1, late=0),
        Week(date(2024, 6, 23), contacts=1, fell_due=1, kept=0, late=0),
        Week(date(2024, 6, 30), contacts=0, fell_due=1, kept=0, late=1),
    ]


def test_a_promise_is_late_at_the_end_of_a_week_although_it_was_kept_since() -> None:
    """Seen on the 26th, the week ended on the 19th: the call of the 20th was not yet made."""
    assert [week.late for week in counted(RECORD, "2024-06-26", 2)] == [1, 1]


def test_what_is_due_today_may_still_be_kept() -> None:
    assert counted(RECORD, "2024-06-24", 1) == [Week(date(2024, 6, 24), contacts=1)]


def test_what_was_put_off_is_no_broken_promise() -> None:
    assert counted(RECORD + PUT_OFF, "2024-06-30")[-1] == Week(date(2024, 6, 30))


def test_the_weeks_of_several_customers_add_up_and_nobody_has_none() -> None:
    one = counted(RECORD, "2024-06-30")
    assert total([one, one])[1] == Week(date(2024, 6, 16), contacts=2, fell_due=2, kept=2)
    assert total([]) == []
