"""Read `fields.md`: the fields of the profile and of entries into a `Schema`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.document import MappingNode, Node, Scalar, SequenceNode
from crmkit.language import Word
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.status import StatusPolicy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.notes import Answers
from crmkit.policy.reading import (
    TWICE,
    Cursor,
    child,
    flag,
    groups,
    label,
    listed,
    named,
    number,
    once,
    one_of,
    scalars,
    text,
    texts,
)  # fmt: skip
from crmkit.policy.words import Claims, claim, read_choices
from crmkit.schema.classes import classes
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.fields import ALWAYS, GROUP, LIST, PRIVACY, STRUCTURES, Choice, Field, Fields, Schema
from crmkit.schema.names import beside, fold
from crmkit.schema.types import types
from crmkit.schema.types.choice import TYPE as CHOICE
from crmkit.schema.types.percent import TYPE as PERCENT

WITHOUT_CONTENT = Code("CRM912", "field-without-content")
ENGINE_FIELD = Code("CRM913", "engine-field-missing")
NOT_FOR_TYPE = Code("CRM918", "key-not-for-type")

NEVER = "never"
ENGINE_FIELDS = ("id", "name", "type", "status", "owner")
"""What the engine asks of every profile, whatever the pack; the rest is the pack's own."""
BUSINESS = ("business", "individual")
Lists = Mapping[str, tuple[Choice, ...]]


class Around(NamedTuple):
    """What a definition may refer to, and the privacy that it has when it names none."""

    lists: Lists
    statuses: tuple[str, ...]
    types: tuple[str, ...]
    entry: bool = False
    privacy: str = "internal"


def read_fields(c: Cursor, have: Parts) -> Schema:
    """The schema."""
    lists = have.get(Vocabulary).lists
    around = Around(lists, tuple(have.get(StatusPolicy).statuses), _customer_types(c.node, lists))
    profile = _all(c, "profile", around)
    missing = [key for key in ENGINE_FIELDS if key not in {one.key for one in profile}]
    if missing and profile:
        node = c.get("profile") or c.node
        c.report(ENGINE_FIELD, node, keys=", ".join(missing))
    return Schema(Fields(profile), Fields(_all(c, "entry", around._replace(entry=True))))


def _customer_types(root: MappingNode, lists: Lists) -> tuple[str, ...]:
    """Keys of the profile's field `type`, looked at ahead because any field may be for one of them."""
    profile = root.get("profile")
    for item in profile.items if isinstance(profile, SequenceNode) else ():
        key = item.get("key") if isinstance(item, MappingNode) else None
        if isinstance(item, MappingNode) and isinstance(key, Scalar) and key.text == "type":
            return _keys(item.get("choices"), lists) or BUSINESS
    return BUSINESS


def _keys(choices: Node | None, lists: Lists) -> tuple[str, ...]:
    if isinstance(choices, Scalar):
        return tuple(one.key for one in lists.get(choices.text, ()))
    items = choices.items if isinstance(choices, SequenceNode) else ()
    keys = [item.get("key") for item in items if isinstance(item, MappingNode)]
    return tuple(key.text for key in keys if isinstance(key, Scalar) and key.text)


def _all(c: Cursor, key: str, around: Around) -> tuple[Field, ...]:
    """The definitions of a list; names may repeat only in entries, for classes that never meet."""
    claims: dict[EntryClass | None, Claims] = {}
    found = []
    for item in groups(c, key, required=True):
        one = _field(item, around)
        said = len(item.findings)
        for cls in (one.classes or classes().values()) if around.entry else (None,):
            words = claims.setdefault(cls, {})
            if len(item.findings) > said:
                break  # one collision is told once, not once a class
            if words.get(fold(one.key)) == one.key:
                item.report(TWICE, item.get("key") or item.node, key=item.name("key"), text=one.key)
            else:
                claim(item, one.key, one.words, words)
        if one.key:
            found.append(one)
    return tuple(found)


def _field(c: Cursor, around: Around) -> Field:
    key = once(c, "key", set())
    kind = one_of(c, "type", (*types(), *STRUCTURES), "text", required=True)
    privacy = one_of(c, "privacy", PRIVACY, around.privacy)
    of = one_of(c, "of", tuple(types()), "") if kind == LIST else ""
    choices = _choices(c, around.lists) if CHOICE.name in (kind, of) else ()
    inner = around._replace(privacy=privacy, entry=False)
    structured = kind in STRUCTURES and c.get("fields") is not None
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
        classes=tuple(classes()[key] for key in _referring(c, "classes", tuple(classes()))),
        source=c.document.source(c.node.start),
    )


def _content(c: Cursor, kind: str, of: str, fields: Fields) -> None:
    """A group has fields; a list has fields or `of`, and no other type has either."""
    empty = (kind == GROUP and not len(fields)) or (kind == LIST and not of and not len(fields))
    if empty:
        c.report(WITHOUT_CONTENT, c.get("type") or c.node, field=text(c, "key"), type=_called(kind))
    for key in ("fields", "of", "choices"):
        node = c.get(key)
        fits = {"fields": kind in STRUCTURES, "of": kind == LIST, "choices": CHOICE.name in (kind, of)}[key]
        if node is not None and not fits:
            wanted = {"fields": f"{GROUP}, {LIST}", "of": LIST, "choices": CHOICE.name}[key]
            c.report(NOT_FOR_TYPE, node, key=c.name(key), type=_called(kind), fits=wanted)


def _bound(c: Cursor, key: str, kind: str) -> Decimal | None:
    """The lowest or highest value, which only a type that counts can have."""
    node = c.get(key)
    known = types().get(kind)
    if node is None or (known is not None and known.bounds):
        return number(c, key, percent=known is PERCENT)
    fits = ", ".join(one.name for one in types().values() if one.bounds)
    c.report(NOT_FOR_TYPE, node, key=c.name(key), type=_called(kind), fits=fits)
    return None


def _called(kind: str) -> Word:
    """What people call a type or a structure, with the word that is written for it."""
    known = types().get(kind)
    return Word(kind, beside(kind, known.label if known else STRUCTURES[kind]))


def _choices(c: Cursor, lists: Lists) -> tuple[Choice, ...]:
    """Choices written here, or the name of a list of the vocabulary."""
    node = child(c, "choices")
    if not isinstance(node, Scalar):
        return read_choices(c, "choices", required=False) if node is not None else ()
    return lists.get(named(c, "choices", "list"), ())


def _required(c: Cursor, around: Around) -> tuple[str, ...]:
    """`always`, nothing, or the statuses in which the field must be there."""
    node = c.get("required")
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


def _answers(schema: Schema) -> Answers:
    """Fields of the profile, paths into its groups, fields of entries, and the keys of each choice."""
    inner = [(f"{one.key}.{each.key}", each) for one in schema.profile for each in one.fields]
    own = [(one.key, one) for one in schema.profile]
    purpose = schema.entry_fields(CONTACT).find("purpose")
    return {
        "field": [key for key, _ in own],
        "path": [key for key, _ in (*own, *inner)],
        "entry": [one.key for one in schema.entry],
        "purpose": [choice.key for choice in purpose.choices] if purpose else [],
        **{key: [choice.key for choice in one.choices] for key, one in (*own, *inner) if one.choices},
    }


FILE = PolicyFile(
    name="fields.md", of=Schema, read=read_fields, needs=(Vocabulary, StatusPolicy), answers=_answers
)
