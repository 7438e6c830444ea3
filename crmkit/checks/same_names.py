"""Tell of customers that have one name, whatever its form; two may have it, so nobody is refused (C6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.naming import core
from crmkit.policy import Policy
from crmkit.view import Brief

SAME_NAME = Code("CRM405", "same-name", Severity.WARNING)


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Names and short names that several customers have: each but the first is told of the first."""
    first: dict[str, Brief] = {}
    for one in sorted(records, key=lambda one: one.path):
        names = {core(name) for name in (one.name, one.short_name) if name and name != one.id}
        others = [other for name in sorted(names) if (other := first.setdefault(name, one)).id != one.id]
        if others and one.named is not None:
            other = others[0]
            place = f"{other.path}:{other.named.line if other.named else 1}"
            yield SAME_NAME.at(one.named, length=len(one.name), other=other.id, place=place)


CHECK = Check("same_names", book=book)
