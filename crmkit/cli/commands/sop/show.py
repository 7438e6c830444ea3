"""Show one procedure: of each step who does it, by when, what fulfils it, who takes it over."""

from __future__ import annotations

import click

from crmkit.calendar.span import said
from crmkit.cli.command import Use, command
from crmkit.cli.layout import fit, width
from crmkit.cli.present import one_line, print_lines
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import playbook
from crmkit.language import Label, joined
from crmkit.policy.files.playbooks import Playbook
from crmkit.policy.playbook_steps import PlaybookStep
from crmkit.view.procedure import department, limit, proof, rung, starts, taken_over, who

_ONE_OF, _THEN = Label("或", " or "), Label("；", "; ")


@command(Use.READS)
@click.argument("procedure")
@pass_rim
def COMMAND(rim: Rim, procedure: str) -> int:
    """Show one procedure: of each step who does it, by when, what fulfils it, who takes it over.

    crmkit sop show new_customer_signing
    """
    one = playbook(rim, procedure)
    lines = [f"{one.label.said(rim.lang)}  {one.key}  {one.source.path}:{one.source.line}"]
    lines += _laid_out(_head(rim, one))
    for number, step in enumerate(one.steps, 1):
        lines += ["", f"{number}. {step.label.said(rim.lang)}  {step.key}"]
        lines += _laid_out(_rows(rim, one, step))
    print_lines([one_line(line) for line in lines])
    return 0


def _laid_out(rows: list[tuple[str, str]]) -> list[str]:
    wide = max((width(name) for name, _ in rows), default=0)
    return [f"    {fit(name, wide)}  {text}" for name, text in rows]


def _head(rim: Rim, one: Playbook) -> list[tuple[str, str]]:
    found = [(rim._("starts"), starts(one, rim.policy))]
    found.append((rim._("answers for it"), who(one.role, rim.policy)))
    if one.tell is not None:
        found.append((rim._("the customer is told"), _every(said(one.tell.every))))
    if one.pause is not None and one.pause.reasons:
        found.append((rim._("may be paused"), joined(one.pause.reasons)))
    if one.rungs:
        found.append((rim._("escalates"), joined((rung(each, rim.policy) for each in one.rungs), _THEN)))
    if one.closes.within is not None:
        found.append((rim._("over within"), said(one.closes.within)))
    return [(name, label.said(rim.lang)) for name, label in found]


def _every(span: Label) -> Label:
    return Label(f"每 {span.zh}一次", f"every {span.en}")


def _rows(rim: Rim, one: Playbook, step: PlaybookStep) -> list[tuple[str, str]]:
    policy = rim.policy
    does = who(step.role or one.role, policy)
    helpers = joined(department(key, policy) for key in step.helpers)
    found = [(rim._("who"), _with(does, helpers))]
    owed = limit(step, one, policy)
    found += [(rim._("by when"), owed)] if owed is not None else []
    needs = [each.label for key in step.needs if (each := one.step(key)) is not None]
    found += [(rim._("needs"), joined(needs))] if needs else []
    found += [(rim._("hands over"), joined(step.handover))] if step.handover else []
    taken = taken_over(step, policy)
    found += [(rim._("taken over"), taken)] if taken is not None else []
    found.append((rim._("fulfilled by"), proof(step, policy)))
    between = _ONE_OF if step.one_of else Label("、", ", ")
    found += [(rim._("gives"), joined(step.documents, between))] if step.documents else []
    found += [(rim._("talks of"), step.about)] if step.about is not None else []
    found += [(rim._("at most"), said(step.longest))] if step.longest is not None else []
    if step.outcomes:
        found.append((rim._("ends as"), joined(each.label for each in step.outcomes)))
    return [(name, label.said(rim.lang)) for name, label in found]


def _with(does: Label, helpers: Label) -> Label:
    if not helpers.zh:
        return does
    return Label(f"{does.zh}，会同{helpers.zh}", f"{does.en}, with {helpers.en}")
