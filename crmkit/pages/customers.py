"""Show all customers to find and slice: tier, status, owner, amount, last touch, tags."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from crmkit.pages import (
    FOLDER,
    Cell,
    Context,
    Page,
    Words,
    address,
    ago,
    later,
    money,
    number,
    person,
    status_cell,
    tier_cell,
)
from crmkit.policy import Policy
from crmkit.rules.say import say_all
from crmkit.view import Standing, View

TAGS_SHOWN = 3
# Ready slices of the last touch, in days; they judge nobody, so they are the page's own.
WITHIN = (7, 30, 90)
OLDER = (30, 90, 180)


class _Line(NamedTuple):
    """A customer with what the list sorts by."""

    id: str
    standing: Standing
    pinyin: str
    initials: str


def context(view: View, policy: Policy, words: Words) -> Context:
    """Rows in order of pinyin, facets with counts, letters to jump to, a few figures."""
    lines = sorted(
        (_Line(id, standing, *words.spell(standing.facts.name)) for id, standing in view.standings.items()),
        key=lambda line: (line.pinyin.casefold(), line.id),
    )
    amounts = [line.standing.number("amount_12m") or Decimal(0) for line in lines]
    most = max([*amounts, Decimal(0)])
    seen: set[str] = set()
    shown = [
        _row(line, amount, most, seen, view, policy, words)
        for line, amount in zip(lines, amounts, strict=True)
    ]
    letters = [
        {"label": each, "href": f"#az-{each}" if each in seen else ""} for each in string.ascii_uppercase
    ]
    total = sum(amounts, Decimal(0))
    return {
        "csv_name": f"customers-{view.as_of}.csv",
        "rows": shown,
        "letters": letters,
        "facets": [facet for facet in _facets(shown, policy, words) if facet["choices"]],
        "share": _share(lines, policy, words),
        "tiles": [
            {"label": words.tr("Customers"), "value": number(Decimal(len(lines))), "note": ""},
            {
                "label": words.tr("12-month amount"),
                "value": money(total, policy.book.currency),
                "note": words.count(
                    "from %(num)s customer", "from %(num)s customers", sum(a > 0 for a in amounts)
                ),
            },
        ],
    }


def _row(
    line: _Line, amount: Decimal, most: Decimal, seen: set[str], view: View, policy: Policy, words: Words
) -> Context:
    """One customer. `seen` collects the letters: the first row of each is the target of the jump."""
    standing, facts = line.standing, line.standing.facts
    letter = line.pinyin[:1].upper()
    first = letter in string.ascii_uppercase and letter not in seen and letter != ""
    if first:
        seen.add(letter)
    status, owner = _text(standing.status.value), _text(standing.owner.value)
    tier = policy.tiers.find(standing.tiering.key)
    last = standing.last_touch
    order = list(policy.statuses.statuses)
    industry = _industry(facts.industry, policy, words)
    why = say_all(standing.tiering.reasons, words.language, policy.book.currency)
    return {
        "href": FOLDER + address(line.id),
        "name": facts.name,
        "number": line.id,
        "letter": letter if first else "",
        "tier": tier_cell(standing.tiering.key, policy, words, why),
        "status": status_cell(status, policy, words),
        "owner": person(owner, policy),
        "industry": industry,
        "amount": f"{amount:.2f}",
        "amount_text": number(amount),
        "share": round(max(amount, Decimal(0)) * 100 / most) if most > 0 else 0,
        "last": last.isoformat() if last else "",
        "ago": ago(last, words, as_of=view.as_of) if last else "",
        "days": (view.as_of - last).days if last else "",
        "rank": tier.rank if tier else "",
        "step": order.index(status) if status in order else len(order),
        "pinyin": line.pinyin,
        "find": " ".join((facts.name, line.id, line.pinyin, line.initials, *facts.tags)),
        "tags": facts.tags[:TAGS_SHOWN],
        "more_tags": max(0, len(facts.tags) - TAGS_SHOWN),
        "more_title": words.tr(", ").join(facts.tags[TAGS_SHOWN:]),
        "all_tags": words.tr(", ").join(facts.tags),
        "facets": {
            "owner": owner,
            "tier": standing.tiering.key,
            "status": status,
            "type": facts.type,
            "industry": facts.industry,
            "tag": "\n".join(facts.tags),
        },
    }


def _facets(rows: list[Context], policy: Policy, words: Words) -> list[Context]:
    """Choices with counts, in the policy's order where it has one, else the most frequent first."""

    def facet(key: str, label: str, labels: dict[str, str], *, ordered: bool = False) -> Context:
        values = Counter(value for row in rows for value in row["facets"][key].split("\n"))
        if key == "tag":
            del values[""]
        keys = sorted(values, key=lambda value: (-values[value], value))
        if ordered:
            keys = [
                *(each for each in labels if each in values),
                *(each for each in keys if each not in labels),
            ]
        nothing = words.tr("none")
        said = [_choice(each, labels.get(each, each) or nothing, values[each]) for each in keys]
        return {"key": key, "label": label, "choices": said}

    tiers = {
        each.key: words.label(each.label) for each in sorted(policy.tiers.tiers, key=lambda each: each.rank)
    }
    statuses = {key: words.label(each.label) for key, each in policy.statuses.statuses.items()}
    types = _choices("type", policy, words)
    industries = {row["facets"]["industry"]: row["industry"] for row in rows}
    return [
        facet("owner", words.tr("Owner"), {row["facets"]["owner"]: row["owner"] for row in rows}),
        facet("tier", words.tr("Tier"), tiers, ordered=True),
        facet("status", words.tr("Status"), statuses, ordered=True),
        facet("tag", words.tr("Tags"), {}),
        facet("type", words.tr("Type"), types, ordered=True),
        facet("industry", words.tr("Industry"), industries),
        {"key": "days", "label": words.tr("Last touch"), "choices": _touch_choices(rows, words)},
    ]


def _touch_choices(rows: list[Context], words: Words) -> list[Context]:
    days = [row["days"] for row in rows if row["days"] != ""]
    never = len(rows) - len(days)
    within = [
        _choice(f"<{limit}", words.tr("within %(num)s days", num=limit), sum(each <= limit for each in days))
        for limit in WITHIN
    ]
    older = [
        _choice(
            f">{limit}",
            words.tr("older than %(num)s days", num=limit),
            sum(each > limit for each in days) + never,
        )
        for limit in OLDER
    ]
    return [*within, *older, _choice("-", words.tr("never"), never)]


def _choice(value: str, label: str, count: int) -> Context:
    return {"value": value, "label": label, "count": count}


def _choices(key: str, policy: Policy, words: Words) -> dict[str, str]:
    """The labels of a choice field of the profile."""
    field = policy.schema.profile.find(key)
    return {each.key: words.label(each.label) for each in field.choices} if field else {}


def _industry(key: str, policy: Policy, words: Words) -> str:
    return _choices("industry", policy, words).get(key, key)


def _share(lines: Iterable[_Line], policy: Policy, words: Words) -> Context:
    """How many customers each tier has, as parts of one line."""
    counts = Counter(line.standing.tiering.key for line in lines)
    tiers = [each.key for each in sorted(policy.tiers.tiers, key=lambda each: each.rank)]
    keys = [*(key for key in tiers if key in counts), *sorted(key for key in counts if key not in tiers)]
    whole, start = sum(counts.values()) or 1, 0
    parts: list[dict[str, Any]] = []
    for key in keys:
        cell: Cell = tier_cell(key, policy, words)
        here = counts[key]
        parts.append(
            {
                "label": cell.text,
                "count": here,
                "percent": round(here * 100 / whole, 2),
                "start": round(start * 100 / whole, 2),
                "tone": cell.tone,
            }
        )
        start += here
    summary = words.tr(", ").join(f"{part['label']} {part['count']}" for part in parts)
    return {"id": "share", "title": words.tr("Customers by tier"), "summary": summary, "parts": parts}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


PAGE = Page(
    "customers", "customers.html", later("Customers"), later("Find and slice"), order=2, key="c", book=context
)
