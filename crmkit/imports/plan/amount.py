"""Say what an amount means that contracts, accountants and spreadsheets write in ways of their own."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from crmkit.schema.numerals import spelled

LONGEST = 64
"""No amount, day or phone is longer; a pattern is never run over more, so it cannot be made slow."""

_MINUS = str.maketrans("−–—", "---")
# The currency named before and behind, as contracts have it; `整` ends an amount.
_TWICE_NAMED = re.compile(r"(?:人民币|RMB|CNY|[¥￥])? ?([0-9][0-9,.]*[千万亿]{0,2}元)[整正]?", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*[0-9][^()]*)\)")
_MINUS_BEHIND = re.compile(r"([0-9][0-9,.]*)-")
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_PARTED = re.compile(r"-?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]{1,4})?")


def plain(said: str) -> str:
    """The amount in the words of records where nothing else can be meant; empty where it is not known."""
    if len(said) > LONGEST:
        return ""
    narrow = unicodedata.normalize("NFKC", said).translate(_MINUS).strip()
    found = _TWICE_NAMED.fullmatch(narrow)
    meant = found[1] if found is not None else narrow
    return meant if meant != said else ""


def notation(said: str) -> tuple[str, str]:
    """Which notation of others a number is in, and what it probably means there; both empty for none."""
    if len(said) > LONGEST:
        return "", ""
    narrow = unicodedata.normalize("NFKC", said).translate(_MINUS).strip()
    if found := _BRACKETS.fullmatch(narrow) or _MINUS_BEHIND.fullmatch(narrow):
        inner = found[1].strip()
        return "accounting", f"-{inner}" if inner[0].isdigit() else ""
    if _SCIENTIFIC.fullmatch(narrow):
        return "scientific", spelled(Decimal(narrow.replace(",", ".")))
    if _PARTED.fullmatch(narrow):
        return "parted", re.sub("[ '’]", "", narrow).replace(",", ".")
    return "", ""
