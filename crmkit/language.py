"""Name the languages that the product speaks, and hold what is said in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


class Label(NamedTuple):
    """What people read, in Chinese and in English: the one type of text that reaches them."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """The words in a language, `zh` or `en`."""
        return self.en if language == "en" else self.zh


class Word(NamedTuple):
    """A key with what people call it: programs get the key, or the words where it is empty."""

    key: str
    label: Label

    def said(self, language: str) -> str:
        """The words in a language, `zh` or `en`."""
        return self.label.said(language)


def labelled(say: Callable[[Lang], str]) -> Label:
    """A label from what says it in a language."""
    return Label(say("zh"), say("en"))


def same(text: str) -> Label:
    """A label of what both languages say alike: a name, a number, what somebody wrote."""
    return Label(text, text)


_BETWEEN = Label("、", ", ")


def joined(labels: Iterable[Label], between: Label = _BETWEEN) -> Label:
    """Several labels as one, parted as each language parts a list."""
    each = tuple(labels)
    return labelled(lambda lang: between.said(lang).join(label.said(lang) for label in each))
