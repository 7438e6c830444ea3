"""Tell of procedures that run: of none, twice, entries and ticks that do not count, lines misspelt (F2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.compute.runs import Act, playbook_of
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.checklist import CheckLine, tasks
from crmkit.language import Label, joined, same
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import PER, Playbook, Playbooks
from crmkit.policy.labels import entry_word, role
from crmkit.schema.classes.run import CLASS as RUN
from crmkit.schema.names import LONGEST, fold, nearest
from crmkit.schema.read import shown
from crmkit.view import View
from crmkit.view.run import NotCounted, Run, Uncounted
from crmkit.view.runs import procedures

NO_PLAYBOOK = Code("CRM524", "run-of-no-playbook", Severity.WARNING)
TWICE = Code("CRM525", "run-twice", Severity.WARNING)
NOT_COUNTED = Code("CRM526", "run-entry-not-counted", Severity.WARNING)
NEAR_STEP = Code("CRM527", "checklist-step-misspelt", Severity.WARNING)
NO_MEANING = Code("CRM528", "checklist-part-unknown", Severity.WARNING)
OF_NOTHING = Code("CRM529", "run-of-unknown-number", Severity.WARNING)


def each(view: View) -> Iterator[Diagnostic]:
    """What is wrong with the runs of each customer as of the day."""
    playbooks = view.policy.get(Playbooks)
    for standing in view.standings.values() if playbooks else ():
        facts, found = standing.facts, procedures(standing, view)
        for act in found.strays:
            yield _stray(act, facts, view.policy, found.runs)
        for act in found.twice:
            one = playbook_of(act.playbook, playbooks)
            name = one.label if one is not None else same(act.playbook)
            yield TWICE.at(facts.source(act.line), procedure=name)
        for run in found.runs:
            for bad in run.not_counted:
                yield _not_counted(bad, run, facts, view.policy)


def _stray(act: Act, facts: Facts, policy: Policy, runs: tuple[Run, ...]) -> Diagnostic:
    playbooks, place = policy.get(Playbooks), facts.source(act.line)
    if (act.own or act.playbook) and playbook_of(act.playbook, playbooks) is None:
        words = [word for one in playbooks.values() for word in (one.key, *one.label)]
        near = nearest(act.playbook, words) if act.playbook else ""
        return NO_PLAYBOOK.at(place, said=shown(act.playbook), near=near)
    words = [word for run in runs for one in run.steps.values() for word in (one.step.key, *one.step.label)]
    what = same(nearest(act.step, words))
    return NOT_COUNTED.at(place, step=same(shown(act.step)), why=Uncounted.STEP.value, what=what)


def _not_counted(bad: NotCounted, run: Run, facts: Facts, policy: Policy) -> Diagnostic:
    """The entry, the step, and what it lacks in people's words."""
    step = run.steps.get(bad.step)
    name = step.step.label if step is not None else same(shown(bad.step))
    what = same("")
    if bad.why is Uncounted.ROLE and bad.what:
        what = role(policy, bad.what[0]) or same(bad.what[0])
    elif bad.why is Uncounted.OUTCOME and step is not None:
        what = joined(each.label for each in step.step.outcomes)
    elif bad.what:
        what = joined(entry_word(policy, RUN, key, key) for key in bad.what)
    if bad.why is Uncounted.REASON and run.playbook.pause is not None and run.playbook.pause.reasons:
        what = joined(run.playbook.pause.reasons, Label("、", ", "))
    return NOT_COUNTED.at(facts.source(bad.act.line), step=name, why=bad.why.value, what=what)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """The lines of check lists, and the numbers that runs are of."""
    customer, playbooks = loaded.customer, policy.get(Playbooks)
    for event in customer.events if customer is not None and playbooks else ():
        if event.cls is not RUN or event.voided_on is not None or customer is None:
            continue
        one = playbook_of(event.say("playbook"), playbooks)
        if one is not None:
            yield from _lines(loaded, event, one, policy)
            yield from _number(loaded, event, one, customer)


def _lines(loaded: Loaded, event: Event, one: Playbook, policy: Policy) -> Iterator[Diagnostic]:
    document = loaded.document
    entry = document.entries[event.number - 1]
    words = [word for step in one.steps for word in step.label]
    known = {fold(word) for step in one.steps for word in (step.key, *step.label)}
    roles = {fold(word) for each in policy.people.roles for word in each.words}
    for count, task in enumerate(tasks(document.text, entry.text_start, entry.end)):
        place = document.source(task.start)
        near = nearest(task.said, words) if fold(task.said) not in known and count < LONGEST else ""
        if near:
            yield NEAR_STEP.at(place, said=shown(task.said), near=near)
        for other in task.others:
            if policy.people.find(other) is None and fold(other) not in roles:
                yield NO_MEANING.at(place, said=shown(other), near=_person(other, task, policy))


def _person(word: str, task: CheckLine, policy: Policy) -> str:
    return policy.people.names.near(word) if len(word) < LONGEST and task.said else ""


def _number(loaded: Loaded, event: Event, one: Playbook, customer: Customer) -> Iterator[Diagnostic]:
    """What a run is of, where the record keeps a list of that."""
    field = PER[one.per]
    said = event.fields.get(field) if field else None
    if said is None or not isinstance(said.data, str):
        return
    lists = {
        "contract": [each.id for each in customer.contracts],
        "need": [each.id for each in customer.needs],
        "opportunity": [each.id for each in customer.opportunities],
        "ticket": [other.say("ticket") for other in customer.events if other.cls is not RUN],
    }
    known = [each for each in lists.get(one.per, []) if each]
    if known and said.data not in known:
        place = loaded.document.source(said.node.start)
        length = said.node.end - said.node.start
        yield OF_NOTHING.at(place, length=length, said=shown(said.data), near=nearest(said.data, known))


CHECK = Check("runs", record=record, each=each)
