"""Which files does a record link to: attachments, signed forms, what an entry shows (A10)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.model import Customer, Group
from crmkit.policy import Policy
from crmkit.schema.fields import Fields
from crmkit.schema.types.path import TYPE as PATH


class Linked(NamedTuple):
    """A file, its path from the root of the repository, and the line that links to it."""

    path: str
    said: str
    line: int


def read(customer: Customer, policy: Policy) -> tuple[Linked, ...]:
    """Every file named in a field of type path; paths are relative to the record's folder."""
    profile, fields = customer.profile, policy.schema.profile
    found = [
        (said, customer.line(key))
        for key in profile
        if key in fields.linking
        for said in _paths({key: profile[key]}, fields)
    ]
    for event in customer.events:
        fields = policy.schema.entry_fields(event.cls)
        if event.voided_on is None and not fields.linking.keys().isdisjoint(event.fields):
            found += [(said, event.line) for said in _paths(event.fields, fields)]
    if not found:
        return ()
    folder = PurePosixPath(customer.path).parent
    return tuple(Linked((folder / said).as_posix(), said, line) for said, line in found)


def _paths(group: Group, fields: Fields) -> Iterator[str]:
    for key, value in group.items():
        field = fields.linking.get(key)
        if field is None:
            continue
        inside = value.data if type(value.data) is tuple else (value,)
        for item in inside:
            if field.text_type is PATH and isinstance(item.data, str):
                yield item.data
            elif isinstance(item.data, dict):
                yield from _paths(item.data, field.fields)


FILES: Extract[tuple[Linked, ...]] = Extract("files", read)
QUESTION = Question(FILES)
