"""Find the customer that a person names: by number, part of a name, or pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from crmkit.cli.kept import rows_in
from crmkit.cli.present import one_line
from crmkit.cli.rim import Failure, Rim

if TYPE_CHECKING:
    from crmkit.load import Loaded

_LISTED = 10


class Named(Protocol):
    """A customer as far as people name it."""

    @property
    def id(self) -> str:
        """The number."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def short_name(self) -> str:
        """The short name, empty for none."""

    @property
    def people(self) -> Sequence[str]:
        """The names of its contacts."""


class Known(NamedTuple):
    """The same with the path of the record and the line of the number, as a list keeps it."""

    id: str
    name: str
    short_name: str
    people: Sequence[str]
    path: str
    line: int


N = TypeVar("N", bound=Named)


def matching(word: str, book: Iterable[N]) -> list[N]:
    """Customers that a word names, the best kind of match only: number, whole name, part of it, pinyin."""
    customers = list(book)
    wanted = word.strip().casefold()
    exact = [c for c in customers if wanted in (c.id.casefold(), c.name.casefold(), c.short_name.casefold())]
    if exact or not wanted:
        return exact
    part = [
        c
        for c in customers
        if any(wanted in each.casefold() for each in _names(c)) or wanted in c.id.casefold()
    ]
    if part or not wanted.isascii():
        return part
    return [c for c in customers if any(_spelled(wanted, each) for each in _names(c))]


def named(word: str, customer: Named) -> bool:
    """Whether a customer, or one of its contacts, is called so: any part of a name, or its pinyin."""
    wanted = word.strip().casefold()
    if not wanted:
        return False
    if wanted in customer.id.casefold() or any(wanted in each.casefold() for each in _names(customer)):
        return True
    return wanted.isascii() and any(_spelled(wanted, each) for each in _names(customer))


def _names(customer: Named) -> tuple[str, ...]:
    return tuple(name for name in (customer.name, customer.short_name, *customer.people) if name)


def _spelled(wanted: str, name: str) -> bool:
    """Whether the word begins the pinyin of a name, or stands within a whole-word spelling of it."""
    from crmkit.pinyin import spellings

    plain = wanted.replace(" ", "").replace("'", "")
    return any(key.startswith(plain) or (len(plain) > 1 and plain in key) for key in spellings(name))


def chosen(rim: Rim, word: str, book: Iterable[N]) -> N:
    """The one customer a word means; several or none stop the command with exit 2."""
    customers = list(book)
    found = matching(word, customers)
    if not found:
        for path in rim.missed:
            if PurePosixPath(path).stem.casefold() == word.strip().casefold():
                raise rim.fail("{path} cannot be read: see 'crmkit check'", path=path)
        near = _near(word, customers)
        if rim.day is not None and not near:
            raise rim.fail("no customer was called '{word}' on {day}", word=word, day=rim.day)
        raise rim.nearest("no customer is called '{word}'", word, near)
    if len(found) > 1:
        listed = "\n".join(f"  {one_line(c.id)}  {one_line(c.name)}" for c in found[:_LISTED])
        more = "" if len(found) <= _LISTED else f"\n  … {len(found) - _LISTED}"
        raise rim.fail(
            "'{word}' fits {count} customers, name one by its number:\n{listed}",
            word=word,
            count=len(found),
            listed=listed + more,
        )
    return found[0]


def _near(word: str, book: Iterable[Named]) -> str:
    """The number or name most like a word that fits nothing; of one in pinyin the name it spells."""
    from crmkit.pinyin import spellings
    from crmkit.schema.names import nearest

    known = {
        spelled: name for c in book for name in (c.id, *_names(c)) for spelled in (name, *spellings(name))
    }
    return known.get(nearest(word, known), "")


def listed(rim: Rim) -> list[tuple[Known, list[Any]]]:
    """Every customer as of the day with the row that `crmkit list` shows of them."""
    (_, words, _), *customers = kept(rim)
    rows = rows_in([words, *(row for _, _, *row in customers)])
    return [
        (Known(row[0], row[1], short_name, people, path, line), row)
        for path, line, short_name, people, *row in rows
    ]


def kept(rim: Rim, of: Sequence[str] | None = None) -> Sequence[Any]:
    """What is kept of all customers, or of those of these numbers, behind an empty number what all share."""

    def find() -> Sequence[Any]:
        from crmkit.cli.found.customers import values

        return values(rim.sweep().view)

    return rim.answer("customers", find, of)


def one(rim: Rim, word: str) -> Loaded:
    """The one customer a word means, loaded."""
    from crmkit.cli.found.by_text import by_text

    path = _by_number(rim, word)
    if path is None:
        path = chosen(rim, word, by_text(rim, word) or [known for known, _ in listed(rim)]).path
    return load_path(rim, path)


def load_path(rim: Rim, path: str) -> Loaded:
    """The record at a path; one that cannot be read stops the command."""
    from crmkit.load import Absent, absence, load_record
    from crmkit.words import say

    data = rim.snapshot[path]
    if isinstance(data, Absent):
        raise Failure(f"{path}: {say(absence(path, data), rim.lang)[0]}")
    return load_record(path, data, rim.policy)


def _by_number(rim: Rim, word: str) -> str | None:
    """The path of the record with this number, without reading any other, when its file is named so."""
    from crmkit.load import record_paths

    number = word.strip()
    if not rim.policy.book.number.match(number):
        return None
    named = record_paths(path for path in rim.snapshot if number in path)
    found = [path for path in named if PurePosixPath(path).stem == number]
    return found[0] if len(found) == 1 else None
