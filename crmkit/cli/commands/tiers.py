"""Show every customer's tier, computed as of a day, and why."""

from __future__ import annotations

from decimal import Decimal

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import chosen
from crmkit.cli.present import one_line, print_lines, print_table, print_table_json, safe
from crmkit.cli.rim import Rim, pass_rim
from crmkit.policy import Policy
from crmkit.rules import Reason, say
from crmkit.table import Column, Table
from crmkit.view import Standing

COLUMNS = (
    Column("id", "编号", "Number"),
    Column("name", "名称", "Name"),
    Column("tier", "等级", "Tier"),
    Column("amount_12m", "近12个月金额", "12-month amount", "right"),
    Column("amount_3m", "近3个月金额", "3-month amount", "right"),
    Column("potential", "潜力", "Potential", "right"),
    Column("reasons", "依据", "Reasons"),
)


@command()
@click.option(
    "--explain", "word", metavar="CUSTOMER", help="Say why one customer has the tier, down to the lines."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(rim: Rim, word: str | None, as_json: bool) -> int:
    """Show every customer's tier, computed as of a day, and why.

    crmkit tiers
    crmkit --as-of 2025-12-31 tiers --json
    crmkit tiers --explain zgf
    """
    standings = rim.sweep().view.standings
    if word is not None:
        asked = chosen(rim, word, [standing.facts for standing in standings.values()]).id
        standings = {asked: standings[asked]}
        if not as_json:
            print_lines(_explained(rim, standings[asked]))
            return 0
    table = Table(COLUMNS, tuple(_row(rim, standing) for standing in standings.values()))
    if as_json:
        print_table_json(table, as_of=rim.as_of)
    else:
        print_table(table, rim.lang, rim.room)
    return 0


def _row(rim: Rim, standing: Standing) -> tuple[object, ...]:
    tiering, potential = standing.tiering, standing.number("potential")
    return (
        standing.facts.id, standing.facts.name, tiering.key or None,
        _amount(standing.number("amount_12m")), _amount(standing.number("amount_3m")),
        None if potential is None else f"{potential.normalize():f}%",
        _reasons(rim, standing),
    )  # fmt: skip


def _reasons(rim: Rim, standing: Standing) -> list[str]:
    """What made the tier: a hand and its reason, else the comparisons."""
    tiering = standing.tiering
    if tiering.hand:
        return [rim._("set by hand: {reason}").format(reason=tiering.hand_reason or "—")]
    return [_say(rim, reason) for reason in tiering.reasons]


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _say(rim: Rim, reason: Reason) -> str:
    return say(reason, rim.lang, rim.policy.book.currency, _labels(rim.policy, rim.lang))


def _labels(policy: Policy, lang: str) -> dict[str, dict[str, str]]:
    """Words for choices in reasons: statuses so far, since rules compare with them."""
    return {"status": {key: one.label.said(lang) for key, one in policy.statuses.statuses.items()}}


def _explained(rim: Rim, standing: Standing) -> list[str]:
    """The tier, the comparisons that made it, and the lines that they counted."""
    facts, tiering = standing.facts, standing.tiering
    called = tier_label(rim.policy, tiering.key, rim.lang)
    lines = [f"{safe(facts.id)}  {one_line(facts.name)}"]
    lines.append(rim._("{tier}, as of {day}").format(tier=called, day=rim.as_of))
    if tiering.hand:
        said = rim._("set by hand: {reason}; by the rules it would be {computed}")
        computed = tier_label(rim.policy, tiering.computed, rim.lang)
        lines.append(said.format(reason=one_line(tiering.hand_reason) or "—", computed=computed))
    elif tiering.hand_ended:
        lines.append(rim._("the tier set by hand ended on {day}").format(day=tiering.hand_ended))
    if tiering.base != tiering.computed:
        lines.append(rim._("base tier: {tier}").format(tier=tier_label(rim.policy, tiering.base, rim.lang)))
    if tiering.guessed:
        lines.append(rim._("held for now, because something is unknown"))
    for reason in tiering.reasons:
        lines.append(f"- {one_line(_say(rim, reason))}")
        lines += [f"    {one_line(source.path)}:{source.line}" for source in reason.sources]
    if tiering.above and tiering.missed != tiering.reasons:
        above = tier_label(rim.policy, tiering.above, rim.lang)
        why = "; ".join(one_line(_say(rim, reason)) for reason in tiering.missed)
        lines.append(rim._("not {tier}: {why}").format(tier=above, why=why))
    return lines


def tier_label(policy: Policy, key: str, lang: str) -> str:
    """What people call a tier; a dash for none."""
    tier = policy.tiers.find(key) if key else None
    return tier.label.said(lang) if tier else "—"
