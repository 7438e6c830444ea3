"""Show what moves and what stands still: opportunities by stage, contracts that end, months ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from crmkit.calendar.working import Calendar
from crmkit.language import Label
from crmkit.pages import (
    FOLDER,
    MASK,
    BookIndex,
    Cell,
    Context,
    Page,
    address,
    ago,
    later,
    money,
    owner_name,
    unless_private,
)
from crmkit.policy.labels import entry_word
from crmkit.reader import Reader
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.view import Standing, View
from crmkit.view.contracts import STATES, Ends
from crmkit.view.deals import Deal
from crmkit.view.pipeline import (
    Hope,
    Month,
    Signed,
    Sum,
    ahead,
    hopes,
    months,
    open_by_stage,
    signed,
    together,
)

SHOWN, CARDS = 200, 5
DEALS, CONTRACTS = "opportunities", "contracts"
_TONES = {Ends.ENDING: "warn", Ends.TOLD: "ok", Ends.LAPSED: "risk"}


def book(index: BookIndex, words: Reader) -> Context:
    """Columns by stage with their sums, the same as rows, contracts that end, and months."""
    view, fields = index.view, index.policy.schema.profile
    open_now: list[Hope] = index.once("hopes", lambda: open_by_stage(hopes(view)))
    ending: list[Signed] = index.once("signed", lambda: ahead(signed(view)))
    by_month: list[Month] = index.once("months", lambda: months(view))
    sees_deals, sees_contracts = (words.sees_field(fields, key) for key in (DEALS, CONTRACTS))
    open_now, ending = open_now if sees_deals else [], ending if sees_contracts else []
    amounts = (
        sees_deals
        and sees_contracts
        and _sees_amount(DEALS, view, words)
        and _sees_amount(CONTRACTS, view, words)
    )
    return {
        "columns": _columns(open_now, view, words),
        "count": len(open_now),
        "more": max(len(open_now) - SHOWN, 0),
        "stages": _stages(open_now[:SHOWN], view, words),
        "renewals": [_renewal(each, view, words) for each in ending[:SHOWN]],
        "renewals_count": len(ending),
        "renewals_more": max(len(ending) - SHOWN, 0),
        "months": [_month(month, view, words) for month in by_month] if amounts else [],
    }


def _sees_amount(key: str, view: View, words: Reader) -> bool:
    return words.sees_field(view.policy.schema.profile, key, "amount")


def _columns(found: Sequence[Hope], view: View, words: Reader) -> list[Context]:
    """A column per open stage of the procedures, and per other stage that an opportunity is in."""
    by_stage: dict[str, list[Hope]] = {}
    for each in found:
        by_stage.setdefault(each.deal.stage, []).append(each)
    seen = found[0].deal.rules.stages if found else {}
    order = [key for key, stage in seen.items() if stage.ends == "open"]
    order += [key for key in by_stage if key not in order]
    return [_column(key, by_stage.get(key, []), view, words) for key in order]


def _column(key: str, found: Sequence[Hope], view: View, words: Reader) -> Context:
    total = together(found)
    cards = [
        {
            "name": words.names[each.standing.facts.id],
            "what": _what(each.deal, view, words),
            **_days(each.deal, view, words),
        }
        for each in found[:CARDS]
    ]
    return {
        "label": _stage(key, view, words),
        "count": total.number,
        **_sums(total, view, words),
        "cards": cards,
        "more": max(len(found) - CARDS, 0),
    }


def _sums(total: Sum, view: View, words: Reader) -> Context:
    """The amounts as shown, empty where the audience may not know them; how many say none."""
    if not _sees_amount(DEALS, view, words):
        return {"amount": "", "weighted": "", "lacks": 0}
    currency = view.policy.book.currency
    return {
        "amount": money(total.amount, currency), "weighted": money(total.weighted, currency),
        "lacks": total.lacks,
    }  # fmt: skip


def _stages(found: Sequence[Hope], view: View, words: Reader) -> list[Context]:
    """The same as rows, a group per stage."""
    groups: dict[str, list[Context]] = {}
    for each in found:
        groups.setdefault(each.deal.stage, []).append(_row(each, view, words))
    return [{"label": _stage(key, view, words), "rows": rows} for key, rows in groups.items()]


def _row(each: Hope, view: View, words: Reader) -> Context:
    deal, standing = each.deal, each.standing
    sees, currency = _sees_amount(DEALS, view, words), view.policy.book.currency
    likely = words.sees_field(view.policy.schema.profile, DEALS, "probability")
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "owner": _owner(standing, words),
        "what": _what(deal, view, words),
        "close": deal.close.isoformat() if deal.close else "",
        "past": deal.close is not None and deal.close < view.as_of,
        "amount": _amount(deal.amount, currency) if sees else "",
        "weighted": _amount(deal.weighted, currency) if sees and likely else "",
        "probability": f"{deal.probability.normalize():f}%" if likely else "",
        **_days(deal, view, words),
    }


def _days(deal: Deal, view: View, words: Reader) -> Context:
    """How long it has been in its stage, whether that is too long, and what reset the days."""
    days, last = deal.days(as_of=view.as_of), deal.limit(view.policy.get(Calendar))
    if days is None or deal.since is None:
        return {"days": words.tr("since when is not written"), "until": "", "tone": "none", "reset": ""}
    over = last is not None and last < view.as_of
    limit = words.tr("limit %(day)s", day=last) if last else ""
    where = words.tr("line %(line)s of the record", line=deal.reset_by) if deal.reset_by else ""
    reset = words.tr("since %(day)s", day=deal.since)
    return {
        "days": words.count("%(num)s day in stage", "%(num)s days in stage", days),
        "until": limit,
        "tone": "risk" if over else "info",
        "reset": f"{reset} · {where}" if where else reset,
    }


def _renewal(each: Signed, view: View, words: Reader) -> Context:
    """A contract that ends: when, by when the customer is told, whether they were, what it is worth."""
    one, standing, fields = each.contract, each.standing, view.policy.schema.profile
    sees = words.sees_field(fields, CONTRACTS, "product")
    currency = view.policy.book.currency
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "owner": _owner(standing, words),
        "what": unless_private(one.product or one.key, words) if sees and words.reads_text else MASK,
        "end": _end(one.end, view, words),
        "state": words.label(STATES[each.state]),
        "tone": "risk" if _untold(each, view) else _TONES.get(each.state, "none"),
        "told": words.tr("told on %(day)s", day=one.told.date)
        if one.told
        else words.tr("tell by %(day)s", day=one.tell),
        "amount": _amount(one.amount, currency) if _sees_amount(CONTRACTS, view, words) else "",
    }


def _untold(each: Signed, view: View) -> bool:
    """Whether the day is past until which the customer should have been told."""
    return each.state is Ends.ENDING and each.contract.tell is not None and each.contract.tell < view.as_of


def _end(end: date | None, view: View, words: Reader) -> str:
    if end is None:
        return ""
    if end < view.as_of:
        return words.tr("ended on %(day)s", day=end)
    return f"{words.tr('ends on %(day)s', day=end)} · {ago(end, words, as_of=view.as_of)}"


def _month(month: Month, view: View, words: Reader) -> Context:
    currency = view.policy.book.currency
    return {
        "month": f"{month.first:%Y-%m}" if month.first else words.label(Label("未定", "No date")),
        "deals": month.deals.number,
        "weighted": money(month.deals.weighted, currency),
        "contracts": month.contracts.number,
        "renewals": money(month.contracts.amount, currency),
        "expected": money(month.expected, currency),
        "lacks": month.deals.lacks + month.contracts.lacks,
    }


def _owner(standing: Standing, words: Reader) -> str:
    """Who looks after the customer, where the audience may know."""
    owner, policy = standing.owner.value, standing.policy
    if not isinstance(owner, str) or not words.sees_field(policy.schema.profile, "owner"):
        return ""
    return owner_name(owner, policy, words, as_of=standing.as_of)


def _amount(amount: Decimal | None, currency: str) -> str:
    return money(amount, currency) if amount is not None else ""


def _what(deal: Deal, view: View, words: Reader) -> Cell:
    """What it is called, for who may read it."""
    sees = words.reads_text and words.sees_field(view.policy.schema.profile, DEALS, "name")
    return unless_private(deal.name or deal.key, words) if sees else MASK


def _stage(key: str, view: View, words: Reader) -> str:
    return words.label(entry_word(view.policy, OPPORTUNITY, "stage", key)) if key else words.tr("No stage")


PAGE = Page(
    "pipeline",
    "pipeline.html",
    later("Pipeline"),
    later("What moves, what stands still?"),
    order=6,
    key="p",
    book=book,
)
