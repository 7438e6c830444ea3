"""Find a row for each customer: what a list shows of them, and the places among all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from crmkit.cli.kept import rows_out
from crmkit.cli.saying import called
from crmkit.codec import plain
from crmkit.reports import amount_cell
from crmkit.table import Word
from crmkit.view import Standing, View, others

PERSON = "person"
SAID = ("type", "status", "owner")
"""The columns whose keys people call otherwise."""


def values(view: View) -> list[Any]:
    """First an empty number, the words, and what the questions made of all customers; then each customer.

    A customer is the number, the places among all, path, and what `crmkit list` shows, all
    from one reading, so that one answer serves a list and a single standing.
    """
    word = cache(partial(_word, view))  # many customers, few words
    told = others(view)
    words, *rows = rows_out(_row(standing, word) for standing in view.standings.values())
    ranks = [[id, plain(places)] for id, places in told.ranks.items()]
    return [["", words, plain(told.shared)], *([*rank, *row] for rank, row in zip(ranks, rows, strict=True))]


def _row(standing: Standing, word: Callable[[str, Any], object]) -> tuple[object, ...]:
    facts = standing.facts
    type, status, owner = (
        word(name, value) if isinstance(value, str) else value
        for name, value in zip(SAID, (facts.type, standing.status.value, standing.owner.value), strict=True)
    )
    return (
        facts.path, facts.id, facts.name, type, status, standing.tiering.key or None, owner,
        amount_cell(standing, "amount_12m"),
        standing.last_touch.isoformat() if standing.last_touch else None, list(facts.tags),
    )  # fmt: skip


def _word(view: View, name: str, value: str) -> object:
    """A key with what people call it; one of no field stays as it is."""
    policy = view.policy
    field = policy.schema.profile.find(name)
    if field is None:
        return value
    zh, en = called(policy, value, field, "zh"), called(policy, value, field, "en")
    if field.type == PERSON and policy.people.at_work(value, as_of=view.as_of) != value:
        return Word(value, f"{zh}（已离职）", f"{en} (left)")
    return Word(value, zh, en)
