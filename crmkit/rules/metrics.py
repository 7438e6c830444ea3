"""Say which metrics a condition may name: those that somebody answers, each declared beside its answer."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from crmkit.language import Label
from crmkit.resources import PlugInError, discover


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


Declared = Metric | Family


def plain(name: str, kind: MetricType, zh: str, en: str) -> Metric:
    """A metric without a window."""
    return Metric(name, kind, Label(zh, en))


def family(name: str, kind: MetricType, zh: str, en: str, *variants: str) -> Family:
    """Metrics over a window, with these variants."""
    return Family(name, kind, Label(zh, en), variants)


class Answering:
    """What answers metrics and declares them: a question file of `compute`."""

    __slots__ = ()

    @property
    def metrics(self) -> tuple[Declared, ...]:
        """Every metric that is answered here."""
        raise NotImplementedError


QUESTIONS = "crmkit.compute"
SETTLED = (
    plain("tier", MetricType.CHOICE, "等级", "tier"),
    plain("base_tier", MetricType.CHOICE, "基础等级", "base tier"),
    plain("hand_tier", MetricType.CHOICE, "手工等级", "tier set by hand"),
)
"""What the rules of tiers settle themselves, beside the answers to questions."""

WINDOW = Label("近 {n} 个月{what}", "{n}-month {what}")
VARIANTS = {  # percent: against the window before, against the same months a year before, place from the top
    "change": Label("{base}环比", "{base} change"),
    "yoy": Label("{base}同比", "{base} year on year"),
    "top": Label("{base}排名（自高到低）", "{base} rank from the top"),
}

_WINDOWED = re.compile(r"([a-z_]+)_([1-9][0-9]{0,2})m(?:_([a-z]+))?")
_SHOWN_NEAR = 3


@cache
def declared() -> Mapping[str, Declared]:
    """Everything that somebody answers, by plain name or family; `PlugInError` when two answer one."""
    found: dict[str, Declared] = {one.name: one for one in SETTLED}
    for question in discover(QUESTIONS, "QUESTION", Answering):
        for one in question.metrics:
            if found.setdefault(one.name, one) is not one:
                raise PlugInError(f"two questions answer {one.name}")
    return found


@lru_cache(maxsize=1024)
def metric(name: str) -> Metric | None:
    """The metric of this name, its months read from the name; None when nobody answers it."""
    one = declared().get(name)
    if isinstance(one, Metric):
        return one
    parts = _WINDOWED.fullmatch(name)
    family = declared().get(parts[1]) if parts else None
    if parts is None or not isinstance(family, Family):
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
    names = [one.name for one in declared().values() if isinstance(one, Metric)]
    for one in declared().values():
        if isinstance(one, Family):
            names += [f"{one.name}{window}{tail}" for tail in ("", *(f"_{v}" for v in one.variants))]
    return tuple(difflib.get_close_matches(name.lower(), names, n=_SHOWN_NEAR, cutoff=0.0))
