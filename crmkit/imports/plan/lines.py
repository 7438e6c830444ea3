"""Make of several rows of one order what the map says: their sum, or entries of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.imports import Row
from crmkit.imports.plan.cell import NOWHERE
from crmkit.imports.plan.gather import row_twice
from crmkit.imports.plan.orders import LABELS, Order, unwritable
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.values import meaning
from crmkit.language import Label, Word
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.field_type import Context
from crmkit.schema.fields import LIST, Field
from crmkit.schema.types.text import TYPE as TEXT
from crmkit.schema.values import Money

LINE_REFUSED = Code("CRM743", "order-line-refused")
LINES_DISAGREE = Code("CRM740", "order-lines-disagree")


class Refused(NamedTuple):
    """Rows of an order that are not taken, and why."""

    order: Order
    why: Refusal


def together(
    orders: Sequence[Order], lines: str, context: Context, bad: Collection[str]
) -> tuple[list[Order], list[Refused]]:
    """The orders that the rows make, in the order of their first rows; `lines` is `sum`, `keep` or empty.

    `bad` are the ids of orders of which a row was refused: a sum without it would be wrong.
    """
    groups: dict[tuple[EntryClass, str], list[Order]] = {}
    for order in orders:
        groups.setdefault((order.cls, order.id), []).append(order)
    made: list[Order] = []
    refused: list[Refused] = []
    for group in groups.values():
        first = group[0]
        if lines == "keep":
            numbered = enumerate(group, 1) if len(group) > 1 else [(0, first)]
            made += [_numbered(order, number) if number else order for number, order in numbered]
        elif lines == "sum" and first.id in bad:
            why = Refusal(LINE_REFUSED.at(NOWHERE, id=first.id))
            refused += [Refused(order, why) for order in group]
        elif lines == "sum" and len(group) > 1:
            whole = _sum(group, context)
            if isinstance(whole, Refusal):
                refused += [Refused(one, whole) for one in group]
            else:
                made.append(whole)
        else:
            made.append(first)
            twice = row_twice(first.id, first.rows[0].line, lines="sum")
            refused += [Refused(order, Refusal(twice)) for order in group[1:]]
    return made, refused


def _numbered(order: Order, number: int) -> Order:
    """A line as an entry of its own, recognised by the order's id and its place among the lines."""
    id = f"{order.id}-{number}"
    fields = tuple((field, id if field.key == "id" else text) for field, text in order.fields)
    return order._replace(id=id, fields=fields)


def _sum(group: Sequence[Order], context: Context) -> Order | Refusal:
    """One order of its lines: amounts and numbers added, other words once each, in the order of the lines."""
    first = group[0]
    for order in group[1:]:
        for what, here, there in (
            ("customer", order.customer, first.customer),
            ("date", order.when[0], first.when[0]),
        ):
            if here != there:
                return _disagree(first.id, what, LABELS[what], there, here)
    said: dict[str, tuple[Field, list[str]]] = {}
    for order in group:
        for field, text in order.fields:
            said.setdefault(field.key, (field, []))[1].append(text)
    fields = []
    for field, texts in said.values():
        said_once = (
            _added(texts, field, context)
            if field.text_type.adds and field.type != LIST
            else _once(texts, field)
        )
        if said_once is None:
            return _disagree(first.id, field.key, field.label, *list(dict.fromkeys(texts))[:2])
        fields.append((field, said_once))
    rows: tuple[Row, ...] = tuple(row for order in group for row in order.rows)
    bodies = "\n\n".join(dict.fromkeys(filter(None, (order.body for order in group))))
    made = first._replace(rows=rows, fields=tuple(fields), body=bodies, sure=False)
    wrong = unwritable(made)
    return Refusal(wrong) if wrong is not None else made


def _added(texts: Sequence[str], field: Field, context: Context) -> str | None:
    """The exact sum in the words of its field; None where currencies differ or something is no number."""
    total = Decimal(0)
    coins: set[str] = set()
    for text in texts:
        data = meaning(text, field, context)
        if isinstance(data, Money):
            total, coins = total + data.amount, coins | {data.currency}
        elif isinstance(data, Decimal | int):
            total += data
        else:
            return None
    if len(coins) > 1:
        return None
    coin = next(iter(coins), "")
    return field.text_type.write(Money(total, coin) if coins else total)


def _once(texts: Sequence[str], field: Field) -> str | None:
    """Free text of all lines, each once; any other value must be the same in all."""
    different = list(dict.fromkeys(texts))
    if len(different) == 1:
        return different[0]
    return "; ".join(different) if field.type == TEXT.name and field.key != "currency" else None


def _disagree(id: str, field: str, label: Label, there: str, here: str = "") -> Refusal:
    return Refusal(LINES_DISAGREE.at(NOWHERE, id=id, field=Word(field, label), there=there, here=here))
