"""List what runs between us and a customer: contracts, opportunities, referrals, files."""

from __future__ import annotations

from datetime import date

from crmkit.calendar.working import Calendar
from crmkit.compute.contracts import CONTRACTS
from crmkit.compute.deals import DEALS
from crmkit.model import Customer, Group
from crmkit.pages import (
    MASK,
    BookIndex,
    Cell,
    Context,
    Row,
    ago,
    at_it,
    known_steps,
    known_tickets,
    money,
    person,
    reference,
    rows,
    ticket_name,
    unless_private,
)
from crmkit.policy import Policy
from crmkit.policy.labels import entry_word
from crmkit.reader import Reader
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.schema.fields import Fields
from crmkit.schema.types.currency import currency_of
from crmkit.schema.values import Money
from crmkit.view.contracts import STATES, Ends, contracts_of
from crmkit.view.deals import Deal, deals_of
from crmkit.view.left import left as time_left
from crmkit.view.limit import next_of


def lists(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """The panels that have something in them; a hidden list is left out whole."""
    policy = index.policy
    panels = [
        ("contracts", _contracts(customer, index, words)),
        ("opportunities", _opportunities(customer, index, words)),
        ("attachments", _attachments(customer, policy, words)),
    ]
    found: list[Context] = []
    for key, entries in panels:
        field = policy.schema.profile.find(key)
        if entries and field is not None and words.may_see(field.privacy):
            found.append(_panel(key, words.label(field.label), entries))
    runs = _runs(customer, index, words)
    if runs:
        found.insert(0, _panel("runs", words.tr("SOP runs"), runs))
    tickets = _tickets(customer, index, words)
    if tickets:
        found.insert(0, _panel("tickets", words.tr("Tickets"), tickets))
    referrals = _referrals(customer, index, words)
    if referrals:
        found.append(_panel("referrals", words.tr("Referrals"), referrals))
    return found


def _panel(key: str, label: str, entries: list[Context]) -> Context:
    """A list under a title; `form` says whether it is on the form that the customer signs."""
    return {"key": f"k-{key}", "label": label, "entries": entries, "form": key == "contracts"}


def _entry(
    head: Cell, *, amount: str = "", period: str = "", bar: Context | None = None, left: list[Row]
) -> Context:
    return {"head": head, "amount": amount, "period": period, "bar": bar, "rows": left}


def _contracts(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """Contracts with how much of their term is over, and how each stands; the latest end first."""
    policy, as_of, found = index.policy, index.view.as_of, []
    standing = index.view.standings[customer.id]
    known = contracts_of(standing.facts.of(CONTRACTS), policy, index.view.moment.replace(tzinfo=None))
    states = {one.id: one.state(as_of=as_of) for one in known}
    for contract in sorted(customer.contracts, key=lambda each: each.end or date.max, reverse=True):
        start, end = contract.start, contract.end
        bar = None
        if start and end and start < end and start <= as_of:
            over = end < as_of
            percent = 100 if over else round((as_of - start).days * 100 / (end - start).days)
            text = (
                words.tr("ended %(ago)s", ago=ago(end, words, as_of=as_of))
                if over
                else words.tr("ends %(ago)s", ago=ago(end, words, as_of=as_of))
            )
            bar = {"percent": percent, "tone": "none" if over else "info", "text": text}
        period = " – ".join(each.isoformat() for each in (start, end) if each)
        left = _rest("contracts", contract.said, ("id", "start", "end", "amount", "currency"), policy, words)
        head = _head("contracts", (("id", contract.id), ("product", contract.product)), policy, words)
        state = states.get(contract.id)
        if state is not None and state is not Ends.RUNS and contract.end is not None:
            period = f"{period} · {words.label(STATES[state])}"
        amount = _money(contract.amount, contract.said, policy, words, "contracts")
        found.append(_entry(head, amount=amount, period=period, bar=bar, left=left))
    return found


def _opportunities(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """Opportunities with their probability as a bar; the open ones lead to the pipeline."""
    policy, view, found = index.policy, index.view, []
    standing = view.standings[customer.id]
    known = deals_of(standing.facts.of(DEALS), policy, view.moment.replace(tzinfo=None))
    still = {deal.id: deal for deal in known if deal.open}
    for each in customer.opportunities:
        bar = None
        if each.probability is not None:
            percent = max(0, min(100, round(each.probability)))
            bar = {
                "percent": percent,
                "tone": "info",
                "text": words.tr("probability %(percent)s%%", percent=percent),
            }
        left = _rest(
            "opportunities", each.said, ("id", "name", "amount", "currency", "probability"), policy, words
        )
        head = _head("opportunities", (("name", each.name), ("id", each.id)), policy, words)
        deal = still.get(each.id)
        if deal is not None and not head.masked:
            head = head._replace(href="../pipeline.html")
        amount = _money(each.amount, each.said, policy, words, "opportunities")
        period = _in_stage(deal, index, words) if deal is not None else ""
        found.append(_entry(head, amount=amount, period=period, bar=bar, left=left))
    return found


def _in_stage(deal: Deal, index: BookIndex, words: Reader) -> str:
    """How long it has been in its stage, and until when it may; empty where nobody wrote since when."""
    days, last = deal.days(as_of=index.view.as_of), deal.limit(index.policy.get(Calendar))
    if days is None:
        return ""
    said = words.count("%(num)s day in stage", "%(num)s days in stage", days)
    return f"{said} · {words.tr('limit %(day)s', day=last)}" if last else said


def _attachments(customer: Customer, policy: Policy, words: Reader) -> list[Context]:
    """Files beside the record; they link to the forge, since the site does not carry them."""
    forge, folder = policy.book.forge, customer.path.rpartition("/")[0]
    found = []
    for each in customer.attachments:
        href = f"{forge}{folder}/{each.path}" if forge and each.path else ""
        period = each.date.isoformat() if each.date else ""
        head = _head("attachments", (("title", each.title), ("path", each.path)), policy, words)
        seen = words.sees_field(policy.schema.profile, "attachments", "path") and not words.private(each.path)
        if seen and not head.masked:
            head = head._replace(href=href, title=each.path)
        found.append(_entry(head, period=period, left=[]))
    return found


def _tickets(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """Tickets that are open, with what is owed next and how long is left; the last opened first."""
    moment, found = index.view.moment.replace(tzinfo=None), []
    for _, ticket, limits in known_tickets(index.view.standings[customer.id], moment):
        limit = next_of(limits)
        if ticket.closed:
            continue
        key = limit.key if limit else ticket.missing()[0]
        step = words.label(entry_word(index.policy, TICKET, "step", key))
        said = (
            f"{step} · {words.label(time_left(limit, moment))}"
            if limit
            else words.tr("lacks %(steps)s", steps=step)
        )
        head = f"{words.label(ticket.type.label)} {ticket_name(ticket, index.policy, words)}"
        found.append((ticket.at, _entry(Cell(head), period=said, left=[])))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _runs(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """The steps at which procedures stand, with how long is left and who is at them."""
    moment, found = index.view.moment.replace(tzinfo=None), []
    for one in known_steps(index.view.standings[customer.id], index.view):
        own = one.run.playbook.step(one.at.step.key) is not None
        step = words.label(one.at.step.label) if own or words.reads_text else words.tr("A step")
        said = [words.label(time_left(one.at.limit, moment))] if one.at.limit is not None else []
        doer = at_it(one, words, person)
        period = " · ".join([step, *said, *([doer] if doer else [])])
        found.append(_entry(Cell(words.label(one.run.playbook.label)), period=period, left=[]))
    return found


def _head(key: str, said: tuple[tuple[str, str], ...], policy: Policy, words: Reader) -> Cell:
    """What an item is called: the first of some fields that says something and may be seen."""
    fields = policy.schema.profile
    seen = [text for inner, text in said if text and words.sees_field(fields, key, inner)]
    return unless_private(seen[0], words) if seen else MASK if any(text for _, text in said) else Cell()


def _referrals(customer: Customer, index: BookIndex, words: Reader) -> list[Context]:
    """Who brought this customer, and whom they brought."""
    by = customer.get("source", "referred_by")
    found: list[Context] = []
    if not words.sees_field(index.policy.schema.profile, "source", "referred_by"):
        return found
    if isinstance(by, str) and by:
        found.append(_entry(reference(by, words), period=words.tr("brought us this customer"), left=[]))
    for id in index.brought.get(customer.id, ()):
        found.append(_entry(reference(id, words), period=words.tr("brought by this customer"), left=[]))
    return found


def _rest(key: str, group: Group, but: tuple[str, ...], policy: Policy, words: Reader) -> list[Row]:
    field = policy.schema.profile.find(key)
    return rows(group, field.fields if field else Fields(), policy, words, but)


def _money(amount: Money | None, group: Group, policy: Policy, words: Reader, key: str) -> str:
    field = policy.schema.profile.find(key)
    inner = field.fields.find("amount") if field else None
    if amount is None or inner is None or not words.may_see(inner.privacy):
        return ""
    beside, own = group.get("currency"), policy.book.currency
    currency = currency_of(amount, beside)
    if currency is None:  # as it is written: nobody knows which of the two it is
        written = getattr(beside.node, "text", "") if beside is not None else ""
        return f"{money(amount.amount, amount.currency)} / {written}".strip()
    return money(amount.amount, currency or own)
