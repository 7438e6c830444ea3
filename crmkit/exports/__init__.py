"""Write a table as a file that others read: one file a format, found by folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from crmkit.calendar.period import Period
from crmkit.language import Lang
from crmkit.resources import discover
from crmkit.table import Table, said


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: title, the day it is true for, the language of its headings, its period."""

    title: str
    as_of: date
    lang: Lang
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file in this folder: the format's name and what writes it; pure."""

    name: str
    write: Callable[[Table, About], str]


@cache
def exports() -> dict[str, Export]:
    """Every format by name."""
    return {export.name: export for export in discover("crmkit.exports", "EXPORT", Export)}


def cell(value: Any, lang: Lang) -> str:
    """A value as text: nothing for None, words in the language, the items of a list behind each other."""
    value = said(value, lang)
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
