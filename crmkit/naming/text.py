"""Find a text whatever its width, case, accents or script, and a phone number by its digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from crmkit.naming.fold import plain, simplified, wide

# Latin letters with accents, and the full-width forms of ASCII.
_LETTERS = [
    chr(point) for first, last in ((0xC0, 0x24F), (0x1E00, 0x1EFF)) for point in range(first, last + 1)
]
_WIDE = {chr(point - 0xFEE0): chr(point) for point in range(0xFF01, 0xFF5F)}
_TWO = {"ss": "ß", "ae": "æä", "oe": "œöø", "ue": "ü", "aa": "å", "th": "þ"}
_BLANK = "[ \t\u3000\xa0]"
_APART = "[ \t\u3000\xa0().\\-/+（）－‐-―]{0,3}"
_APART_BYTES = rb"(?:[ \t().\-/+]|\xe2\x80[\x90-\x95]|\xef\xbc[\x88\x89\x8d]|\xc2\xa0|\xe3\x80\x80){0,3}"
_PHONE = re.compile(r"[\d\s()+.\-/]+")
_COUNTRY = re.compile(r"(?:\+|00)86|86(?=\d{11})")
_FEWEST, _LOCAL = 5, 7  # digits that may be set apart; digits of a number without its area
_RARE = bytes({*range(256)} - {*range(0xC3, 0xCA), 0xE1, 0xEF})
_WIDE_BYTES = re.compile(rb"\xef(?:\xbc[\x90-\x99\xa1-\xba]|\xbd[\x81-\x9a])")
_WIDE_MARKS = re.compile(rb"\xef(?:\xbc[\x81-\xbf]|\xbd[\x80-\x9e])")


class Wanted(NamedTuple):
    """A text to be found: what bytes may hold it at all, and where it stands in a decoded text."""

    may_hold: Callable[[bytes], bool]
    pattern: re.Pattern[str]


def wanted(text: str) -> Wanted | None:
    """What finds a text in records; None for one that says nothing."""
    said = plain(text).split()
    if not said:
        return None
    digits = phone_digits(text)
    if digits:
        pattern = re.compile(_APART.join(f"[{digit}{_WIDE[digit]}]" for digit in digits))
        in_bytes = re.compile(_APART_BYTES.join(digit.encode() for digit in digits))
        return Wanted(lambda data: in_bytes.search(data) is not None or _has_wide(data), pattern)
    pattern = re.compile(f"{_BLANK}+".join("".join(_tokens(word)) for word in said))
    return Wanted(_sieve(said), pattern)


def phone_digits(text: str) -> str:
    """The digits of what looks like a phone number, without country code and trunk zero; else nothing."""
    said = wide(text).strip()
    digits = re.sub(r"\D", "", said)
    if not _PHONE.fullmatch(said) or len(digits) < _FEWEST or not digits.isascii():
        return ""
    bare = (
        _COUNTRY.sub("", re.sub(r"[^\d+]", "", said), count=1) if _COUNTRY.match(said.lstrip("(")) else digits
    )
    bare = re.sub(r"\D", "", bare)
    local = bare.lstrip("0")
    return local if len(local) >= _LOCAL else digits


def digits_of(phone: str) -> str:
    """The digits of a phone number as it is written, what belongs to the country left out."""
    return phone_digits(phone) or re.sub(r"\D", "", wide(phone))


def _tokens(word: str) -> list[str]:
    """A pattern a letter, for every character that folds to it."""
    found, at = [], 0
    while at < len(word):
        two = _TWO.get(word[at : at + 2])
        if two is not None:
            found.append(f"(?:{_any(word[at])}{_any(word[at + 1])}|[{two}{two.upper()}])")
        else:
            found.append(_any(word[at]))
        at += 2 if two is not None else 1
    return found


def _any(char: str) -> str:
    return "[" + "".join(re.escape(each) for each in _variants(char)) + "]"


@cache
def _variants(char: str) -> list[str]:
    """Every character that folds to this one, itself first."""
    found = {char: None, char.upper(): None} if len(char.upper()) == 1 else {char: None}
    for each in list(found):
        found |= {_WIDE[each]: None} if each in _WIDE else {}
    if char.isascii() and char.isalpha():
        found |= {each: None for each in _LETTERS if plain(each) == char}
    elif not char.isascii():
        found |= {chr(old): None for old, new in simplified().items() if new == char}
    return list(found)


def _sieve(words: list[str]) -> Callable[[bytes], bool]:
    """What tells quickly that bytes cannot hold the words, by the character written in the fewest ways."""
    chars = [char for word in words for char in word if not char.isascii()]
    if chars:
        rarest = min(chars, key=lambda char: len(_variants(char)))
        needles = [each.encode("utf-8", "surrogatepass") for each in _variants(rarest)]
        return lambda data: any(needle in data for needle in needles)
    longest = max(words, key=len).encode()
    shape = _WIDE_BYTES if longest.isalnum() else _WIDE_MARKS  # Chinese text is full of wide marks
    return lambda data: (
        longest in data.lower() or bool(data.translate(None, _RARE).strip(b"\xef")) or _has_wide(data, shape)
    )


def _has_wide(data: bytes, shape: re.Pattern[bytes] = _WIDE_BYTES) -> bool:
    return b"\xef" in data and shape.search(data) is not None
