"""Read an amount of money as Chinese and English teams write it, exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.grouped import money
from crmkit.schema.numerals import DECIMALS, decimal, narrow, spelled
from crmkit.schema.values import Money

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_MONEY = Code("CRM309", "wrong-money")
AMBIGUOUS_MONEY = Code("CRM310", "ambiguous-money")
UNITS = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
COINS = {
    "CNY": "¥ ￥ 元 人民币 RMB",
    "USD": "US$ 美元 美金",
    "HKD": "HK$ 港元 港币",
    "EUR": "€ 欧元",
    "GBP": "£ 英镑",
    "JPY": "日元",
}
CODES = {word: code for code, words in COINS.items() for word in words.split()}
COIN = "|".join(sorted(map(re.escape, CODES), key=len, reverse=True)) + "|[A-Z]{3}"
SCALE = "|".join(sorted(filter(None, UNITS), key=len, reverse=True))
SHAPE = re.compile(rf"({COIN})?\s*+(-?[0-9][0-9,]*+(?:\.[0-9]++)?)\s*+(?:({SCALE})\s*+)?({COIN})?")
SLANG = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*([kKwW])")
DOLLAR = re.compile(r"\$\s*(-?[0-9][0-9,.]*)")
SWAPPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]{1,2}")
DIGITS = 15
HIGHEST = Decimal(10) ** DIGITS


@lru_cache(maxsize=8192)
def parse(text: str) -> Money | Problem:
    """Money from `32万`, `1.5亿`, `12,000`, `USD 1,200.50`, `￥3200`, `1200美元`; else what is wrong with it.

    A bare `$`, `5w` and `1.200,50` mean different amounts to different readers and are refused.
    """
    if text.isascii() and text.isdigit() and len(text) <= DIGITS:
        return Money(Decimal(text))  # as most amounts are written
    found = SHAPE.fullmatch(text)
    if found is None:
        return _problem(text)
    before, digits, unit, after = found.groups()
    number = decimal(digits)
    if number is None or (before and after):
        return Problem(WRONG_MONEY)
    amount = number * UNITS[unit or ""]
    if _decimals(amount) > DECIMALS or abs(amount) >= HIGHEST:
        return Problem(WRONG_MONEY)
    coin = before or after or ""
    return Money(Decimal(spelled(amount)), CODES.get(coin, coin))


def _decimals(amount: Decimal) -> int:
    return len(spelled(amount).partition(".")[2])


def _problem(text: str) -> Problem:
    """Why this is no money, with the text that was probably meant."""
    slang, dollar = SLANG.fullmatch(text), DOLLAR.fullmatch(text)
    if slang:
        amount = Decimal(slang[1]) * (1000 if slang[2] in "kK" else 10000)
        return Problem(AMBIGUOUS_MONEY, suggestion=spelled(amount))
    if dollar:
        return Problem(AMBIGUOUS_MONEY, suggestion=f"USD {dollar[1]}")
    if SWAPPED.fullmatch(text):
        return Problem(AMBIGUOUS_MONEY, suggestion=text.replace(".", "").replace(",", "."))
    plain = narrow(text)
    if plain != text and SHAPE.fullmatch(plain) and isinstance(parse(plain), Money):
        return Problem(WRONG_MONEY, suggestion=plain, safe=True)
    return Problem(WRONG_MONEY)


def read(text: str, field: Field, context: Context) -> object:
    """A `Money`."""
    return parse(text)


def _say(data: Money, lang: Lang, currency: str) -> ValueText:
    return ValueText(money(data.amount, data.currency or currency))


def write(data: Money) -> str:
    """`160000`, `USD 1200.5`."""
    return f"{data.currency} {spelled(data.amount)}".strip()


TYPE = FieldType(
    "money",
    Label("金额", "amount of money"),
    read,
    example="32万",
    say=_say,
    write=write,
    closed=True,
    bounds=True,
    adds=True,
)
