"""Warn of too much contact, and of contact that only promotes (E8)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.calendar.span import said
from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import Seen, see
from crmkit.followups.caps import cap_of, outbound
from crmkit.language import Label
from crmkit.policy.files.cadence import Cadence
from crmkit.schema.fields import Field, named
from crmkit.view import View

OFTEN = Code("CRM633", "contacted-too-often", Severity.NOTICE)
PROMOTION = Code("CRM634", "only-promotion", Severity.NOTICE)
NOT_AGREED = Code("CRM635", "more-contact-not-agreed", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """Our own contacts of each customer against the cap, and what the last of them were for."""
    if not view.policy.get(Cadence).caps and view.policy.get(Cadence).promotion is None:
        return
    for standing in view.standings.values():
        seen = see(standing, view)
        yield from _often(seen)
        yield from _promotion(seen)


def _often(seen: Seen) -> Iterator[Diagnostic]:
    held, exceed, facts = cap_of(seen), seen.cadence.exceed, seen.standing.facts
    if held is not None:
        ours = outbound(held, seen, seen.as_of)
        if len(ours) > held.at_most:
            asked = field.label if (field := _needed(seen)) else Label("", "")
            yield OFTEN.at(
                facts.source(ours[-1].line),
                count=len(ours),
                at_most=held.at_most,
                within=said(held.per),
                key=exceed.needs if field else "",
                needs=asked,
            )
    elif seen.standing.tiering.key in exceed.tiers and exceed.needs and not seen.agreed(exceed.needs):
        for cap in seen.cadence.caps[:1]:
            ours = outbound(cap, seen, seen.as_of)
            if len(ours) > cap.at_most:
                place = facts.source(ours[-1].line)
                needs = named(field) if (field := _needed(seen)) else {"field": exceed.needs}
                yield NOT_AGREED.at(place, count=len(ours), at_most=cap.at_most, **needs)


def _needed(seen: Seen) -> Field | None:
    """The field in which a customer's agreement to more contacts is noted."""
    return seen.policy.schema.profile.find(seen.cadence.exceed.needs)


def _promotion(seen: Seen) -> Iterator[Diagnostic]:
    rule = seen.cadence.promotion
    if rule is None or not rule.last:
        return
    ours = [one for one in seen.interactions if not one.inbound][-rule.last :]
    if len(ours) == rule.last and all(one.purpose == rule.purpose for one in ours):
        place = seen.standing.facts.source(ours[-1].line)
        yield PROMOTION.at(place, count=rule.last)


CHECK = Check("contact load", each=each)
