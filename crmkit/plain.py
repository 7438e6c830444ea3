"""Write text of a record so that neither a terminal nor the log of a CI obeys it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

# What a terminal obeys or hides: controls, separators, marks that turn or hide text, halves of characters.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
# What a CI log obeys: a line that begins with `::`, after any blanks; `##[`, `##vso[` and the like anywhere.
_ANYWHERE = r"#(?=#\w*\[)"
_COMMAND = re.compile(rf"(?m)^([^\S\n]*):(?=:)|{_ANYWHERE}")
_IN_JSON = re.compile(_ANYWHERE)


def safe(text: str) -> str:
    """The text with what would steer a terminal or a CI log written out."""
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    plain = _UNSEEN.sub(_written_out, text)
    return _COMMAND.sub(lambda match: f"{match[1]}\\x3a" if match[1] is not None else "\\x23", plain)


def _written_out(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\x{point:02x}" if point < 256 else f"\\u{point:04x}"


def one_line(text: str) -> str:
    """The same on one line."""
    return safe(text).replace("\n", " ").replace("\t", " ")


def json_text(document: Mapping[str, Any], *, narrow: bool = False) -> str:
    """JSON with escapes for the same, so that programs read every value as it is; `narrow` is ASCII only."""
    text = _IN_JSON.sub(r"\\u0023", json.dumps(document, ensure_ascii=narrow, indent=2, default=str))
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
