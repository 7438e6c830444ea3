"""Change a field of the profile that is named by its path, in the words that the record is spelled with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.document.identity import rank
from crmkit.edit.items import set_items
from crmkit.edit.lists import add_item, add_mapping, remove_item
from crmkit.edit.outcome import ALREADY, NO_PLACE, Edited, shown
from crmkit.edit.place import called, said
from crmkit.edit.spelling import Spelling
from crmkit.edit.value import remove_value, set_value
from crmkit.schema.field_path import FieldPath
from crmkit.schema.field_path import said as joined
from crmkit.schema.fields import ALWAYS, LIST, Field, Fields
from crmkit.schema.read import BETWEEN

NAMESAKE = Code("CRM260", "item-already-there")

ADD, TAKE, PUT = "+=", "-=", "="


class Change(NamedTuple):
    """What is asked: a path, a sign, a value. `inside` are fields of a group that is added, with theirs."""

    path: FieldPath
    sign: str
    value: str
    inside: tuple[tuple[Field, str], ...] = ()

    @property
    def field(self) -> Field:
        """The field that the path ends in."""
        return self.path[-1].field


def changed(document: Document, change: Change, spelling: Spelling, fields: Fields) -> Edited:
    """The document after the change, or the same one and why not; `fields` are the profile's.

    `PUT` of an empty value removes what stands there. A list of texts is parted at commas and the like.
    """
    path, order, reached = _written(document, change.path, spelling, fields)
    if not reached:
        return document, (NO_PLACE.at(document.source(document.profile.start), path=said(path)),)
    field, value = change.field, change.value
    if change.sign == PUT and not value:
        return remove_value(document, path)
    if field.type != LIST or change.path[-1].item:
        return set_value(document, path, value, order=order)
    if field.fields.all:
        if change.sign == TAKE:
            return remove_item(document, path, value)
        return _with_group(document, path, change, spelling, order)
    return _texts(document, path, change.sign, items_of(value), order)


def items_of(value: str) -> list[str]:
    """The texts of a list that is said on one line."""
    return [item for item in BETWEEN.split(value) if item]


def _texts(
    document: Document, path: Sequence[str | int], sign: str, items: list[str], order: Sequence[str]
) -> Edited:
    """A list of texts set, or changed item by item; a text alone in its place is first read as a list."""
    there = node_at(document, path)
    if sign == PUT:
        return set_items(document, path, items, order=order)
    if isinstance(there, Scalar) and there.text:
        old = items_of(there.text)
        left = [item for item in old if item not in items]
        if sign == ADD:
            return set_items(document, path, [*old, *(item for item in items if item not in old)])
        if len(left) < len(old):
            return set_items(document, path, left) if left else remove_value(document, path)
    after, notes = document, list[Diagnostic]()
    for item in items:
        adds = sign == ADD
        after, found = add_item(after, path, item, order=order) if adds else remove_item(after, path, item)
        notes += found
        if any(finding.severity is Severity.ERROR for finding in found):
            return document, found
    return after, tuple(notes)


def _with_group(
    document: Document, path: Sequence[str | int], change: Change, spelling: Spelling, order: Sequence[str]
) -> Edited:
    """One more group in a list, named by the key that identifies it and has no other value."""
    outer = tuple(part.field for part in change.path)
    given = dict((field.key, value) for field, value in change.inside)
    naming = naming_field(change.field, given)
    if naming is not None:
        given.setdefault(naming.key, change.value)
    there = node_at(document, path)
    if isinstance(there, SequenceNode) and called(there, change.value):
        code = NAMESAKE if change.inside else ALREADY
        return document, (code.at(document.source(there.start), path=said(path), text=shown(change.value)),)
    inner = [field for field in change.field.fields if field.key in given]
    pairs = [(spelling.key((*outer, field)), given[field.key]) for field in inner]
    return add_mapping(document, path, pairs, order=order)


def naming_field(outer: Field, given: Sequence[str] | dict[str, str] = ()) -> Field | None:
    """The field by which an item of a list of groups is called: one always asked for comes before an id."""
    known = [(field, rank(field.key)) for field in outer.fields]
    named = [(field, place) for field, place in known if place is not None and field.key not in given]
    best = min(named, key=lambda pair: (ALWAYS not in pair[0].required, pair[1]), default=None)
    return best[0] if best else next(iter(outer.fields), None)


def _written(
    document: Document, path: FieldPath, spelling: Spelling, fields: Fields
) -> tuple[tuple[str | int, ...], list[str], bool]:
    """The path in the document's own words, those of the fields where the first new key would stand, and
    whether every list that an item is sought in is there.
    """
    steps: list[str | int] = []
    order: list[str] = []
    node: Node | None = document.profile
    for depth, part in enumerate(path):
        outer = tuple(each.field for each in path[:depth])
        word = spelling.key((*outer, part.field))
        if isinstance(node, MappingNode):
            named = [(fields.find(item.key.text), item.key.text) for item in reversed(node.items)]
            words = {field.key: written for field, written in named if field is not None}
            order = [words.get(each.key) or spelling.key((*outer, each)) for each in fields]
            word = words.get(part.field.key, word)
            node = node.get(word)
        else:
            node = None
        steps.append(word)
        if part.item:
            steps.append(part.item)
            if not isinstance(node, SequenceNode):
                return tuple(steps), order, False
            found = called(node, part.item)
            node = node.items[found[0]] if found else None
        fields = part.field.fields
    return tuple(steps), order, True


def node_at(document: Document, path: Sequence[str | int]) -> Node | None:
    """What stands at a path of keys and items, None for nothing."""
    node: Node | None = document.profile
    for step in path:
        if isinstance(node, MappingNode):
            node = node.get(str(step))
        elif isinstance(node, SequenceNode):
            found = called(node, step)
            node = node.items[found[0]] if len(found) == 1 else None
        else:
            return None
    return node


def standing(document: Document, path: FieldPath, spelling: Spelling, fields: Fields) -> Node | None:
    """What stands at a path of fields now, None for nothing."""
    return node_at(document, _written(document, path, spelling, fields)[0])


def spelled(document: Document, path: FieldPath, spelling: Spelling, fields: Fields) -> str:
    """The path as text in the document's own words, such as `联系人[李雷].职务`."""
    steps = iter(_written(document, path, spelling, fields)[0])
    pairs = []
    for part in path:
        pairs.append((str(next(steps, part.field.key)), part.item))
        if part.item:
            next(steps, None)
    return joined(pairs)


def text_of(node: Node | None, field: Field) -> str:
    """What stands in a place as one text: a list's items, the first field of a group; empty for nothing."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return "、".join(item.text for item in node.items if isinstance(item, Scalar))
    for key, value in node.items if isinstance(node, MappingNode) else ():
        first = next(iter(field.fields), None)
        if first is not None and field.fields.find(key.text) is first:
            return text_of(value, first)
    return ""
