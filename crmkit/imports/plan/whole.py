"""Decide about every row of customers and orders what it changes in the book."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from crmkit.diagnostics import Code, Source
from crmkit.edit.outcome import UNSOUND
from crmkit.imports import Row, Sheet
from crmkit.imports.plan.fresh import new_record
from crmkit.imports.plan.index import Index
from crmkit.imports.plan.mapping import ImportMap
from crmkit.imports.plan.orders import Order, differs, read_order, with_orders
from crmkit.imports.plan.profile import update
from crmkit.imports.plan.result import Change, Plan, Refusal
from crmkit.imports.plan.values import Said, values
from crmkit.load import RECORDS, Absent, Loaded, Snapshot, absence, load_record
from crmkit.policy import Policy
from crmkit.schema.types.reference import WRONG_REFERENCE

OTHER_WIDTH = Code("CRM704", "row-of-other-width")
NO_KEY = Code("CRM705", "row-without-key")
ROW_TWICE = Code("CRM706", "row-twice")
NO_CUSTOMER = Code("CRM707", "order-without-customer")
ELSEWHERE = Code("CRM709", "order-elsewhere")
KEY_TWICE = Code("CRM710", "key-in-two-records")

NOWHERE = Source("")


class _Numbers:
    """New customer numbers, one behind the other, without looking at all of them each time."""

    def __init__(self, index: Index, policy: Policy, on: datetime.date) -> None:
        self.pattern, self.on = policy.book.number, on
        self.next = self.pattern.next(index.numbers | index.kept_back, on)

    def take(self) -> None:
        """Go on to the number behind the next."""
        self.next = self.pattern.next([self.next], self.on)


def plan(
    customers: Sheet,
    orders: Sequence[Sheet],
    mapping: ImportMap,
    policy: Policy,
    snapshot: Snapshot,
    index: Index,
    *,
    on: datetime.date,
) -> Plan:
    """New contents of all records that the rows change; `on` is the day that new numbers carry.

    A row is taken whole or not at all. An order is refused with its customer when that one is new.
    """
    work = _Work(mapping, policy, snapshot, index, _Numbers(index, policy, on))
    waiting = work.read_orders(orders)
    seen: dict[str, int] = {}
    for row in customers.rows:
        work.customer(customers, row, seen, waiting)
    for key, rest in waiting.items():
        work.others(key, rest)
    work.plan.rejected.sort(key=lambda one: (_place(one.sheet, customers, orders), one.row.line))
    return work.plan


class _Work:
    """What stays the same while rows are decided, and the plan so far."""

    def __init__(
        self, mapping: ImportMap, policy: Policy, snapshot: Snapshot, index: Index, numbers: _Numbers
    ) -> None:
        self.mapping, self.policy, self.snapshot, self.index = mapping, policy, snapshot, index
        self.numbers, self.plan = numbers, Plan()

    def read_orders(self, sheets: Sequence[Sheet]) -> dict[str, list[Order]]:
        """Orders by their customer's key, in the order of the rows; refused ones are counted."""
        waiting: dict[str, list[Order]] = {}
        seen: dict[tuple[str, str], int] = {}
        entry = self.mapping.orders
        for sheet in sheets if entry is not None else ():
            for row in sheet.rows:
                assert entry is not None
                cells = _cells(sheet, row)
                made = (
                    cells if isinstance(cells, Refusal) else read_order(sheet, row, cells, entry, self.policy)
                )
                if isinstance(made, Order) and (made.cls, made.id) in seen:
                    first = seen[made.cls, made.id]
                    made = Refusal(ROW_TWICE.at(NOWHERE, key=made.id, first=first))
                if isinstance(made, Refusal):
                    self.plan.reject(self.plan.orders, sheet, row, made)
                else:
                    seen[made.cls, made.id] = row.line
                    waiting.setdefault(made.customer, []).append(made)
        return waiting

    def customer(self, sheet: Sheet, row: Row, seen: dict[str, int], waiting: dict[str, list[Order]]) -> None:
        """One row of customers with the orders that belong to it."""
        tally = self.plan.customers
        said = self._said(sheet, row, seen)
        if isinstance(said, Refusal):
            self.plan.reject(tally, sheet, row, said)
            return
        key = said[0].text
        record = self._record(key)
        if isinstance(record, Refusal):
            self.plan.reject(tally, sheet, row, record)
            return
        if record is None:
            made = self._new(key, said)
            if isinstance(made, Refusal):
                self.plan.reject(tally, sheet, row, made)
                return
            tally.new += 1
            self._write(made, None, waiting.pop(key, []))
            return
        before, loaded = record
        plain = [one for one in said if not one.target.origin.constant]
        after = update(loaded, plain, self.mapping.keep, self.policy)
        if isinstance(after, Refusal):
            self.plan.reject(tally, sheet, row, after)
        else:
            loaded, alterations = after
            self.plan.alterations += alterations
            tally.updated += bool(alterations)
            tally.unchanged += not alterations
        self._write(loaded, before, waiting.pop(key, []))

    def others(self, key: str, orders: list[Order]) -> None:
        """Orders of a customer that no row of customers is about, or whose row was refused."""
        record = self._record(key)
        if record is None:
            column = self.mapping.orders.parts["customer"].named() if self.mapping.orders else ""
            record = Refusal(NO_CUSTOMER.at(NOWHERE, key=key), column)
        if isinstance(record, Refusal):
            for order in orders:
                self.plan.reject(self.plan.orders, order.sheet, order.row, record)
            return
        self._write(record[1], record[0], orders)

    def _said(self, sheet: Sheet, row: Row, seen: dict[str, int]) -> list[Said] | Refusal:
        """What a row says, its key first, then constants for what no column says."""
        cells = _cells(sheet, row)
        if isinstance(cells, Refusal):
            return cells
        said = values(cells, self.mapping.customers, self.policy)
        if isinstance(said, Refusal):
            return said
        column = self.mapping.key.named()
        if not said or said[0].target is not self.mapping.customers[0]:
            return Refusal(NO_KEY.at(NOWHERE, column=column), column)
        key = said[0].text
        if key in seen:
            return Refusal(ROW_TWICE.at(NOWHERE, key=key, first=seen[key]), column)
        seen[key] = row.line
        paths = {one.target.path for one in said}
        defaults = values({}, self.mapping.defaults, self.policy)
        if isinstance(defaults, Refusal):
            return defaults
        for one in defaults:
            if one.target.path not in paths:
                paths.add(one.target.path)
                said.append(one)
        return said

    def _record(self, key: str) -> tuple[bytes, Loaded] | Refusal | None:
        """The record with a key, read; None when there is none."""
        paths = self.index.find(self.mapping.kept_in, key)
        if not paths:
            return None
        if len(paths) > 1:
            return Refusal(KEY_TWICE.at(NOWHERE, key=key, paths=", ".join(paths)), self.mapping.key.named())
        data = self.snapshot[paths[0]]
        if isinstance(data, Absent):
            return Refusal(absence(paths[0], data))
        loaded = load_record(paths[0], data, self.policy)
        if loaded.customer is None or not loaded.document.sound:
            return Refusal(UNSOUND.at(Source(paths[0])))
        return data, loaded

    def _new(self, key: str, said: list[Said]) -> Loaded | Refusal:
        """The record of a new customer, under a number of its own."""
        if self.mapping.kept_in != "id":
            number = self.numbers.next
            made = new_record(f"{RECORDS}{number}.md", number, said, self.policy)
            if not isinstance(made, Refusal):
                self.numbers.take()
            return made
        if not self.policy.context.number(key) or key in self.index.numbers:
            wrong = WRONG_REFERENCE.at(NOWHERE, field="id", text=key, suggestion="")
            return Refusal(wrong, self.mapping.key.named())
        return new_record(f"{RECORDS}{key}.md", key, said[1:], self.policy)

    def _write(self, loaded: Loaded, before: bytes | None, orders: list[Order]) -> None:
        """Put the new ones of the orders into the record, and the record among the changes if it changed."""
        fresh = list(self._fresh(loaded, orders))
        after, refused = with_orders(loaded, fresh, self.policy)
        for order, why in refused:
            self.plan.reject(self.plan.orders, order.sheet, order.row, why)
        self.plan.orders.new += len(fresh) - len(refused)
        data = after.document.render()
        if data != before:
            self.plan.changes.append(Change(after.document.path, before, data))

    def _fresh(self, loaded: Loaded, orders: list[Order]) -> Iterator[Order]:
        """Orders that no record has; the others are counted as unchanged, or refused where they differ."""
        path = loaded.document.path
        events = loaded.customer.events if loaded.customer else ()
        known = {(event.cls, event.say("id")): event for event in events}
        for order in orders:
            event = known.get((order.cls, order.id))
            elsewhere = self.index.by_entry.get((order.cls, order.id), path)
            if event is None and elsewhere == path:
                yield order
                continue
            why = (
                differs(order, event, path, self.policy)
                if event is not None
                else Refusal(ELSEWHERE.at(NOWHERE, id=order.id, path=elsewhere))
            )
            if why is None:
                self.plan.orders.unchanged += 1
            else:
                self.plan.reject(self.plan.orders, order.sheet, order.row, why)


def _place(sheet: Sheet, customers: Sheet, orders: Sequence[Sheet]) -> int:
    """Tables in the order in which they were given."""
    return 0 if sheet is customers else 1 + next(i for i, one in enumerate(orders) if one is sheet)


def _cells(sheet: Sheet, row: Row) -> Mapping[str, str] | Refusal:
    """The cells by column."""
    if len(row.cells) != len(sheet.columns):
        return Refusal(OTHER_WIDTH.at(NOWHERE, found=len(row.cells), wanted=len(sheet.columns)))
    return dict(zip(sheet.columns, row.cells, strict=True))
