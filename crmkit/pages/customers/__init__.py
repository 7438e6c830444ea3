"""Show all customers to find and slice: tier, status, owner, amount, last touch, tags."""

from __future__ import annotations

import json
import string
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from crmkit.pages import BookIndex, Cell, Context, Page, later, money, number, script
from crmkit.pages.customers.facets import facets
from crmkit.pages.customers.lines import BLANK, Line, lines
from crmkit.policy import Policy
from crmkit.policy.files.views import SavedViews
from crmkit.reader import Reader
from crmkit.view import View

NAME = "customers"
A_SHEET = 500
A_SCRIPT = 2000
"""Customers in one file: of a page, which a browser shows at once, and of its data, well below 1 MB."""


def sheets(index: BookIndex, words: Reader) -> Iterator[tuple[str, Context | bytes]]:
    """The list in files of bounded size that link to each other, and its data for filters and order."""
    all_lines = lines(index, words)
    data = [*_data(all_lines)]
    shared = _shared(all_lines, index.view, index.policy, words)
    starts = range(0, len(all_lines) or 1, A_SHEET)
    first = _firsts(all_lines)
    for at, start in enumerate(starts):
        others = [{"label": str(n + 1), "href": _file(n), "current": n == at} for n in range(len(starts))]
        yield (
            _file(at),
            shared
            | {
                "rows": all_lines[start : start + A_SHEET],
                "start": start,
                "blank": BLANK,
                "anchors": {all_lines[place].number: f"az-{letter}" for letter, place in first.items()},
                "letters": [
                    {
                        "label": each,
                        "href": f"{_file(first[each] // A_SHEET)}#az-{each}" if each in first else "",
                    }
                    for each in string.ascii_uppercase
                ],
                "sheets": others if len(others) > 1 else [],
                "data": [name for name, _ in data],
            },
        )
    yield from data


def _file(at: int) -> str:
    return f"{NAME}-{at + 1}.html" if at else f"{NAME}.html"


def _firsts(all_lines: list[Line]) -> dict[str, int]:
    """The place of the first customer of each letter."""
    first: dict[str, int] = {}
    for at, line in enumerate(all_lines):
        if line.letter:
            first.setdefault(line.letter, at)
    return first


def _data(all_lines: list[Line]) -> Iterator[tuple[str, bytes]]:
    """All lines as scripts that fill one list."""
    for start in range(0, len(all_lines), A_SCRIPT):
        said = [line.data() for line in all_lines[start : start + A_SCRIPT]]
        yield f"data/{NAME}-{start // A_SCRIPT}.js", script("CRMKIT_LIST", said)


def _shared(all_lines: list[Line], view: View, policy: Policy, words: Reader) -> Context:
    total = sum((line.amount or Decimal(0) for line in all_lines), Decimal(0))
    buying = sum((line.amount or 0) > 0 for line in all_lines)
    order = list(policy.statuses.statuses)
    return {
        "csv_name": f"{NAME}-{view.as_of}.csv",
        "count": len(all_lines),
        "facets": [facet for facet in facets(all_lines, policy, words) if facet["choices"]],
        "views": [
            {"label": words.label(saved.label), "href": "#" + urlencode(saved.filters, doseq=True)}
            for saved in policy.get(SavedViews)
        ],
        "share": _share(all_lines, policy, words),
        # What the script needs to draw and order a line, by key.
        "known": json.dumps({
            "tiers": {
                line.tier_key: (line.tier.text, line.tier.tone, _rank(line, policy)) for line in all_lines
            },
            "statuses": {
                line.status_key: (line.status.text, line.status.tone,
                                  order.index(line.status_key) if line.status_key in order else len(order))
                for line in all_lines
            },
            "owners": {line.owner_key: line.owner for line in all_lines},
            "industries": {line.industry_key: line.industry for line in all_lines},
        }, ensure_ascii=False),
        "tiles": [
            {"label": words.tr("Customers"), "value": number(Decimal(len(all_lines))), "note": ""},
            {
                "label": words.tr("12-month amount"),
                "value": money(total, policy.book.currency),
                "note": words.count("from %(num)s customer", "from %(num)s customers", buying),
            },
        ],
    }  # fmt: skip


def _rank(line: Line, policy: Policy) -> int | str:
    tier = policy.tiers.find(line.tier_key)
    return tier.rank if tier else ""


def _share(all_lines: list[Line], policy: Policy, words: Reader) -> Context:
    """How many customers each tier has, as parts of one line."""
    counts = Counter(line.tier_key for line in all_lines)
    cells: dict[str, Cell] = {line.tier_key: line.tier for line in all_lines}
    tiers = [each.key for each in sorted(policy.tiers.tiers, key=lambda each: each.rank)]
    keys = [*(key for key in tiers if key in counts), *sorted(key for key in counts if key not in tiers)]
    whole, start = len(all_lines) or 1, 0
    parts: list[Context] = []
    for key in keys:
        parts.append({
            "label": cells[key].text,
            "count": counts[key],
            "percent": round(counts[key] * 100 / whole, 2),
            "start": round(start * 100 / whole, 2),
            "tone": cells[key].tone,
        })  # fmt: skip
        start += counts[key]
    summary = words.tr(", ").join(f"{part['label']} {part['count']}" for part in parts)
    return {"id": "share", "title": words.tr("Customers by tier"), "summary": summary, "parts": parts}


PAGE = Page(
    NAME, "customers.html", later("Customers"), later("Find and slice"), order=2, key="c", sheets=sheets
)
