"""Ask that each record's number is sound, the file's own name, and its alone (A2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.schema.lookalike import meant
from crmkit.schema.read import shown
from crmkit.view import Brief

NO_NUMBER = Code("CRM029", "name-is-no-number", Severity.WARNING)
TWICE = Code("CRM400", "number-twice")
OTHER_NAME = Code("CRM401", "name-differs")
MALFORMED = Code("CRM402", "number-malformed")


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """The number against the policy's pattern and the file's name."""
    customer, document = loaded.customer, loaded.document
    if customer is None:
        return
    stem = document.path.rpartition("/")[-1].removesuffix(".md")
    fits = policy.book.number.match
    value = customer.profile.get("id")
    if value is None:
        if not fits(stem):
            yield NO_NUMBER.at(Source(document.path), name=stem, pattern=policy.book.number.pattern)
        return
    number = value.data if isinstance(value.data, str) else ""
    if number == stem and fits(number):
        return
    place, length = document.source(value.node.start), value.node.end - value.node.start
    if not fits(number):
        suggestion, sure = meant(number, fits)
        fix = (Splice(value.node.start, value.node.end, suggestion),) if sure and suggestion == stem else ()
        yield MALFORMED.at(
            place,
            fix=fix,
            length=length,
            number=shown(number),
            suggestion=suggestion,
            pattern=policy.book.number.pattern,
        )
    else:
        yield OTHER_NAME.at(place, length=length, number=number, name=stem)


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Numbers that several files carry: each file but the first is told where the first one is."""
    first: dict[str, Brief] = {}
    for one in sorted(records, key=lambda one: one.path):
        other = first.setdefault(one.id, one)
        if other is not one:
            yield TWICE.at(one.place, length=len(one.id), number=one.id, other=other.path)


CHECK = Check("numbers", record=record, book=book)
