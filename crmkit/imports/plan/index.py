"""Find the record that a row is about: by the key of the other system, by number, by the orders it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from crmkit.document import Document, MappingNode, Scalar, read
from crmkit.load import Absent
from crmkit.policy import Policy
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.fields import Fields


class RecordKeys(NamedTuple):
    """What one pass over a record remembers: its numbers, and class and id of each entry that has one."""

    path: str
    id: str
    external: str
    entries: tuple[tuple[EntryClass, str], ...]


class Index:
    """The records of a book by what rows can name them with; `numbers` are those in use.

    `kept_back` are further ones that no new customer gets.
    """

    def __init__(self, records: Iterable[RecordKeys]) -> None:
        self.by_id: dict[str, list[str]] = {}
        self.by_external: dict[str, list[str]] = {}
        self.by_entry: dict[tuple[EntryClass, str], str] = {}
        self.numbers: set[str] = set()
        self.kept_back: frozenset[str] = frozenset()
        for record in records:
            self.numbers |= {record.id, PurePosixPath(record.path).stem}
            self.by_id.setdefault(record.id, []).append(record.path)
            if record.external:
                self.by_external.setdefault(record.external, []).append(record.path)
            for entry in record.entries:
                self.by_entry.setdefault(entry, record.path)

    def find(self, kept_in: str, key: str) -> list[str]:
        """The paths of the records with a key."""
        return (self.by_id if kept_in == "id" else self.by_external).get(key, [])


def known_in(paths: Sequence[str], shared: Any) -> list[RecordKeys]:
    """What the records of some paths are known by; `shared` is the snapshot and the policy."""
    snapshot, policy = shared
    found = []
    for path in paths:
        data = snapshot[path]
        if not isinstance(data, Absent):
            document, _ = read(path, data)
            found.append(_known(path, document, policy))
    return found


def _known(path: str, document: Document, policy: Policy) -> RecordKeys:
    fields, entry_fields = policy.schema.profile, policy.schema.entry
    entries = []
    for entry in document.entries:
        kind = policy.vocabulary.kind(entry.kind)
        for field in entry.fields if kind else ():
            step = entry_fields.step(field.key)
            if kind and step and step.field.key == "id" and field.value:
                entries.append((kind.cls, field.value))
    number = _said(document.profile, fields, "id") or PurePosixPath(path).stem
    return RecordKeys(path, number, _said(document.profile, fields, "external"), tuple(entries))


def _said(node: MappingNode, fields: Fields, key: str) -> str:
    value = node.get(written(node, fields, key))
    return value.text if isinstance(value, Scalar) else ""


def written(node: MappingNode, fields: Fields, key: str) -> str:
    """The name that a record uses for a field: its key, a label or another word; the key when it has none."""
    for item in node.items:
        step = fields.step(item.key.text)
        if step is not None and step.field.key == key:
            return item.key.text
    return key
