"""Write down what a customer may buy, in the profile and the log."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contacts import meant
from crmkit.cli.days import moment
from crmkit.cli.dealings import chosen, kind_of, next_id, says, whose, write_both
from crmkit.cli.deals import WORTH
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import want, writes
from crmkit.language import Label
from crmkit.policy.files.deals import OPEN, Deals
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY


@command(Use.WRITES)
@click.argument("customer")
@click.argument("name")
@click.option("--stage", metavar="WORD", help="The stage that it is in; else the first.")
@click.option("--amount", metavar="MONEY", help="What it would bring, such as 24万.")
@click.option("--probability", metavar="PERCENT", help="How likely it is; else its stage's.")
@click.option("--close", metavar="DATE", help="When it is expected to be won.")
@click.option("--product", metavar="TEXT", help="What is sold.")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, name: str, stage: str | None, amount: str | None, probability: str | None,
    close: str | None, product: str | None, contact: str, when: str | None, by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down what a customer may buy, in the profile and the log.

    crmkit deal open 曾国藩 二厂区扩容 --amount 24万 --close 2025-11-30
    crmkit deal open CRM-202405001 "Second plant" --stage qualified --product 物联网网关

    The id is made. Each stage has a probability and a limit of days: sop/deals.md.
    """
    loaded, _ = whose(rim, customer)
    rules, at, name = rim.policy.get(Deals), moment(rim, when), want(rim, name, "NAME")
    taken = [one.id for one in loaded.customer.opportunities] if loaded.customer else []
    taken += [event.say("opportunity") for event in loaded.customer.events] if loaded.customer else []
    id = next_id(taken, rules.prefix)
    first = next((one.key for one in rules.stages.values() if one.ends == OPEN), "")
    far = chosen(rim, OPPORTUNITY, "stage", stage if stage is not None else first, "--stage")
    if rules.ends(far.key) != OPEN:
        raise rim.fail("{stage} ends an opportunity: open it, then use crmkit deal win or lose", stage=stage)
    given = [
        pair
        for key, text in zip(WORTH, (amount, probability, close), strict=True)
        for pair in says(rim, OPPORTUNITY, key, text, f"--{key}")
    ]
    given += says(rim, OPPORTUNITY, "product", product, "--product")
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("with", meant(rim, loaded, contact))] if contact else []
    said += [("opportunity", id), ("stage", far.label), *given]
    values: dict[str, str | Label] = {"name": name, "stage": far.label, **dict(given)}
    heading = (at, kind_of(rim, OPPORTUNITY), name)
    return write_both(rim, loaded, heading, said, "opportunities", id, values, fresh=True, dry_run=dry_run)
