"""Find the one customer that a person means, or say who might be meant."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crmkit.cli.book import names, readings
from crmkit.cli.failure import Failure
from crmkit.cli.fits import CONTACT, FORMER, NUMBER, SHORT, Fit, Fitness, RecordNames, best, called_in, fits
from crmkit.cli.layout import fit, width
from crmkit.cli.present import one_line
from crmkit.cli.rim import Rim
from crmkit.naming import key, parts

if TYPE_CHECKING:
    from crmkit.load import Loaded

_LISTED = 10


def one(rim: Rim, word: str) -> Loaded:
    """The one customer a word means, loaded; none or several, or one that cannot be read, end with exit 2."""
    found = _only(rim, word)
    loaded = load_path(rim, found.known.path)
    if loaded.customer is None:
        raise _broken(rim, found)
    return loaded


def _only(rim: Rim, word: str) -> Fit:
    if not word.strip():
        raise rim.fail("name a customer: by number, name, a part of it, or pinyin")
    found = best(_path(rim, word), names(rim), lambda: readings(rim))
    there = [fit for fit in found if fit.rank <= Fitness.NUMBER or not _later(rim, fit.known)]
    if len(there) == 1 and there[0].rank is not Fitness.PART_OF_NUMBER:
        return there[0]
    if there:
        raise _several(rim, word, there)
    if found:
        named = one_line(found[0].known.name)
        raise rim.fail("{name} was no customer yet on {day}", name=named, day=rim.as_of)
    raise _nobody(rim, word)


def fitting(rim: Rim, words: Sequence[str]) -> set[str]:
    """The paths of all records that each of the words fits in any way."""
    book = names(rim)
    for word in words:
        book = [each.known for each in fits(_path(rim, word), book, lambda: readings(rim))]
    return {known.path for known in book}


def load_path(rim: Rim, path: str) -> Loaded:
    """The record at a path; one that is not there or no file stops the command."""
    from crmkit.load import Absent, absence, load_record
    from crmkit.words import say

    data = rim.snapshot.get(path, Absent.VANISHED)
    if isinstance(data, Absent):
        raise Failure(f"{path}: {say(absence(path, data), rim.lang)[0]}")
    return load_record(path, data, rim.policy)


def _path(rim: Rim, word: str) -> str:
    """The path in the book of a record named by its file, as a shell completes it; another word as it is."""
    if not word.strip().endswith(".md"):
        return word
    named = Path(word.strip())
    if rim.rev is not None:
        return _stored(rim, named)
    for folder in (Path.cwd(), rim.folder.resolve(), rim.root):
        if (folder / named).is_file() and (folder / named).resolve().is_relative_to(rim.root):
            return (folder / named).resolve().relative_to(rim.root).as_posix()
    return named.stem


def _stored(rim: Rim, named: Path) -> str:
    """The same where the book is a commit's, which may hold files that the disk has no more."""
    for folder in (Path.cwd(), rim.folder.resolve(), rim.root):
        path = Path(os.path.normpath(folder / named))
        if path.is_relative_to(rim.root) and path.relative_to(rim.root).as_posix() in rim.snapshot:
            return path.relative_to(rim.root).as_posix()
    return named.stem


def _later(rim: Rim, known: RecordNames) -> bool:
    """Whether the record tells of nothing until the day."""
    return bool(known.began) and known.began > rim.as_of.isoformat()


def _several(rim: Rim, word: str, found: Sequence[Fit]) -> Failure:
    listed = _table(rim, found)
    if all(each.rank is Fitness.PART_OF_NUMBER for each in found):
        return rim.fail(
            "'{word}' is only part of a number, write all of it:\n{listed}", word=word, listed=listed
        )
    if found[0].rank is Fitness.NUMBER:
        said = "{count} records have the number '{word}', name one by its file:\n{listed}"
    else:
        said = "'{word}' fits {count} customers, name one by its number:\n{listed}"
    return rim.fail(said, word=word.strip(), count=len(found), listed=listed)


def _table(rim: Rim, found: Sequence[Fit]) -> str:
    """A line a customer: number, name, and what fits; the file of one that cannot be read."""
    rows = [
        (one_line(each.known.id), one_line(each.known.name), _what(rim, each)) for each in found[:_LISTED]
    ]
    wide = [max(width(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {fit(id, wide[0])}  {fit(name, wide[1])}  {what}".rstrip() for id, name, what in rows]
    return "\n".join([*lines, *([f"  … {len(found) - _LISTED}"] if len(found) > _LISTED else [])])


def _what(rim: Rim, found: Fit) -> str:
    """Which of its names a word fits, where the line does not show it already."""
    known, said = found.known, one_line(found.said)
    if known.broken:
        return rim._("{place} cannot be read").format(place=f"{one_line(known.path)}:{known.broken}")
    if found.rank is Fitness.NUMBER:
        return one_line(known.path)
    if found.kind == CONTACT:
        return rim._("contact {name}").format(name=said)
    if found.kind == SHORT:
        return rim._("short name {name}").format(name=said)
    if found.kind == FORMER:
        return rim._("formerly {name}").format(name=said)
    return rim._("part of the number") if found.kind == NUMBER else ""


def _nobody(rim: Rim, word: str) -> Failure:
    """The failure that a word names nobody: whom it is near, and what it may mean that cannot be read."""
    book = names(rim)
    near = _near(rim, word, [known for known in book if not _later(rim, known)])
    if len(near) > 1:
        listed = _table(rim, [Fit(known, Fitness.NAME, "", "") for known in near])
        said = rim._("no customer is called '{word}'; near it are:\n{listed}").format(
            word=word, listed=listed
        )
    elif near or rim.day is None:
        said = rim.nearest(
            "no customer is called '{word}'",
            word,
            (near[0].id if _numbered(word) else near[0].name) if near else "",
        ).message
    else:
        said = rim._("no customer was called '{word}' on {day}").format(word=word, day=rim.day)
    return Failure("\n".join([said, *unread(rim, (known for known in book if known.broken))]))


def _numbered(word: str) -> bool:
    """Whether a word was meant as a number."""
    return word.isascii() and any(map(str.isdigit, word))


def unread(rim: Rim, broken: Iterable[RecordNames]) -> list[str]:
    """A line for each of some records that cannot be read, up to a few: it may be the one meant."""
    records = list(broken)
    said = rim._("{path} (line {line}) cannot be read and may be the one meant: see 'crmkit check'")
    lines = [said.format(path=one_line(known.path), line=known.broken) for known in records[:_LISTED]]
    return lines + ([f"  … {len(records) - _LISTED}"] if len(records) > _LISTED else [])


def _broken(rim: Rim, found: Fit) -> Failure:
    known = found.known
    if found.rank > Fitness.NUMBER:
        return Failure("\n".join(unread(rim, [known])))
    said = "{path} (line {line}) cannot be read: see 'crmkit check'"
    return rim.fail(said, path=known.path, line=known.broken)


def same(rim: Rim, name: str) -> list[tuple[RecordNames, bool]]:
    """The customers whose name is equal to a new one but for its form, True, or near it; a few of each.

    Names that differ in nothing but the place are two companies.
    """
    from crmkit.naming.near import alike

    book = names(rim)
    place, plain = parts(name)
    called = [
        (at, each) for at, known in enumerate(book) for each in called_in(known) if each.kind != CONTACT
    ]
    equal = dict.fromkeys(at for at, each in called if (each.place, each.core) == (place, plain))
    others = [(each.place, each.core, at) for at, each in called if at not in equal]
    near = alike((place, plain), others)
    return [(book[at], True) for at in list(equal)[:_LISTED]] + [(book[at], False) for at in near]


def _near(rim: Rim, word: str, book: Sequence[RecordNames]) -> list[RecordNames]:
    """The few customers whose names are most like a word."""
    from crmkit.naming.near import nearest

    called = [(each.place, each.core, at) for at, known in enumerate(book) for each in called_in(known)]
    called += [("", key(known.id), at) for at, known in enumerate(book)]
    return [book[at] for at in nearest(word, called, readings(rim, word))]
