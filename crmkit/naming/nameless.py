"""Take the names out of a text, so that what was said to one is compared with what was said to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 400
"""No more of a text is compared: a bound of cost."""
_MARKS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_CALLED = (
    "董事长|总经理|总监|总工|经理|主任|主管|部长|厂长|院长|校长|科长|处长|局长|所长|店长|书记|教授|医生|老师|师傅|"
    "老板|先生|女士|小姐|总|董|工|哥|姐"
)
"""How people are called by their surname, which stands in place of a name."""


def pattern(names: Iterable[str], people: Iterable[str]) -> re.Pattern[str] | None:
    """What calls by name: names as they are; of people also given names and surnames with a title."""
    whole, surnames = set(names), set[str]()
    for name in people:
        whole |= {name, *name.split()}
        if _HAN.fullmatch(name):
            family = 2 if len(name) > 3 else 1
            surnames.add(name[:family])
            whole.add(name[family:])
    return _pattern(tuple(sorted(one for one in whole if len(one) > 1)), tuple(sorted(surnames)))


@lru_cache(maxsize=8)
def _pattern(whole: tuple[str, ...], surnames: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = [re.escape(one) for one in sorted(whole, key=len, reverse=True)]
    parts += [rf"(?:{'|'.join(surnames)})(?:{_CALLED})"] if surnames else []
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def nameless(text: str, names: re.Pattern[str] | None) -> str:
    """The text folded, without names, marks and blanks."""
    cut = text[:_LONGEST]
    return _MARKS.sub("", names.sub(" ", cut) if names else cut).casefold()


def pairs(words: str) -> frozenset[str]:
    """The pairs of characters that follow each other, by which texts are compared."""
    return frozenset(words[at : at + 2] for at in range(max(len(words) - 1, 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of the pairs of both is the same, of 100."""
    return 200 * len(one & other) // max(len(one) + len(other), 1)
