"""Say how each need of a customer stands at a moment: state, history, who answers by when (A7, F3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from crmkit.calendar.deadline import Deadline, deadline, end_of
from crmkit.calendar.working import Calendar
from crmkit.compute.needs import ListedNeed, NeedMove, Needs
from crmkit.history import stands
from crmkit.policy import Policy
from crmkit.policy.files.needs import NeedRules
from crmkit.schema.names import fold
from crmkit.view.limit import Limit
from crmkit.view.numbered import at, clock, gather, in_order, stood

ANSWER, DONE = "answer", "done"


@dataclass(frozen=True, slots=True)
class FollowedNeed:
    """What a customer wants. `key` names it: its id, or the line of its entry.

    `state` is a key; `assumed` is true where no entry says it. `handler` does it, empty for nobody named;
    `opened` is the entry that told of it first, `answered` the first behind it that says more or reaches
    the customer. `due` is the time that was promised.
    """

    key: str
    id: str
    text: str
    kind: str
    source: str
    handler: str
    state: str
    assumed: bool
    since: date | None
    solved: bool
    line: int
    moves: tuple[NeedMove, ...]
    opened: NeedMove | None = None
    answered: NeedMove | None = None
    due: Deadline | None = None

    def limit(self, policy: Policy) -> Limit | None:
        """By when it is answered; None for no limit, or a need that only the profile tells of."""
        within, opened = policy.get(NeedRules).within, self.opened
        if within is None or opened is None:
            return None
        # Minutes run from the end of a day without a time, days are counted from that day itself.
        start = at(opened) if clock(opened) is not None else end_of(opened.date)
        due = deadline(start, within, policy.get(Calendar))
        if isinstance(due, Deadline) and clock(opened) is None:
            due = Deadline(due.day)
        met = self.answered
        return Limit(ANSWER, start, due, at(met) if met else None, met.line if met else 0)


def needs_of(told: Needs, policy: Policy, moment: datetime) -> tuple[FollowedNeed, ...]:
    """Every need as of a moment: those of the profile in its order, then those that only entries name."""
    return gathered(told, policy, moment)[0]


def gathered(
    told: Needs, policy: Policy, moment: datetime
) -> tuple[tuple[FollowedNeed, ...], list[NeedMove]]:
    """The same, and the entries of needs that are about none."""
    if not told.listed and not told.moves:
        return (), []
    states = need_states(policy)
    ever = [move for move in told.moves if stands(move.voided_on, as_of=moment.date())]
    stood_now = stood(ever, moment)
    past = [move for move in stood_now if move.id or not move.contact]
    talks = [move for move in stood_now if move.contact and not move.id]
    last = states[-1] if states else ""
    by_id, strays = gather(
        past,
        [one.id for one in told.listed],
        lambda move: move.state == last != "",
        lambda move: not move.contact,
    )
    future = {fold(move.id) for move in ever if move.id}
    found = []
    for index, one in enumerate(told.listed):
        key = fold(one.id)
        moves = by_id.pop(key, []) if key else []
        unheard = (key and key in future) or (one.since is not None and one.since > moment.date())
        if not moves and unheard:
            continue
        found.append(_need(one.id or f"#{index + 1}", one, moves, talks, told, states, moment))
    for key, moves in by_id.items():
        if any(not move.contact for move in moves):
            wanted = ListedNeed(moves[0].id, "", "", "", "", "", None)
            found.append(_need(moves[0].id or key, wanted, moves, talks, told, states, moment))
    return tuple(found), strays


def need_states(policy: Policy) -> tuple[str, ...]:
    """The states of a need in their order; in the last nothing is left to do."""
    field = policy.schema.profile.find("needs")
    state = field.fields.find("state") if field else None
    return tuple(one.key for one in state.choices) if state else ()


def _need(
    key: str, one: ListedNeed, moves: list[NeedMove], talks: list[NeedMove], told: Needs,
    states: tuple[str, ...], moment: datetime,
) -> FollowedNeed:  # fmt: skip
    own = [move for move in moves if not move.contact]
    said = [move for move in own if move.state in states]
    opened = own[0] if own else None
    named = [move.handler for move in moves if move.handler]
    handler = named[-1] if named else one.owner
    later = [m for m in told.moves if m.id and fold(m.id) == fold(one.id) and at(m) > moment and m.state]
    state = said[-1].state if said else (states[0] if later and states else one.state)
    return FollowedNeed(
        key, one.id, one.text or next((move.subject for move in own if move.subject), ""), one.kind,
        one.source, handler, state, not said, one.since or (opened.date if opened else None),
        bool(states) and state == states[-1], opened.line if opened else told.line, tuple(moves), opened,
        _answer(opened, moves, [talk for talk in talks if talk.by == handler != ""]) if opened else None,
        _promised(moves),
    )  # fmt: skip


def _answer(opened: NeedMove, moves: list[NeedMove], talks: list[NeedMove]) -> NeedMove | None:
    """The first entry behind the opening that answers: word of how far it is, or a talk of ours that names
    the need or is its handler's.
    """
    behind = in_order([*moves, *talks])
    start = (
        (at(opened), opened.line) if clock(opened) else (datetime.combine(opened.date, time()), opened.line)
    )
    return next(
        (
            move
            for move in behind
            if move.line != opened.line
            and (at(move), move.line) > start
            and (move.reached and not move.inbound if move.contact else True)
        ),
        None,
    )


def _promised(moves: list[NeedMove]) -> Deadline | None:
    """The last time that an entry promises."""
    last = next((move for move in reversed(moves) if move.due is not None), None)
    if last is None or last.due is None:
        return None
    return Deadline(last.due, datetime.combine(last.due, last.due_time) if last.due_time else None)
