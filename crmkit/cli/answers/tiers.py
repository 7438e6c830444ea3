"""Find each customer's tier with its reasons, in both languages, and explain one down to the lines."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from crmkit.cli.language import translation
from crmkit.cli.present import one_line, safe
from crmkit.language import Label, Lang, labelled
from crmkit.policy import Policy
from crmkit.reports import amount_cell
from crmkit.rules import Reason, say
from crmkit.view import Standing, Tiering, View


def rows(view: View) -> list[dict[str, Any]]:
    """The rows of `crmkit tiers`, with the reasons in both languages."""
    return [row(standing, view.policy) for standing in view.standings.values()]


def row(standing: Standing, policy: Policy) -> dict[str, Any]:
    """The same for one customer."""
    tiering, potential = standing.tiering, standing.number("potential")
    return {
        "id": standing.facts.id,
        "name": standing.facts.name,
        "tier": tiering.key or None,
        "amount_12m": amount_cell(standing, "amount_12m"),
        "amount_3m": amount_cell(standing, "amount_3m"),
        "potential": None if potential is None else f"{potential.normalize():f}%",
        "reasons": _reasons(tiering, policy),
    }


def _reasons(tiering: Tiering, policy: Policy) -> list[Label]:
    """What made the tier: a hand and its reason, else the comparisons."""
    if tiering.hand:
        return [labelled(lambda lang: _by_hand(tiering.hand_reason, lang))]
    return [labelled(partial(_say, policy, reason)) for reason in tiering.reasons]


def _by_hand(reason: str, lang: Lang) -> str:
    _ = translation(lang).gettext
    return _("set by hand: {reason}").format(reason=reason) if reason else _("set by hand")


def _say(policy: Policy, reason: Reason, lang: Lang) -> str:
    # Words for choices in reasons: statuses so far, since rules compare with them.
    labels = {"status": {key: one.label.said(lang) for key, one in policy.statuses.statuses.items()}}
    return say(reason, lang, policy.book.currency, labels)


def explained(standing: Standing, policy: Policy, lang: Lang, *, as_of: date) -> list[str]:
    """The tier, the comparisons that made it, and the lines that they counted."""
    facts, tiering, _ = standing.facts, standing.tiering, translation(lang).gettext
    called = _label(policy, tiering.key, lang)
    lines = [f"{safe(facts.id)}  {one_line(facts.name)}"]
    lines.append(_("{tier}, as of {day}").format(tier=called, day=as_of))
    if tiering.hand and not tiering.computed:  # no rule says of this pack what it would be
        lines.append(one_line(_by_hand(tiering.hand_reason, lang)))
    elif tiering.hand:
        said = _("set by hand: {reason}; by the rules it would be {computed}")
        computed = _label(policy, tiering.computed, lang)
        lines.append(said.format(reason=one_line(tiering.hand_reason) or "—", computed=computed))
    elif tiering.hand_ended:
        lines.append(_("the tier set by hand ended on {day}").format(day=tiering.hand_ended))
    if tiering.base != tiering.computed:
        lines.append(_("base tier: {tier}").format(tier=_label(policy, tiering.base, lang)))
    if tiering.guessed:
        lines.append(_("held for now, because something is unknown"))
    for reason in tiering.reasons:
        lines.append(f"- {one_line(_say(policy, reason, lang))}")
        lines += [f"    {one_line(source.path)}:{source.line}" for source in reason.sources]
    if tiering.above and tiering.missed != tiering.reasons:
        above = _label(policy, tiering.above, lang)
        why = "; ".join(one_line(_say(policy, reason, lang)) for reason in tiering.missed)
        lines.append(_("not {tier}: {why}").format(tier=above, why=why))
    return lines


def _label(policy: Policy, key: str, lang: Lang) -> str:
    """What people call a tier; a dash for none."""
    tier = policy.tiers.find(key) if key else None
    return tier.label.said(lang) if tier else "—"
