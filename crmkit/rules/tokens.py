"""Cut the text of a condition into tokens with their places."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from crmkit.diagnostics import Code

CHARACTER = Code("CRM921", "condition-character")
NUMBER = Code("CRM922", "condition-number")
QUOTE = Code("CRM932", "condition-quote")

NAME = r"[^\W\d]\w*"
KEYWORDS = {"and": "and", "且": "and", "or": "or", "或": "or", "not": "not", "非": "not", "in": "in"}
_SAME = {"==": "=", "≥": ">=", "≤": "<=", "≠": "!="}
_SAME |= {"＞": ">", "＜": "<", "＝": "=", "＞＝": ">=", "＜＝": "<="}
_SAME |= {"（": "(", "）": ")", "，": ","}
_UNITS = {"万": 10_000, "亿": 100_000_000}
_MOST_DIGITS = 18  # stays exact in the default decimal context, with room for 亿

_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>[-−]?[0-9](?:\w|[.](?=\w)|,(?=[0-9]))*(?:\s?[%％])?(?:(?<=[0-9])\s[万亿](?!\w))?)
    |(?P<name>{NAME})
    |(?P<quoted>"[^"\n]*"|'[^'\n]*')
    |(?P<open_quote>["'].*)
    |(?P<operator>>=|<=|==|!=|＞＝|＜＝|[<>=≥≤≠＞＜＝])
    |(?P<mark>[(),（），])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"([-−]?)([0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?)\s?([万亿%％]?)")


class TokenKind(StrEnum):
    """What a token is; a keyword is any of `KEYWORDS`, a mark a bracket or comma."""

    NAME = "name"
    KEYWORD = "keyword"
    QUOTED = "quoted"
    NUMBER = "number"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


class Token(NamedTuple):
    """A token: `text` in its one spelling, characters `start:end`; a number's value and whether it had %."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: Decimal | None = None
    percent: bool = False


class Flaw(NamedTuple):
    """A text that is no token: what to report, and where."""

    code: Code
    start: int
    length: int
    argument: str


def tokens(text: str) -> tuple[tuple[Token, ...], tuple[Flaw, ...]]:
    """All tokens, ending in an END token, and all flaws; a flawed number stays as a token without a value."""
    found: list[Token] = []
    flaws: list[Flaw] = []
    for match in _TOKEN.finditer(text):
        group, said, start, end = match.lastgroup, match[0], match.start(), match.end()
        if group == "name":
            kind = TokenKind.KEYWORD if said.lower() in KEYWORDS else TokenKind.NAME
            found.append(Token(kind, KEYWORDS.get(said.lower(), said), start, end))
        elif group == "quoted":
            found.append(Token(TokenKind.QUOTED, said[1:-1], start, end))
        elif group == "number":
            value, percent = _number(said)
            found.append(Token(TokenKind.NUMBER, said, start, end, value, percent))
            if value is None:
                flaws.append(Flaw(NUMBER, start, end - start, said))
        elif group == "operator" or group == "mark":
            found.append(Token(TokenKind(group), _SAME.get(said, said), start, end))
        elif group == "open_quote":
            flaws.append(Flaw(QUOTE, start, 1, said[0]))
        elif group == "other":
            flaws.append(Flaw(CHARACTER, start, 1, said))
    last = found[-1].end if found else 0
    return (*found, Token(TokenKind.END, "", last, last)), tuple(flaws)


def _number(said: str) -> tuple[Decimal | None, bool]:
    parts = _NUMBER.fullmatch(said)
    if parts is None or sum(c.isdigit() for c in parts[2]) > _MOST_DIGITS:
        return None, False
    value = Decimal(parts[2].replace("_", "")) * _UNITS.get(parts[3], 1)
    return (-value if parts[1] else value), parts[3] in ("%", "％")
