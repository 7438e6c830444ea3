"""Declare once which metrics a condition may name, with their types and labels."""

from __future__ import annotations

import difflib
import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from crmkit.language import Label


class MetricType(StrEnum):
    """What a value is: money in the book's currency, percent in points (35 = 35 %), the rest plain."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    NUMBER = "number"
    SCORE = "score"
    FLAG = "flag"
    CHOICE = "choice"


class Metric(NamedTuple):
    """A named quantity; `family`, `variant` and `months` are empty and 0 when it has no window."""

    name: str
    type: MetricType
    label: Label
    family: str = ""
    variant: str = ""
    months: int = 0


class Family(NamedTuple):
    """Metrics over the last n months, `name_{n}m`, and the variants `name_{n}m_{variant}` it has."""

    name: str
    type: MetricType
    label: Label
    variants: tuple[str, ...] = ()


def _plain(name: str, kind: MetricType, zh: str, en: str) -> Metric:
    return Metric(name, kind, Label(zh, en))


def _family(name: str, kind: MetricType, zh: str, en: str, *variants: str) -> Family:
    return Family(name, kind, Label(zh, en), variants)


_T = MetricType

PLAIN = (
    _plain("potential", _T.PERCENT, "潜力", "potential"),
    _plain("completeness", _T.PERCENT, "档案完整率", "completeness"),
    _plain("benchmark", _T.FLAG, "标杆客户", "benchmark customer"),
    _plain("strategic", _T.FLAG, "战略客户", "strategic customer"),
    _plain("single_need", _T.FLAG, "单一需求或低频", "single need or low frequency"),
    _plain("influence", _T.FLAG, "有行业影响力", "influential customer"),
    _plain("referrer", _T.FLAG, "转介绍过客户", "has referred customers"),
    _plain("need_fit", _T.SCORE, "需求匹配度", "need fit"),
    _plain("history_months", _T.COUNT, "历史月数", "months of history"),
    _plain("cooperation_months", _T.COUNT, "合作月数", "months of cooperation"),
    _plain("days_since_cooperation", _T.COUNT, "距首次合作天数", "days since the first cooperation"),
    _plain("days_since_touch", _T.COUNT, "距上次互动天数", "days since the last interaction"),
    _plain("days_silent", _T.COUNT, "沉默天数", "days of silence"),
    _plain("days_since_order", _T.COUNT, "距最近订单天数", "days since the last order"),
    _plain("days_since_first_order", _T.COUNT, "距首单天数", "days since the first order"),
    _plain("days_to_contract_end", _T.COUNT, "距合同到期天数", "days to the contract's end"),
    _plain("days_to_milestone", _T.COUNT, "距下一节点天数", "days to the next milestone"),
    _plain("open_needs", _T.COUNT, "未解决需求数", "open needs"),
    _plain("product_count", _T.COUNT, "在用产品数", "products in use"),
    _plain("status", _T.CHOICE, "状态", "status"),
    _plain("type", _T.CHOICE, "客户类型", "type"),
    _plain("tier", _T.CHOICE, "等级", "tier"),
    _plain("base_tier", _T.CHOICE, "基础等级", "base tier"),
    _plain("hand_tier", _T.CHOICE, "手工等级", "tier set by hand"),
    _plain("need_state", _T.CHOICE, "需求状态", "need state"),
    _plain("stage", _T.CHOICE, "关系阶段", "relationship stage"),
    _plain("urgency", _T.CHOICE, "紧急程度", "urgency"),
)

FAMILIES = (
    _family("amount", _T.MONEY, "金额", "amount", "change", "yoy", "top"),
    _family("margin", _T.MONEY, "毛利", "margin", "change", "yoy", "top"),
    _family("orders", _T.COUNT, "订单数", "orders", "change", "yoy"),
    _family("contacts", _T.COUNT, "互动次数", "contacts", "change", "yoy"),
    _family("complaints", _T.COUNT, "投诉数", "complaints"),
    _family("referrals", _T.COUNT, "转介绍数", "referrals"),
    _family("feedback", _T.SCORE, "最新反馈评分", "latest feedback"),
    _family("satisfaction", _T.SCORE, "满意度", "satisfaction"),
    _family("nps", _T.SCORE, "推荐意愿评分", "NPS answer"),
)

WINDOW = Label("近 {n} 个月{what}", "{n}-month {what}")
VARIANTS = {  # percent: against the window before, against the same months a year before, place from the top
    "change": Label("{base}环比", "{base} change"),
    "yoy": Label("{base}同比", "{base} year on year"),
    "top": Label("{base}排名（自高到低）", "{base} rank from the top"),
}

_WINDOWED = re.compile(r"([a-z_]+)_([1-9][0-9]{0,2})m(?:_([a-z]+))?")
_PLAIN = {one.name: one for one in PLAIN}
_FAMILY = {one.name: one for one in FAMILIES}
_SHOWN_NEAR = 3


@lru_cache(maxsize=1024)
def metric(name: str) -> Metric | None:
    """The metric of this name, its months read from the name; None when there is none."""
    if name in _PLAIN:
        return _PLAIN[name]
    parts = _WINDOWED.fullmatch(name)
    family = _FAMILY.get(parts[1]) if parts else None
    if parts is None or family is None:
        return None
    months, variant = int(parts[2]), parts[3] or ""
    label = Label(*(w.format(n=months, what=what) for w, what in zip(WINDOW, family.label, strict=True)))
    if not variant:
        return Metric(name, family.type, label, family.name, "", months)
    if variant not in family.variants:
        return None
    label = Label(*(w.format(base=base) for w, base in zip(VARIANTS[variant], label, strict=True)))
    return Metric(name, MetricType.PERCENT, label, family.name, variant, months)


def near(name: str) -> tuple[str, ...]:
    """The known metric names most like this one, best first; windows are taken from the name itself."""
    months = re.search(r"[0-9]+", name)
    window = f"_{months[0] if months else 'N'}m"
    windowed = [f"{f.name}{window}{tail}" for f in FAMILIES for tail in ("", *(f"_{v}" for v in f.variants))]
    known = [*_PLAIN, *windowed]
    return tuple(difflib.get_close_matches(name.lower(), known, n=_SHOWN_NEAR, cutoff=0.0))
