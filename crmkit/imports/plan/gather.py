"""Put the rows of one customer together: what all of them say, and each contact or other item of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.imports import Row
from crmkit.imports.plan.cell import IDENTITY, NOWHERE
from crmkit.imports.plan.mapping import ImportMap
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.target import Target
from crmkit.imports.plan.values import CellValue, RowValues, same
from crmkit.language import Label
from crmkit.policy import Policy
from crmkit.schema.fields import ALWAYS, LIST
from crmkit.schema.presence import MISSING_FIELD

ROW_TWICE = Code("CRM706", "row-twice")
NO_NAME = Code("CRM741", "contact-without-name")
TO_SWITCHBOARD = Code("CRM742", "phone-without-name-kept", Severity.NOTICE)

CONTACTS, PHONE = "contacts", "phone"


@dataclass(slots=True)
class CustomerRows:
    """What the rows of one customer say: fields, and the items of lists, each with what it says.

    `rows` are those that it is made of, the first one leading.
    """

    key: str
    rows: list[Row] = field(default_factory=list)
    fields: list[CellValue] = field(default_factory=list)
    items: list[list[CellValue]] = field(default_factory=list)

    def add(self, row: Row, said: Sequence[CellValue], column: str, policy: Policy) -> Refusal | None:
        """Take one more row; refused when it says something else than an earlier one."""
        fields, items = parted(said)
        by_path = {one.target.path: one for one in self.fields}
        for one in fields:
            there = by_path.get(one.target.path)
            if there is not None and not _agree(one, there, policy):
                return self._twice(row, one, column)
        together = [list(item) for item in self.items]
        for item in items:
            other = _united(together, item, policy)
            if other is not None:
                return self._twice(row, other, column)
        self.rows.append(row)
        self.items = together
        self.fields += [one for one in fields if one.target.path not in by_path]
        self._more_items_of_lists(fields, by_path)
        return None

    def _more_items_of_lists(self, fields: Iterable[CellValue], by_path: dict[str, CellValue]) -> None:
        """Tags and the like of a later row join those of the first."""
        for one in fields:
            there = by_path.get(one.target.path)
            if there is not None and one.target.fields[-1].type == LIST:
                both = tuple(dict.fromkeys((*there.items, *one.items)))
                self.fields[self.fields.index(there)] = there._replace(items=both)

    def _twice(self, row: Row, one: CellValue, column: str) -> Refusal:
        first = self.rows[0] if self.rows else row
        return Refusal(row_twice(self.key, first.line, one), column)


def _united(items: list[list[CellValue]], item: Sequence[CellValue], policy: Policy) -> CellValue | None:
    """Add an item to those of the same lists; what says otherwise than the one of its name instead."""
    name = identity(item)
    for old in items:
        other = identity(old)
        if name and other and (name.target.path, name.text) == (other.target.path, other.text):
            by = {one.target.path: one for one in old}
            for one in item:
                there = by.get(one.target.path)
                if there is None:
                    old.append(one)
                elif not same(one.text, there.text, one.target.fields[-1], policy.context):
                    return one
            return None
    items.append(list(item))
    return None


def row_twice(key: str, first: int, one: CellValue | None = None, *, lines: str = "") -> Diagnostic:
    """That a key stood in an earlier line already; the field that says otherwise, or what lines could be."""
    path = one.target.path if one is not None else ""
    label = one.target.fields[-1].label if one is not None else Label("", "")
    return ROW_TWICE.at(NOWHERE, key=key, first=first, field=path, label=label, lines=lines)


def _agree(one: CellValue, there: CellValue, policy: Policy) -> bool:
    field = one.target.fields[-1]
    return field.type == LIST or same(one.text, there.text, field, policy.context)


def parted(said: Iterable[CellValue]) -> tuple[list[CellValue], list[list[CellValue]]]:
    """Fields, and the items of lists by what the map numbers together."""
    fields: list[CellValue] = []
    items: dict[tuple[str, str], list[CellValue]] = {}
    for one in said:
        if one.target.list:
            items.setdefault((one.target.list, one.target.item), []).append(one)
        else:
            fields.append(one)
    return fields, list(items.values())


def identity(item: Sequence[CellValue]) -> CellValue | None:
    """What tells an item from the others of its list."""
    by_key = {one.target.fields[1].key: one for one in item}
    return next((by_key[key] for key in IDENTITY if key in by_key), None)


def named(read: RowValues, mapping: ImportMap, policy: Policy) -> None:
    """Refuse an item without its name; the phone of a contact without one goes to the customer itself.

    Only where nothing else says the customer's phone and nothing else of the contact would be lost.
    """
    _, items = parted(read.said)
    for item in items:
        if identity(item) is not None:
            continue
        spare = _spare(item, read, mapping, policy)
        if spare is not None:
            read.said[read.said.index(item[0])] = spare
            read.told.append((item[0].target.origin.named(), TO_SWITCHBOARD.at(NOWHERE, text=spare.text)))
            continue
        read.wrong.append(Refusal(_nameless(item, mapping), item[0].target.origin.named()))


def _spare(
    item: Sequence[CellValue], read: RowValues, mapping: ImportMap, policy: Policy
) -> CellValue | None:
    phone = policy.schema.profile.find(PHONE)
    target = item[0].target
    if len(item) != 1 or (target.list, target.fields[1].key) != (CONTACTS, PHONE) or phone is None:
        return None
    said = {one.target.path: one.text for one in (*_constants(mapping), *read.said)}
    kind = policy.schema.profile.find("type")
    type = kind.names.find(said.get("type", "")) if kind is not None else None
    if phone.key in said or (phone.for_types and type not in phone.for_types):
        return None
    return CellValue(Target((phone,), target.origin, target.place), item[0].text, item[0].items, spare=True)


def lacking(read: RowValues, mapping: ImportMap, policy: Policy) -> list[Refusal]:
    """What a refused row of a new customer lacks besides, so that nothing is left for the next try."""
    if not any(target.path == "name" for target in mapping.customers):
        return []  # it is about known customers only
    columns = {one.column for one in read.wrong}
    outer = {one.target.fields[0].key for one in read.said} | {one.fields[0].key for one in mapping.defaults}
    found = []
    for asked in policy.schema.profile:
        if ALWAYS not in asked.required or asked.key in outer or asked.key == "id" or asked.for_types:
            continue
        column = next((t.origin.named() for t in mapping.customers if t.path == asked.key), "")
        if not column or column not in columns:
            lack = MISSING_FIELD.at(NOWHERE, field=asked.key, label=asked.label, status="")
            found.append(Refusal(lack, column))
    return found


def _constants(mapping: ImportMap) -> list[CellValue]:
    return [CellValue(target, target.origin.say({})) for target in mapping.defaults]


def _nameless(item: Sequence[CellValue], mapping: ImportMap) -> Diagnostic:
    target = item[0].target
    naming = [
        one.origin.written
        for one in mapping.customers
        if (one.list, one.item) == (target.list, target.item) and one.fields[1].key in IDENTITY
    ]
    return NO_NAME.at(NOWHERE, column=", ".join(naming), field=target.path, label=target.fields[0].label)
