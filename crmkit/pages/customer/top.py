"""Say at the top of a profile who this is, how they stand, why they have their tier, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from crmkit.compute import STATUS
from crmkit.followups import DueItem
from crmkit.history import changes
from crmkit.model import Customer, Event
from crmkit.pages import (
    Cell,
    Context,
    Row,
    ago,
    cells,
    evidence,
    money,
    number,
    owner_name,
    status_cell,
    task,
)
from crmkit.policy import Policy
from crmkit.policy.stages import LET_GO
from crmkit.reader import Reader
from crmkit.rules.say import say
from crmkit.view import Standing

LINKS_SHOWN = 8


def meta(customer: Customer, standing: Standing, policy: Policy, words: Reader) -> list[Row]:
    """Status, owner, type and industry, each only when it is said."""
    status, owner = standing.status.value, standing.owner.value
    found = []
    if isinstance(status, str) and status:
        assumed = words.tr("No entry says since when") if standing.status.assumed else ""
        found.append(Row(words.tr("Status"), (status_cell(status, policy, words)._replace(title=assumed),)))
    if isinstance(owner, str) and owner and words.sees_field(policy.schema.profile, "owner"):
        found.append(Row(words.tr("Owner"), (Cell(owner_name(owner, policy, words, as_of=standing.as_of)),)))
    for key in ("type", "industry"):
        field, value = policy.schema.profile.find(key), customer.profile.get(key)
        if field is not None and value is not None and (said := cells(value, field, policy, words)):
            found.append(Row(words.label(field.label), said))
    return found


def path(standing: Standing, policy: Policy, words: Reader, *, as_of: date) -> list[Context]:
    """The statuses of a customer's life: those behind with their dates, the present one, those ahead."""
    since: dict[str, str] = {}
    passed: set[str] = set()
    for change in changes(standing.facts, STATUS, as_of=as_of):
        passed.add(str(change.old))
        since[str(change.new)] = change.date.isoformat()
    now = standing.status.value
    known = policy.statuses.statuses
    over = not standing.looked_after
    steps = []
    for key, status in known.items():
        if key == now:
            state = "now"
        elif key in passed or key in since:
            state = "done"
        elif over or status.stage in LET_GO:
            continue
        else:
            state = "ahead"
        date_of = since.get(key, "") if state != "ahead" else ""
        steps.append({"label": words.label(status.label), "state": state, "date": date_of})
    return steps


def tiles(
    events: list[Event], standing: Standing, policy: Policy, words: Reader, *, as_of: date
) -> list[Context]:
    """Amounts, potential and contacts as figures."""
    currency = policy.book.currency
    year, quarter = standing.number("amount_12m"), standing.number("amount_3m")
    potential, last = standing.potential.value, standing.last_touch
    contacts = standing.number("contacts_3m")
    unknown = words.tr("unknown")

    def said(amount: Decimal | None) -> str:
        return unknown if amount is None else money(amount, currency)

    recent = words.tr("last 3 months %(amount)s", amount=said(quarter))
    without = standing.quantity("amount_12m").about  # what the figure lacks
    note = f"{recent} · {words.label(without)}" if without else recent
    orders = standing.number("orders_12m") or Decimal(0)
    return [
        _tile(words.tr("12-month amount"), said(year), note),
        _tile(
            words.tr("Growth potential"),
            f"{number(potential)}%" if isinstance(potential, Decimal) else unknown,
            words.tr("over the next year"),
        ),
        _tile(
            words.tr("Last touch"),
            ago(last, words, as_of=as_of) if last else words.tr("never"),
            last.isoformat() if last else "",
        ),
        _tile(
            words.tr("Contacts in 3 months"),
            number(contacts or Decimal(0)),
            words.count("%(num)s order in 12 months", "%(num)s orders in 12 months", int(orders)),
        ),
    ]


def _tile(label: str, value: str, note: str) -> Context:
    return {"label": label, "value": value, "note": note}


def reasons(customer: Customer, standing: Standing, policy: Policy, words: Reader) -> list[Context]:
    """Why the tier is what it is, each reason with links to the entries it counted."""
    tiering = standing.tiering
    found = []
    if tiering.hand:
        why = tiering.hand_reason if words.reads_text else ""
        text = words.tr("Set by hand: %(reason)s", reason=why) if why else words.tr("Set by hand")
        found.append(_reason("yes", text, [], words))
    if tiering.hand_ended:
        text = words.tr("The tier set by hand ended on %(day)s", day=tiering.hand_ended)
        found.append(_reason("unknown", text, [], words))
    if tiering.hand and tiering.computed and tiering.computed != tiering.hand:
        tier = policy.tiers.find(tiering.computed)
        name = words.label(tier.label) if tier else tiering.computed
        found.append(_reason("unknown", words.tr("By the rules it would be %(tier)s", tier=name), [], words))
    labels = {"status": {key: words.label(each.label) for key, each in policy.statuses.statuses.items()}}
    lines = {event.line: event for event in customer.events}
    for reason in tiering.reasons:
        events = [lines[source.line] for source in reason.sources if source.line in lines]
        newest = sorted(events, key=lambda each: (each.date, each.number), reverse=True)
        links = [{"href": f"#e{each.line}", "label": each.date.isoformat()} for each in newest[:LINKS_SHOWN]]
        held = "unknown" if reason.held is None else "yes"
        found.append(_reason(held, say(reason, words.language, policy.book.currency, labels), links, words))
    if tiering.guessed:
        found.append(_reason("unknown", words.tr("Held for now, until what is unknown is known"), [], words))
    return found


def missed(standing: Standing, policy: Policy, words: Reader) -> Context | None:
    """Why the next better tier does not hold; None where the reasons have said it already."""
    tiering = standing.tiering
    tier = policy.tiers.find(tiering.above)
    if tier is None or not tiering.missed or tiering.missed == tiering.reasons:
        return None
    return {"label": words.label(tier.label), "why": evidence(tiering.missed, policy, words)}


def plan(
    items: Iterable[DueItem], customer: Customer, policy: Policy, words: Reader, *, as_of: date
) -> list[Context]:
    """What is due for the customer, the earliest first, with the rule that says so."""
    found = []
    lines = {event.line: event for event in customer.events}
    for item in items:
        said = task(item, policy, words, as_of=as_of)
        event = lines.get(item.reset_by.line) if item.reset_by else None
        since = {"href": f"#e{event.line}", "label": event.date.isoformat()} if event else None
        found.append({"task": said, "since": since})
    return found


def _reason(held: str, text: str, links: list[dict[str, str]], words: Reader) -> Context:
    said = words.tr("so it is") if held == "yes" else words.tr("open")
    return {"held": held, "held_text": said, "text": text, "links": links}
