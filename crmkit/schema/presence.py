"""Ask which fields a customer of a type and status should have and has not, or has and should not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from crmkit.diagnostics import Code, Findings, Severity
from crmkit.document import Document, MappingNode, Node
from crmkit.language import Label, joined, same
from crmkit.schema.fields import ALWAYS, Field, Fields, named
from crmkit.schema.values import Value

MISSING_FIELD = Code("CRM303", "missing-field", Severity.WARNING)
INCOMPLETE = Code("CRM304", "incomplete", Severity.NOTICE)
TYPE = "type"
FIELD_OF_OTHER_TYPE = Code("CRM305", "field-of-other-type", Severity.WARNING)


class Missing(NamedTuple):
    """A required field that is not there: its path such as `contacts[0].name`, and the node it belongs in."""

    field: Field
    path: str
    node: Node | None


def wanted(fields: Fields, type: str, status: str) -> tuple[Field, ...]:
    """The fields required of a customer; type and status are keys, empty when unknown."""
    asked = fields.required.get(status) or fields.required[ALWAYS]
    return tuple([one for one in asked if _for(one, type)])


def missing(
    values: Mapping[str, Value],
    fields: Fields,
    type: str,
    status: str,
    node: Node | None = None,
    path: str = "",
) -> tuple[Missing, ...]:
    """What is required and not written; a value that is written but wrong counts as written."""
    found = [
        Missing(one, path + one.key, node)
        for one in wanted(fields, type, status)
        if one.key not in values or values[one.key].data in ((), {})
    ]
    for one in fields.nested:
        if one.key not in values or not _for(one, type):
            continue
        data = values[one.key].data
        inside = (values[one.key],) if isinstance(data, dict) else data if isinstance(data, tuple) else ()
        for index, item in enumerate(inside):
            step = one.key if isinstance(data, dict) else f"{one.key}[{index}]"
            if isinstance(item.data, dict):
                found += missing(item.data, one.fields, type, status, item.node, f"{path}{step}.")
    return tuple(found)


def check_presence(
    values: Mapping[str, Value],
    lacks: tuple[Missing, ...],
    fields: Fields,
    type: str,
    called: Label,
    document: Document,
) -> Findings:
    """Findings for missing fields, at the node they belong in, and for fields of the other type.

    `called` is what people call the customer's status.
    """
    found = []
    for lack in lacks:
        code = MISSING_FIELD if ALWAYS in lack.field.required else INCOMPLETE
        start = lack.node.start if lack.node is not None else document.profile.start
        place = document.source(start)
        found.append(code.at(place, field=lack.path, label=lack.field.label, status=called))
    for one in fields:
        if one.for_types and one.key in values and not _for(one, type):
            place = document.source(_key_place(document.profile, values[one.key].node))
            found.append(FIELD_OF_OTHER_TYPE.at(place, **named(one), **_types(fields, one.for_types, type)))
    return tuple(found)


def _types(fields: Fields, wanted: tuple[str, ...], type: str) -> dict[str, Any]:
    """The customer's type and those that a field is for, in the words of the field that says it."""
    said = fields.find(TYPE)
    labels = {choice.key: choice.label for choice in said.choices} if said else {}
    types = joined(labels.get(key, same(key)) for key in wanted)
    return {"types": types, "type": labels.get(type, same(type))}


def _for(one: Field, type: str) -> bool:
    return not one.for_types or not type or type in one.for_types


def _key_place(profile: MappingNode, node: Node) -> int:
    """Where the key of a value stands."""
    return next((key.start for key, value in profile.items if value is node), node.start)
