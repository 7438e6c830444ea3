"""Read `playbooks/`: procedures that run step by step, what starts each, its clocks and its end (F2)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Code, Source
from crmkit.document import Scalar
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFolder
from crmkit.policy.files.tiers import TierPolicy
from crmkit.policy.looked_for import LookedFor, wanted
from crmkit.policy.notes import Answers
from crmkit.policy.playbook_steps import (
    ANY,
    BEGINNINGS,
    INBOUND,
    OUTBOUND,
    PlaybookStep,
    labels,
    read_steps,
)
from crmkit.policy.reading import (
    MISSING_KEY,
    WRONG_VALUE,
    Cursor,
    all_named,
    flag,
    group,
    groups,
    label,
    listed_under,
    named,
    number,
    once,
    one_of,
    place,
)
from crmkit.policy.terms import condition, span
from crmkit.rules.parse import Choices
from crmkit.rules.tree import Condition

OTHER_NAME = Code("CRM521", "playbook-named-otherwise")
BY_HAND = Code("CRM522", "playbook-cannot-start-itself")

PROPOSED, AUTOMATIC = "proposed", "automatic"
ALL_DONE, OPENS = "all_done", "opens"
START, TELL, CLOSE = "start", "tell", "close"
"""What is due of a run besides its steps: that it begins, that the customer is told, that it is archived."""
PER: Mapping[str, str] = {
    "customer": "", "contract": "contract", "ticket": "ticket", "need": "need", "order": "order",
    "opportunity": "opportunity",
}  # fmt: skip
"""What a run is of, and the field by which an entry names it; of a customer there is nothing to name."""


class Trigger(NamedTuple):
    """What asks for a run, each kind of it by itself; all empty where it is started by hand alone.

    `contract_end` is how long before the end of a contract, `contract_opens`: when `milestones.md` opens the
    owner's task; `begins` are days of the record; `verification`:
    the key facts are due to be verified; `cleanup`: they were silent for as long as the cadence bears.
    """

    statuses: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    contract_end: Span | None = None
    contract_opens: bool = False
    when: Condition | None = None
    verification: bool = False
    cleanup: bool = False


class Telling(NamedTuple):
    """The customer is told how it goes `every` so often until a step is done, by a contact of a kind."""

    every: Span
    until: str = ""
    contact: str = OUTBOUND
    source: Source = Source("")


class Pausing(NamedTuple):
    """Clocks may stand for one of the `reasons` (empty: any): those of the steps in `stops` (empty: all)."""

    reasons: tuple[Label, ...] = ()
    stops: tuple[str, ...] = ()


class Escalation(NamedTuple):
    """Somebody in a role is told: at so many percent of a limit, or so long after it."""

    to: str
    late: Span | None = None
    at: Decimal | None = None


class Closing(NamedTuple):
    """A run ends when all steps, or one, are done; `within` a span of that it is archived by an entry."""

    when: str = ALL_DONE
    within: Span | None = None
    archive: bool = False


class Playbook(NamedTuple):
    """A procedure. `role` and `department` answer for the run, and do the steps that name none.

    A trigger older than `lapses` asks for nothing, and a step so late is given up; after a run the same is
    not asked for `again` before so long.
    """

    key: str
    label: Label
    trigger: Trigger = Trigger()
    automatic: bool = False
    per: str = "customer"
    role: str = ""
    department: str = ""
    steps: tuple[PlaybookStep, ...] = ()
    tell: Telling | None = None
    pause: Pausing | None = None
    needs: tuple[str, ...] = ()
    beforehand: bool = True
    rungs: tuple[Escalation, ...] = ()
    closes: Closing = Closing()
    lapses: Span | None = None
    again: Span | None = None
    source: Source = Source("")

    def item(self, step: str, of: str = "") -> str:
        """How a step is named among what is due: alone where a run of the customer begins by itself."""
        if self.automatic and not PER[self.per]:
            return step
        return ":".join(part for part in (self.key, step, of) if part)

    def called(self, step: PlaybookStep) -> Label:
        """How a step is called among what is due: with its procedure, where it is named by that."""
        if self.item(step.key) == step.key:
            return step.label
        return Label(f"{self.label.zh}：{step.label.zh}", f"{self.label.en}: {step.label.en}")

    def step(self, key: str) -> PlaybookStep | None:
        """The step of a key."""
        return next((one for one in self.steps if one.key == key), None)


class Playbooks(dict[str, Playbook]):
    """The playbooks by key, in the order of their files."""

    @cached_property
    def sought(self) -> LookedFor:
        """What they look for in entries."""
        return wanted(self.values())


def read_playbooks(cursors: Mapping[str, Cursor], have: Parts) -> Playbooks:
    """The playbooks; the key of each is the name of its file."""
    seen: set[str] = set()
    found = Playbooks()
    for stem, c in sorted(cursors.items()):
        one = _playbook(c, seen, have.get(TierPolicy).choices)
        if one.key and one.key != stem:
            c.report(OTHER_NAME, c.get("key") or c.node, key=one.key, file=stem)
        if one.key:
            found.setdefault(one.key, one)
    return found


def _playbook(c: Cursor, seen: set[str], choices: Choices) -> Playbook:
    key = once(c, "key", seen)
    steps = read_steps(c, choices)
    keys = tuple(step.key for step in steps)
    trigger, by_hand = _trigger(c, choices)
    automatic = one_of(c, "start", (PROPOSED, AUTOMATIC), PROPOSED) == AUTOMATIC
    if automatic and not (trigger.statuses or trigger.tiers or trigger.kinds or trigger.begins):
        c.report(BY_HAND, c.get("start") or c.node, key=key)
    extend, closes = group(c, "extend"), group(c, "closes")
    tell, pause, risk = group(c, "tell"), group(c, "pause"), group(c, "risk")
    rungs = [_rung(item) for item in (*([risk] if risk else []), *groups(c, "escalate"))]
    return Playbook(
        key=key,
        label=label(c, fallback=key),
        trigger=trigger,
        automatic=automatic and not by_hand,
        per=one_of(c, "per", tuple(PER), "customer"),
        role=named(c, "role", "role", required=True),
        department=named(c, "department", "department"),
        steps=steps,
        tell=_telling(tell, keys) if tell else None,
        pause=_pausing(pause, keys) if pause else None,
        needs=all_named(extend, "needs", "entry") if extend else (),
        beforehand=extend is None or one_of(extend, "before", ("limit",), "") == "limit",
        rungs=tuple(sorted((one for one in rungs if one), key=_height)),
        closes=_closing(closes, keys) if closes else Closing(),
        lapses=span(c, "lapses", least=1),
        again=span(c, "again", least=1),
        source=place(c),
    )


def _trigger(c: Cursor, choices: Choices) -> tuple[Trigger, bool]:
    """The trigger, and whether only a person starts it."""
    inner = group(c, "trigger", required=True)
    if inner is None:
        return Trigger(), True
    by_hand, node = flag(inner, "by_hand"), inner.get("contract_end")
    opens = isinstance(node, Scalar) and node.text == OPENS
    when = condition(inner, "when", choices)[0] if inner.get("when") is not None else None
    trigger = Trigger(
        statuses=all_named(inner, "status", "status"),
        tiers=all_named(inner, "tier", "tier"),
        kinds=all_named(inner, "kind", "kind"),
        begins=listed_under(inner, "milestone", BEGINNINGS),
        segments=all_named(inner, "segment", "segment"),
        contract_end=None if opens else span(inner, "contract_end", least=1),
        contract_opens=opens,
        when=when,
        verification=flag(inner, "verification"),
        cleanup=flag(inner, "cleanup"),
    )
    if trigger == Trigger() and not by_hand and node is None:
        inner.report(MISSING_KEY, inner.node, key=inner.name("status"))
    return trigger, by_hand


def _telling(c: Cursor, keys: tuple[str, ...]) -> Telling | None:
    every = span(c, "every", required=True, least=1)
    done = group(c, "done")
    contact = one_of(done, "contact", (OUTBOUND, INBOUND, ANY), OUTBOUND) if done else OUTBOUND
    until = one_of(c, "until", keys, "")
    return Telling(every, until, contact, place(c)) if every is not None else None


def _pausing(c: Cursor, keys: tuple[str, ...]) -> Pausing:
    one_of(c, "ends", ("next_inbound",), "next_inbound")
    return Pausing(labels(c, "reasons"), listed_under(c, "stops", (*keys, "tell")))


def _rung(c: Cursor) -> Escalation | None:
    late, at = span(c, "late"), number(c, "at", percent=True)
    to = named(c, "to", "role", required=True)
    if at is not None and at <= 0:
        c.report(WRONG_VALUE, c.get("at") or c.node, key=c.name("at"), text=at, example="80%")
        return None
    if late is None and at is None:
        c.report(MISSING_KEY, c.node, key=c.name("late"))
        return None
    return Escalation(to, late, at)


def _height(rung: Escalation) -> tuple[bool, object]:
    """Those before the limit come first, each kind in its own order."""
    return (True, rung.late.length) if rung.late else (False, rung.at or Decimal(0))


def _closing(c: Cursor, keys: tuple[str, ...]) -> Closing:
    when = one_of(c, "when", (ALL_DONE, *keys), ALL_DONE)
    return Closing(when, span(c, "within", least=1), flag(c, "archive"))


def _answers(playbooks: Playbooks) -> Answers:
    return {"playbook": playbooks}


FILE = PolicyFolder(
    name="playbooks/",
    of=Playbooks,
    read=read_playbooks,
    needs=(TierPolicy,),
    default=Playbooks(),
    answers=_answers,
)
