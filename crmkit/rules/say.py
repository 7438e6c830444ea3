"""Put a reason into words: the comparison that is true, with its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from crmkit.language import Label, Lang
from crmkit.rules.evaluate import Reason
from crmkit.rules.metrics import MetricType, metric

Labels = Mapping[str, Mapping[str, str]]
"""For a choice metric: key -> its label in the language that is spoken."""

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}
_OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "=": "!=", "!=": "=", "in": "not in", "not in": "in"}
_WORDS = {
    "unknown": Label("{name}未知", "{name} unknown"),
    "flag": Label("{name}：{value}", "{name}: {value}"),
    "yes": Label("是", "yes"),
    "no": Label("否", "no"),
    "=": Label("{name}：{value}", "{name}: {value}"),
    "!=": Label("{name}：{value}，不是{limit}", "{name}: {value}, not {limit}"),
    "in": Label("{name}：{value}，属于{limit}", "{name}: {value}, one of {limit}"),
    "not in": Label("{name}：{value}，不属于{limit}", "{name}: {value}, none of {limit}"),
    "about": Label("{said}（{what}）", "{said} ({what})"),
    "comma": Label("、", ", "),
    "and": Label("，", " and "),
}
_CHANGE = re.compile(r"_([0-9]+)m_change$")
_CENT = Decimal("0.01")
_ROUNDABLE = Decimal(10) ** 20  # beyond this, rounding to cents leaves the exact range of Decimal


def say(reason: Reason, lang: Lang, currency: str = "", labels: Labels | None = None) -> str:
    """One reason in words; `currency` stands once, behind money; a choice without a label shows its key."""
    said = _compared(reason, lang, currency, labels)
    return (
        said if reason.about is None else _word("about", lang).format(said=said, what=reason.about.said(lang))
    )


def _compared(reason: Reason, lang: Lang, currency: str, labels: Labels | None) -> str:
    known = metric(reason.metric)
    name = known.label.said(lang) if known else reason.metric
    if reason.held is None:
        return _word("unknown", lang).format(name=name)
    if isinstance(reason.limit, bool):
        yes = _word("yes" if reason.value is True else "no", lang)
        return _word("flag", lang).format(name=name, value=yes)
    sign = reason.operator if reason.held else _OPPOSITE[reason.operator]
    if isinstance(reason.limit, Decimal) and isinstance(reason.value, Decimal):
        kind = known.type if known else MetricType.NUMBER
        unit = "%" if kind is MetricType.PERCENT else ""
        behind = f" {currency}" if currency and kind is MetricType.MONEY else ""
        rounded = _rounded(reason.value, reason.limit)
        if lang == "zh" and (window := _CHANGE.search(reason.metric)):
            return _changed(name.removesuffix("环比"), window[1], rounded, reason.limit)
        value = _number(rounded)
        return f"{name} {value}{unit} {_SIGNS[sign]} {_number(reason.limit)}{unit}{behind}"
    shown = (labels or {}).get(reason.metric, {})
    keys = reason.limit if isinstance(reason.limit, tuple) else (str(reason.limit),)
    limit = _word("comma", lang).join(shown.get(key, key) for key in keys)
    value = shown.get(str(reason.value), str(reason.value))
    return _word(sign, lang).format(name=name, value=value, limit=limit)


def _changed(name: str, months: str, value: Decimal, limit: Decimal) -> str:
    """A change as Chinese says it: less or more by how much, and the limit unless that is zero."""
    by, beyond = (f"{'减少' if one < 0 else '增加'} {_number(abs(one))}%" for one in (value, limit))
    return f"{name}比前 {months} 个月{by}" + (f"（界线：{beyond}）" if limit else "")


def say_all(reasons: Iterable[Reason], lang: Lang, currency: str = "", labels: Labels | None = None) -> str:
    """All reasons in words; each is a true statement, so they are joined by "and"."""
    return _word("and", lang).join(say(reason, lang, currency, labels) for reason in reasons)


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key].said(lang)


def _rounded(value: Decimal, limit: Decimal) -> Decimal:
    """To two places, unless that would hide on which side of the limit it lies."""
    if not value.is_finite() or abs(value) > _ROUNDABLE:
        return value
    short = value.quantize(_CENT)
    same_side = (short > limit, short < limit) == (value > limit, value < limit)
    return short if same_side else value


def _number(value: Decimal) -> str:
    said = f"{value:,f}"
    if "." in said:
        said = said.rstrip("0").rstrip(".")
    return said.replace("-", "−")
