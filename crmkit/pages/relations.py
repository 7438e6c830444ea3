"""Say what pages know of all customers at once: their names, who brought whom, and who their people are."""

from __future__ import annotations

from collections.abc import Callable

from crmkit.compute.referrals import REFERRED
from crmkit.schema.personal import personal
from crmkit.view import View

# Letters: every other text holds a shorter name somewhere; of a longer one the beginning is sought, so that
# no record makes the search long.
_SHORTEST, _LONGEST = 2, 40


def relations(view: View, sees_name: bool) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What `Words` holds of all customers: names by number (numbers for hidden ones), whom each referred."""
    names = {id: standing.facts.name if sees_name else id for id, standing in view.standings.items()}
    brought: dict[str, tuple[str, ...]] = {}
    for id, standing in view.standings.items():
        by = standing.facts.of(REFERRED)
        if by is not None:
            brought[by.by] = (*brought.get(by.by, ()), id)
    return names, brought


def somebody(view: View) -> Callable[[str], bool]:
    """Tells whether a text names a contact of any customer, or holds a number or address of a person.

    People write such into fields of any kind: who signed, who knows whom, what a file is called.
    """
    known: set[str] = set()
    sizes: dict[str, set[int]] = {}
    for standing in view.standings.values():
        for name in standing.facts.people:
            plain = " ".join(name.casefold().split())[:_LONGEST]
            if len(plain) >= _SHORTEST:
                known.add(plain)
                sizes.setdefault(plain[:_SHORTEST], set()).add(len(plain))

    def names(text: str) -> bool:
        plain = " ".join(text.casefold().split())
        for at in range(len(plain) - 1):
            for size in sizes.get(plain[at : at + _SHORTEST], ()):
                if plain[at : at + size] in known and _whole(plain, at, at + size):
                    return True
        return next(personal(text), None) is not None

    return names


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a name in letters with blanks between words ends where it does: Li is not in Likely."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (_joined(before, text[start]) or _joined(text[end - 1], after))


def _joined(one: str, other: str) -> bool:
    return one.isascii() and one.isalnum() and other.isascii() and other.isalnum()
