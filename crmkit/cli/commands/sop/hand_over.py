"""Hand a step over by its standard, take it over, or send it back with what it lacks."""

from __future__ import annotations

from functools import partial

import click

from crmkit.cli.command import Use, command
from crmkit.cli.entry import Said, append
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import RunInRecord, author, names, run_kind, said_at, step_of, want_role
from crmkit.cli.tickets import want, writes
from crmkit.cli.writing import Edit
from crmkit.compute.runs import meant
from crmkit.edit.checklist import tick
from crmkit.language import Label, joined
from crmkit.policy.labels import entry_word
from crmkit.policy.playbook_steps import CUSTOMER, Acceptance
from crmkit.schema.classes.run import CLASS as RUN
from crmkit.view.run import ACCEPT, HANDOVER, REFUSED, StepState


@command(Use.WRITES)
@click.argument("customer")
@click.argument("step")
@click.argument("subject", default="")
@click.option("--playbook", "which", metavar="WORD", help="Of which procedure, where several have the step.")
@click.option("--of", metavar="NUMBER", help="Of which contract, ticket, need or order.")
@click.option("--to", "receiver", metavar="PERSON", help="To whom; else who has the role.")
@click.option("--accept", "accepted", is_flag=True, help="It is taken over.")
@click.option("--refuse", "reason", metavar="TEXT", help="It is sent back: what it lacks.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, step: str, subject: str, which: str | None, of: str | None,
    receiver: str | None, accepted: bool, reason: str | None, when: str | None, by: str | None,
    dry_run: bool,
) -> int:  # fmt: skip
    """Hand a step over by its standard, take it over, or send it back with what it lacks.

    crmkit sop hand-over 曾国藩 开票信息移交财务
    crmkit sop hand-over 曾国藩 开票信息移交财务 --refuse 缺税号 --by 何平
    crmkit sop hand-over 曾国藩 开票信息移交财务 --accept --by 何平

    What is sent back is open again, under the same limit.
    """
    found = step_of(rim, customer, step, which, of)
    accept, label = found.step.accept, found.step.label.said(rim.lang)
    if accept is None or accept.by == CUSTOMER:
        raise rim.fail("nobody of ours takes {step} over: crmkit sop step", step=label)
    if accepted and reason is not None:
        raise rim.fail("either --accept or --refuse")
    if receiver is not None and (accepted or reason is not None):
        raise rim.fail("--to goes with handing over alone")
    if accepted or reason is not None:
        return _answer(rim, found, accept, reason, subject, when, by, dry_run=dry_run)
    return _hand_over(rim, found, accept, receiver, subject, when, by, dry_run=dry_run)


def _hand_over(
    rim: Rim, found: RunInRecord, accept: Acceptance, receiver: str | None, subject: str,
    when: str | None, by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    run, one = found.run, found.step
    state, label = run.state(one.key), one.label.said(rim.lang)
    if state is StepState.HANDED:
        raise rim.fail("{step} is handed over already: --accept or --refuse", step=label)
    if state is not StepState.OPEN:
        waits = rim._(", ").join(each.label.said(rim.lang) for each in run.waits_for(one.key))
        raise (
            rim.fail("{step} waits for {what}", step=label, what=waits)
            if waits
            else rim.fail("{step} is done already", step=label)
        )
    said: list[Said] = []
    if receiver is not None:
        person = rim.person(receiver).id
        want_role(rim, person, accept.by)
        said.append(("handler", person))
    standard = joined(one.handover)
    text = Label(f"交接：{standard.zh}", f"Handed over: {standard.en}") if one.handover else Label("", "")
    return _write(rim, found, HANDOVER, said, text, subject, when, author(rim, by), dry_run=dry_run)


def _answer(
    rim: Rim, found: RunInRecord, accept: Acceptance, reason: str | None, subject: str,
    when: str | None, by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    run, one = found.run, found.step
    if run.state(one.key) is not StepState.HANDED:
        raise rim.fail("{step} is not handed over", step=one.label.said(rim.lang))
    who = author(rim, by)
    want_role(rim, who, accept.by)
    if reason is not None:
        said: list[Said] = [("reason", want(rim, reason, "--refuse"))]
        return _write(rim, found, REFUSED, said, Label("", ""), subject, when, who, dry_run=dry_run)
    listed, (_, at) = run.listed, said_at(rim, when)
    first: Edit | None = None
    if listed and any(meant(item.said, [one]) is not None and not item.ticked for item in listed.items):
        first = partial(tick, line=listed.line, words=(one.key, *one.label), at=at)
    return _write(rim, found, ACCEPT, [], Label("", ""), subject, when, who, dry_run=dry_run, first=first)


def _write(
    rim: Rim, found: RunInRecord, step: str, said: list[Said], text: Label, subject: str, when: str | None,
    who: str, *, dry_run: bool, first: Edit | None = None,
) -> int:  # fmt: skip
    written, _ = said_at(rim, when)
    handling = entry_word(rim.policy, RUN, "step", step)
    fields: list[Said] = [
        ("by", who), *names(found.run.playbook, found.run.of), ("run_step", found.step.label),
        ("step", handling), *said,
    ]  # fmt: skip
    heading = (written, run_kind(rim), subject or found.step.label)
    path = found.loaded.document.path
    return append(rim, path, heading, fields, text, dry_run=dry_run, first=first)
