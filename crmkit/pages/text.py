"""Write addresses and data as the text that pages hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def address(id: str) -> str:
    """The file name of a customer's page; a number may be any text, so what is unsafe is spelt in hex."""
    return _UNSAFE.sub(lambda found: f"~{ord(found[0]):x}", id) + ".html"


def script(name: str, items: Iterable[str]) -> bytes:
    """A classic script that adds JSON items to a list; `<` is written so that no text ends the element."""
    body = ",\n".join(items).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"(window.{name} = window.{name} || []).push(\n{body});\n".encode("utf-8", "replace")
