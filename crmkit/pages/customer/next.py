"""Say what comes next for a customer: what, how, with whom, by when; and what their stage allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crmkit.calendar.working import Calendar
from crmkit.followups import Bucket, DueItem, by_contact, source_of
from crmkit.model import Customer
from crmkit.pages import Context, task
from crmkit.pages.customer.persons import reachable
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.reader import Reader
from crmkit.view import Standing

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def next_step(
    items: Sequence[DueItem], customer: Customer, standing: Standing, policy: Policy, words: Reader,
    *, as_of: date,
) -> Context | None:  # fmt: skip
    """The earliest due item in words; else that nothing is planned, or that we keep quiet.

    What is sent automatically, or stands aside of every plan, is no next step while there is another.
    """
    if quiet(standing, policy, words):
        return _said(words.tr("Do not contact"), "risk")
    if not items:
        said = words.tr("agree on the next step and write it down")
        return _said(words.tr("Nothing planned"), "warn", said) if standing.awaits_plan else None
    item = next((each for each in items if not each.automatic and not source_of(each).aside), items[0])
    due = task(item, policy, words, as_of=as_of)
    whom = _whom(item, customer, policy, words, as_of=as_of)
    parts = (due.channel, words.tr("with %(name)s", name=whom) if whom else "")
    state = item.state(policy.get(Calendar), policy.get(Cadence).remind, as_of=as_of)
    tone = due.tone if state in (Bucket.OVERDUE, Bucket.TODAY) else "info"
    return _said(due.what, tone, " · ".join(filter(None, parts))) | {
        "when": due.when,
        "date": due.day,
        "weekday": _weekday(item.day, words),
        "more": len(items) - 1,
    }


def _said(what: str, tone: str, how: str = "") -> Context:
    return {"what": what, "how": how, "tone": tone, "when": "", "date": "", "weekday": "", "more": 0}


def quiet(standing: Standing, policy: Policy, words: Reader) -> bool:
    """Whether they asked us not to contact them, as far as the audience may know."""
    return standing.quiet and words.sees_field(policy.schema.profile, "do_not_contact")


def _weekday(day: date, words: Reader) -> str:
    said = {
        "Mon": words.tr("Mon"), "Tue": words.tr("Tue"), "Wed": words.tr("Wed"), "Thu": words.tr("Thu"),
        "Fri": words.tr("Fri"), "Sat": words.tr("Sat"), "Sun": words.tr("Sun"),
    }  # fmt: skip
    return said[WEEKDAYS[day.weekday()]]


def _whom(item: DueItem, customer: Customer, policy: Policy, words: Reader, *, as_of: date) -> str:
    """Who is meant: whom the promise was made to, else the present contact who decides."""
    source = source_of(item)
    if not by_contact(item) or item.automatic:
        return ""
    fields = policy.schema.profile
    made = item.reset_by.line if item.reset_by else 0
    promised = next((event for event in customer.events if event.line == made), None)
    if source.agreed and promised and promised.say("with"):
        said = policy.schema.entry_fields(promised.cls).find("with")
        return promised.say("with") if said and words.may_see(said.privacy) and words.reads_text else ""
    if not words.sees_field(fields, "contacts", "name"):
        return ""
    return next((contact.name for contact in reachable(customer, policy, as_of=as_of)), "")


def moves(standing: Standing, policy: Policy, words: Reader) -> list[Context]:
    """What the procedures say of the present status: where it may go on to, and what that takes."""
    roles = {role.key: words.label(role.label) for role in policy.people.roles}
    found = []
    for move in policy.statuses.moves:
        if move.origin != standing.status.value:
            continue
        asks = [words.tr("with a reason")] if move.reason else []
        if move.approver:
            asks.append(words.tr("approved by: %(role)s", role=roles.get(move.approver, move.approver)))
        label = words.label(policy.statuses.statuses[move.target].label)
        found.append({"label": label, "asks": words.tr(", ").join(asks)})
    return found
