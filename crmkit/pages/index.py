"""Hold what pages ask of the whole book, each thing worked out once in a build, whatever page asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from crmkit.calendar.working import Calendar
from crmkit.compute.referrals import REFERRED
from crmkit.diagnostics import Findings
from crmkit.followups import Bucket, DueItem, due_for
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.reader import Reader
from crmkit.schema.personal import personal
from crmkit.view import View

T = TypeVar("T")
DUE = "due"
# Letters: every other text holds a shorter name somewhere; of a longer one the beginning is sought, so that
# no record makes the search long.
_SHORTEST, _LONGEST = 2, 40


class BookIndex:
    """The book as of the day of a view, in no language and for no audience.

    `findings` are those of procedures and records, None where nobody looked. `found` are the answers about
    single customers by what was asked and by number: a process that shares the work gets and gives them.
    """

    def __init__(self, view: View, findings: Findings | None = None) -> None:
        self.view, self.findings = view, findings
        self.found: dict[str, dict[str, object]] = {}
        self._once: dict[str, object] = {}

    @property
    def policy(self) -> Policy:
        """The procedures."""
        return self.view.policy

    def due(self, id: str, words: Reader) -> tuple[DueItem, ...]:
        """What is due for a customer's number, the earliest first; nothing that gives away what is hidden."""
        items = self.of(id, DUE, lambda: due_for(self.view.standings[id], self.view))
        if any(item.tells for item in items):
            fields = self.policy.schema.profile
            return tuple(i for i in items if not i.tells or words.sees_field(fields, *i.tells.split(".")))
        return items

    def state(self, item: DueItem) -> Bucket:
        """Where an item lies on the day of the view: pages outlive the minute in which they are built."""
        policy = self.policy
        return item.state(policy.get(Calendar), policy.get(Cadence).remind, as_of=self.view.as_of)

    def of(self, id: str, name: str, find: Callable[[], T]) -> T:
        """What `find` answers about one customer, under a name of the question.

        It rests on the standing and on what the view shares, so that it holds while these stay the same.
        """
        known = self.found.setdefault(name, {})
        if id not in known:
            known[id] = find()
        return known[id]  # type: ignore[return-value]

    def once(self, name: str, find: Callable[[], T]) -> T:
        """What `find` answers about all customers, under a name of the question."""
        if name not in self._once:
            self._once[name] = find()
        return self._once[name]  # type: ignore[return-value]

    @cached_property
    def brought(self) -> Mapping[str, tuple[str, ...]]:
        """The numbers of those whom each customer referred."""
        return _brought(self.view)

    @cached_property
    def somebody(self) -> Callable[[str], bool]:
        """Whether a text names a person of the book, or holds a number or address of one."""
        return _somebody(self.view)

    def take(self, found: Mapping[str, Mapping[str, object]]) -> None:
        """Add answers about single customers that another process found, or an earlier build."""
        for name, answers in found.items():
            self.found.setdefault(name, {}).update(answers)

    def hand_over(self) -> dict[str, dict[str, object]]:
        """The answers about single customers, which are let go here."""
        found, self.found = self.found, {}
        return found

    def without(self, ids: Iterable[str]) -> dict[str, dict[str, object]]:
        """The answers about all customers but some."""
        gone = frozenset(ids)
        return {
            name: {id: said for id, said in known.items() if id not in gone}
            for name, known in self.found.items()
        }


def called(view: View, *, sees_name: bool) -> dict[str, str]:
    """What the audience may call each customer, by number: the name, or the number itself."""
    return {id: standing.facts.name if sees_name else id for id, standing in view.standings.items()}


def _brought(view: View) -> dict[str, tuple[str, ...]]:
    """The numbers of those whom each customer referred."""
    found: dict[str, tuple[str, ...]] = {}
    for id, standing in view.standings.items():
        by = standing.facts.of(REFERRED)
        if by is not None:
            found[by.by] = (*found.get(by.by, ()), id)
    return found


def _somebody(view: View) -> Callable[[str], bool]:
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
