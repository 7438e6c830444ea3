"""Bring the front-matter of a known record up to what a row says, touching only what differs."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.diagnostics import Findings, Source
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.edit import add_item, add_mapping, set_value
from crmkit.imports.plan.fresh import errors
from crmkit.imports.plan.gather import NO_NAME, identity
from crmkit.imports.plan.index import written
from crmkit.imports.plan.result import Alteration, Refusal
from crmkit.imports.plan.values import CellValue, same
from crmkit.load import Loaded, load_record
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.fields import LIST, Field, Fields
from crmkit.schema.values import SEALED

Step = str | int


class _Stop(Exception):
    """Carries a refusal out of a chain of edits; never leaves this file."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


class _Update:
    """The document as edited so far, and what was altered in it."""

    def __init__(self, loaded: Loaded, policy: Policy) -> None:
        self.document: Document = loaded.document
        self.policy = policy
        self.alterations: list[Alteration] = []

    def edited(self, after: tuple[Document, Findings], one: CellValue, before: str, text: str) -> None:
        """Go on with the edited document; a refused edit refuses the row."""
        self.document, findings = after
        if findings:
            raise _Stop(Refusal(findings[0], one.target.origin.named()))
        self.alterations.append(Alteration(self.document.path, one.target.path, before, text))


def update(
    loaded: Loaded,
    fields: Sequence[CellValue],
    items: Sequence[Sequence[CellValue]],
    keep: frozenset[str],
    policy: Policy,
) -> tuple[Loaded, list[Alteration]] | list[Refusal]:
    """The record after the row, itself when nothing differs; refused as a whole, with every reason.

    A field that `keep` names, or whose history the record tells in a change entry, keeps what it says.
    """
    settled = keep | _told(loaded, policy.schema.profile)
    work = _Update(loaded, policy)
    refused: list[Refusal] = []
    for one in fields:
        try:
            _one(work, one, settled)
        except _Stop as stop:
            refused.append(stop.refusal)
    for item in items:
        try:
            _item(work, item, settled)
        except _Stop as stop:
            refused.append(stop.refusal)
    if refused:
        return refused
    if work.document is loaded.document:
        return loaded, []
    after = load_record(work.document.path, work.document.render(), policy)
    wrong = errors(after.findings, loaded.findings)
    return [Refusal(one) for one in wrong] if wrong else (after, work.alterations)


def _told(loaded: Loaded, fields: Fields) -> frozenset[str]:
    """The paths of fields that change entries of the record tell of."""
    paths = set()
    events = loaded.customer.events if loaded.customer else ()
    for event in events:
        if event.cls is CHANGE and event.voided_on is None:
            path = read_path(event.say("field"), fields)
            if not isinstance(path, Wrong):
                paths.add(".".join(part.field.key for part in path))
    return frozenset(paths)


def _one(work: _Update, one: CellValue, settled: frozenset[str]) -> None:
    """A field that stands alone or in a group."""
    path, node, fields = _walk(work.document.profile, one.target.fields, work.policy.schema.profile)
    field = one.target.fields[-1]
    there = _says(node)
    if field.type == LIST:
        for text in one.items:
            if not _among(text, node, field, work.policy):
                work.edited(add_item(work.document, path, text, order=fields), one, "", text)
    elif one.spare and there and not same(one.text, there, field, work.policy.context):
        other = NO_NAME.at(Source(""), column="", field=one.target.path, label=one.target.fields[0].label)
        raise _Stop(Refusal(other, one.target.origin.named()))
    elif not _stays(one, there, settled, work.policy):
        work.edited(set_value(work.document, path, one.text, order=fields), one, there, one.text)


def _item(work: _Update, inside: Sequence[CellValue], settled: frozenset[str]) -> None:
    """One item of a list such as the contacts: the one of this name, or a new one behind the others."""
    outer = inside[0].target.fields[0]
    naming = identity(inside)
    assert naming is not None  # rows whose items have no name are refused before
    path, node, order = _walk(work.document.profile, (outer,), work.policy.schema.profile)
    items = node.items if isinstance(node, SequenceNode) else ()
    name_field = naming.target.fields[1]
    index = next(
        (i for i, item in enumerate(items) if _named(item, outer.fields, name_field, naming.text)), None
    )
    if index is None:
        pairs = [(one.target.fields[1].key, one.text) for one in _ordered(inside, outer.fields)]
        work.edited(add_mapping(work.document, path, pairs, order=order), naming, "", naming.text)
        return
    for one in inside:
        item = _item_at(work.document.profile, path, index)
        inner = one.target.fields[1]
        key = written(item, outer.fields, inner.key)
        there = _says(item.get(key))
        if not _stays(one, there, settled, work.policy):
            names = _names(item, outer.fields)
            edited = set_value(work.document, (*path, index, key), one.text, order=names)
            work.edited(edited, one, there, one.text)


def _stays(one: CellValue, there: str, settled: frozenset[str], policy: Policy) -> bool:
    """Whether what the record says is left as it is; a sealed text is never written over."""
    fields = one.target.fields
    if there and (one.target.path in settled or fields[0].key in settled or there.startswith(SEALED)):
        return True
    return bool(there) and same(one.text, there, fields[-1], policy.context)


def _ordered(inside: Sequence[CellValue], fields: Fields) -> list[CellValue]:
    places = {field.key: place for place, field in enumerate(fields)}
    return sorted(inside, key=lambda one: places[one.target.fields[1].key])


def _walk(
    profile: MappingNode, path: tuple[Field, ...], fields: Fields
) -> tuple[tuple[str, ...], Node | None, tuple[str, ...]]:
    """The path in the record's own words, what stands there, and the names of its neighbours in order."""
    steps: list[str] = []
    node: Node | None = profile
    names: tuple[str, ...] = ()
    for field in path:
        here = node if isinstance(node, MappingNode) else None
        names = _names(here, fields) if here is not None else tuple(each.key for each in fields)
        key = written(here, fields, field.key) if here is not None else field.key
        steps.append(key)
        node, fields = (here.get(key) if here is not None else None), field.fields
    return tuple(steps), node, names


def _names(node: MappingNode, fields: Fields) -> tuple[str, ...]:
    return tuple(written(node, fields, field.key) for field in fields)


def _item_at(profile: MappingNode, path: tuple[str, ...], index: int) -> MappingNode:
    found = profile.get(path[0])
    item = found.items[index] if isinstance(found, SequenceNode) else None
    assert isinstance(item, MappingNode)
    return item


def _named(item: Node, fields: Fields, field: Field, text: str) -> bool:
    return isinstance(item, MappingNode) and _says(item.get(written(item, fields, field.key))) == text


def _says(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _among(text: str, node: Node | None, field: Field, policy: Policy) -> bool:
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return any(same(text, _says(item), field, policy.context) for item in items if item is not None)
