"""Write numbers and amounts with separators, as people read them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

_CENT = Decimal("0.01")
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}


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
