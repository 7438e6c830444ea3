"""Find what a word names, whatever its width, case or language, or the nearest name."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 40


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The form in which two spellings of one word are equal: NFKC, case folded, outer space cut."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


@dataclass(frozen=True, slots=True)
class Names:
    """Words and the key that each names; `pairs` are `(word, key)`, the first of equal words wins."""

    pairs: tuple[tuple[str, str], ...] = ()
    keys: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

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

    def known(self, most: int = 12) -> str:
        """The first word of each key, joined for a person to read; an ellipsis when there are more."""
        firsts: dict[str, str] = {}
        for word, key in self.pairs:
            firsts.setdefault(key, word)
        words = list(firsts.values())
        return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or an empty text; long words are not compared at all.

    Words that share too few characters are passed over first, because comparing is slow and a hostile
    file can hold thousands of unknown words.
    """
    if len(word) > LONGEST:
        return ""
    folded, best, score = fold(word), "", 0.0
    letters = set(folded)
    for candidate in known:
        other = fold(candidate)
        shared = len(letters & set(other))
        if 2 * shared < max(len(letters), 2) or abs(len(other) - len(folded)) > len(folded):
            continue
        ratio = difflib.SequenceMatcher(None, folded, other, autojunk=False).ratio()
        if ratio > score:
            best, score = candidate, ratio
    enough = 0.6 if folded.isascii() else 0.5
    return best if score >= enough else ""
