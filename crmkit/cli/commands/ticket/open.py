"""Open a ticket: what the customer says, how it came, who does it, by when it is answered."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contacts import meant
from crmkit.cli.days import moment
from crmkit.cli.entry import append
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.tickets import choice, of_all, want, writes
from crmkit.policy.files.tickets import Tickets


@command(Use.WRITES)
@click.argument("customer")
@click.argument("kind")
@click.argument("subject")
@click.option("--intake", metavar="WORD", help="How it came: hotline, online, email, account manager.")
@click.option("--core", metavar="WORD", help="The core of a complaint, such as 产品质量.")
@click.option("--with", "contact", default="", metavar="CONTACT", help="Which contact of theirs.")
@click.option("--demand", metavar="TEXT", help="What the customer asks for.")
@click.option("--wished", metavar="TEXT", help="By when the customer wishes it solved.")
@click.option("--handler", metavar="PERSON", help="Who does it; else the role of its type.")
@writes
@pass_rim
def COMMAND(
    rim: Rim, customer: str, kind: str, subject: str, intake: str | None, core: str | None, contact: str,
    demand: str | None, wished: str | None, handler: str | None, when: str | None, by: str | None,
    dry_run: bool,
) -> int:  # fmt: skip
    """Open a ticket: what the customer says, how it came, who does it, by when it is answered.

    crmkit ticket open 曾国藩 投诉 报警不准 --intake 热线 --core 产品质量 --with 李雷
    crmkit ticket open CRM-202405001 enquiry "How to print" --handler 周婷

    KIND is a type of sop/tickets.md: complaint, enquiry, suggestion, support, business. The number is made.
    """
    loaded = one(rim, customer)
    rules, known = rim.policy.get(Tickets), rim.policy.vocabulary.kind(kind)
    if known is None or known.key not in rules.types:
        named = ", ".join(each.label.said(rim.lang) for each in rules.types.values())
        raise rim.fail("{word} is no type of ticket: there are {known}", word=kind, known=named)
    at = moment(rim, when)
    number = _number(rim, at)
    said = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("ticket", number)] if number else []
    said += [("intake", choice(rim, "intake", intake, "--intake"))] if intake else []
    said += [("core", choice(rim, "core", core, "--core"))] if core else []
    said += [("with", meant(rim, loaded, contact))] if contact else []
    said += [("demand", want(rim, demand, "--demand"))] if demand is not None else []
    said += [("wished", want(rim, wished, "--wished"))] if wished is not None else []
    said += [("handler", rim.person(handler).id)] if handler else []
    return append(rim, loaded.document.path, (at, kind, subject), said, "", dry_run=dry_run)


def _number(rim: Rim, at: str) -> str:
    """The next number of the pattern; empty where the procedures make none."""
    import datetime

    pattern = rim.policy.get(Tickets).pattern
    if pattern is None:
        return ""
    taken = [
        ticket.number for _, ticket in of_all(rim.sweep().view, datetime.datetime.max.replace(microsecond=0))
    ]
    return pattern.next(taken, datetime.date.fromisoformat(at[:10]))
