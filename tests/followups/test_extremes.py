"""No record and no day makes follow-ups raise, under any pack (P4)."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import by_hand
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import resources

DAYS = ("0001-01-01", "1900-01-30", "2024-02-29", "2025-01-29", "9999-12-31")


@pytest.mark.parametrize("pack", resources.packs())
def test_the_ends_of_time(pack: str) -> None:
    tiers = [tier.key for tier in by_hand.pack(pack).tiers.tiers]
    for tier, (entry, day) in itertools.product(tiers, itertools.product(DAYS, DAYS)):
        log = f"{entry} 电话\n- next: {day} 微信 x\n- attitude: 1\n{entry} 订单\n- amount: 1\n"
        log += f"{entry} 延后\n- until: {day}\n{entry} 抽查\n- missing: 地址\n"
        log += f"{entry} 状态\n- from: 休眠\n- to: 活跃"
        more = f"signed: {entry}\ntier: {{value: {tier}, reason: x, until: {day}}}\nbirthday: 农历 闰06-30\n"
        for item in by_hand.items(by_hand.record(log, more), day, pack):
            assert isinstance(item.day, date)


KINDS = (
    "电话", "微信", "拜访", "邮件", "短信", "订单", "核实", "定级", "延后", "跳过", "作废", "怪事",
    "抽查", "状态", "签约",
)  # fmt: skip
FIELDS = (
    "- next: 2025-02-01 微信 发报价", "- attitude: 1", "- direction: in", "- purpose: needs_survey",
    "- until: 2025-03-01", "- item: a_weekly", "- voids: 2025-01-05 电话", "- to: A", "- amount: 20万",
    "- next: 明天", "- reason: x", "- missing: 地址、联系人.电话、没有的项", "- result: 合格",
    "- automatic: 是", "- next: 2025-02-03 拜访 看现场", "- from: 休眠", "- to: 活跃", "- to: 流失",
)  # fmt: skip
ENTRY = st.tuples(
    st.integers(0, 60), st.sampled_from(KINDS), st.lists(st.sampled_from(FIELDS), max_size=3, unique=True)
)


@settings(max_examples=60)
@given(st.lists(ENTRY, max_size=8), st.integers(0, 120), st.sampled_from(resources.packs()))
def test_laws_of_any_log(entries: list[tuple[int, str, list[str]]], day: int, pack: str) -> None:
    """The same twice; in order; buckets agree with days; what comes later changes nothing before."""
    first = date(2025, 1, 1)
    lines = [
        "\n".join([f"{first + timedelta(days=on)} {kind}", *fields]) for on, kind, fields in sorted(entries)
    ]
    as_of = first + timedelta(days=day)
    text = by_hand.record("\n".join(lines))
    found = by_hand.items(text, as_of.isoformat(), pack)
    assert found == by_hand.items(text, as_of.isoformat(), pack)
    assert [item.day for item in found] == sorted(item.day for item in found)
    for item in found:  # what has grace, such as a greeting, is late behind its end
        late = item.awaited(as_of=as_of).day < as_of
        assert (by_hand.lies(item, as_of.isoformat(), pack) == "overdue") == late, item
    later = by_hand.record("\n".join([*lines, f"{as_of + timedelta(days=1)} 电话 之后"]))
    assert [(i.key, i.due) for i in by_hand.items(later, as_of.isoformat(), pack)] == [
        (i.key, i.due) for i in found
    ]
