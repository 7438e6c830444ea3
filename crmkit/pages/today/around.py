"""List what stands beside the queue: who may leave, days to mark, the newest entries of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from heapq import nlargest
from typing import NamedTuple

from crmkit.calendar.span import WEEK, Span, said
from crmkit.compute.amounts import SALES
from crmkit.compute.contacts import CONTACTS
from crmkit.compute.milestones import Mark
from crmkit.followups.greetings import near_days
from crmkit.history import stood
from crmkit.pages import FOLDER, BookIndex, Context, address, ago, evidence, person, status_cell, tier_cell
from crmkit.pages.today.marks import day_said
from crmkit.pages.today.queue import SHOWN, group
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.reader import Reader
from crmkit.view import Standing

LATEST = 12


def churn(standings: Iterable[Standing], policy: Policy, words: Reader) -> Context:
    """Customers in a segment that warns, with the evidence; those with the largest amounts first."""
    found = []
    for standing in standings:
        if reasons := [reason for each in standing.warnings for reason in each.reasons]:
            found.append((standing.number("amount_12m") or Decimal(0), standing, reasons))
    found.sort(key=lambda each: (-each[0], each[1].facts.id))
    rows = [
        {
            "tier": tier_cell(standing.tiering.key, policy, words),
            **_link(standing, words),
            "why": evidence(reasons, policy, words),
        }
        for _, standing, reasons in found[:SHOWN]
    ]
    return group("churn", words.tr("May leave"), rows, len(found))


def _link(standing: Standing, words: Reader) -> Context:
    return {"href": FOLDER + address(standing.facts.id), "name": words.names[standing.facts.id]}


def days(standings: Iterable[Standing], index: BookIndex, words: Reader) -> Context:
    """Festivals once, and the customers' own days as far ahead as the policy shows: which, and whose.

    `more` is how many are not among the rows.
    """
    policy, as_of = index.policy, index.view.as_of
    found: dict[tuple[date, str, str], Context] = {}
    for standing in standings:
        for on, mark in _near(standing, index):
            what = day_said(mark, policy, words)
            if not what:
                continue
            link = _link(standing, words) if mark is None or mark.line else {"href": "", "name": ""}
            when = ago(on, words, as_of=as_of)
            found[on, link["name"], what] = {"date": f"{on:%m-%d}", "when": when, "what": what, **link}
    rows = [found[key] for key in sorted(found)]
    return {"title": _ahead(policy, words), "rows": rows[:SHOWN], "more": len(rows[SHOWN:])}


def _ahead(policy: Policy, words: Reader) -> str:
    """How far ahead the days lie."""
    shown = policy.get(MilestonePolicy).shown
    if shown is None or shown.length == Span(1, WEEK).length:
        return words.tr("Days in the coming week")
    return words.tr("Days within %(span)s", span=words.label(said(shown)))


def _near(standing: Standing, index: BookIndex) -> list[tuple[date, Mark | None]]:
    """The customer's days ahead; every page that shows them asks, in every language."""

    def find() -> list[tuple[date, Mark | None]]:
        return near_days(standing, index.view)

    return index.of(standing.facts.id, "near", find)


class _Entry(NamedTuple):
    """An entry of some customer's log, as far as facts keep it."""

    date: date
    time: str
    line: int
    id: str
    what: str


def latest(standings: Iterable[Standing], index: BookIndex, words: Reader) -> list[Context]:
    """The newest entries of all these logs, the newest first, each with a link to where it stands."""
    standings = list(standings)
    newest = nlargest(LATEST, (each for one in standings for each in _newest(one, index)))
    by_id = {standing.facts.id: standing for standing in standings}
    return [
        {
            **_link(by_id[each.id], words),
            "date": f"{each.date:%m-%d}",
            "what": _said(by_id[each.id], each, index.policy, words),
            "entry": f"{FOLDER}{address(each.id)}#e{each.line}",
        }
        for each in newest
    ]


def _newest(standing: Standing, index: BookIndex) -> list[_Entry]:
    """As many of a customer's newest entries as a page shows of all."""
    as_of = index.view.as_of
    return index.of(standing.facts.id, "newest", lambda: nlargest(LATEST, _entries(standing, as_of=as_of)))


def _entries(standing: Standing, *, as_of: date) -> Iterator[_Entry]:
    """Contacts, orders and changes up to the day, as far as they stand."""
    facts = standing.facts
    for contact in stood(facts.of(CONTACTS).interactions, as_of=as_of):
        yield _Entry(contact.date, contact.time, contact.line, facts.id, f"kind {contact.kind}")
    for sale in stood(facts.of(SALES), as_of=as_of):
        yield _Entry(sale.date, "", sale.line, facts.id, "order" if sale.order else "refund")
    for change in stood(facts.changes, as_of=as_of):
        yield _Entry(change.date, "", change.line, facts.id, f"field {change.field}")


def _said(standing: Standing, entry: _Entry, policy: Policy, words: Reader) -> str:
    """What kind of entry it is; of a change only what the audience may see of the field."""
    sort, _, key = entry.what.partition(" ")
    if sort == "kind":
        kind = policy.vocabulary.kinds.get(key)
        return words.label(kind.label) if kind else words.tr("Contact")
    if sort != "field":
        return words.tr("Order") if sort == "order" else words.tr("Refund")
    field = policy.schema.profile.find(key)
    if field is None or not words.may_see(field.privacy):
        return words.tr("Change")
    new = next((one.new for one in standing.facts.changes if one.line == entry.line), None)
    said = {"status": status_cell, "tier": tier_cell}.get(key)
    text = said(str(new), policy, words).text if said and new else ""
    if key == "owner" and new:
        text = person(str(new), policy, words)
    return (
        words.tr("%(kind)s: %(text)s", kind=words.label(field.label), text=text)
        if text
        else words.label(field.label)
    )
