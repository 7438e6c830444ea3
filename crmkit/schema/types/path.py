"""Read the path of a file beside the record, and no path that could lead elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Problem

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNSAFE_PATH = Code("CRM326", "unsafe-path")


def read(text: str, field: Field, context: Context) -> object:
    """The relative path with forward slashes, inside the record's folder."""
    if _inside(text):
        return text
    turned = text.replace("\\", "/").removeprefix("./")
    return Problem(UNSAFE_PATH, suggestion=turned if turned != text and _inside(turned) else "")


def _inside(text: str) -> bool:
    """Whether every part is a plain name: no root, drive, `..`, `.git`, backslash or control character."""
    return text.isprintable() and "\\" not in text and ":" not in text and all(map(_name, text.split("/")))


def _name(part: str) -> bool:
    return bool(part) and part not in (".", "..") and part.casefold() != ".git" and part == part.strip()


TYPE = FieldType(
    "path",
    Label("文件路径", "path of a file"),
    read,
    example="files/offer.pdf",
)
