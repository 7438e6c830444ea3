"""Show one customer: what one needs to know before the call."""

from __future__ import annotations

from crmkit.model import Customer
from crmkit.pages import BookIndex, Context, Page, later, segment_pills, tier_cell
from crmkit.pages.customer.brief import brief
from crmkit.pages.customer.charts import amounts, touches
from crmkit.pages.customer.dealings import lists
from crmkit.pages.customer.next import moves, next_step, quiet
from crmkit.pages.customer.persons import chain, contacts, first_call, important_dates
from crmkit.pages.customer.profile import needs, profile, tag_groups
from crmkit.pages.customer.timeline import classes, folded, months, past_events, story
from crmkit.pages.customer.top import meta, missed, path, plan, reasons, tiles
from crmkit.reader import Reader
from crmkit.view import Standing


def context(customer: Customer, standing: Standing, index: BookIndex, words: Reader) -> Context:
    """Everything the page shows, in plain data; entries after the day are not yet there."""
    as_of, policy, items = index.view.as_of, index.policy, index.due(customer.id, words)
    events = past_events(customer, as_of=as_of)
    name = words.names.get(customer.id) or customer.id
    recent, older = folded(months(events, customer, policy, words, as_of=as_of), words)
    return {
        "title": name,
        "name": name,
        "number": customer.id,
        "source": {"text": customer.path, "href": policy.book.forge and policy.book.forge + customer.path},
        "tier": tier_cell(standing.tiering.key, policy, words),
        "meta": meta(customer, standing, policy, words),
        "call": None if quiet(standing, policy, words) else first_call(customer, policy, words, as_of=as_of),
        "path": path(standing, policy, words, as_of=as_of),
        "next": next_step(items, customer, standing, policy, words, as_of=as_of),
        "brief": brief(customer, standing, items, index, words),
        "moves": moves(standing, policy, words),
        "tiles": tiles(events, standing, policy, words, as_of=as_of),
        "reasons": reasons(customer, standing, policy, words),
        "missed": missed(standing, policy, words),
        "plan": plan(items, customer, policy, words, as_of=as_of),
        "segments": segment_pills(standing, policy, words),
        "contacts": contacts(customer, policy, words, as_of=as_of),
        "chain": chain(customer, policy, words, as_of=as_of),
        "dates": important_dates(customer, standing, policy, words, as_of=as_of),
        "lists": lists(customer, index, words),
        "profile": profile(customer, standing, policy, words),
        "needs": needs(customer, policy, words),
        "tags": tag_groups(customer, policy, words),
        "text": customer.about if words.reads_text else "",
        "touches": touches(events, words, as_of=as_of),
        "amounts": amounts(standing, policy, words, as_of=as_of),
        "story": story(events, policy, words, as_of=as_of),
        "entry_count": len(events),
        "classes": classes(events, words),
        "months": recent,
        "older": older,
    }


PAGE = Page(
    "customer",
    "customer.html",
    later("Customer"),
    later("What do I need to know before I call?"),
    order=3,
    customer=context,
)
