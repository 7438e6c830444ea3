"""Find the part that other customers play in one customer's standing, as a cache keeps it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_type_hints

from crmkit.cli.rim import Rim
from crmkit.cli.typed import plain, reader
from crmkit.view import Others, others, questions


def of_one(rim: Rim, id: str) -> Others:
    """What the whole book says about the customer with this number."""
    (_, shared), *ranks = rim.answer("others", lambda: _values(others(rim.sweep().view)), of=("", id))
    kinds = {
        one.name: reader(get_type_hints(one.across)["return"])
        for one in questions()
        if one.across is not None
    }
    places = reader(dict[str, Decimal | None])
    return Others(
        {name: kinds[name](value) for name, value in shared.items()}, {id: places(each) for id, each in ranks}
    )


def _values(told: Others) -> list[Any]:
    """What all customers make together under an empty number, then each one's places."""
    return [["", plain(told.shared)], *([id, plain(places)] for id, places in told.ranks.items())]
