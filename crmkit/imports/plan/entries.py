"""Put entries that an import makes into a record, at once where it has none yet."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.document import Document, encode
from crmkit.edit import append_entry
from crmkit.imports.plan.fresh import errors
from crmkit.imports.plan.orders import Order
from crmkit.imports.plan.result import Refusal
from crmkit.load import Loaded, load_record
from crmkit.policy import Policy


def in_order(orders: Sequence[Order]) -> list[Order]:
    """Entries in the order of their dates; those of one moment as the table has them."""
    return sorted(orders, key=lambda order: order.when)


def body(orders: Sequence[Order]) -> str:
    """The entries as the whole body of a record."""
    return "".join(order.text for order in orders)


def kept(document: Document, orders: Sequence[Order]) -> bool:
    """Whether reading the record gives just these entries, word for word."""
    if len(document.entries) != len(orders) or document.sections:
        return False
    for entry, order in zip(document.entries, orders, strict=True):
        heading = document.text[entry.start : entry.heading_end].strip("\n\r ").removeprefix("## ")
        fields = [(field.key, field.value) for field in entry.fields]
        if heading != order.heading or fields != [(field.key, text) for field, text in order.fields]:
            return False
    return True


def with_orders(
    loaded: Loaded, orders: Sequence[Order], policy: Policy
) -> tuple[Loaded, list[tuple[Order, Refusal]]]:
    """The record with new entries in the order of their dates, and those orders that it does not take."""
    ordered = in_order(orders)
    if not ordered:
        return loaded, []
    document = loaded.document
    if not document.entries and not document.text[document.body_start :].strip():
        data = encode(document.text + body(ordered), document.decoded.bom)
        after = load_record(document.path, data, policy)
        if kept(after.document, ordered) and not errors(after.findings, loaded.findings):
            return after, []
    refused: list[tuple[Order, Refusal]] = []
    for order in ordered:
        document = _appended(document, order, policy, refused)
    return load_record(document.path, document.render(), policy), refused


def _appended(
    document: Document, order: Order, policy: Policy, refused: list[tuple[Order, Refusal]]
) -> Document:
    fields = [(field.key, text) for field, text in order.fields]
    after, findings = append_entry(document, order.heading, fields, order.body)
    if findings:
        refused.append((order, Refusal(findings[0])))
        return document
    before = load_record(document.path, document.render(), policy)
    wrong = errors(load_record(after.path, after.render(), policy).findings, before.findings)
    if wrong:
        refused.append((order, Refusal(wrong[0])))
        return document
    return after
