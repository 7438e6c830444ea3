"""Read numbers as people write them, exactly, refusing every shape that could mean two amounts."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

DECIMALS = 4
LONGEST = 24
NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")


@lru_cache(maxsize=8192)
def decimal(text: str) -> Decimal | None:
    """`-1,234.5` as a Decimal; None for anything else, exponents and wrong grouping included."""
    if len(text) > LONGEST or NUMBER.fullmatch(text) is None:
        return None
    return Decimal(text.replace(",", ""))


def narrow(text: str) -> str:
    """The text with full-width digits, signs and letters made plain, spaces at the ends cut."""
    return unicodedata.normalize("NFKC", text).strip()


def spelled(number: Decimal) -> str:
    """The number without exponent and without zeros that say nothing."""
    said = format(number, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said
