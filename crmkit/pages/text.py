"""Write numbers, amounts, addresses and data as the text that pages hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

_CENT = Decimal("0.01")
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
# A number to dial, with what leads to an extension; more is a text, and might say whom to ask for.
_DIALLED = re.compile(r"(?:[-+0-9 \t()（）./,;、，；]|转|分机|ext\.?|x)*", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")

LISTED = frozenset(("choice", "kind", "person", "reference", "status", "tag", "tier"))
"""Types whose values stand in a list of the policy, or are shown as a name of ours or of a customer."""
CLOSED = LISTED | {
    "currency", "date", "day", "email", "flag", "integer", "money", "number", "percent", "phone", "score",
    "time",
}  # fmt: skip
"""Types whose values are no free text."""


def address(id: str) -> str:
    """The file name of a customer's page; a number may be any text, so what is unsafe is spelt in hex."""
    return _UNSAFE.sub(lambda found: f"~{ord(found[0]):x}", id) + ".html"


def script(name: str, items: Iterable[str]) -> bytes:
    """A classic script that adds JSON items to a list; `<` is written so that no text ends the element."""
    body = ",\n".join(items).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(window.{name} = window.{name} || []).push(\n{body});\n".encode("utf-8", "replace")


def dialled(text: str) -> bool:
    """Whether a text is a number to dial and nothing else."""
    return _DIALLED.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def number(value: Decimal) -> str:
    """A number with separators, rounded to cents, without idle zeros."""
    said = f"{value.quantize(_CENT):,f}"
    return (said.rstrip("0").rstrip(".") if "." in said else said).replace("-", "−")


@lru_cache(maxsize=8192)
def money(amount: Decimal, currency: str) -> str:
    """An amount with the sign or the code of its currency; cents only where there are any."""
    said = number(abs(amount))
    said = said + "0" if said[-2:-1] == "." else said
    sign, minus = _SIGNS.get(currency), "−" if amount < 0 and said != "0" else ""
    return f"{minus}{sign}{said}" if sign else f"{minus}{said} {currency}".strip()
