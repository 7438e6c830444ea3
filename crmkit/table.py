"""Hold rows under named columns: what every report makes and every output takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from crmkit.language import Lang


class Word(NamedTuple):
    """A key with what people call it: programs get the key, people the words in their language.

    Words without a key, such as a reason, are all that there is: programs get them as people do.
    """

    key: str
    zh: str
    en: str

    def said(self, lang: Lang) -> str:
        """The words in a language."""
        return self.zh if lang == "zh" else self.en


def worded(say: Callable[[Lang], str]) -> Word:
    """Words without a key, from what says them in a language."""
    return Word("", say("zh"), say("en"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable key, its words in zh and en, and `align` left or right."""

    key: str
    zh: str
    en: str
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows: per column text, a number, a boolean, `Word`, list of these, or None for unknown."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self, lang: Lang) -> list[dict[str, Any]]:
        """The rows as dictionaries by column key: words by their keys, those without one in the language."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, [_plain(cell, lang) for cell in row], strict=True)) for row in self.rows]


def said(value: Any, lang: Lang) -> Any:
    """A value as people read it: a word in their language, yes or no, anything else as it is."""
    if isinstance(value, bool):
        return _FLAGS[lang][value]
    if isinstance(value, list):
        return [said(each, lang) for each in value]
    return value.said(lang) if isinstance(value, Word) else value


_FLAGS: dict[Lang, tuple[str, str]] = {"zh": ("否", "是"), "en": ("no", "yes")}


def _plain(value: Any, lang: Lang) -> Any:
    if isinstance(value, list):
        return [_plain(each, lang) for each in value]
    return (value.key or value.said(lang)) if isinstance(value, Word) else value
