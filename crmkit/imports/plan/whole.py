"""Decide about every row of customers and orders what it changes in the book."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from crmkit.diagnostics import Code
from crmkit.edit.outcome import UNSOUND
from crmkit.imports import Row, Sheet
from crmkit.imports.plan.cell import NOWHERE, Ways
from crmkit.imports.plan.entries import body, in_order, kept, with_orders
from crmkit.imports.plan.fresh import new_record
from crmkit.imports.plan.gather import CustomerRows, lacking, named
from crmkit.imports.plan.index import Index
from crmkit.imports.plan.lines import together
from crmkit.imports.plan.mapping import ImportMap
from crmkit.imports.plan.numbers import Numbers
from crmkit.imports.plan.orders import Order, differs, read_order
from crmkit.imports.plan.profile import update
from crmkit.imports.plan.result import Plan, Refusal, RowChange
from crmkit.imports.plan.rows import SHORT, cells_of
from crmkit.imports.plan.values import Cells, CellValue
from crmkit.language import Label, Word
from crmkit.load import RECORDS, Absent, Loaded, Snapshot, absence, load_record
from crmkit.policy import Policy
from crmkit.schema.types.reference import WRONG_REFERENCE

NO_KEY = Code("CRM705", "row-without-key")
NO_CUSTOMER = Code("CRM707", "order-without-customer")
ELSEWHERE = Code("CRM709", "order-elsewhere")
KEY_TWICE = Code("CRM710", "key-in-two-records")


def plan(
    customers: Sheet,
    orders: Sequence[Sheet],
    mapping: ImportMap,
    policy: Policy,
    snapshot: Snapshot,
    index: Index,
    *,
    on: datetime.date,
    zone: datetime.tzinfo | None = None,
) -> Plan:
    """New contents of all records that the rows change; `on` is the day that new numbers carry.

    A row is taken whole or not at all. An order is refused with its customer when that one is new.
    Moments that say their offset count as days of `zone`.
    """
    ways = {column: Ways(days, zone) for column, days in ({"": ()} | mapping.options.days).items()}
    work = _Work(mapping, policy, snapshot, index, Numbers(index, policy, on), Cells(policy, ways))
    waiting = work.read_orders(orders)
    for wish in work.read_customers(customers):
        work.customer(customers, wish, waiting)
    for key, rest in waiting.items():
        work.others(key, rest)
    work.plan.rejected.sort(key=lambda one: (_place(one.sheet, customers, orders), one.row.line))
    return work.plan


class _Work:
    """What stays the same while rows are decided, and the plan so far."""

    def __init__(
        self,
        mapping: ImportMap,
        policy: Policy,
        snapshot: Snapshot,
        index: Index,
        numbers: Numbers,
        cells: Cells,
    ) -> None:
        self.mapping, self.policy, self.snapshot, self.index = mapping, policy, snapshot, index
        self.numbers, self.cells, self.plan = numbers, cells, Plan()

    def _rows(self, sheet: Sheet, table: str) -> Iterator[tuple[Row, Mapping[str, str]]]:
        """The rows that are taken up; all others are counted for what they are."""
        tally = self.plan.customers if table == "customers" else self.plan.orders
        tally.rows += len(sheet.rows) + len(sheet.skipped)
        tally.skipped += len(sheet.skipped)
        short = set(sheet.short)
        for row, cells in cells_of(sheet, self.mapping.options, table):
            if cells is None:
                tally.skipped += 1
                self.plan.left_out.append((sheet, row.line))
            elif isinstance(cells, Refusal):
                self.plan.reject(tally, sheet, row, [cells])
            else:
                if row.line in short:
                    self.plan.note(sheet, row, [("", SHORT.at(NOWHERE))])
                yield row, cells

    def read_orders(self, sheets: Sequence[Sheet]) -> dict[str, list[Order]]:
        """Orders by their customer's key, in the order of the rows; refused ones are counted."""
        made: list[Order] = []
        bad: set[str] = set()
        fields = self.mapping.orders.fields if self.mapping.orders else ()
        origin = next((origin for field, origin in fields if field.key == "id"), None)
        for sheet in sheets:
            for row, cells in self._rows(sheet, "orders"):
                found = read_order(sheet, row, cells, self.mapping, self.cells)
                self.plan.note(sheet, row, found.told)
                if found.order is None:
                    self.plan.reject(self.plan.orders, sheet, row, found.wrong)
                    bad.add(origin.say(cells) if origin else "")
                else:
                    made.append(found.order)
        orders, refused = together(made, self.mapping.options.lines, self.policy.context, bad)
        for one in refused:
            self._reject(one.order, one.why)
        waiting: dict[str, list[Order]] = {}
        for order in orders:
            self.plan.orders.joined += len(order.rows) - 1
            waiting.setdefault(order.customer, []).append(order)
        return waiting

    def read_customers(self, sheet: Sheet) -> list[CustomerRows]:
        """What the rows say, those of one customer together; a row that says otherwise is refused."""
        wishes: dict[str, CustomerRows] = {}
        column = self.mapping.key.named()
        for row, cells in self._rows(sheet, "customers"):
            read = self.cells.row(cells, self.mapping.customers)
            named(read, self.mapping, self.policy)
            self.plan.note(sheet, row, read.told)
            key = read.said[0].text if read.said and self._is_key(read.said[0]) else ""
            if not key and not any(one.column == column for one in read.wrong):
                read.wrong.insert(0, Refusal(NO_KEY.at(NOWHERE, column=column), column))
            if read.wrong:
                if key and not self.index.find(self.mapping.kept_in, key):
                    read.wrong.extend(lacking(read, self.mapping, self.policy))
                self.plan.reject(self.plan.customers, sheet, row, read.wrong)
                continue
            wish = wishes.get(key) or CustomerRows(key)
            refused = wish.add(row, read.said, column, self.policy)
            if refused is not None:
                self.plan.reject(self.plan.customers, sheet, row, [refused])
                continue
            wishes[key] = wish
        return list(wishes.values())

    def _is_key(self, said: CellValue) -> bool:
        return said.target is self.mapping.customers[0]

    def customer(self, sheet: Sheet, wish: CustomerRows, waiting: dict[str, list[Order]]) -> None:
        """The rows of one customer with the orders that belong to it."""
        tally = self.plan.customers
        record = self._record(wish.key)
        if isinstance(record, Refusal):
            self._refuse(sheet, wish, [record])
            return
        if record is None:
            self._new(sheet, wish, waiting)
            return
        before, loaded = record
        after = update(loaded, wish.fields, wish.items, self.mapping.keep, self.policy)
        if isinstance(after, list):
            self._refuse(sheet, wish, after)
        else:
            loaded, alterations = after
            self.plan.alterations += alterations
            tally.updated += bool(alterations)
            tally.unchanged += not alterations
            tally.joined += len(wish.rows) - 1
        self._write(loaded, before, waiting.pop(wish.key, []))

    def _refuse(self, sheet: Sheet, wish: CustomerRows, why: Sequence[Refusal]) -> None:
        """Refuse all rows of a customer; what is missing is told with its column."""
        columns = {target.path: target.origin.named() for target in self.mapping.customers}
        named = []
        for one in why:
            field = dict(one.finding.arguments).get("field", "")
            path = ".".join(part.partition("[")[0] for part in field.split("."))
            named.append(one if one.column else one._replace(column=columns.get(path, "")))
        for row in wish.rows:
            self.plan.reject(self.plan.customers, sheet, row, named)

    def others(self, key: str, orders: list[Order]) -> None:
        """Orders of a customer that no row of customers is about, or whose row was refused."""
        record = self._record(key)
        if record is None:
            column = self.mapping.orders.parts["customer"].named() if self.mapping.orders else ""
            record = Refusal(NO_CUSTOMER.at(NOWHERE, key=key), column)
        if isinstance(record, Refusal):
            for order in orders:
                self._reject(order, record)
            return
        self._write(record[1], record[0], orders)

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
            return Refusal(UNSOUND.at(NOWHERE._replace(path=paths[0])))
        return data, loaded

    def _new(self, sheet: Sheet, wish: CustomerRows, waiting: dict[str, list[Order]]) -> None:
        """The record of a new customer with its orders, under a number of its own."""
        own = self.mapping.kept_in == "id"
        number = wish.key if own else self.numbers.next
        if own and (not self.policy.context.number(wish.key) or wish.key in self.index.numbers):
            field = self.policy.schema.profile.find("id")
            called = Word("id", field.label if field else Label("id", "id"))
            wrong = WRONG_REFERENCE.at(NOWHERE, field=called, text=wish.key, suggestion="")
            self._refuse(sheet, wish, [Refusal(wrong, self.mapping.key.named())])
            return
        if not self._makes():
            self._refuse(
                sheet, wish, [Refusal(NO_CUSTOMER.at(NOWHERE, key=wish.key), self.mapping.key.named())]
            )
            return
        path, fields = f"{RECORDS}{number}.md", self._with_constants(wish)[own:]
        orders = in_order([one for one in waiting.get(wish.key, []) if self._nowhere(one)])
        at_once = new_record(path, number, fields, wish.items, self.policy, body=body(orders))
        made: Loaded | list[Refusal] = at_once
        if orders and (isinstance(at_once, list) or not kept(at_once.document, orders)):
            made, orders = new_record(path, number, fields, wish.items, self.policy), []
        if isinstance(made, list):
            self._refuse(sheet, wish, made)
            return
        if not own:
            self.numbers.take()
        self.plan.customers.new += 1
        self.plan.customers.joined += len(wish.rows) - 1
        self.plan.orders.new += len(orders)
        done = {id(order) for order in orders}
        self._write(made, None, [one for one in waiting.pop(wish.key, []) if id(one) not in done])

    def _makes(self) -> bool:
        """Whether the map says what a customer is called; else it is about known customers only."""
        return any(target.path == "name" for target in (*self.mapping.customers, *self.mapping.defaults))

    def _with_constants(self, wish: CustomerRows) -> list[CellValue]:
        """What the rows say, the key first, and constants for what no column says."""
        defaults = self.cells.row({}, self.mapping.defaults).said
        paths = {one.target.path for one in wish.fields}
        paths |= {one.target.path for item in wish.items for one in item}
        first = {one.target.path: one for one in reversed(defaults)}
        return [*wish.fields, *(one for path, one in reversed(first.items()) if path not in paths)]

    def _nowhere(self, order: Order) -> bool:
        return (order.cls, order.id) not in self.index.by_entry

    def _write(self, loaded: Loaded, before: bytes | None, orders: list[Order]) -> None:
        """Put the new ones of the orders into the record, and the record among the changes if it changed."""
        fresh = list(self._fresh(loaded, orders))
        after, refused = with_orders(loaded, fresh, self.policy)
        for order, why in refused:
            self._reject(order, why)
        gone = {id(order) for order, _ in refused}
        self.plan.orders.new += sum(id(order) not in gone for order in fresh)
        data = after.document.render()
        if data != before:
            self.plan.changes.append(RowChange(after.document.path, before, data))

    def _reject(self, order: Order, why: Refusal) -> None:
        """Refuse every row of an order."""
        if len(order.rows) > 1:
            self.plan.orders.joined -= len(order.rows) - 1
        for row in order.rows:
            self.plan.reject(self.plan.orders, order.sheet, row, [why])

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
                self._reject(order, why)


def _place(sheet: Sheet, customers: Sheet, orders: Sequence[Sheet]) -> int:
    """Tables in the order in which they were given."""
    return 0 if sheet is customers else 1 + next(i for i, one in enumerate(orders) if one is sheet)
