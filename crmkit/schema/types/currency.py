"""Read which currency a word means: a code of three letters, or what people call it beside an amount."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.numerals import narrow
from crmkit.schema.types.money import CODES, COINS
from crmkit.schema.values import Money, Value

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_CURRENCY = Code("CRM446", "wrong-currency")
DOLLAR, DOLLARS = "$", "USD"
LONGEST = 16
"""No word for a currency is longer; only the beginning of a longer text is looked at, so it costs nothing."""

_ISO = re.compile(r"[A-Z]{3}")
_WORDS = {narrow(word).upper(): code for word, code in CODES.items()}


@lru_cache(maxsize=1024)
def parse(text: str) -> str | Problem:
    """`USD` from `USD`, `usd`, `美元`, `美金`, `US$`; a bare `$` is the dollar of several countries."""
    word = narrow(text[: LONGEST + 1]).upper()
    found = _WORDS.get(word) or (word if _ISO.fullmatch(word) else None)
    if found is not None and len(text) <= LONGEST:
        return found
    suggestion = DOLLARS if word == DOLLAR else ""
    return Problem(WRONG_CURRENCY, {"known": ", ".join(COINS)}, suggestion)


def named(beside: Value) -> str:
    """What the field beside an amount names, empty when that cannot be read; a plain text is read too."""
    if not isinstance(beside.data, str):
        return ""
    found = parse(beside.data)
    return found if isinstance(found, str) else beside.data


def currency_of(money: Money, beside: Value | None) -> str | None:
    """The currency of an amount, by its own words or the field beside it; empty for the book's own.

    None when the two disagree, or when the field beside it names none that can be read.
    """
    if beside is None:
        return money.currency
    said = named(beside)
    return said if said and money.currency in ("", said) else None


def read(text: str, field: Field, context: Context) -> object:
    """The code of the currency."""
    return parse(text)


TYPE = FieldType(
    "currency",
    Label("币种", "currency"),
    read,
    example="USD",
    closed=True,
)
