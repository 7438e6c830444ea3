"""Read `status.md`: the statuses of a customer and the moves between them (F1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.notes import Answers
from crmkit.policy.reading import (
    Cursor,
    group,
    groups,
    listed,
    listed_under,
    named,
    one_of,
    scalar,
    scalars,
)
from crmkit.policy.stages import STAGES, Stage
from crmkit.policy.words import Claims, names, read_choice
from crmkit.schema.names import Names

MOVE_TWICE = Code("CRM916", "move-twice")

REASON = ("required", "optional")


class Status(NamedTuple):
    """A status and the stage it stands for."""

    key: str
    label: Label
    aliases: tuple[str, ...] = ()
    stage: Stage = Stage.OPEN


class MoveReason(NamedTuple):
    """Why customers are moved to one of `targets`, from one of `origins` or, without any, from anywhere."""

    key: str
    label: Label
    aliases: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for it."""
        return self.key, *self.label, *self.aliases


class StatusMove(NamedTuple):
    """An allowed move; `approver` is a role's key, or empty when nobody need approve."""

    origin: str
    target: str
    reason: bool = False
    approver: str = ""


@dataclass(frozen=True, slots=True)
class StatusPolicy:
    """Statuses by key, in the order of a customer's life; `initial` are those a record may begin with.

    `unsaid` is the status by which a customer is followed whose record says none; empty for by none.
    """

    statuses: Mapping[str, Status] = field(default_factory=dict)
    initial: tuple[str, ...] = ()
    moves: tuple[StatusMove, ...] = ()
    names: Names = field(default_factory=Names)
    reasons: tuple[MoveReason, ...] = ()
    reason_names: Names = field(default_factory=Names)
    unsaid: str = ""

    def find(self, word: str) -> Status | None:
        """The status that a word names."""
        return self.statuses.get(self.names.find(word) or "")

    def stage(self, key: object) -> Stage | None:
        """What the status of a key means; None for one that is not known."""
        known = self.statuses.get(str(key) if key else self.unsaid)
        return known.stage if known is not None else None

    def gone(self, key: object) -> bool:
        """Whether somebody of this status has left us; nobody of an unknown one has."""
        return self.stage(key) is Stage.ENDED

    def move(self, origin: str, target: str) -> StatusMove | None:
        """The allowed move between two keys, or None."""
        return next((m for m in self.moves if (m.origin, m.target) == (origin, target)), None)

    def reasons_for(self, move: StatusMove) -> tuple[MoveReason, ...]:
        """The reasons from which a move must take its own; none where any words will do."""
        if not move.reason:
            return ()
        return tuple(
            one
            for one in self.reasons
            if move.target in one.targets and (not one.origins or move.origin in one.origins)
        )

    def onward(self, origin: str) -> tuple[str, ...]:
        """The keys that may follow a status."""
        return tuple(m.target for m in self.moves if m.origin == origin)


def read_statuses(c: Cursor, _: Parts) -> StatusPolicy:
    """The status policy."""
    seen: set[str] = set()
    claims: Claims = {}
    choices = []
    statuses: dict[str, Status] = {}
    for item in groups(c, "statuses", required=True):
        choice = read_choice(item, seen, claims)
        choices.append(choice)
        stage = STAGES[one_of(item, "stage", tuple(STAGES), Stage.OPEN.key, required=True)]
        statuses.setdefault(choice.key, Status(choice.key, choice.label, choice.aliases, stage))
    keys = tuple(statuses)
    initial = tuple(n.text for n in scalars(c, "initial", required=True) if listed(c, n, keys, "initial"))
    unsaid = group(c, "unsaid")
    followed = named(unsaid, "status", "status", required=True) if unsaid else ""
    reasons = _reasons(c, keys)
    called = Names(tuple((word, one.key) for one in reasons for word in one.words))
    return StatusPolicy(statuses, initial, _moves(c, keys), names(tuple(choices)), reasons, called, followed)


def _moves(c: Cursor, keys: tuple[str, ...]) -> tuple[StatusMove, ...]:
    found: dict[tuple[str, str], StatusMove] = {}
    for item in groups(c, "moves", required=True):
        origin, role = scalar(item, "from"), named(item, "approver", "role")
        reason = one_of(item, "reason", REASON, REASON[1]) == REASON[0]
        sound = origin is not None and listed(item, origin, keys, item.name("from"))
        for target in scalars(item, "to", required=True):
            if not listed(item, target, keys, item.name("to")) or not sound or origin is None:
                continue
            if (origin.text, target.text) in found:
                item.report(MOVE_TWICE, target, origin=origin.text, target=target.text)
            found.setdefault((origin.text, target.text), StatusMove(origin.text, target.text, reason, role))
    return tuple(found.values())


def _reasons(c: Cursor, keys: tuple[str, ...]) -> tuple[MoveReason, ...]:
    seen: set[str] = set()
    claims: Claims = {}
    found = []
    for item in groups(c, "reasons"):
        choice = read_choice(item, seen, claims)
        targets = listed_under(item, "to", keys, required=True)
        found.append(
            MoveReason(choice.key, choice.label, choice.aliases, targets, listed_under(item, "from", keys))
        )
    return tuple(found)


def _answers(policy: StatusPolicy) -> Answers:
    return {"status": policy.statuses}


FILE = PolicyFile(name="status.md", of=StatusPolicy, read=read_statuses, answers=_answers)
