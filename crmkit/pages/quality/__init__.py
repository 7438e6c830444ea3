"""Show how far records can be trusted: what is missing, unverified or silent, and what to check this week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sized
from decimal import Decimal

from crmkit.compute.profile import SAID
from crmkit.pages import BookIndex, Context, Page, later, number, owner_name
from crmkit.pages.quality.findings import findings
from crmkit.pages.quality.lists import SHOWN, late, sample, to_fill, to_verify, too_silent
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.reader import Reader
from crmkit.rules.percent import share
from crmkit.view import Standing
from crmkit.view.quality import silent


def book(index: BookIndex, words: Reader) -> Context:
    """Completeness by owner and by field, what check finds, then the records to look at."""
    view, policy = index.view, index.policy
    found = list(view.standings.values())
    owned = words.sees_field(policy.schema.profile, "owner")
    required, lacking = _sums(found)
    unverified, quiet = late(view), silent(view)
    gaps = to_fill(index, words)
    return {
        "tiles": [
            _tile(words.tr("Completeness"), _percent(required, lacking, words), _target(policy, words)),
            _tile(words.tr("Fields missing"), number(Decimal(lacking)), words.tr("of those required")),
            _tile(words.tr("Unverified"), _count(unverified), words.tr("key facts past their day")),
            _tile(words.tr("Silent"), _count(quiet), words.tr("past the limit of silence")),
        ],
        "owners": _owners(found, policy, words) if owned else [],
        "fields": _fields(found, policy, words),
        "findings": findings(index, words),
        "lists": [
            *([gaps] if gaps["count"] else []),
            to_verify(view, unverified, policy, words),
            too_silent(view, quiet, policy, words),
            sample(view, policy, words),
        ],
    }  # fmt: skip


def _count(items: Sized) -> str:
    return number(Decimal(len(items)))


def _sums(standings: Iterable[Standing]) -> tuple[int, int]:
    said = [standing.facts.of(SAID) for standing in standings]
    return sum(each.required for each in said), sum(each.lacking for each in said)


def _percent(required: int, lacking: int, words: Reader) -> str:
    reached = share(required - lacking, required)
    return words.tr("unknown") if reached is None else f"{number(reached)}%"


def _target(policy: Policy, words: Reader) -> str:
    target = policy.get(Quality).target
    return "" if target is None else words.tr("target %(percent)s%%", percent=number(target))


def _tile(label: str, value: str, note: str) -> Context:
    return {"label": label, "value": value, "note": note}


def _owners(standings: list[Standing], policy: Policy, words: Reader) -> list[Context]:
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        owned[standing.owner.value if isinstance(standing.owner.value, str) else ""].append(standing)
    rows, target = [], policy.get(Quality).target
    for id in sorted(owned, key=lambda id: (not id, id)):
        name = owner_name(id, policy, words, as_of=owned[id][0].as_of)
        required, lacking = _sums(owned[id])
        reached = share(required - lacking, required)
        low = reached is not None and target is not None and reached < target
        rows.append(
            {
                "name": name or words.tr("Nobody"),
                "count": len(owned[id]),
                "lacking": lacking,
                "text": _percent(required, lacking, words),
                "percent": 0 if reached is None else round(reached),
                "tone": "warn" if low else "ok",
            }
        )
    return rows


def _fields(standings: list[Standing], policy: Policy, words: Reader) -> list[Context]:
    """The fields that are missing most; their keys are the policy's own."""
    missing = Counter(key for each in standings for key in each.facts.of(SAID).missing)
    whole, rows = len(standings) or 1, []
    for key, count in sorted(missing.items(), key=lambda each: (-each[1], each[0])):
        field = policy.schema.profile.find(key)
        label = words.label(field.label) if field else key
        rows.append({"label": label, "count": count, "whole": whole, "percent": round(count * 100 / whole)})
    return rows[:SHOWN]


PAGE = Page(
    "quality", "quality.html", later("Quality"), later("Can I trust this?"), order=11, key="q", book=book
)
