"""Recognise what belongs to a person in free text: phone, identity and card numbers, email addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

PHONE, IDENTITY, CARD, EMAIL = "phone", "identity", "card", "email"

# Of the world, not of a team's policy: numbers of mainland mobiles, the 18 signs of an identity number
# (GB 11643) and the 16 to 19 digits of a bank card. A number glued to letters or a sign is something else.
_BEFORE, _AFTER = r"(?<![0-9A-Za-z_./,=#+-])", r"(?![0-9A-Za-z_]|[.,-][0-9])"
_NUMBERS = re.compile(
    rf"""{_BEFORE}(?:
        (?P<identity> [1-9][0-9]{{5}} (?:18|19|20)[0-9]{{2}} (?:0[1-9]|1[0-2]) [0-3][0-9] [0-9]{{3}}[0-9Xx] )
      | (?P<card> [3-69][0-9]{{3}} (?:[ -]?[0-9]{{4}}){{3}} (?:[ -]?[0-9]{{1,3}})? )
      | (?P<phone> (?:(?:\+|00)?86[ -]?)? 1[3-9][0-9] [ -]? [0-9]{{4}} [ -]? [0-9]{{4}} )
    ){_AFTER}""",
    re.X,
)
_PLUS_PHONE = re.compile(r"\+86[ -]?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z_])")
# Nearly all texts hold no such digits. Two passes, each with a first sign that the engine can skip to, know
# that five times sooner than one that begins with a choice or a count.
_SUSPECT = re.compile(r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}")
_SUSPECT_LONG = re.compile(r"[1-9][0-9][0-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,63}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_KEPT = 3
MASK = "•••"


class Personal(NamedTuple):
    """Something personal at `start:end` of the text."""

    kind: str
    start: int
    end: int


def personal(text: str, begin: int = 0) -> Iterator[Personal]:
    """What is found from `begin` on; numbers whose check digit is wrong are no identity or card numbers."""
    if _SUSPECT.search(text, begin) or _SUSPECT_LONG.search(text, begin):
        for match in _NUMBERS.finditer(text, begin):
            kind = match.lastgroup or PHONE
            if kind == IDENTITY and not is_identity(match.group()):
                kind = CARD
            if kind != CARD or is_card(match.group()):
                yield Personal(kind, match.start(), match.end())
        for match in _PLUS_PHONE.finditer(text, begin):
            yield Personal(PHONE, match.start(), match.end())
    if text.find("@", begin) >= 0:
        for match in _EMAIL.finditer(text, begin):
            yield Personal(EMAIL, match.start(), match.end())


def is_identity(text: str) -> bool:
    """Whether the last of 18 signs is the one that the others make (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:-1], strict=True))
    return _SIGNS[total % len(_SIGNS)] == text[-1].upper()


def is_card(text: str) -> bool:
    """Whether the digits pass Luhn's test."""
    digits = [int(sign) for sign in reversed(text) if sign.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def masked(text: str) -> str:
    """Enough to recognise a number by, too little to use it; nothing of an email address."""
    return MASK if "@" in text else text[:_KEPT] + MASK
