"""Read the steps of a playbook: who does each by when, what it needs, what proves it, who accepts it (F2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Code, Source
from crmkit.document import MappingNode, Scalar, SequenceNode
from crmkit.language import Label, same
from crmkit.policy.reading import (
    WRONG_SHAPE,
    Cursor,
    all_named,
    flag,
    group,
    groups,
    label,
    listed_under,
    named,
    once,
    one_of,
    place,
    scalar,
    scalars,
    text,
)
from crmkit.policy.terms import condition, span
from crmkit.rules.parse import Choices
from crmkit.rules.tree import Condition

CIRCLE = Code("CRM520", "playbook-steps-in-a-circle")

START, RECEIVED, CONTRACT_END = "start", "received", "contract_end"
BEGINNINGS = ("first_cooperation", "signed")
"""Days of the record from which a step may count, besides the start of its run and other steps."""
CUSTOMER = "customer"
"""Who accepts where it is none of ours."""
OUTBOUND, INBOUND, ANY = "outbound", "inbound", "any"


class Term(NamedTuple):
    """`within` a span after something, else on the day so far behind it; `lead` is how early it counts."""

    span: Span
    within: bool
    after: str
    lead: Span | None = None


class Proof(NamedTuple):
    """What fulfils a step besides a tick: a contact, an entry, fields that an entry says, or a condition.

    `contact` says whose; `by_hand`: nothing that a machine sent. With `by` only somebody in this role ticks
    it; `ticket` is the step of a ticket that it is, whose limit stands in `tickets.md`.
    """

    contact: str = ""
    by_hand: bool = False
    channels: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    when: Condition | None = None
    by: str = ""
    ticket: str = ""

    @property
    def by_contact(self) -> bool:
        """Whether a contact with the customer fulfils it."""
        return bool(self.contact)


class Acceptance(NamedTuple):
    """Who takes a step over once it is handed to them, a role or the customer, and within how long.

    The customer says so in the `field` of an entry; a no opens the step `rejected` again.
    """

    by: str
    within: Span | None = None
    field: str = ""
    rejected: str = ""


class Outcome(NamedTuple):
    """How a step may end; `by` is the role that alone may decide so, empty for whoever does the step."""

    key: str
    label: Label
    by: str = ""


class PlaybookStep(NamedTuple):
    """One step. `helpers` are departments that take part; `needs` are steps that come before it.

    `handover` is what is handed over with it, `documents` what is given to the customer (one of them, where
    `one_of`), `about` what is talked of, `longest` how long a call may take; `first` are tiers to favour.
    """

    key: str
    label: Label
    role: str = ""
    department: str = ""
    helpers: tuple[str, ...] = ()
    due: Term | None = None
    pausable: bool = True
    needs: tuple[str, ...] = ()
    handover: tuple[Label, ...] = ()
    done: Proof = Proof()
    accept: Acceptance | None = None
    outcomes: tuple[Outcome, ...] = ()
    letter: str = ""
    documents: tuple[Label, ...] = ()
    one_of: bool = False
    about: Label | None = None
    longest: Span | None = None
    first: tuple[str, ...] = ()
    source: Source = Source("")

    @property
    def before(self) -> tuple[str, ...]:
        """The steps without which it cannot begin: those that it needs, and the one from which it counts."""
        after = self.due.after if self.due and self.due.after not in _NO_STEPS else ""
        return tuple(dict.fromkeys([*self.needs, *([after] if after else [])]))


_NO_STEPS = (START, RECEIVED, CONTRACT_END, *BEGINNINGS)


def read_steps(c: Cursor, choices: Choices) -> tuple[PlaybookStep, ...]:
    """The steps in the order written; those that wait for each other in a circle are reported."""
    nodes = [one.node.get("key") for one in groups(c, "steps")]
    keys = tuple(node.text for node in nodes if isinstance(node, Scalar))
    seen: set[str] = set()
    found: dict[str, PlaybookStep] = {}
    places: dict[str, Cursor] = {}
    for item in groups(c, "steps", required=True):
        step = _step(item, keys, seen, choices)
        if step.key and step.key not in found:
            found[step.key], places[step.key] = step, item
    for key in _circle(found):
        item = places[key]
        item.report(CIRCLE, item.get("needs") or item.get("due") or item.node, step=key)
        found[key] = found[key]._replace(needs=(), due=None)
    return tuple(found.values())


def labels(c: Cursor, key: str) -> tuple[Label, ...]:
    """The items of a list: a text that is the same in both languages, or `{zh, en}`."""
    node, found = c.get(key), []
    for index, item in enumerate(node.items if isinstance(node, SequenceNode) else ()):
        if isinstance(item, MappingNode):
            inner = c.below(item, f"{key}[{index}]")
            zh, en = text(inner, "zh", required=True), text(inner, "en", required=True)
            found.append(Label(zh or en, en or zh))
        elif isinstance(item, Scalar) and item.text:
            found.append(same(item.text))
        else:
            c.report(WRONG_SHAPE, item, key=f"{c.name(key)}[{index}]", wanted="text")
    return tuple(found) if isinstance(node, SequenceNode) else tuple(same(n.text) for n in scalars(c, key))


def _step(c: Cursor, keys: tuple[str, ...], seen: set[str], choices: Choices) -> PlaybookStep:
    key = once(c, "key", seen)
    others = tuple(one for one in keys if one != key)
    due, done, accept = group(c, "due"), group(c, "done"), group(c, "accept")
    return PlaybookStep(
        key=key,
        label=label(c, fallback=key),
        role=named(c, "role", "role"),
        department=named(c, "department", "department"),
        helpers=all_named(c, "with", "department"),
        due=_term(due, others) if due else None,
        pausable=flag(c, "pausable", True),
        needs=listed_under(c, "needs", others),
        handover=labels(c, "handover"),
        done=_proof(done, choices) if done else Proof(),
        accept=_acceptance(accept, others) if accept else None,
        outcomes=tuple(_outcome(item) for item in groups(c, "outcomes")),
        letter=named(c, "letter", "letter"),
        documents=labels(c, "documents"),
        one_of=flag(c, "one_of"),
        about=label(c, "about") if c.get("about") is not None else None,
        longest=span(c, "longest", least=1),
        first=all_named(c, "first", "tier"),
        source=place(c),
    )


def _term(c: Cursor, others: Collection[str]) -> Term | None:
    """None without its span; a step that names no beginning counts from the start."""
    within = c.get("within") is not None
    distance = span(c, "within" if within else "on", required=True)
    after = one_of(c, "after", (*_NO_STEPS, *others), START)
    lead = span(c, "lead")
    return Term(distance, within, after, lead) if distance is not None else None


def _proof(c: Cursor, choices: Choices) -> Proof:
    flag(c, "tick")  # a tick always counts: saying so is allowed
    when = condition(c, "when", choices)[0] if c.get("when") is not None else None
    channels, purposes = all_named(c, "channels", "channel"), all_named(c, "purposes", "purpose")
    contact = one_of(c, "contact", (OUTBOUND, INBOUND, ANY), ANY if channels or purposes else "")
    return Proof(
        contact=contact,
        by_hand=flag(c, "by_hand"),
        channels=channels,
        purposes=purposes,
        fields=all_named(c, "fields", "entry"),
        entry=all_named(c, "entry", "kind"),
        when=when,
        by=named(c, "by", "role"),
        ticket=named(c, "ticket", "list.steps"),
    )


def _acceptance(c: Cursor, others: Collection[str]) -> Acceptance:
    node = scalar(c, "by", required=True)
    theirs = node is not None and node.text == CUSTOMER
    by = CUSTOMER if theirs else named(c, "by", "role")
    field = named(c, "field", "entry", required=theirs)
    if theirs and not field:
        return Acceptance("")
    rejected = one_of(c, "rejected", tuple(others), "")
    return Acceptance(by, span(c, "within", least=1), field, rejected)


def _outcome(c: Cursor) -> Outcome:
    key = text(c, "key", required=True)
    return Outcome(key, label(c, fallback=key), named(c, "by", "role"))


def _circle(steps: dict[str, PlaybookStep]) -> list[str]:
    """Those that, going back from step to step, come to themselves again."""
    found = []
    for key in steps:
        passed, ahead = set[str](), list(steps[key].before)
        while ahead:
            one = ahead.pop()
            if one in passed or one not in steps:
                continue
            passed.add(one)
            ahead += steps[one].before
        if key in passed:
            found.append(key)
    return found
