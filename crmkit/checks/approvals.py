"""Tell of leads recorded late, approvals that take too long, and yeses of who may not give them (C4, F1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute import STATUS, TIER
from crmkit.compute.approvals import APPROVAL, APPROVALS
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.followups import Seen, see
from crmkit.language import Label, Word, joined, same
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.recording import Recording
from crmkit.policy.files.review import ReviewPolicy
from crmkit.policy.labels import field_word, role
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.review import CLASS as REVIEW
from crmkit.schema.names import Sought
from crmkit.schema.read import shown
from crmkit.schema.values import Value
from crmkit.view import View
from crmkit.view.approval import Wait, waits

RECORDED_LATE = Code("CRM560", "lead-recorded-late", Severity.NOTICE)
WAITS = Code("CRM561", "approval-overdue", Severity.NOTICE)
DECIDED_LATE = Code("CRM562", "approval-late", Severity.NOTICE)
MAY_NOT = Code("CRM563", "approver-may-not")
NOT_APPROVED = Code("CRM564", "move-not-approved", Severity.WARNING)
UNKNOWN = Code("CRM566", "approval-field-unknown", Severity.WARNING)
_RECORD = Label("新建档案", "the new record")


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Whoever said yes, to a move of the status or a change that wants one, may say it on that day."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    sought = Sought()
    yield from _moves(customer, at, policy)
    for event in customer.events:
        field = _field(event, policy)
        decides = event.cls is REVIEW and event.kind == APPROVAL
        wanted = policy.people.approver(field) if field not in ("", STATUS) else ""
        if decides and not wanted:
            rule = policy.get(ReviewPolicy).new_record
            wanted = rule.role if rule is not None else ""
        said = event.fields.get("approved_by") or (event.fields.get("by") if decides else None)
        if wanted and event.voided_on is None and said is not None:
            yield from _may(said, wanted, event.date, at, policy)
        if decides and event.say("field") and not field:
            yield _unknown(event, at, policy, sought)
    group = customer.profile.get(TIER)
    wanted = policy.people.approver(TIER)
    if wanted and group is not None and isinstance(group.data, dict) and "approved_by" in group.data:
        yield from _may(group.data["approved_by"], wanted, None, at, policy)


def _unknown(event: Event, at: Places, policy: Policy, sought: Sought) -> Diagnostic:
    """It decides nothing, since nobody knows what it is about."""
    said, fields = event.say("field"), policy.schema.profile
    near = sought.near(said, fields)
    node = event.fields["field"].node
    length = node.end - node.start
    return UNKNOWN.at(at(node.start), length=length, field=shown(said), near=Word(near, fields.called(near)))


def _field(event: Event, policy: Policy) -> str:
    """The key of the field that an entry changes or approves of; a review that says a tier is of the tier."""
    if event.cls is REVIEW and policy.tiers.find(event.say("to")) is not None:
        return TIER
    if event.cls is not CHANGE and event.cls is not REVIEW:
        return ""
    step = policy.schema.profile.step(event.say("field").partition(".")[0])
    return step.field.key if step is not None else ""


def _moves(customer: Customer, at: Places, policy: Policy) -> Iterator[Diagnostic]:
    """Moves that want a yes: of who may give it, else of who wrote the entry; else of nobody."""
    before = ""
    moves = [e for e in customer.events if e.cls is CHANGE and e.voided_on is None]
    for event in sorted(moves, key=lambda event: (event.date, event.time, event.number)):
        if _field(event, policy) != STATUS:
            continue
        origin, target = (policy.statuses.find(event.say(key)) for key in ("from", "to"))
        move = policy.statuses.move(origin.key if origin else before, target.key) if target else None
        before = target.key if target else before
        if target is None or move is None or not move.approver:
            continue
        said = event.fields.get("approved_by") or event.fields.get("by")
        if said is not None:
            yield from _may(said, move.approver, event.date, at, policy)
            continue
        to = event.fields["to"].node
        yield NOT_APPROVED.at(
            at(to.start), length=to.end - to.start, target=target.label, role=_role(move.approver, policy)
        )


def _may(said: Value, wanted: str, day: date | None, at: Places, policy: Policy) -> Iterator[Diagnostic]:
    """An error where somebody of ours may not; who is nobody of ours is a finding of its own."""
    person = policy.people.find(said.data) if isinstance(said.data, str) else None
    if person is None or (day is None and wanted in person.roles):
        return
    if day is not None and policy.people.may(person.id, wanted, as_of=day):
        return
    may = [
        one.name
        for one in policy.people.with_role(wanted)
        if day is None or policy.people.may(one.id, wanted, as_of=day)
    ]
    place, length = at(said.node.start), said.node.end - said.node.start
    yield MAY_NOT.at(
        place, length=length, person=person.name, role=_role(wanted, policy), known=joined(map(same, may))
    )


def _role(key: str, policy: Policy) -> Label:
    return role(policy, key) or same(key)


def each(view: View) -> Iterator[Diagnostic]:
    """Leads recorded too late, and approvals that take or took longer than they may."""
    for standing in view.standings.values():
        if standing.facts.of(APPROVALS).arrived is not None:
            yield from _recorded(see(standing, view))
        found = [] if standing.gone else waits(standing.facts, view.policy, as_of=view.as_of)
        for wait in found:
            yield from _waited(wait, see(standing, view))


def _recorded(seen: Seen) -> Iterator[Diagnostic]:
    rule, told = seen.policy.get(Recording).lead, seen.standing.facts.of(APPROVALS)
    if rule is None or told.arrived is None or told.recorded is None:
        return
    (day, line), arrived = told.recorded, told.arrived
    due = seen.within(rule.within, arrived.date, arrived.time)
    if day <= seen.as_of and day > due.day:
        yield RECORDED_LATE.at(
            seen.standing.facts.source(line), arrived=f"{arrived.date} {arrived.time}".rstrip(),
            recorded=day, due=due.written,
        )  # fmt: skip


def _waited(wait: Wait, seen: Seen) -> Iterator[Diagnostic]:
    """Still undecided past the limit, or decided after it; a day is enough to be in time on it."""
    due = seen.within(wait.rule.within, wait.date, wait.time)
    if wait.back is not None:  # told of where it was decided
        return
    ended = wait.decided.date if wait.decided is not None else None
    if (ended or seen.as_of) <= due.day:
        return
    yield (WAITS if ended is None else DECIDED_LATE).at(
        seen.standing.facts.source(wait.line),
        about=_about(wait, seen.policy),
        since=f"{wait.date} {wait.time}".rstrip(),
        decided=ended or "",
        due=due.written,
        role=_role(wait.role, seen.policy),
    )


def _about(wait: Wait, policy: Policy) -> Label:
    return field_word(policy, wait.field).label if wait.field else _RECORD


CHECK = Check("approvals", record=record, each=each)
