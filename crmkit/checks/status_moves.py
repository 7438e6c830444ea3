"""Ask that the status moves only as the policy allows, with its reasons and without gaps (F1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.language import Label, Word, joined, same
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.status import StatusMove
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.names import LONGEST, Sought, fold
from crmkit.schema.read import shown
from crmkit.schema.types.status import UNKNOWN_STATUS

NOT_ALLOWED = Code("CRM420", "move-not-allowed")
DIFFERS = Code("CRM421", "status-differs")
NO_REASON = Code("CRM422", "move-without-reason", Severity.WARNING)
UNKNOWN_REASON = Code("CRM565", "move-reason-unknown", Severity.WARNING)
BROKEN = Code("CRM423", "status-chain-broken", Severity.WARNING)

STATUS = "status"
_BEFORE = re.compile(r"[：:，,；;。（(、—-]")
"""What parts a reason from its details."""


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Each status entry that stands, in the order of time, and the profile against the last of them.

    The profile says what is true now, so the last entry is meant even when the question is of a past day.
    """
    customer = loaded.customer
    if customer is None:
        return
    moves = [event for event in customer.events if event.cls is CHANGE and _moves_status(event, policy)]
    if not moves:
        return
    at = Places(customer.path, loaded.document.text)
    before, last, unknown, sought = "", None, 0, Sought()
    for event in sorted(moves, key=lambda event: (event.date, event.time, event.number)):
        meant = {key: _status(event, key, policy) for key in ("from", "to")}
        for key, status in meant.items():
            if status is None:
                unknown += 1
                yield _unknown(event, key, at, policy, compare=unknown < LONGEST)
        origin, target = meant["from"] or "", meant["to"] or ""
        if before and origin and origin != before:
            place, length = at(event.fields["from"].node.start), len(event.say("from"))
            said = _called(origin, policy)
            yield BROKEN.at(place, length=length, before=_called(before, policy), said=said)
        if target:
            yield from _move(event, origin or before, target, at, policy, sought)
        before = target or before
        if target:
            last = event, target
    if last:
        yield from _present(customer, *last, at, policy)


def _moves_status(event: Event, policy: Policy) -> bool:
    """Whether a change entry that nobody voided is about the status."""
    if event.voided_on is not None:
        return False
    field = policy.schema.profile.find(event.say("field"))
    return field is not None and field.key == STATUS


def _status(event: Event, key: str, policy: Policy) -> str | None:
    """The status that an entry names, empty when it names none, None when there is no such status."""
    said = event.say(key)
    found = policy.statuses.find(said) if said else None
    return found.key if found else (None if said else "")


def _unknown(event: Event, key: str, at: Places, policy: Policy, *, compare: bool) -> Diagnostic:
    """No such status; a hostile file may name thousands, so only the first are compared with those known."""
    names, said = policy.statuses.names, event.say(key)
    near = names.near(said) if compare else ""
    return UNKNOWN_STATUS.at(
        at(event.fields[key].node.start),
        length=len(said),
        field=key,
        text=shown(said),
        suggestion=near,
        near=Word(near, names.called(near)),
        known=names.choices(),
    )


def _move(
    event: Event, origin: str, target: str, at: Places, policy: Policy, sought: Sought
) -> Iterator[Diagnostic]:
    """One move: from where it began, or as the first status of all."""
    place, length = at(event.fields["to"].node.start), len(event.say("to"))
    if not origin:
        if target not in policy.statuses.initial:
            yield NOT_ALLOWED.at(
                place,
                length=length,
                target=_called(target, policy),
                allowed=_all(policy.statuses.initial, policy),
            )
        return
    move = policy.statuses.move(origin, target)
    if move is None:
        if origin != target:
            yield NOT_ALLOWED.at(
                place,
                length=length,
                origin=_called(origin, policy),
                target=_called(target, policy),
                allowed=_all(policy.statuses.onward(origin), policy),
            )
    elif move.reason and not event.say("reason"):
        yield NO_REASON.at(
            place, length=length, origin=_called(origin, policy), target=_called(target, policy)
        )
    else:
        yield from _reason(event, move, at, policy, sought)


def _reason(
    event: Event, move: StatusMove, at: Places, policy: Policy, sought: Sought
) -> Iterator[Diagnostic]:
    """A reason of those that the policy lists: one of its words stands in the text, details beside it."""
    reasons, said = policy.statuses.reasons_for(move), event.say("reason")
    text = fold(said)
    if not reasons or any(fold(word) in text for one in reasons for word in one.words):
        return
    near = sought.near(_BEFORE.split(said.strip(), maxsplit=1)[0][:LONGEST], policy.statuses.reason_names)
    found = next((one for one in reasons if one.key == policy.statuses.reason_names.find(near)), None)
    node = event.fields["reason"].node
    yield UNKNOWN_REASON.at(
        at(node.start),
        length=node.end - node.start,
        text=shown(said),
        target=_called(move.target, policy),
        near=found.label if found else same(""),
        known=joined(one.label for one in reasons),
    )


def _called(status: str, policy: Policy) -> Label:
    """What people call a status."""
    known = policy.statuses.statuses.get(status)
    return known.label if known else same(status)


def _all(statuses: Iterable[str], policy: Policy) -> Label:
    """What people call several."""
    return joined(policy.statuses.statuses[key].label for key in statuses if key in policy.statuses.statuses)


def _present(
    customer: Customer, event: Event, target: str, at: Places, policy: Policy
) -> Iterator[Diagnostic]:
    """The profile's status is what the last entry left; the record must not say both."""
    value = customer.profile.get(STATUS)
    if value is not None and isinstance(value.data, str) and value.data != target:
        length = value.node.end - value.node.start
        yield DIFFERS.at(
            at(value.node.start),
            length=length,
            status=_called(value.data, policy),
            target=_called(target, policy),
            date=event.date,
            line=event.line,
        )


CHECK = Check("status moves", record=record)
