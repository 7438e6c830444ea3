"""Make a JSON Schema of the front-matter, for editors that complete and underline as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmkit.schema.field_type import Context
from crmkit.schema.fields import ALWAYS, GROUP, LIST, STRUCTURES, Field, Fields, Schema
from crmkit.schema.names import Names
from crmkit.schema.types import types
from crmkit.schema.values import SEALED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANYTHING_WRITTEN = ["string", "number", "boolean", "null"]
"""An editor's YAML reads 160000 as a number and an empty value as null; both are text to crmkit."""


def json_schema(schema: Schema, context: Context, language: str = "zh") -> dict[str, Any]:
    """JSON Schema 2020-12 of a record's front-matter; unknown keys pass, since `check` says them better."""
    return {
        "$schema": DIALECT,
        "title": "crmkit record",
        "type": "object",
        **_object(schema.profile, context, language),
    }


def _object(fields: Fields, context: Context, language: str) -> dict[str, Any]:
    """Properties under every name of a field; required ones are wanted under one name of them."""
    properties: dict[str, Any] = {}
    for one in fields:
        described = _described(one, context, language)
        for word in one.words:
            if word:
                properties.setdefault(word, described)
    must = [one for one in fields if ALWAYS in one.required and not one.for_types]
    words = [dict.fromkeys(filter(None, one.words)) for one in must]
    named = [{"anyOf": [{"required": [word]} for word in names]} for names in words]
    return {"properties": properties} | ({"allOf": named} if named else {})


def _described(one: Field, context: Context, language: str) -> dict[str, Any]:
    other = one.label.said("zh" if language == "en" else "en")
    return {"title": one.label.said(language), "description": other, **_shape(one, context, language)}


def _shape(one: Field, context: Context, language: str) -> dict[str, Any]:
    if one.type == GROUP:
        return {"type": "object", **_object(one.fields, context, language)}
    if one.type != LIST:
        return _scalar(one, one.type, context)
    if one.fields:
        return {"type": "array", "items": {"type": "object", **_object(one.fields, context, language)}}
    item = _scalar(one, one.of, context)
    return {"anyOf": [{"type": "array", "items": item}, item]}


def _scalar(one: Field, name: str, context: Context) -> dict[str, Any]:
    """The text of a type, or its words; a hidden field may also be sealed."""
    words = _words(one, name, context)
    if words:
        shape: dict[str, Any] = {"enum": words}
    else:
        known = types().get(name)
        shape = {**(known.json_schema if known and name not in STRUCTURES else {}), "type": ANYTHING_WRITTEN}
        if "enum" in shape:
            del shape["type"]
    return {"anyOf": [shape, {"type": "string", "pattern": f"^{SEALED}"}]} if one.hidden else shape


def _words(one: Field, name: str, context: Context) -> list[str]:
    """Every word of a closed list; tags are open where patterns take further ones."""
    lists: Mapping[str, Names] = {
        "choice": one.names, "status": context.statuses, "tier": context.tiers,
        "person": context.people, "kind": context.kinds,
        "tag": Names() if context.tag_patterns else context.tags,
    }  # fmt: skip
    return list(dict.fromkeys(word for word, _ in lists.get(name, Names()).pairs if word))
