"""Make one line of the list for each customer: what is shown of them, and what filters ask."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from crmkit.followups import planned
from crmkit.language import Label
from crmkit.pages import (
    FOLDER,
    BookIndex,
    Cell,
    address,
    ago,
    number,
    owner_name,
    seen_tags,
    status_cell,
    tier_cell,
)
from crmkit.pinyin import readings
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.rules import Quantity
from crmkit.rules.say import say_all
from crmkit.view import Standing

TAGS_SHOWN = 3
IDLE = "idle"
INDUSTRY = "industry"
SOURCE = ("source", "channel")


class Line(NamedTuple):
    """One customer. Keys (`tier_key`, `status_key`, ...) are what facets count; cells are what is shown."""

    href: str = ""
    name: str = ""
    number: str = ""
    tier_key: str = ""
    tier: Cell = Cell(tone="none")
    status_key: str = ""
    status: Cell = Cell()
    owner_key: str = ""
    owner: str = ""
    industry_key: str = ""
    industry: str = ""
    type: str = ""
    amount: Decimal | None = None
    amount_text: str = ""
    share: int = 0
    last: str = ""
    ago: str = ""
    days: int | None = None
    pinyin: str = ""
    spelled: str = ""
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    next: str = ""
    source: str = ""

    @property
    def letter(self) -> str:
        """The first letter of the pinyin, empty where it is none."""
        first = self.pinyin[:1].upper()
        return first if "A" <= first <= "Z" else ""

    @property
    def shown_tags(self) -> tuple[str, ...]:
        """As many tags as a cell holds."""
        return self.tags[:TAGS_SHOWN]

    @property
    def more_tags(self) -> tuple[str, ...]:
        """The others."""
        return self.tags[TAGS_SHOWN:]

    def data(self) -> str:
        """The line as JSON for the page's script, in the order that it expects."""
        days = "" if self.days is None else self.days
        amount = "" if self.amount is None else f"{self.amount:.2f}"
        return json.dumps(
            [self.href, self.name, self.number, self.tier_key, self.tier.title, self.status_key,
             self.owner_key, self.industry_key, self.type, amount, self.amount_text, self.share,
             self.last, self.ago, days, self.pinyin[:1], self.spelled, self.tags, self.segments,
             self.next, self.source],
            ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip


BLANK = Line()
"""What the page's script fills in to draw a line that is not in the page."""


def lines(index: BookIndex, words: Reader) -> list[Line]:
    """All customers in the order of their pinyin."""
    view, policy = index.view, index.policy
    amounts = [standing.quantity("amount_12m") for standing in view.standings.values()]
    most = max([one.value for one in amounts if isinstance(one.value, Decimal)], default=Decimal(0))
    fields, seen = policy.schema.profile, words.sees_field
    owned, shown = seen(fields, "owner"), seen(fields, INDUSTRY)
    industries = choices((INDUSTRY,), policy, words)
    sources = choices(SOURCE, policy, words) if seen(fields, *SOURCE) else {}

    @cache
    def status(key: str) -> Cell:
        return status_cell(key, policy, words)

    @cache
    def owner(key: str) -> str:
        return owner_name(key, policy, words, as_of=view.as_of)

    def line(id: str, standing: Standing, year: Quantity) -> Line:
        amount = year.value if isinstance(year.value, Decimal) else None
        facts, last, tier = standing.facts, standing.last_touch, standing.tiering
        status_key, owner_key = _text(standing.status.value), _text(standing.owner.value)
        if not (owned and (words.reads_text or policy.people.find(owner_key))):
            owner_key = ""  # it might be anything
        why = say_all(tier.reasons, words.language, policy.book.currency)
        name = words.names[id]
        spelled = readings(name)
        return Line(
            href=FOLDER + address(id), name=name, number=id,
            tier_key=tier.key, tier=tier_cell(tier.key, policy, words, why),
            status_key=status_key, status=status(status_key), owner_key=owner_key, owner=owner(owner_key),
            industry_key=facts.industry if shown else "",
            industry=industries.get(facts.industry, facts.industry) if shown else "",
            type=facts.type, amount=amount,
            amount_text=_said(amount, year.about, words),
            share=round(max(amount or Decimal(0), Decimal(0)) * 100 / most) if most > 0 else 0,
            last=last.isoformat() if last else "", ago=ago(last, words, as_of=view.as_of) if last else "",
            days=(view.as_of - last).days if last else None,
            pinyin=spelled[0][0] if spelled else name.casefold(),
            spelled=" ".join(key for pair in spelled for key in pair),
            tags=seen_tags(facts.tags, policy, words),
            segments=tuple(each.key for each in standing.segments),
            next=_next(standing, index, words),
            source=facts.came_through if facts.came_through in sources else "",
        )  # fmt: skip

    made = [
        line(id, standing, year) for (id, standing), year in zip(view.standings.items(), amounts, strict=True)
    ]
    return sorted(made, key=lambda each: (each.pinyin, each.number))


def _said(amount: Decimal | None, without: Label | None, words: Reader) -> str:
    """An amount with what it lacks."""
    said = words.tr("unknown") if amount is None else number(amount)
    return f"{said} · {words.label(without)}" if without else said


def _next(standing: Standing, index: BookIndex, words: Reader) -> str:
    """The bucket of the earliest due item, or that nothing is planned for somebody whom we look after."""
    items = index.due(standing.facts.id, words)
    if standing.awaits_plan and not planned(items):
        return IDLE
    return index.state(items[0]).value if items else ""


def choices(path: tuple[str, ...], policy: Policy, words: Reader) -> dict[str, str]:
    """The labels of a choice field of the profile, named by its keys from the outside in."""
    fields, field = policy.schema.profile, None
    for key in path:
        field = fields.find(key)
        if field is None:
            return {}
        fields = field.fields
    return {each.key: words.label(each.label) for each in field.choices} if field else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
