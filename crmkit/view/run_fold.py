"""Let the entries of a record move a run: ticks, hand-overs, pauses, longer times, proofs of steps (F2)."""

from __future__ import annotations

from datetime import date, datetime

from crmkit.calendar.deadline import Deadline, Pause
from crmkit.compute.runs import Act, Listed
from crmkit.language import same
from crmkit.policy.playbook_steps import ANY, CUSTOMER, INBOUND, PlaybookStep
from crmkit.schema.names import fold
from crmkit.view.run import (
    ACCEPT,
    ARCHIVE,
    DONE,
    HANDOVER,
    REFUSED,
    WAITING,
    NotCounted,
    Progress,
    Run,
    Uncounted,
)
from crmkit.view.timed import Stamp


def begin(run: Run) -> Run:
    """The run with what its check list says at once: who does each step, and ticks without a time.

    A line that names no step of the playbook is a step of this run alone.
    """
    listed = run.listed
    for item in listed.items if listed else ():
        step = run.named(item.said)
        if step is None:
            step = PlaybookStep(item.said, same(item.said), source=run.playbook.source)
            run.steps[step.key] = Progress(step)
        one = run.steps[step.key]
        one.listed, one.planned = item.person, item.planned
        if item.ticked and item.done is None:
            tick(run, item)
    return run


def ticks(run: Run) -> list[Listed]:
    """The lines of its check list that are ticked, with the time of the tick."""
    return [item for item in (run.listed.items if run.listed else ()) if item.ticked and item.done]


def take(run: Run, act: Act) -> None:
    """Let an entry move it."""
    if act.inbound and run.paused is not None:
        run.pauses[-1] = Pause(run.pauses[-1].start, max(act.at, run.pauses[-1].start))
    if act.own or act.step:
        _moved(run, act)
    _answered(run, act)
    _prove(run, act)
    if run.playbook.tell is not None and act.contact and act.human:
        wanted = run.playbook.tell.contact
        if wanted == ANY or (wanted == INBOUND) is act.inbound:
            run.told.append(mark(act))


def tick(run: Run, item: Listed) -> None:
    """What a tick of its check list says."""
    step = run.named(item.said)
    if step is None or run.listed is None:
        return
    one, at, line = run.steps[step.key], item.done, run.listed.line
    if step.outcomes:
        run.not_counted.append(NotCounted(run.listed, Uncounted.OUTCOME, step.key))
    elif item.person and not _may(run, item.person, step.done.by):
        run.not_counted.append(NotCounted(run.listed, Uncounted.ROLE, step.key, (step.done.by,)))
    elif one.done is None and one.handed is None:
        one.undated = at is None
        _finish(one, Stamp(at.date(), f"{at:%H:%M}", line) if at else run.start._replace(line=line))


def _may(run: Run, person: str, role: str) -> bool:
    """Whether somebody has a role; the owner's role is everybody's who is one of us."""
    known = run.policy.people.people.get(person)
    return not role or (known is not None and role in known.roles)


def _finish(one: Progress, at: Stamp) -> None:
    """Done; what somebody must take over is handed over by that."""
    if one.step.accept is not None:
        one.handed = at
    else:
        one.done = at


def _moved(run: Run, act: Act) -> None:
    """What an entry of the run says of it, or of a step."""
    if act.handling == WAITING:
        _wait(run, act)
    elif act.handling == ARCHIVE and not act.step:
        run.archived = run.archived or mark(act)
    elif act.step:
        step = run.named(act.step)
        if step is None:
            run.not_counted.append(NotCounted(act, Uncounted.STEP, act.step))
        else:
            _step(run, run.steps[step.key], act)


def _step(run: Run, one: Progress, act: Act) -> None:
    step, accept = one.step, one.step.accept
    if act.due is not None:
        _lengthen(run, one, act)
    elif act.handling == HANDOVER:
        one.handed, one.refused, one.person = mark(act), None, act.handler or one.person
    elif act.handling == REFUSED:
        _send_back(run, one, act)
    elif act.handling == ACCEPT:
        if accept and accept.by != CUSTOMER and act.by and not _may(run, act.by, accept.by):
            run.not_counted.append(NotCounted(act, Uncounted.ROLE, step.key, (accept.by,)))
        else:
            one.done, one.refused = one.done or mark(act), None
    elif act.handling in ("", DONE) and one.done is None:
        _done(run, one, act)


def _done(run: Run, one: Progress, act: Act) -> None:
    """An entry says that a step is done, and how it ended where that is asked."""
    step = one.step
    sought = fold(act.result)
    ended = next((o for o in step.outcomes if sought in (fold(o.key), *map(fold, o.label))), None)
    needed = ended.by if ended and ended.by else step.done.by
    if step.outcomes and ended is None:
        run.not_counted.append(
            NotCounted(act, Uncounted.OUTCOME, step.key, tuple(o.key for o in step.outcomes))
        )
    elif act.by and not _may(run, act.by, needed):
        run.not_counted.append(NotCounted(act, Uncounted.ROLE, step.key, (needed,)))
    else:
        one.result, one.refused = act.result, None
        _finish(one, mark(act))


def _send_back(run: Run, one: Progress, act: Act) -> None:
    """A hand-over that is refused, with its reason: the same limit holds as before."""
    if not act.reason:
        run.not_counted.append(NotCounted(act, Uncounted.REASON, one.step.key))
        return
    rejected = one.step.accept.rejected if one.step.accept else ""
    for back in (one, *([run.steps[rejected]] if rejected else [])):
        back.done, back.handed, back.undated = None, None, False
    one.refused = act


def _wait(run: Run, act: Act) -> None:
    reasons = run.playbook.pause.reasons if run.playbook.pause else None
    known = [fold(said) for reason in reasons or () for said in reason]
    if reasons is None or not act.reason or (known and fold(act.reason) not in known):
        run.not_counted.append(NotCounted(act, Uncounted.REASON))
    elif run.paused is None:
        run.pauses.append(Pause(act.at))


def _lengthen(run: Run, one: Progress, act: Act) -> None:
    """A longer time for a step, told before the old one is over where that is asked."""
    lacking = tuple(name for name in run.playbook.needs if name not in act.said)
    limit = run.limit(one.step.key)
    old = limit.due if limit else None
    if lacking:
        run.not_counted.append(NotCounted(act, Uncounted.LACKING, one.step.key, lacking))
    elif run.playbook.beforehand and isinstance(old, Deadline) and old.passed(act.at):
        run.not_counted.append(NotCounted(act, Uncounted.LATE, one.step.key))
    elif act.due is not None:
        at = datetime.combine(act.due, act.due_time) if act.due_time else None
        one.longer = Deadline(act.due, at)


def _answered(run: Run, act: Act) -> None:
    """A named contact says yes or no; silence is neither, and a no opens a step again."""
    for key, one in run.steps.items():
        accept = one.step.accept
        if accept is None or accept.by != CUSTOMER or accept.field not in act.said:
            continue
        if run.waits_for(key) or one.over:
            continue
        if not act.whom:
            run.not_counted.append(NotCounted(act, Uncounted.NOBODY, key))
        elif accept.field == "accepted" and act.accepted is not True:
            back = [one, *([run.steps[accept.rejected]] if accept.rejected else [])]
            for each in back:
                each.done, each.handed, each.undated = None, None, False
            one.refused = act
        else:
            one.done, one.refused = mark(act), None


def _prove(run: Run, act: Act) -> None:
    """Steps whose turn it is and that the entry fulfils; a contact fulfils one, the first that is due."""
    by_contact = []
    for key, one in run.steps.items():
        if one.over or one.handed is not None or run.waits_for(key) or not _in_time(run, one, act):
            continue
        proof = one.step.done
        if proof.by_contact:
            if _fits(act, one.step):
                by_contact.append(one)
        elif act.kind in proof.entry or (proof.fields and set(proof.fields) <= set(act.said)):
            _finish(one, mark(act))
    if by_contact:
        _finish(min(by_contact, key=lambda one: _due_first(run, one)), mark(act))


def _due_first(run: Run, one: Progress) -> tuple[object, ...]:
    limit = run.limit(one.step.key)
    due = limit.due if limit is not None and isinstance(limit.due, Deadline) else Deadline(date.max)
    return due.order, list(run.steps).index(one.step.key)


def _in_time(run: Run, one: Progress, act: Act) -> bool:
    """Whether an entry is not from before the step could be done."""
    since = run.since(one.step.key)
    if since is None or act.date < since.date:
        return False
    return act.date > since.date or not act.time or not since.time or act.time >= since.time


def mark(act: Act) -> Stamp:
    """When an entry happened, by whom."""
    timed = act.at.date() == act.date
    return Stamp(act.date, f"{act.at:%H:%M}" if timed else "", act.line, act.by)


def _fits(act: Act, step: PlaybookStep) -> bool:
    """Whether an entry is a contact as the step asks for."""
    proof = step.done
    if not (act.contact and act.reached) or (proof.by_hand and not act.human):
        return False
    if proof.contact != ANY and (proof.contact == INBOUND) is not act.inbound:
        return False
    return (not proof.channels or act.kind in proof.channels) and (
        not proof.purposes or act.purpose in proof.purposes
    )
