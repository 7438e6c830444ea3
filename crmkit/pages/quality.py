"""Show how far records can be trusted: what is missing, unverified or silent, and what to check this week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from crmkit.compute.verification import due_on
from crmkit.pages import FOLDER, Context, Page, Words, address, ago, later, number, person, tier_cell
from crmkit.policy import Policy
from crmkit.rules.percent import share
from crmkit.view import Standing, View
from crmkit.view.quality import drawn, silent, week

SHOWN = 50


def book(view: View, policy: Policy, words: Words) -> Context:
    """Completeness by owner and by field, then the records to look at."""
    found = list(view.standings.values())
    owned = words.sees_field(policy.schema.profile, "owner")
    required, lacking = _sums(found)
    late = sorted(
        (due.day, standing.facts.id)
        for standing in found
        if (due := due_on(standing.facts, str(standing.status.value), policy, as_of=view.as_of))
        and due.day < view.as_of
    )
    quiet = silent(view)
    sample = [(owner, one) for owner, ones in drawn(view).items() for one in ones]
    standings = view.standings
    return {
        "tiles": [
            _tile(words.tr("Completeness"), _percent(required, lacking, words), _target(policy, words)),
            _tile(words.tr("Fields missing"), number(Decimal(lacking)), words.tr("of those required")),
            _tile(words.tr("Unverified"), number(Decimal(len(late))), words.tr("key facts past their day")),
            _tile(words.tr("Silent"), number(Decimal(len(quiet))), words.tr("past the limit of silence")),
        ],
        "owners": _owners(found, policy, words) if owned else [],
        "fields": _fields(found, policy, words),
        "lists": [
            _list(words.tr("Spot check of week %(week)s", week=week(view.as_of)), "spot-check", [
                _line(one, person(owner, policy, words) if owned else "", policy, words)
                for owner, one in sample
            ]),
            _list(words.tr("To be verified"), "verification", [
                _line(standings[id], words.tr("due %(ago)s", ago=ago(day, words, as_of=view.as_of)),
                      policy, words)
                for day, id in late
            ]),
            _list(words.tr("Silent too long"), "cleanup", [
                _line(each.standing, ago(each.since, words, as_of=view.as_of), policy, words)
                for each in quiet
            ]),
        ],
    }  # fmt: skip


def _sums(standings: Iterable[Standing]) -> tuple[int, int]:
    said = [standing.facts.answers["profile"] for standing in standings]
    return sum(each.required for each in said), sum(each.lacking for each in said)


def _percent(required: int, lacking: int, words: Words) -> str:
    reached = share(required - lacking, required)
    return words.tr("unknown") if reached is None else f"{number(reached)}%"


def _target(policy: Policy, words: Words) -> str:
    target = policy.quality.target
    return "" if target is None else words.tr("target %(percent)s%%", percent=number(target))


def _tile(label: str, value: str, note: str) -> Context:
    return {"label": label, "value": value, "note": note}


def _owners(standings: list[Standing], policy: Policy, words: Words) -> list[Context]:
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        owned[standing.owner.value if isinstance(standing.owner.value, str) else ""].append(standing)
    rows, target = [], policy.quality.target
    for id in sorted(owned, key=lambda id: (not id, id)):
        required, lacking = _sums(owned[id])
        reached = share(required - lacking, required)
        low = reached is not None and target is not None and reached < target
        rows.append(
            {
                "name": person(id, policy, words) or words.tr("Nobody"),
                "count": len(owned[id]),
                "lacking": lacking,
                "text": _percent(required, lacking, words),
                "percent": 0 if reached is None else round(reached),
                "tone": "warn" if low else "ok",
            }
        )
    return rows


def _fields(standings: list[Standing], policy: Policy, words: Words) -> list[Context]:
    """The fields that are missing most; their keys are the policy's own."""
    missing = Counter(key for each in standings for key in each.facts.answers["profile"].missing)
    whole, rows = len(standings) or 1, []
    for key, count in sorted(missing.items(), key=lambda each: (-each[1], each[0])):
        field = policy.schema.profile.find(key)
        label = words.label(field.label) if field else key
        rows.append({"label": label, "count": count, "percent": round(count * 100 / whole)})
    return rows[:SHOWN]


def _list(title: str, report: str, rows: list[Context]) -> Context:
    return {
        "title": title,
        "rows": rows[:SHOWN],
        "count": len(rows),
        "more": max(0, len(rows) - SHOWN),
        "command": f"crmkit report {report}",
    }


def _line(standing: Standing, note: str, policy: Policy, words: Words) -> Context:
    full = standing.number("completeness")
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "tier": tier_cell(standing.tiering.key, policy, words),
        "note": note,
        "full": "" if full is None else f"{number(full)}%",
    }


PAGE = Page(
    "quality", "quality.html", later("Quality"), later("Can I trust this?"), order=11, key="q", book=book
)
