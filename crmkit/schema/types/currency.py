"""Read which currency a word means: a code of three letters, or what people call it beside an amount."""

from __future__ import annotations

import re
from functools import lru_cache

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.fields import Field
from crmkit.schema.numerals import narrow
from crmkit.schema.types.money import CODES, COINS

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


def read(text: str, field: Field, context: Context) -> object:
    """The code of the currency."""
    return parse(text)


TYPE = FieldType("currency", read)
