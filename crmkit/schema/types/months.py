"""Read the months of a busy season, which come back each year: 9 月至 11 月、3 月."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Severity
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.numerals import narrow
from crmkit.schema.types.day import MONTHS as NUMERALS
from crmkit.schema.values import Months, Season

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_MONTHS = Code("CRM580", "wrong-months", Severity.WARNING)
LONGEST = 120
"""No list of months is longer: what is longer is none, and costs nothing."""
A_YEAR = 12
_LONG = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = (
    {name: at for at, name in enumerate(_LONG, 1)}
    | {name[:3]: at for at, name in enumerate(_LONG, 1)}
    | {str(at): at for at in range(1, A_YEAR + 1)}
    | {word: at for word, at in NUMERALS.items() if word not in "正冬腊"}
    | {"sept": 9}
)
_QUARTERS = {word: at for words in ("1234", "一二三四") for at, word in enumerate(words)}
_PARTS = {"上": 1, "初": 1, "early": 1, "中": 11, "mid": 11, "下": 21, "底": 21, "末": 21, "late": 21}
_TRADITIONAL = str.maketrans("個農曆陽曆間後", "个农历阳历间后")
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_BETWEEN = re.compile(r"\s*[,，、;；/和及与]\s*|\s+and\s+|\s*&\s*|\s*\+\s*", re.IGNORECASE)
_TO = re.compile(
    r"\s*(?:至|到|[-~～–—―]+|\bto\b|\buntil\b)\s*(?:次年|来年|翌年|第二年|next year)?\s*", re.IGNORECASE
)
_MONTH = re.compile(
    r"(?:(?:每年|阳历|公历|the)\s*)?(?:(?P<before>early|mid|late)[-\s]?)?"
    r"(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九]|[a-z]{3,9}\.?)\s*(?:月份?)?\s*"
    r"(?P<behind>[上中下]旬|[初中底末])?(?:前后|左右)?",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"(?:第?\s*(?P<zh>[一二三四1234])\s*季度?|q(?P<en>[1-4]))", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parse(text: str) -> Months | Problem:
    """`Months` from `9 月至 11 月`, `3月、9月（年检前后）`, `Nov to Feb`, `Q4`.

    Months that follow each other are one season, over the end of a year too; a whole year has none.
    """
    plain = narrow(_REMARK.sub(" ", text)).translate(_TRADITIONAL).strip() if len(text) <= LONGEST else ""
    stretches = [_stretch(part.strip()) for part in _BETWEEN.split(plain) if part.strip()]
    seasons = _seasons(stretches) if all(stretches) else ()
    return Months(text, seasons) if seasons else Problem(WRONG_MONTHS)


def _stretch(part: str) -> list[tuple[int, int]]:
    """The months of a part in their order, each with the day of it from which it counts; empty for none."""
    quarter = _QUARTER.fullmatch(part)
    if quarter:
        first = _QUARTERS[quarter["zh"] or quarter["en"]] * 3 + 1
        return [(month, 1) for month in range(first, first + 3)]
    ends = [_month(end.strip()) for end in _TO.split(part)]
    begin, end = ends[0], ends[-1]
    if len(ends) > 2 or begin is None or end is None:
        return []
    count = (end[0] - begin[0]) % A_YEAR + 1
    return [((begin[0] + at - 1) % A_YEAR + 1, 1 if at else begin[1]) for at in range(count)]


def _month(text: str) -> tuple[int, int] | None:
    """A month with the day from which it counts: the first, or where its middle or its last third begins."""
    found = _MONTH.fullmatch(text)
    month = _NUMBERS.get(found["month"].lower().removesuffix(".").lstrip("0"), 0) if found else 0
    if found is None or not month:
        return None
    part = found["before"] or found["behind"] or "上"
    return month, _PARTS[part.lower() if part.isascii() else part[0]]


def _seasons(stretches: list[list[tuple[int, int]]]) -> tuple[Season, ...]:
    """Months that follow each other as one season, by where it begins; none of a whole year."""
    begins: dict[int, int] = {}
    for month, day in (each for stretch in stretches for each in stretch):
        begins[month] = min(day, begins.get(month, day))
    found = []
    for month in sorted(begins):
        before = (month - 2) % A_YEAR + 1
        if before in begins and len(begins) > 1:
            continue
        last = month
        while last % A_YEAR + 1 in begins and last % A_YEAR + 1 != month:
            last = last % A_YEAR + 1
        found.append(Season(month, begins[month], last))
    return tuple(found)


def bare(text: str) -> bool:
    """Whether nothing but months stands in it: a remark in brackets is free text."""
    return not _REMARK.search(text)


def read(text: str, field: Field, context: Context) -> object:
    """`Months`."""
    return parse(text)


def write(months: Months) -> str:
    """As it was written, a remark included."""
    return months.text


TYPE = FieldType(
    "months",
    Label("月份", "months"),
    read,
    example="9 月至 11 月",
    say=lambda months, lang, currency: ValueText(months.text),
    write=write,
    closed=True,
    bare=bare,
)
