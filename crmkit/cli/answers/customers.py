"""Find a row for each customer: what a list shows of them, and the places among all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from crmkit.cli.field_text import called
from crmkit.cli.kept import rows_out
from crmkit.codec import plain
from crmkit.language import Label, Word, labelled
from crmkit.reports import amount_cell
from crmkit.schema.types.person import TYPE as PERSON
from crmkit.view import Standing, View, others

_LEFT = Label("（已离职）", " (left)")


def values(view: View) -> list[Any]:
    """First an empty number, keys and words, what the questions made of all customers; then each of them.

    A customer is the number, the places among all, what `crmkit list` shows, and the path, all
    from one reading, so that one answer serves a list and a single standing.
    """
    word = cache(partial(_word, view))  # many customers, few words
    told = others(view)
    head, *rows = rows_out(_row(standing, word) for standing in view.standings.values())
    ranks = [[id, plain(places)] for id, places in told.ranks.items()]
    return [
        ["", head, plain(told.together.made)],
        *([*rank, *row] for rank, row in zip(ranks, rows, strict=True)),
    ]


def _row(standing: Standing, word: Callable[[str, Any], object]) -> dict[str, object]:
    facts = standing.facts
    return {
        "id": facts.id,
        "name": facts.name,
        "type": word("type", facts.type),
        "status": word("status", standing.status.value),
        "tier": standing.tiering.key or None,
        "owner": word("owner", standing.owner.value),
        "amount_12m": amount_cell(standing, "amount_12m"),
        "last_touch": standing.last_touch.isoformat() if standing.last_touch else None,
        "tags": list(facts.tags),
        "path": facts.path,
    }


def _word(view: View, name: str, value: object) -> object:
    """A key with what people call it; one of no field, and what is no text, stays as it is."""
    policy = view.policy
    field = policy.schema.profile.find(name)
    if field is None or not isinstance(value, str):
        return value
    left = field.text_type is PERSON and policy.people.at_work(value, as_of=view.as_of) != value
    mark = _LEFT if left else Label("", "")
    return Word(value, labelled(lambda lang: called(policy, value, field, lang) + mark.said(lang)))
