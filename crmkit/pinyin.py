"""Spell Chinese names in pinyin, whole and by initials, in every reading that a character has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Characters that are read otherwise when they are a surname.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "查": "zha", "区": "ou", "解": "xie", "乐": "yue", "盖": "ge",
    "任": "ren", "朴": "piao", "翟": "zhai", "尉": "yu", "黑": "he", "种": "chong", "秘": "bi", "折": "she",
    "繁": "po", "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "单于": "chan yu",
}  # fmt: skip
PERSON = 4
_HAN = re.compile(r"[\u3400-\u9fff]")
_UMLAUT = "\u0308"
_FEWEST = 2


@lru_cache(maxsize=65536)
def readings(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of whole pinyin and initials in lower case, the likeliest first; none for a name without Chinese.

    A name with a surname has two readings where the surname's differs: a short name is a person's, whose
    surname is the usual one; a long one is a company's.
    """
    if not _HAN.search(name):
        return ()
    from pypinyin import Style, lazy_pinyin

    syllables = [part.lower() for part in lazy_pinyin(name, style=Style.NORMAL, errors="ignore")]
    found = [syllables]
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname is not None:
            rest = [part.lower() for part in lazy_pinyin(name[length:], style=Style.NORMAL, errors="ignore")]
            found.insert(0 if len(name) <= PERSON else 1, [*surname.split(), *rest])
            break
    pairs = (("".join(each), "".join(part[:1] for part in each)) for each in found if each)
    return tuple(dict.fromkeys(pairs))


@lru_cache(maxsize=65536)
def syllables(char: str) -> tuple[str, ...]:
    """Every reading of one Chinese character, without tones, as people type it; none for any other.

    `ü` is typed `v`, `u` or `yu`: `吕` gives `lv`, `lu` and `lyu`.
    """
    if not _HAN.fullmatch(char):
        return ()
    from pypinyin.pinyin_dict import pinyin_dict

    found = [SURNAMES[char]] if char in SURNAMES else []
    for toned in pinyin_dict.get(ord(char), "").split(","):
        letters = [part for part in unicodedata.normalize("NFD", toned) if part.isalpha() or part == _UMLAUT]
        said = "".join(letters)
        found += [said.replace("u" + _UMLAUT, way) for way in ("v", "u", "yu")] if _UMLAUT in said else [said]
    return tuple(dict.fromkeys(each for each in found if each.isascii() and each))


Reading = Callable[[str], tuple[str, ...]]


def sounds(word: str, name: str, reading: Reading = syllables) -> bool:
    """Whether letters spell a part of a name that has Chinese characters, both without blanks.

    They begin with a syllable and spell whole ones, of which the last may lack its end behind another; or
    they are the initials of characters in a row, two at least. Other characters stand for themselves.
    """
    places = [at for at, char in enumerate(name) if _begins(word, char, reading)]
    return any(_spelled(word, name[at:], reading) or _initials(word, name[at:], reading) for at in places)


def _begins(word: str, char: str, reading: Reading) -> bool:
    return char == word[:1] or any(each[0] == word[0] for each in reading(char))


def _spelled(word: str, name: str, reading: Reading) -> bool:
    """Whether the word spells the beginning of the name: every way of the word through the characters."""
    ends, spoken = {0}, False
    for char in name:
        readings = reading(char)
        here = {end + len(each) for end in ends for each in readings or (char,) if word.startswith(each, end)}
        if len(word) in here:
            return spoken or bool(readings)
        if spoken and any(each.startswith(word[end:]) for end in ends for each in readings):
            return True
        spoken = spoken or bool(readings)
        ends = here
        if not ends:
            return False
    return False


def _initials(word: str, name: str, reading: Reading) -> bool:
    if not _FEWEST <= len(word) <= len(name):
        return False
    sounded = [reading(char) for char in name[: len(word)]]
    return any(sounded) and all(
        letter == char or any(each[0] == letter for each in readings)
        for letter, char, readings in zip(word, name, sounded, strict=False)
    )
