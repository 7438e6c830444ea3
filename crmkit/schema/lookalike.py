"""Guess the number that was meant by one written with characters that only look right."""

from __future__ import annotations

from collections.abc import Callable

from crmkit.schema.numerals import narrow

_LETTERS = str.maketrans("АВЕКМНОРСТУХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ–—−_", "ABEKMHOPCTYXaeopcyxABEZHIKMNOPTYX----")
_DIGITS = str.maketrans("OoIlZzSB", "00112258")


def meant(text: str, fits: Callable[[str], bool]) -> tuple[str, bool]:
    """The number that fits, or nothing; the second is True when only the width of characters differs."""
    plain = narrow(text)
    if fits(plain):
        return plain, True
    letters = plain.translate(_LETTERS)
    head, dash, tail = letters.rpartition("-")
    for guess in (letters, letters.upper(), f"{head.upper()}{dash}{tail.translate(_DIGITS)}"):
        if fits(guess):
            return guess, False
    return "", False
