"""Find what a word names, whatever its width, case or language, or the nearest name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from crmkit.diagnostics import MOST_SHOWN
from crmkit.language import Label

LONGEST = 40
_LISTED = 50  # words to choose from that a finding lists: all kinds of entry, not all industries
# How like a word must be, from 0 to 1, to be offered for another. A property of the tool: a slip of the hand
# is within, another word beyond. ASCII: one letter of three, two of six; two Chinese characters: one of them.
_ASCII, _WIDE, _SHORT = 0.65, 0.6, 0.5


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The form in which two spellings of one word are equal: NFKC, case folded, outer space cut."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


@dataclass(frozen=True, slots=True)
class Names:
    """Words and the key that each names; `pairs` are `(word, key)`, the first of equal words wins."""

    pairs: tuple[tuple[str, str], ...] = ()
    keys: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    said: list[Label] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        """Index each word as written, so that the usual spelling needs no folding, and folded."""
        for word, key in self.pairs:
            if word:
                self.keys.setdefault(word, key)
                self.keys.setdefault(fold(word), key)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def find(self, word: str) -> str | None:
        """The key that the word names, or None."""
        found = self.keys.get(word)
        return self.keys.get(fold(word)) if found is None else found

    def near(self, word: str) -> str:
        """The word, as declared, that looks most like this one, or an empty text."""
        return nearest(word, [known for known, _ in self.pairs if known])

    def called(self, word: str) -> Label:
        """What people call the choice that a word of a closed list names, and the word if that is another."""
        key = self.find(word)
        words = [known for known, of in self.pairs if of == key]  # its key, its Chinese, its English, aliases
        return beside(word, Label(*words[1:3]) if len(words) > 2 else Label(word, word))

    def choices(self) -> Label:
        """The first words to choose from, in Chinese and English where there are such; then an ellipsis."""
        if not self.said:
            words: dict[str, list[str]] = {}
            for word, key in self.pairs:
                words.setdefault(key, []).append(word)
            more = " …" if len(words) > _LISTED else ""
            first = list(words.values())[:_LISTED]
            # A choice is its key, its Chinese, its English, then aliases; a tag or a currency is itself.
            chinese, english = ([(one[at : at + 1] or one)[0] or one[0] for one in first] for at in (1, 2))
            between = "；" if any("、" in each for each in chinese) else "、"
            apart = "; " if any("," in each for each in english) else ", "
            self.said.append(Label(between.join(chinese) + more, apart.join(english) + more))
        return self.said[0]


def beside(word: str, label: Label) -> Label:
    """What people call something, with the word to write where that is another; nothing for no word."""
    if not word:
        return Label("", "")
    zh, en = f"{label.zh}（`{word}`）", f"{label.en} (`{word}`)"
    return Label(f"`{word}`" if label.zh == word else zh, f"`{word}`" if label.en == word else en)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or an empty text; long words are not compared at all.

    Like are words that share most of their characters in order. Of two that have a Chinese word's two
    characters one may differ, in its place: `电活` is near `电话`, and no nearer to `活动` than to any other.
    """
    if not word or len(word) > LONGEST:
        return ""
    from rapidfuzz import process  # twenty milliseconds that most runs have no use for
    from rapidfuzz.distance import OSA, Indel

    folded, words = fold(word), tuple(known)
    short = len(folded) <= 2 and not folded.isascii()
    like, enough = (OSA, _SHORT) if short else (Indel, _ASCII if folded.isascii() else _WIDE)
    found = process.extractOne(folded, _folded(words), scorer=like.normalized_similarity, score_cutoff=enough)
    return words[found[2]] if found and found[1] else ""


@lru_cache(maxsize=64)
def _folded(words: tuple[str, ...]) -> list[str]:
    return [fold(word) for word in words]


class NearWords(Protocol):
    """Whatever has words and finds the nearest of them."""

    def near(self, word: str) -> str:
        """The nearest word, or an empty text."""


class Sought:
    """Near words for one file: each is sought once, and only for the first few, since a file may hold
    very many that nothing knows; no finding beyond those is shown singly (P8).
    """

    __slots__ = ("_answers",)

    def __init__(self) -> None:
        self._answers: dict[int, dict[str, str]] = {}

    def near(self, word: str, known: NearWords) -> str:
        """The nearest of the known words, or an empty text."""
        answers = self._answers.setdefault(id(known), {})
        found = answers.get(word)
        if found is None:
            if len(answers) >= MOST_SHOWN:
                return ""
            found = answers[word] = known.near(word)
        return found
