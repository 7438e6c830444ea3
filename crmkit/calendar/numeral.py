"""Make what people type plain, letter by letter, and read the small numbers of days as they are said."""

from __future__ import annotations

_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2212: 0x2D}
_PLAIN = str.maketrans(
    {chr(wide): chr(narrow) for wide, narrow in _WIDE.items()}
    | dict(zip("後週禮個號兩點時", "后周礼个号两点时", strict=True))
)
ONES = {word: number for number, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}
DIGITS = ONES | {"〇": 0, "零": 0, "○": 0}
NUMBER = r"(?:[0-9]{1,4}|[一二两三四五六七八九十廿卅]{1,3})"
"""A number of days, weeks or months, or one of a day or month."""


def plain(text: str) -> str:
    """The text with wide signs, blanks and the traditional letters of dates as their plain twins.

    Each letter becomes one letter, so places stay.
    """
    return text.translate(_PLAIN)


def number(text: str) -> int | None:
    """What `12`, `十二`, `二十三` or `廿三` counts; None for what is no number below 100."""
    if text.isascii() and text.isdigit():
        return int(text)
    said = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = said.rpartition("十")
    if (tens and tens not in ONES) or (ones and ones not in ONES) or not said:
        return None
    return (ONES.get(tens, 1) * 10 if ten else 0) + ONES.get(ones, 0)


def year(text: str) -> int | None:
    """The year that four digits say, Chinese ones included; None for anything else."""
    if len(text) != len("2024"):
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    digits = [DIGITS.get(word) for word in text]
    return None if None in digits else int("".join(map(str, digits)))
