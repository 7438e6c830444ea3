"""Ask for the steps of procedures that run, for what was handed over, and for runs to be begun (F2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.working import Calendar
from crmkit.compute.runs import RUNS
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.item import DueItem, Fulfil, Note
from crmkit.followups.limits import rung_at, zoned
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.wording import by_contact, log_contact
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import CLOSE, START, TELL, Playbooks
from crmkit.policy.files.tickets import Tickets
from crmkit.policy.playbook_steps import CUSTOMER, OUTBOUND
from crmkit.view import Standing, View
from crmkit.view.at_step import AtStep, at_steps, doer, who
from crmkit.view.doers import told
from crmkit.view.limit import Limit
from crmkit.view.prompts import Prompt
from crmkit.view.run import Run, StepState
from crmkit.view.runs import procedures

_TICK = Label("在清单上勾选，或用 crmkit sop step 记下", "a tick in the list, or crmkit sop step")
_TAKE = Label(
    "移交，对方接收：crmkit sop hand-over", "handing it over, and that it is taken: crmkit sop hand-over"
)
_YES = Label("一条写明对方是谁、是否认可的联系", "a contact that names who of theirs says yes or no")
_BEGIN = Label("启动流程，写下清单", "the entry that begins it, with its list")
_A_STEP = Label("一个步骤", "a step")
_OF_RUN = {
    START: Label("启动", "start it"),
    TELL: Label("告知客户进展", "tell the customer how it goes"),
    CLOSE: Label("归档", "archive it"),
}
_TELLS = Label("告诉客户进展的一次联系", "a contact that tells the customer how it goes")


def items(seen: Seen) -> Iterator[DueItem]:
    """Each open step for who does it, what was handed over for who takes it, and what nobody began yet."""
    found = procedures(seen.standing, seen.view)
    for run in found.runs:
        if not run.closed and (run.listed is not None or not run.playbook.automatic or _followed(run, seen)):
            yield from _of_run(run, seen)
    for prompt in found.proposed:
        yield from _proposal(prompt, seen)


def _followed(run: Run, seen: Seen) -> bool:
    """Whether a run that began by itself is for somebody whom the procedures follow; a ticket always is."""
    return run.ticket is not None or (seen.standing.followed and not seen.standing.quiet)


def _of_run(run: Run, seen: Seen) -> Iterator[DueItem]:
    left_out = skipped(seen, run.start.date)
    for one in at_steps(run, seen.standing):
        key = run.playbook.item(one.step.key, run.of)
        owed = one.state in (StepState.OPEN, StepState.WAITING, StepState.HANDED)
        if not owed or key in left_out or (one.step.done.ticket and one.step.due is None):
            continue
        if one.limit is not None and isinstance(one.limit.due, Deadline):
            yield from _asked(run, one, one.limit, one.limit.due, key, seen)
    yield from _whole(run, seen)


def _whole(run: Run, seen: Seen) -> Iterator[DueItem]:
    """Progress that the customer is told, and the end of the run once nothing else is left."""
    role, since = run.playbook.role, run.start.date
    does = who(role, run.playbook.department, seen.standing, of=run.handler)
    telling, closing = run.telling(), run.closing()
    if telling is not None and isinstance(telling.due, Deadline):
        about = _about(run, _OF_RUN[TELL])
        rule = run.playbook.tell.source if run.playbook.tell else run.playbook.source
        key = run.playbook.item(TELL, run.of)
        yield SOURCE.item(
            seen, key, zoned(telling.due, seen), about, rule, Fulfil((), since),
            reset_by=run.start.line, owner=_named(does, seen),
        )  # fmt: skip
    named = run.listed is not None and run.listed.due is not None
    if closing is not None and isinstance(closing.due, Deadline) and (run.through or named):
        about = _about(run, _OF_RUN[CLOSE] if run.through else Label("全部完成", "all of it done"))
        key = run.playbook.item(CLOSE, run.of)
        yield SOURCE.item(
            seen, key, zoned(closing.due, seen), about, run.playbook.source,
            Fulfil((), since, fields=(CLOSE,)), reset_by=run.start.line, owner=_named(does, seen),
        )  # fmt: skip


def _asked(run: Run, one: AtStep, limit: Limit, due: Deadline, key: str, seen: Seen) -> Iterator[DueItem]:
    """The item of a step, and the one of the highest rung that it reached."""
    step, does = one.step, one.doer
    waits_for = doer(run, one.waits[0], seen.standing) if one.waits else ""
    about, since = _about(run, step.label), run.since(step.key)
    channels = step.done.channels if step.done.contact == OUTBOUND else ()
    wanted = Fulfil(channels, since.date if since else run.start.date, fields=() if channels else (step.key,))
    refused = run.steps[step.key].refused
    line = refused.line if refused is not None else (since.line if since else 0) or run.start.line
    notes = (Note.FIRST,) if seen.standing.tiering.key in step.first else ()
    moved = step.due is not None and not step.due.within and run.rested(step.key)
    item = SOURCE.item(
        seen, key, zoned(due, seen), about, step.source, wanted, channels=channels, reset_by=line,
        owner=_named(does, seen), waits_for=waits_for if waits_for != does else "", letter=step.letter,
        notes=((Note.REST_DAY,) if moved else ()) + notes,
    )  # fmt: skip
    yield put_off(item, seen, run.start.date)
    moment = seen.view.moment.replace(tzinfo=None)
    reached = [
        rung
        for rung in run.playbook.rungs
        if (at := rung_at(rung, limit, seen.calendar)) is not None and at < moment
    ]
    if reached:
        whom = told(reached[-1].to, does, seen.policy, as_of=seen.as_of)
        if whom != does:
            late = Label(f"上报 {about.zh}", f"Escalated: {about.en}")
            yield replace(
                item, key=f"{key}:{reached[-1].to}", about=late, owner=whom, former="", waits_for=does,
                channels=(), notes=(),
            )  # fmt: skip


def _proposal(prompt: Prompt, seen: Seen) -> Iterator[DueItem]:
    """What nobody began yet: for today, since it breaks no limit to leave it for another day."""
    playbook, of = prompt.playbook, prompt.of
    key = playbook.item(START, of)
    if key in skipped(seen, prompt.since.date):
        return
    about = Label(f"启动{playbook.label.zh}", f"Start: {playbook.label.en}")
    if plain_number(of):
        about = Label(f"{about.zh} {of}", f"{about.en} {of}")
    due, does = Deadline(seen.as_of), who(playbook.role, playbook.department, seen.standing)
    item = SOURCE.item(
        seen, key, due, about, playbook.source, Fulfil((), prompt.since.date, fields=(START,)),
        reset_by=prompt.since.line, owner=_named(does, seen),
    )  # fmt: skip
    yield put_off(item, seen, prompt.since.date)


def _about(run: Run, what: Label) -> Label:
    """Which procedure, of what, and which step; the step alone of a run that is the customer's own."""
    if run.playbook.item(START) == START:
        return what
    of = f" {run.of}" if plain_number(run.of) else ""
    return Label(f"{run.playbook.label.zh}{of}：{what.zh}", f"{run.playbook.label.en}{of}: {what.en}")


def _named(does: str, seen: Seen) -> str:
    """Who does it, empty where that is the customer's own, so that an item says whose work it was."""
    return "" if does == owner_of(seen.standing, seen.view)[0] else does


def plain_number(of: str) -> bool:
    """Whether what a run is of is a number, which everybody may read, and no free text."""
    return re.fullmatch(r"[A-Za-z]{1,8}[-_]?[0-9][0-9A-Za-z_-]{0,20}", of) is not None


def turns(standing: Standing, view: View) -> Iterator[time]:
    """When an entry of the day moves a run, and when a rung is reached by what was written until then."""
    acts = standing.facts.of(RUNS).acts
    if not acts:
        return
    written = sorted({act.at.time() for act in acts if act.date == view.as_of and act.time})[:MOST_SHOWN]
    yield from written
    calendar, zone = view.policy.get(Calendar), view.moment.tzinfo
    for at in (time(), *written):
        moment = datetime.combine(view.as_of, at, zone)
        for run in procedures(standing, replace(view, moment=moment)).runs:
            limits = (run.limit(key) for key in run.steps if not run.steps[key].over)
            for limit in limits:
                reached = (rung_at(rung, limit, calendar) for rung in run.playbook.rungs if limit)
                yield from (one.time() for one in reached if one is not None and one.date() == view.as_of)


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """A contact, a tick, what takes over, or the entry that begins."""
    if item.channels:
        return by_contact(item, policy)
    if START in item.fulfilled_by.fields:
        return _BEGIN
    playbook, _, step = item.key.partition(":")
    one = policy.get(Playbooks).get(playbook)
    found = one.step(step.partition(":")[0]) if one is not None else None
    if found is not None and found.accept is not None:
        return _YES if found.accept.by == CUSTOMER else _TAKE
    return _TICK if item.fulfilled_by.fields else _TELLS


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that logs the contact, ticks the step, or begins the run."""
    if item.channels:
        return log_contact(item, policy, lang)
    playbooks = policy.get(Playbooks)
    parts = item.key.split(":")
    if parts[0] not in playbooks:
        return ["crmkit", "sop", "step", item.customer, parts[0]]
    playbook, step, *of = parts
    verb = "start" if step == START else "step"
    found = playbooks[playbook].step(step)
    if found is not None and found.accept is not None and found.accept.by != CUSTOMER:
        verb = "hand-over"
    what = [playbook] if verb == "start" else [step, "--playbook", playbook]
    said = ["crmkit", "sop", verb, item.customer, *what]
    return [*said, *(["--of", of[0]] if of and of[0] not in _roles(policy) else [])]


def plain(item: DueItem, policy: Policy) -> DueItem:
    """The item without what somebody wrote: what its run is of, and a line of their own in a check list.

    The number of a ticket stays where the pattern makes it.
    """
    playbooks, parts = policy.get(Playbooks), item.key.split(":")
    playbook = playbooks.get(parts[0])
    step, *rest = parts[1:] if playbook is not None else parts
    own = [playbook] if playbook is not None else [one for one in playbooks.values() if one.automatic]
    steps = {each.key: each.label for one in own for each in one.steps}
    label = (steps | _OF_RUN).get(step)
    roles, pattern = _roles(policy), policy.get(Tickets).pattern
    ours = pattern if playbook is not None and playbook.per == "ticket" else None
    if label is not None and all(one in roles or (ours and ours.match(one)) for one in rest):
        return item
    said = [step if label is not None else "…", *(one for one in rest[-1:] if one in roles)]
    about = label or _A_STEP
    if playbook is not None:
        said, name = [playbook.key, *said], playbook.label
        about = Label(f"{name.zh}：{about.zh}", f"{name.en}: {about.en}")
    return replace(item, key=":".join(said), about=about)


def _roles(policy: Policy) -> frozenset[str]:
    return frozenset(role.key for role in policy.people.roles)


SOURCE = DueSource(
    key="steps",
    label=Label("流程步骤", "Step of a procedure"),
    rank=Rank.BEGUN,
    items=items,
    fulfilled=fulfilled,
    command=command,
    plain=plain,
    turns=turns,
    mixed=True,
)
