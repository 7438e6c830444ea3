"""Show one opportunity: its stage and since when, what it is worth, and its history."""

from __future__ import annotations

import click

from crmkit.calendar.working import Calendar
from crmkit.cli.command import Use, command
from crmkit.cli.dealings import lines_of
from crmkit.cli.deals import find, stage_word
from crmkit.cli.present import one_line, print_lines
from crmkit.cli.rim import Rim, pass_rim
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY


@command(Use.READS)
@click.argument("customer")
@click.option("--id", "id", metavar="ID", help="Which opportunity; else the only open one.")
@pass_rim
def COMMAND(rim: Rim, customer: str, id: str | None) -> int:
    """Show one opportunity: its stage and since when, what it is worth, and its history.

    crmkit deal show 曾国藩 --id op2
    """
    found = find(rim, customer, id)
    deal, currency = found.deal, rim.policy.book.currency
    stage, days, last = (
        stage_word(rim, deal.stage),
        deal.days(as_of=rim.as_of),
        deal.limit(rim.policy.get(Calendar)),
    )
    why = entry_word(rim.policy, OPPORTUNITY, "lost_because", deal.because) if deal.because else None
    rows = [
        (rim._("stage"), stage.said(rim.lang) if stage else ""),
        (
            rim._("days in stage"),
            str(days) if days is not None else rim._("unknown: no entry says since when"),
        ),
        (rim._("until"), last.isoformat() if last else ""),
        (rim._("amount"), f"{deal.amount:.2f} {currency}" if deal.amount is not None else ""),
        (rim._("probability"), f"{deal.probability.normalize():f}%"),
        (
            rim._("weighted"),
            f"{deal.weighted:.2f} {currency}" if deal.weighted is not None and deal.open else "",
        ),
        (rim._("expected close"), deal.close.isoformat() if deal.close else ""),
        (rim._("lost because"), why.said(rim.lang) if why else deal.reason),
    ]
    path = one_line(found.loaded.document.path)
    history = []
    for move in deal.moves:
        word = stage_word(rim, move.stage)
        at = f"{move.date} {move.time or '     '}"
        history.append((at, word.said(rim.lang) if word else "", move.subject, f"{path}:{move.line}"))
    print_lines(lines_of([deal.key, deal.name, found.standing.facts.name], rows, history))
    return 0
