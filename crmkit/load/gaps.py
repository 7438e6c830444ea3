"""Say which fields a review points out as missing, and which of them the profile still lacks (C2, C4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.language import Label
from crmkit.model import Event, Group
from crmkit.schema.fields import Fields
from crmkit.schema.values import Value


class Gap(NamedTuple):
    """A field that is not filled: its path, and how it is called."""

    path: str
    label: Label


def canonical(path: str, fields: Fields) -> str:
    """The path by keys, so that a field is one field in either language."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    if field is None:
        return path
    return f"{field.key}.{canonical(inner, field.fields)}" if dot else field.key


def pointed_out(event: Event) -> tuple[str, ...]:
    """The fields that an entry names as missing, as written."""
    said = event.get("missing")
    items = said if isinstance(said, tuple) else ()
    return tuple(item.data for item in items if isinstance(item, Value) and isinstance(item.data, str))


def known(path: str, fields: Fields) -> bool:
    """Whether a path such as `address` or `联系人.电话` names a field."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    return field is not None and (not dot or known(inner, field.fields))


def label_of(path: str, fields: Fields) -> Label:
    """What people call the field at a path; the path itself where it is none."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    if field is None:
        return Label(path, path)
    rest = label_of(inner, field.fields) if dot else None
    return Label(*(f"{a}·{b}" for a, b in zip(field.label, rest, strict=True))) if rest else field.label


def filled(path: str, group: Group, fields: Fields) -> bool:
    """Whether the profile says it, in every group of a list; what nobody knows only a check can call fine."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    data = group[field.key].data if field is not None and field.key in group else ()
    if field is None or data in ((), {}):
        return False
    if not dot:
        return True
    items = [item.data for item in data if isinstance(item, Value)] if isinstance(data, tuple) else [data]
    groups = [item for item in items if isinstance(item, Mapping) and "left" not in item]
    return bool(groups) and all(filled(inner, item, field.fields) for item in groups)
