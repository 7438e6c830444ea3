"""Make a JSON Schema of the front-matter, for editors that complete and underline as one types."""

from __future__ import annotations

from typing import Any

from crmkit.schema.field_type import Context
from crmkit.schema.fields import ALWAYS, GROUP, LIST, Field, Fields, Schema
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
        return _scalar(one, context)
    if one.fields:
        return {"type": "array", "items": {"type": "object", **_object(one.fields, context, language)}}
    item = _scalar(one, context)
    return {"anyOf": [{"type": "array", "items": item}, item]}


def _scalar(one: Field, context: Context) -> dict[str, Any]:
    """The text of a type, or its words; a hidden field may also be sealed."""
    words = _words(one, context)
    if words:
        shape: dict[str, Any] = {"enum": words}
    else:
        shape = {**one.text_type.json_schema, "type": ANYTHING_WRITTEN}
        if "enum" in shape:
            del shape["type"]
    return {"anyOf": [shape, {"type": "string", "pattern": f"^{SEALED}"}]} if one.hidden else shape


def _words(one: Field, context: Context) -> list[str]:
    """Every word of a closed list."""
    words = one.text_type.words
    return list(dict.fromkeys(word for word, _ in words(one, context).pairs if word)) if words else []
