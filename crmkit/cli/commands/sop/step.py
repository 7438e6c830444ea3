"""Tick a step of a procedure, tell a longer time for it, let its clocks wait, or archive what is through."""

from __future__ import annotations

from datetime import time
from functools import partial

import click

from crmkit.calendar.deadline import Deadline
from crmkit.cli.command import Use, command
from crmkit.cli.days import NoDay, wanted
from crmkit.cli.days import moment_in as read_moment
from crmkit.cli.entry import Said, append
from crmkit.cli.failure import Failure
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import (
    RunInRecord,
    author,
    known,
    names,
    playbook,
    run_kind,
    said_at,
    said_limit,
    step_of,
    want_role,
)
from crmkit.cli.tickets import said_step, want, writes
from crmkit.cli.writing import change_record
from crmkit.compute.runs import Listed, meant
from crmkit.edit.checklist import tick
from crmkit.language import Label
from crmkit.policy.labels import entry_word
from crmkit.policy.playbook_steps import CUSTOMER
from crmkit.schema.classes.run import CLASS as RUN
from crmkit.schema.names import fold
from crmkit.view.run import ARCHIVE, DONE, WAITING, StepState


@command(Use.WRITES)
@click.argument("customer")
@click.argument("step")
@click.argument("subject", default="")
@click.option("--playbook", "which", metavar="WORD", help="Of which procedure, where several have the step.")
@click.option("--of", metavar="NUMBER", help="Of which contract, ticket, need or order.")
@click.option("--result", metavar="WORD", help="How it ended, where the step asks for that.")
@click.option("--until", metavar="DATE[ TIME]", help="A longer time for the step, with --reason.")
@click.option("--waits", is_flag=True, help="The clocks stand until the customer's next word, with --reason.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--told", metavar="TEXT", help="How the customer was told of the longer time.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, step: str, subject: str, which: str | None, of: str | None,
    result: str | None, until: str | None, waits: bool, reason: str | None, told: str | None,
    when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Tick a step of a procedure, tell a longer time for it, let its clocks wait, or archive what is through.

    crmkit sop step 曾国藩 合同审核 --by 陈刚
    crmkit sop step 曾国藩 decide --result 恢复原级
    crmkit sop step 曾国藩 deliver --until 2025-10-15 --reason 等厂家发货 --told 电话说明，客户同意
    crmkit sop step 曾国藩 archive
    """
    if fold(step) in (ARCHIVE, fold(said_step(rim, ARCHIVE)), "归档"):
        return _archive(rim, customer, which, of, subject, when, by, dry_run=dry_run)
    found = step_of(rim, customer, step, which, of)
    if until is not None:
        return _longer(rim, found, until, reason, told, subject, when, by, dry_run=dry_run)
    if waits:
        return _wait(rim, found, reason, subject, when, by, dry_run=dry_run)
    one = found.step
    _may_be_done(rim, found)
    if one.accept is not None:
        if one.accept.by == CUSTOMER:
            raise rim.fail("the customer says yes or no: log a contact with {field}", field=one.accept.field)
        raise rim.fail("somebody takes this step over: crmkit sop hand-over")
    who = author(rim, by)
    outcome = _outcome(rim, found, result)
    wanted_role = outcome[1] or one.done.by
    want_role(rim, who, wanted_role)
    return _done(rim, found, outcome[0], subject, when, who, dry_run=dry_run)


def _may_be_done(rim: Rim, found: RunInRecord) -> None:
    """Stop where the step is over, or waits for another."""
    run, one = found.run, found.step
    label = one.label.said(rim.lang)
    if run.state(one.key) in (StepState.DONE, StepState.GIVEN_UP):
        raise rim.fail("{step} is done already", step=label)
    waits = run.waits_for(one.key)
    if waits:
        names_ = rim._(", ").join(each.label.said(rim.lang) for each in waits)
        raise rim.fail("{step} waits for {what}", step=label, what=names_)


def _outcome(rim: Rim, found: RunInRecord, result: str | None) -> tuple[Label | None, str]:
    """How the step ended, in people's words, and who alone may say so."""
    outcomes = found.step.outcomes
    if not outcomes:
        return (Label(result, result), "") if result is not None else (None, "")
    known_ones = ", ".join(each.label.said(rim.lang) for each in outcomes)
    if result is None:
        raise rim.fail("say with --result how it ended: {known}", known=known_ones)
    for each in outcomes:
        if fold(result) in (fold(each.key), *map(fold, each.label)):
            return each.label, each.by
    raise rim.fail("{option}: '{word}' is none of {known}", option="--result", word=result, known=known_ones)


def _done(
    rim: Rim, found: RunInRecord, result: Label | None, subject: str, when: str | None, who: str, *,
    dry_run: bool,
) -> int:  # fmt: skip
    """A tick in the list where it has the step and nothing else is to be said; else an entry."""
    run, one = found.run, found.step
    written, at = said_at(rim, when)
    listed = run.listed
    plain = listed is not None and result is None and not subject and " " in written
    if listed is not None and plain and any(_ticks(item, found) for item in listed.items):
        edit = partial(tick, line=listed.line, words=(one.key, *one.label), at=at)
        return change_record(rim, found.loaded.document.path, edit, dry_run=dry_run)
    said: list[Said] = [("result", result)] if result is not None else []
    return _entry(rim, found, said, subject, written, who, dry_run=dry_run, step=DONE)


def _ticks(item: Listed, found: RunInRecord) -> bool:
    """Whether a line is the step's, and a tick of it counts: it does not say who made it."""
    one, people = found.step, found.standing.policy.people.people
    may = not one.done.by or (item.person in people and one.done.by in people[item.person].roles)
    return not item.ticked and may and meant(item.said, [one]) is not None


def _entry(
    rim: Rim, found: RunInRecord, said: list[Said], subject: str, written: str, who: str, *, step: str,
    dry_run: bool,
) -> int:  # fmt: skip
    """The entry that moves the step."""
    fields: list[Said] = [
        ("by", who), *names(found.run.playbook, found.run.of), ("run_step", found.step.label),
        ("step", _said(rim, step)), *said,
    ]  # fmt: skip
    heading = (written, run_kind(rim), subject or found.step.label)
    return append(rim, found.loaded.document.path, heading, fields, "", dry_run=dry_run)


def _said(rim: Rim, step: str) -> Label:
    return entry_word(rim.policy, RUN, "step", step)


def _longer(
    rim: Rim, found: RunInRecord, until: str, reason: str | None, told: str | None, subject: str,
    when: str | None, by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """A longer time: before the old one is over where that is asked, with all that the procedure needs."""
    run, key = found.run, found.step.key
    day = read_moment(until, rim.as_of, past=False)
    if isinstance(day, NoDay):
        raise Failure("--until: " + wanted(rim._, until, day))
    if run.state(key) in (StepState.DONE, StepState.GIVEN_UP):
        raise rim.fail("{step} is done already", step=found.step.label.said(rim.lang))
    written, at = said_at(rim, when)
    limit = run.limit(key)
    old = limit.due if limit is not None else None
    if isinstance(old, Deadline):
        if run.playbook.beforehand and old.passed(at):
            raise rim.fail("the limit was {limit}: a longer time is told before it", limit=said_limit(limit))
        new = (
            Deadline(day.day).last()
            if not day.time
            else at.combine(day.day, time.fromisoformat(day.time[:5]))
        )
        if new <= old.last():
            raise rim.fail("it is due on {due}: name a later day", due=said_limit(limit))
    said: list[Said] = [("due", day.day.isoformat())]
    said += [("due_time", day.time[:5])] if day.time else []
    said += [("reason", want(rim, reason, "--reason"))] if reason is not None else []
    said += [("delay", want(rim, told, "--told"))] if told is not None else []
    lacking = [name for name in run.playbook.needs if name not in {name for name, _ in said}]
    if lacking:
        options = {"reason": "--reason", "delay": "--told"}
        raise rim.fail("a longer time needs {what}", what=", ".join(options.get(n, n) for n in lacking))
    return _entry(rim, found, said, subject, written, author(rim, by), dry_run=dry_run, step="progress")


def _wait(
    rim: Rim, found: RunInRecord, reason: str | None, subject: str, when: str | None, by: str | None, *,
    dry_run: bool,
) -> int:  # fmt: skip
    """The clocks stand: for a reason that the procedure knows."""
    run, rules = found.run, found.run.playbook.pause
    label = run.playbook.label.said(rim.lang)
    if rules is None:
        raise rim.fail("{procedure} is never paused", procedure=label)
    if run.paused is not None:
        raise rim.fail("{ticket} is paused since {since}", ticket=label, since=f"{run.paused:%Y-%m-%d %H:%M}")
    said = want(rim, reason or "", "--reason")
    if rules.reasons and fold(said) not in {fold(word) for each in rules.reasons for word in each}:
        known_ones = ", ".join(each.said(rim.lang) for each in rules.reasons)
        raise rim.fail(
            "{option}: '{word}' is none of {known}", option="--reason", word=said, known=known_ones
        )
    written, _ = said_at(rim, when)
    fields: list[Said] = [("reason", said)]
    return _entry(rim, found, fields, subject, written, author(rim, by), dry_run=dry_run, step=WAITING)


def _archive(
    rim: Rim, customer: str, which: str | None, of: str | None, subject: str, when: str | None,
    by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """The end of a run, once every step that its end asks for is done."""
    here, asked = known(rim, customer), playbook(rim, which) if which is not None else None
    runs = [
        run
        for run in here.found.runs
        if not run.closed and asked in (None, run.playbook) and of in (None, run.of)
        and run.playbook.closes.archive
    ]  # fmt: skip
    if len(runs) != 1:
        if runs:
            listed = "\n".join(f"  {run.playbook.key}  {run.of}".rstrip() for run in runs)
            raise rim.fail("name one with --playbook or --of:\n{listed}", listed=listed)
        raise rim.fail("{name} has no procedure that is to be archived", name=here.standing.facts.name)
    (run,) = runs
    if not run.through:
        lacking = rim._(", ").join(
            one.step.label.said(rim.lang) for one in run.steps.values() if not one.over
        )
        raise rim.fail("{ticket} lacks {what}", ticket=run.playbook.label.said(rim.lang), what=lacking)
    written, _ = said_at(rim, when)
    fields: list[Said] = [
        ("by", author(rim, by)), *names(run.playbook, run.of), ("step", _said(rim, ARCHIVE)),
    ]  # fmt: skip
    heading = (written, run_kind(rim), subject or run.playbook.label)
    return append(rim, here.loaded.document.path, heading, fields, "", dry_run=dry_run)
