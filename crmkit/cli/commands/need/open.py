"""Write down what a customer wants, in the profile and the log, and who answers."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contacts import meant
from crmkit.cli.days import moment
from crmkit.cli.dealings import in_list, kind_of, next_id, says, whose, write_both
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import want, writes
from crmkit.language import Label
from crmkit.policy.files.needs import NeedRules
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.view.needs import need_states


@command(Use.WRITES)
@click.argument("customer")
@click.argument("text")
@click.option("--handler", metavar="PERSON", help="Who answers; else the owner.")
@click.option("--kind", metavar="WORD", help="Explicit or latent.")
@click.option("--source", metavar="TEXT", help="Where it came from.")
@click.option("--state", metavar="WORD", help="How far it is; else the first state.")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@click.option("--due", metavar="DATE", help="By when the customer was promised it.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, text: str, handler: str | None, kind: str | None, source: str | None,
    state: str | None, contact: str, due: str | None, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down what a customer wants, in the profile and the log, and who answers.

    crmkit need open 曾国藩 按车间出报表 --handler 高远 --with 曾国藩
    crmkit need open CRM-202405001 "Reports by workshop" --kind latent --source visit

    The id is made. Who answers has the time that sop/cadence.md gives: crmkit need list.
    """
    loaded, _ = whose(rim, customer)
    at, text = moment(rim, when), want(rim, text, "TEXT")
    taken = [one.id for one in loaded.customer.needs] if loaded.customer else []
    taken += [event.say("need") for event in loaded.customer.events] if loaded.customer else []
    id = next_id(taken, rim.policy.get(NeedRules).prefix)
    states = need_states(rim.policy)
    far = in_list(rim, "needs", "state", state or (states[0] if states else ""), "--state")
    does = rim.person(handler).id if handler else ""
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("with", meant(rim, loaded, contact))] if contact else []
    said += [("need", id), ("state", far.label)]
    said += [("handler", does)] if does else []
    said += says(rim, NEED, "due", due, "--due")
    values: dict[str, str | Label] = {"text": text, "state": far.label, "since": at[:10]}
    values |= {"owner": does} if does else {}
    values |= {"kind": in_list(rim, "needs", "kind", kind, "--kind").label} if kind else {}
    values |= {"source": want(rim, source, "--source")} if source is not None else {}
    heading = (at, kind_of(rim, NEED), text)
    return write_both(rim, loaded, heading, said, "needs", id, values, fresh=True, dry_run=dry_run)
