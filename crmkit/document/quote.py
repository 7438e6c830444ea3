"""Write a text as a YAML value on one line that reads back as exactly that text, or say that it cannot be."""

from __future__ import annotations

import re

# Terminals, editors and other readers act on these; a record never holds one, not even escaped.
REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

# Legal, but invisible or a line end to some reader: only an escape keeps them visible and in place.
_ESCAPED = re.compile("[\t\n\r\x85\u2028\u2029\ufeff\ufffe\uffff]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}

# A first character that means something to YAML or looks as if it did; `-5` and `+86 10…` are plain.
_SPECIAL_START = re.compile(r"[\[\]{}#&*!|>'\"%@`~=<?:,]|-(?![0-9])|\.\.\.$")
_BLOCK_DANGER = re.compile(r":(?:[\s：]|$)|\s#")
_FLOW_DANGER = re.compile(r"[:,\[\]{}?]|\s#")
# At the start of a line a key may stand, and this would be taken for one.
_KEY_DANGER = re.compile("[:：]")


def scalar(text: str, *, flow: bool = False, leads: bool = False, style: str = "") -> str | None:
    """`text` as a value on one line, quoted only where it must be; None when it cannot be read back equal.

    `flow` says that it stands in `[…]` or `{…}`, `leads` that it is the first word of its line (a key, a list
    item). `style` is the quote to keep where it serves (`'` or `"`).
    """
    if REFUSED.search(text):
        return None
    if _ESCAPED.search(text):
        return _double(text)
    if style == '"':
        return _double(text)
    if style == "'" or not _is_plain(text, flow, leads):
        return _double(text) if "'" in text else f"'{text}'"
    return text


def _is_plain(text: str, flow: bool, leads: bool) -> bool:
    if not text or text != text.strip() or _SPECIAL_START.match(text):
        return False
    danger = _FLOW_DANGER if flow else _BLOCK_DANGER
    return not danger.search(text) and not (leads and _KEY_DANGER.search(text))


def _double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ESCAPED.sub(_escape, escaped)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _NAMED.get(char) or f"\\u{ord(char):04X}"
