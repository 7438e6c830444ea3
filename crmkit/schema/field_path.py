"""Read a path to a field, such as `contacts[李雷].phone` or `联系人.李雷.电话`, by the fields' names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from crmkit.schema.fields import LIST, Field, Fields

_SIGN = re.compile(r"[.\[\]]")
_ITEM = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?=\.|$)")


class Part(NamedTuple):
    """A field on the way, and which item of it is meant when it is a list; empty for none."""

    field: Field
    item: str = ""


class Fault(Enum):
    """Why a text is no path."""

    SHAPE = "shape"
    UNKNOWN = "unknown"
    FLAT = "flat"
    NO_LIST = "no list"


class Wrong(NamedTuple):
    """A text that is no path: why, at which word, and the fields among which it was sought."""

    fault: Fault
    word: str
    among: Fields


FieldPath = tuple[Part, ...]


def read_path(text: str, fields: Fields) -> FieldPath | Wrong:
    """The parts of `FIELD`, `FIELD[ITEM].FIELD` or `FIELD.ITEM.FIELD`, never empty, or what is wrong with it.

    Names are keys, labels or aliases. Without brackets an item must hold no dot and be called like no field.
    """
    segments = _segments(text)
    if segments is None:
        return Wrong(Fault.SHAPE, text, fields)
    parts: list[Part] = []
    among: Fields | None = fields
    while segments:
        name, item = segments.pop(0)
        field = among.find(name) if among else None
        if field is None:
            if parts and not among:
                return Wrong(Fault.FLAT, parts[-1].field.key, fields)
            return Wrong(Fault.UNKNOWN, name, among or fields)
        if item and field.type != LIST:
            return Wrong(Fault.NO_LIST, name, fields)
        if not item and segments and field.type == LIST and _is_item(field, segments):
            item = segments.pop(0)[0]
        parts.append(Part(field, item))
        among = field.fields
    return tuple(parts)


def _is_item(field: Field, segments: Sequence[tuple[str, str]]) -> bool:
    """Whether the next word names an item of the list and no field of its items."""
    name, item = segments[0]
    inner = field.fields.find(name)
    return not item and (inner is None or (len(segments) > 1 and not inner.fields.all))


def _segments(text: str) -> list[tuple[str, str]] | None:
    """Names with their items in brackets, parted by dots; None when it is not built so."""
    found, position = [], 0
    while True:
        sign = _SIGN.search(text, position)
        end = sign.start() if sign else len(text)
        name, item = text[position:end].strip(), ""
        if not name:
            return None
        if text[end : end + 1] == "[":
            match = _ITEM.match(text, end)
            if match is None or not match[1].strip():
                return None
            item, end = match[1], match.end()
        found.append((name, item))
        if end == len(text):
            return found
        if text[end] != ".":
            return None
        position = end + 1


def said(path: Sequence[tuple[str, str]]) -> str:
    """The path of names and items as text that reads back as the same."""
    return ".".join(f"{name}[{item}]" if item else name for name, item in path)
