"""Share among the commands of `crmkit sop` which procedure, run and step are meant, and how they are said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline, Stopped
from crmkit.cli.answers.others import standing_in, view_of
from crmkit.cli.days import moment
from crmkit.cli.entry import Said
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim
from crmkit.cli.tickets import said_moment
from crmkit.compute.runs import near_step, playbook_of
from crmkit.language import Label, same
from crmkit.load import Loaded
from crmkit.policy.files.playbooks import PER, Playbook, Playbooks
from crmkit.policy.files.vocabulary import Kind
from crmkit.policy.labels import role, word
from crmkit.policy.playbook_steps import CUSTOMER, PlaybookStep
from crmkit.schema.classes.run import CLASS as RUN
from crmkit.schema.names import nearest
from crmkit.view import Standing, View
from crmkit.view.limit import Limit
from crmkit.view.run import Run
from crmkit.view.runs import Procedures, procedures


class RunInRecord(NamedTuple):
    """A run with the record that tells of it, and one step of it."""

    run: Run
    step: PlaybookStep
    loaded: Loaded
    standing: Standing


class CustomerRuns(NamedTuple):
    """A customer with all their runs."""

    loaded: Loaded
    standing: Standing
    view: View
    found: Procedures


def known(rim: Rim, customer: str) -> CustomerRuns:
    """The one customer whom a word means."""
    loaded = one(rim, customer)
    view = view_of(rim, loaded)
    standing = standing_in(rim, loaded, view)
    return CustomerRuns(loaded, standing, view, procedures(standing, view))


def playbook(rim: Rim, said: str) -> Playbook:
    """The procedure that a word names; another stops the command with the nearest."""
    known_ones = rim.policy.get(Playbooks)
    found = playbook_of(said, known_ones)
    if found is None:
        words = [each for one in known_ones.values() for each in (one.key, *one.label)]
        raise rim.nearest("no procedure is called '{word}'", said, nearest(said, words))
    return found


def step_of(rim: Rim, customer: str, said: str, which: str | None, of: str | None) -> RunInRecord:
    """The step that a word names, of the only open run that has it; else the command stops and says why."""
    here, asked = known(rim, customer), playbook(rim, which) if which is not None else None
    runs = [
        run
        for run in here.found.runs
        if not run.closed and asked in (None, run.playbook) and of in (None, run.of)
    ]
    name = here.standing.facts.name
    if not runs:
        raise rim.fail("{name} has no such procedure running: crmkit sop start", name=name)
    fitting = [(run, step) for run in runs if (step := run.named(said)) is not None]
    if not fitting:
        near = near_step(said, [one.step for run in runs for one in run.steps.values()])
        raise rim.nearest("no open procedure has the step '{word}'", said, near)
    if len(fitting) > 1:
        listed = "\n".join(f"  {run.playbook.key}  {run.of}".rstrip() for run, _ in fitting)
        raise rim.fail("name one with --playbook or --of:\n{listed}", listed=listed)
    run, step = fitting[0]
    if step.done.ticket and run.ticket is not None:
        raise rim.fail("this step is the ticket's: crmkit ticket show {ticket}", ticket=run.of)
    return RunInRecord(run, step, here.loaded, here.standing)


def said_at(rim: Rim, when: str | None) -> tuple[str, datetime]:
    """The moment of an entry as its heading says it, and for reckoning; a day alone ends it."""
    written = moment(rim, when)
    day, _, clock = written.partition(" ")
    return written, datetime.combine(
        date.fromisoformat(day), time.fromisoformat(clock[:5]) if clock else time.max
    )


def author(rim: Rim, by: str | None) -> str:
    """Who of ours writes."""
    return (rim.person(by) if by else rim.author).id


def want_role(rim: Rim, person: str, wanted: str) -> None:
    """Stop where somebody has not the role that a step asks for."""
    found = rim.policy.people.people.get(person)
    if wanted and (found is None or wanted not in found.roles):
        label = role(rim.policy, wanted) or same(wanted)
        name = found.name if found is not None else person
        raise rim.fail(
            "only who is {role} may do that, and {name} is not", role=label.said(rim.lang), name=name
        )


def run_kind(rim: Rim) -> Kind:
    """The kind of entries that tell of runs."""
    for kind in rim.policy.vocabulary.kinds.values():
        if kind.cls is RUN:
            return kind
    raise rim.fail("sop/vocabulary.md has no kind of entry for procedures (class: run)")


def names(run_playbook: Playbook, of: str) -> list[Said]:
    """The fields that say of which run an entry is."""
    field = PER[run_playbook.per]
    return [("playbook", run_playbook.key), *([(field, of)] if field and of else [])]


def person_label(rim: Rim, id: str) -> Label:
    """Somebody of ours or a role in people's words; a customer's own people are the customer."""
    if id == CUSTOMER:
        return Label("客户", "the customer")
    found = word(rim.policy, "owner", id)
    return found.label if found is not None else same(id)


def said_limit(limit: Limit | None) -> str:
    """Until when something is owed; empty where nothing says so or its clock stands."""
    return said_moment(limit.due) if limit is not None and isinstance(limit.due, Deadline) else ""


def open_runs(view: View) -> Iterator[tuple[Standing, Run]]:
    """Every run of the book that is not over."""
    for standing in view.standings.values():
        for run in procedures(standing, view).runs:
            if not run.closed:
                yield standing, run


def order(limit: Limit | None) -> datetime:
    """What sorts steps by their limits, those without one behind."""
    return datetime.max if limit is None or isinstance(limit.due, Stopped) else limit.due.last()
