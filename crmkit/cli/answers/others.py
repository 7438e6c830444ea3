"""Find one customer's standing from their record and the part others play in it, as a cache keeps that."""

from __future__ import annotations

from decimal import Decimal
from typing import get_type_hints

from crmkit.cli.book import kept
from crmkit.cli.lookup import one
from crmkit.cli.present import one_line
from crmkit.cli.rim import Rim
from crmkit.codec import decoder
from crmkit.compute import Together
from crmkit.load import Loaded
from crmkit.view import Others, Standing, View, facts_of, needs_others, shared, view


def view_of(rim: Rim, loaded: Loaded) -> View:
    """A view that holds the standing of this record's customer and no other; of nobody when there is none."""
    if loaded.customer is None:
        return view((), rim.policy, moment=rim.moment)
    facts = facts_of(loaded.customer, rim.policy, loaded.document)
    told = _of_one(rim, facts.id) if needs_others(rim.policy) else None
    return view([facts], rim.policy, moment=rim.moment, others=told)


def called(rim: Rim, word: str) -> tuple[Standing, View]:
    """The one customer as of the day whom a word means, in a view that holds no other."""
    loaded = one(rim, word)
    seen = view_of(rim, loaded)
    return standing_in(rim, loaded, seen), seen


def standing_in(rim: Rim, loaded: Loaded, seen: View) -> Standing:
    """The customer's standing in a view made of the record; one that began later stops the command."""
    for standing in seen.standings.values():
        return standing
    name = one_line(loaded.customer.name if loaded.customer else loaded.document.path)
    raise rim.fail("{name} was no customer yet on {day}", name=name, day=rim.as_of)


def _of_one(rim: Rim, id: str) -> Others:
    """What the whole book says about the customer with this number."""
    (_, _, made), *customers = kept(rim, ("", id))
    kinds = {one.name: decoder(get_type_hints(one.across)["return"]) for one in shared()}
    places = decoder(dict[str, Decimal | None])
    return Others(
        Together({name: kinds[name](value) for name, value in made.items()}),
        {id: places(each) for id, each, *_ in customers},
    )
