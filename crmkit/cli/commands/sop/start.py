"""Begin a procedure for a customer: write the entry with its check list, who does each step and by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from crmkit.cli.command import Use, command
from crmkit.cli.entry import append
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.runs import CustomerRuns, author, known, names, person_label, playbook, run_kind, said_at
from crmkit.cli.tickets import said_moment, writes
from crmkit.compute.runs import RUNS, meant, near_step
from crmkit.document.checklist import BETWEEN, PLANNED
from crmkit.language import Label
from crmkit.policy.files.playbooks import PER, Playbook
from crmkit.view.planned import PlannedStep, plan
from crmkit.view.runs import at_first
from crmkit.view.timed import Stamp


@command(Use.WRITES)
@click.argument("customer")
@click.argument("procedure")
@click.option("--of", metavar="NUMBER", help="Of which contract, ticket, need or order.")
@click.option("--assign", multiple=True, metavar="STEP=PERSON", help="Who does a step; else its role.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, procedure: str, of: str | None, assign: tuple[str, ...], when: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Begin a procedure for a customer: write the entry with its check list, who does each step and by when.

    crmkit sop start 曾国藩 new_customer_signing
    crmkit sop start 曾国藩 renewal --of HT-2025-001 --assign 准备续约方案或升级建议=刘洋
    """
    here, one = known(rim, customer), playbook(rim, procedure)
    number = _of(rim, here, one, of)
    for run in here.found.runs:
        if run.playbook is one and run.of == number and not run.closed and run.listed is not None:
            since = f"{run.start.date} {run.start.time}".rstrip()
            raise rim.fail("{procedure} runs since {since}", procedure=one.label.said(rim.lang), since=since)
    written, at = said_at(rim, when)
    clock = written.partition(" ")[2]
    run = at_first(one, number, Stamp(at.date(), clock[:5]), here.standing, here.view)
    persons = dict(_assigned(rim, one, each) for each in assign)
    for key, person in persons.items():
        run.steps[key].listed = person
    steps = plan(run, here.standing)
    text = Label(_list(rim, steps, "zh"), _list(rim, steps, "en"))
    fields = [("by", author(rim, by)), *names(one, number)]
    heading = (written, run_kind(rim), one.label)
    return append(rim, here.loaded.document.path, heading, fields, text, dry_run=dry_run)


def _assigned(rim: Rim, one: Playbook, said: str) -> tuple[str, str]:
    word, sign, person = said.partition("=")
    step = meant(word, one.steps)
    if not sign:
        raise rim.fail("--assign: write STEP=PERSON, such as {step}=张伟", step=one.steps[0].key)
    if step is None:
        raise rim.nearest("no open procedure has the step '{word}'", word, near_step(word, one.steps))
    return step.key, rim.person(person).id


def _of(rim: Rim, here: CustomerRuns, one: Playbook, said: str | None) -> str:
    """What the run is of: as said, else the only one that is proposed or there is."""
    if not PER[one.per]:
        if said is not None:
            raise rim.fail(
                "{procedure} is of the customer: leave --of out", procedure=one.label.said(rim.lang)
            )
        return ""
    numbers = _numbers(here, one.per)
    if said is not None:
        if numbers and said not in numbers:
            listed = ", ".join(numbers)
            raise rim.fail("--of: there is no '{word}', but {known}", word=said, known=listed)
        return said
    proposed = [each.of for each in here.found.proposed if each.playbook is one]
    fitting = proposed if len(proposed) == 1 else numbers if len(numbers) == 1 else ()
    if not fitting and (numbers or one.per == "ticket"):
        raise rim.fail("say with --of which: {known}", known=", ".join(numbers) or "—")
    return fitting[0] if fitting else ""


def _numbers(here: CustomerRuns, per: str) -> Sequence[str]:
    """The numbers that the record knows of what a run may be of; none where it keeps no list."""
    customer = here.loaded.customer
    if customer is None:
        return ()
    lists: dict[str, Iterable[str]] = {
        "contract": (each.id for each in customer.contracts),
        "need": (each.id for each in customer.needs),
        "opportunity": (each.id for each in customer.opportunities),
        "ticket": (each.say("ticket") for each in customer.events),
        "order": (),
    }
    acts = here.standing.facts.of(RUNS).acts
    named = (act.names(PER[per]) for act in acts if not act.own) if per != "ticket" else ()
    return tuple(dict.fromkeys(each for each in (*lists[per], *named) if each))


def _list(rim: Rim, steps: Sequence[PlannedStep], lang: str) -> str:
    """The check list in a language."""
    word = PLANNED[0] if lang == "zh" else PLANNED[1].capitalize()
    lines = []
    for one in steps:
        parts = [one.step.label.said(lang), person_label(rim, one.doer).said(lang) if one.doer else ""]
        parts += [f"{word} {said_moment(one.due)}"] if one.due is not None else []
        lines.append("- [ ] " + BETWEEN.join(part for part in parts if part))
    return "\n".join(lines)
