"""Fold a name to what stays the same however it is written: width, case, accents, script, blanks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# What people set or leave out within a name: blanks, hyphens, dots between names, apostrophes.
_BETWEEN = re.compile(r"[\s\-_.'’`·•・‧‐-―−\u0300-\u036f\u200b-\u200f\u2060\ufeff]+")
_LATIN = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
# Letters that no decomposition takes apart.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


@cache
def simplified() -> dict[int, str]:
    """Traditional characters with their simplified form, as `str.translate` takes them."""
    from crmkit.naming.han import SIMPLIFIED, TRADITIONAL

    return {ord(old): new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}


def wide(text: str) -> str:
    """Width and case folded; blanks and accents as they are."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def plain(text: str) -> str:
    """Width, case, accents and script folded, so that `張` is `张` and `Ü` is `u`; blanks as they are."""
    folded = wide(text)
    if folded.isascii():
        return folded
    if _LATIN.search(folded):
        folded = _LATIN.sub(_unaccented, folded.translate(_PLAIN))
    return folded.translate(simplified())


def _unaccented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFD", match.group())[0]


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return _BETWEEN.sub("", plain(name))


def forms(name: str) -> tuple[str, ...]:
    """The keys a name goes by: its own, and the one with umlauts spelled out (`Jürgen`, `Juergen`)."""
    own = key(name)
    if own.isascii() and name.isascii():
        return (own,)
    return tuple(dict.fromkeys((own, key(wide(name).translate(_SPELLED_OUT)))))
