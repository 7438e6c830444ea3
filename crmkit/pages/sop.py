"""Show the procedures with the numbers that the engine uses, and who is at which step now (F2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from crmkit.calendar.deadline import Stopped
from crmkit.calendar.span import said
from crmkit.language import Label, joined
from crmkit.pages import (
    FOLDER,
    BookIndex,
    Context,
    KnownStep,
    Page,
    address,
    at_it,
    known_steps,
    later,
    person,
    until,
)  # fmt: skip
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import Playbook, Playbooks
from crmkit.policy.playbook_steps import PlaybookStep
from crmkit.reader import Reader
from crmkit.view.left import left
from crmkit.view.limit import Limit, State
from crmkit.view.procedure import department, limit, proof, rung, starts, taken_over, who
from crmkit.view.run import StepState

SHOWN = 100
_TONES = {State.BREACHED: "risk", State.RUNNING: "info", State.PAUSED: "warn", State.MET: "ok"}
_OR, _THEN = Label("或", " or "), Label("；", "; ")


def book(index: BookIndex, words: Reader) -> Context:
    """A procedure a section: its head, its steps, and the customers who are at them."""
    policy, view = index.policy, index.view
    by_playbook: dict[str, list[KnownStep]] = defaultdict(list)
    for one in index.once("steps", lambda: _all(index)):
        by_playbook[one.run.playbook.key].append(one)
    moment = view.moment.replace(tzinfo=None)
    sections = [
        _section(one, by_playbook[one.key], policy, moment, words) for one in policy.get(Playbooks).values()
    ]
    return {"sections": sections, "running": sum(section["running"] for section in sections)}


def _all(index: BookIndex) -> list[KnownStep]:
    view = index.view
    standings = view.standings.values()
    return [one for standing in standings for one in known_steps(standing, view, of_tickets=True)]


def _section(
    one: Playbook, steps: list[KnownStep], policy: Policy, moment: datetime, words: Reader
) -> Context:
    steps.sort(key=_when)
    runs = {(each.standing.facts.id, each.run.of, each.run.start) for each in steps}
    at = Counter(each.at.step.key for each in steps)
    return {
        "id": f"sop-{one.key}",
        "key": one.key,
        "title": words.label(one.label),
        "place": f"{one.source.path}:{one.source.line}",
        "head": [(words.tr(name), words.label(label)) for name, label in _head(one, policy)],
        "steps": [_step(number, step, one, at, policy, words) for number, step in enumerate(one.steps, 1)],
        "running": len(runs),
        "rows": [_row(each, moment, words) for each in steps[:SHOWN]],
        "more": max(len(steps) - SHOWN, 0),
    }


def _when(one: KnownStep) -> tuple[datetime, str]:
    owed = one.at.limit
    end = datetime.max if owed is None or isinstance(owed.due, Stopped) else owed.due.last()
    return end, one.standing.facts.id


def _head(one: Playbook, policy: Policy) -> list[tuple[str, Label]]:
    """What holds for all of it, each with its name as a message."""
    found = [(later("Starts"), starts(one, policy)), (later("Answers for it"), who(one.role, policy))]
    if one.tell is not None:
        zh, en = said(one.tell.every)
        found.append((later("The customer is told"), Label(f"每 {zh}一次", f"every {en}")))
    if one.pause is not None and one.pause.reasons:
        found.append((later("May be paused"), joined(one.pause.reasons)))
    if one.rungs:
        found.append((later("Escalates"), joined((rung(each, policy) for each in one.rungs), _THEN)))
    if one.closes.within is not None:
        found.append((later("Over within"), said(one.closes.within)))
    if one.lapses is not None:
        found.append((later("Given up after"), said(one.lapses)))
    if one.again is not None:
        found.append((later("Not asked for again within"), said(one.again)))
    return found


def _step(
    number: int, step: PlaybookStep, one: Playbook, at: Counter[str], policy: Policy, words: Reader
) -> Context:
    """One line of the check list: who, by when, what fulfils it, who takes it over, what goes with it."""
    helpers = joined(department(key, policy) for key in step.helpers)
    owed, taken = limit(step, one, policy), taken_over(step, policy)
    notes = [
        (words.tr("Hands over"), joined(step.handover)) if step.handover else None,
        (words.tr("Taken over"), taken) if taken is not None else None,
        (words.tr("Gives"), joined(step.documents, _OR if step.one_of else Label("、", ", ")))
        if step.documents
        else None,
        (words.tr("Talks of"), step.about) if step.about is not None else None,
        (words.tr("At most"), said(step.longest)) if step.longest is not None else None,
        (words.tr("Ends as"), joined(each.label for each in step.outcomes)) if step.outcomes else None,
        (words.tr("With"), helpers) if helpers.zh else None,
    ]
    return {
        "number": number,
        "label": words.label(step.label),
        "who": words.label(who(step.role or one.role, policy)),
        "due": words.label(owed) if owed is not None else "",
        "proof": words.label(proof(step, policy)),
        "notes": [(name, words.label(label)) for name, label in filter(None, notes)],
        "at": at[step.key],
    }


def _row(one: KnownStep, moment: datetime, words: Reader) -> Context:
    """Whose run, which step, until when, and who is at it."""
    owed, handed = one.at.limit, one.at.state is StepState.HANDED
    return {
        "href": FOLDER + address(one.standing.facts.id),
        "name": words.names[one.standing.facts.id],
        "step": words.label(one.at.step.label) if _ours(one) or words.reads_text else words.tr("A step"),
        "note": words.tr("handed over") if handed else words.tr("sent back") if one.at.refused else "",
        "due": until(owed),
        "left": words.label(left(owed, moment)) if owed is not None else "",
        "tone": _tone(owed, moment),
        "doer": at_it(one, words, person),
    }


def _tone(owed: Limit | None, moment: datetime) -> str:
    return _TONES[owed.state(moment)] if owed is not None else "none"


def _ours(one: KnownStep) -> bool:
    """Whether the step is the procedure's, and no line that somebody wrote."""
    return one.run.playbook.step(one.at.step.key) is not None


PAGE = Page("sop", "sop.html", later("SOP"), later("How do we do this step?"), order=10, key="s", book=book)
