"""Read `fields.md`: the fields of the profile and of entries into a `Schema`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.document import MappingNode, Scalar
from crmkit.policy.reading import (
    TWICE,
    Cursor,
    child,
    flag,
    groups,
    known,
    label,
    listed,
    number,
    once,
    one_of,
    scalars,
    text,
    texts,
)  # fmt: skip
from crmkit.policy.vocabulary import CLASSES
from crmkit.policy.words import Claims, claim, read_choices
from crmkit.schema.fields import ALWAYS, GROUP, LIST, PRIVACY, STRUCTURES, Choice, Field, Fields, Schema
from crmkit.schema.names import fold
from crmkit.schema.types import types

WITHOUT_CONTENT = Code("CRM912", "field-without-content")
ENGINE_FIELD = Code("CRM913", "engine-field-missing")
NOT_FOR_TYPE = Code("CRM918", "key-not-for-type")

NEVER = "never"
ENGINE_FIELDS = ("id", "name", "type", "status", "owner")
"""What the engine asks of every profile, whatever the pack; the rest is the pack's own."""
BUSINESS = ("business", "individual")
BOUNDED = ("number", "integer", "money", "percent")
KEYS = (
    "key", "label", "aliases", "type", "of", "fields", "choices", "required", "for", "classes", "privacy",
    "reason", "minimum", "maximum",
)  # fmt: skip
Lists = Mapping[str, tuple[Choice, ...]]


class Around(NamedTuple):
    """What a definition may refer to, and the privacy that it has when it names none."""

    lists: Lists
    statuses: tuple[str, ...]
    types: tuple[str, ...]
    entry: bool = False
    privacy: str = "internal"


def read_fields(c: Cursor, lists: Lists, statuses: tuple[str, ...]) -> Schema:
    """The schema; `lists` are the vocabulary's, `statuses` the keys of `status.md`."""
    known(c, "format", "profile", "entry")
    around = Around(lists, statuses, _customer_types(c, lists))
    profile = _all(c, "profile", around)
    missing = [key for key in ENGINE_FIELDS if key not in {one.key for one in profile}]
    if missing and profile:
        node = c.node.get("profile") or c.node
        c.report(ENGINE_FIELD, node, keys=", ".join(missing))
    return Schema(Fields(profile), Fields(_all(c, "entry", around._replace(entry=True))))


def _customer_types(c: Cursor, lists: Lists) -> tuple[str, ...]:
    """Keys of the profile's field `type`, read ahead because any field may be for one of them."""
    for item in groups(Cursor(c.document, c.node, c.path), "profile"):
        if text(item, "key") == "type":
            return tuple(one.key for one in _choices(item, lists)) or BUSINESS
    return BUSINESS


def _all(c: Cursor, key: str, around: Around) -> tuple[Field, ...]:
    """The definitions of a list; names may repeat only in entries, for classes that never meet."""
    claims: dict[str, Claims] = {}
    found = []
    for item in groups(c, key, required=True):
        one = _field(item, around)
        said = len(item.findings)
        for cls in (one.classes or CLASSES) if around.entry else ("",):
            words = claims.setdefault(cls, {})
            if len(item.findings) > said:
                break  # one collision is told once, not once a class
            if words.get(fold(one.key)) == one.key:
                item.report(TWICE, item.node.get("key") or item.node, key=item.name("key"), text=one.key)
            else:
                claim(item, one.key, one.words, words)
        if one.key:
            found.append(one)
    return tuple(found)


def _field(c: Cursor, around: Around) -> Field:
    known(c, *KEYS)
    key = once(c, "key", set())
    kind = one_of(c, "type", (*types(), *STRUCTURES), "text", required=True)
    privacy = one_of(c, "privacy", PRIVACY, around.privacy)
    of = one_of(c, "of", tuple(types()), "") if kind == LIST else ""
    choices = _choices(c, around.lists) if "choice" in (kind, of) else ()
    inner = around._replace(privacy=privacy, entry=False)
    structured = kind in STRUCTURES and c.node.get("fields") is not None
    fields = Fields(_all(c, "fields", inner)) if structured else Fields()
    _content(c, kind, of, fields)
    return Field(
        key=key,
        label=label(c, fallback=key),
        type=kind,
        aliases=texts(c, "aliases"),
        of=of,
        fields=fields,
        choices=choices,
        required=_required(c, around),
        for_types=_referring(c, "for", around.types),
        privacy=privacy,
        reason=flag(c, "reason"),
        minimum=_bound(c, "minimum", kind),
        maximum=_bound(c, "maximum", kind),
        classes=_referring(c, "classes", CLASSES),
        source=c.document.source(c.node.start),
    )


def _content(c: Cursor, kind: str, of: str, fields: Fields) -> None:
    """A group has fields; a list has fields or `of`, and no other type has either."""
    empty = (kind == GROUP and not len(fields)) or (kind == LIST and not of and not len(fields))
    if empty:
        c.report(WITHOUT_CONTENT, c.node.get("type") or c.node, field=text(c, "key"), type=kind)
    for key in ("fields", "of", "choices"):
        node = c.node.get(key)
        fits = {"fields": kind in STRUCTURES, "of": kind == LIST, "choices": "choice" in (kind, of)}[key]
        if node is not None and not fits:
            wanted = {"fields": "group, list", "of": LIST, "choices": "choice"}[key]
            c.report(NOT_FOR_TYPE, node, key=c.name(key), type=kind, fits=wanted)


def _bound(c: Cursor, key: str, kind: str) -> Decimal | None:
    """The lowest or highest value, which only a type that counts can have."""
    node = c.node.get(key)
    if node is None or kind in BOUNDED:
        return number(c, key, percent=kind == "percent")
    c.report(NOT_FOR_TYPE, node, key=c.name(key), type=kind, fits=", ".join(BOUNDED))
    return None


def _choices(c: Cursor, lists: Lists) -> tuple[Choice, ...]:
    """Choices written here, or the name of a list of the vocabulary."""
    node = child(c, "choices")
    if not isinstance(node, Scalar):
        return read_choices(c, "choices", required=False) if node is not None else ()
    return lists[node.text] if listed(c, node, tuple(lists), c.name("choices")) else ()


def _required(c: Cursor, around: Around) -> tuple[str, ...]:
    """`always`, nothing, or the statuses in which the field must be there."""
    node = c.node.get("required")
    if isinstance(node, MappingNode) or node is None:
        scalars(c, "required")
        return ()
    nodes = scalars(c, "required")
    if [one.text for one in nodes] in ([ALWAYS], [NEVER]):
        return () if nodes[0].text == NEVER else (ALWAYS,)
    words = (ALWAYS, NEVER) if around.entry else (*around.statuses, ALWAYS, NEVER)
    return tuple(one.text for one in nodes if listed(c, one, words, c.name("required")))


def _referring(c: Cursor, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.text for one in scalars(c, key) if listed(c, one, words, c.name(key)))
