"""Say which customers a word fits, by one rule over the whole book: number, name, then any part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from crmkit.naming import key, parts

NAME, SHORT, FORMER, CONTACT = "1", "2", "3", "4"
NUMBER, PATH = "5", "6"
_FEWEST = 2  # letters or digits that are a part of anything

Readings = Mapping[str, tuple[str, ...]]
Heard = Callable[[str], bool]


class RecordNames(NamedTuple):
    """A record as far as people name it, as it is kept between runs.

    `began` is an ISO day, empty for none; `broken` the line that cannot be read, 0 in a sound record.
    `called` holds its names, a line each as `called_in` reads them: searched before it is taken apart.
    """

    path: str
    line: int
    id: str
    name: str
    began: str
    broken: int
    called: str


class Called(NamedTuple):
    """One name of a customer: its kind, as it is written, its place and core, and the keys it goes by."""

    kind: str
    said: str
    place: str
    core: str
    keys: Sequence[str]


def called_in(known: RecordNames) -> Iterator[Called]:
    """The names of a record."""
    for line in known.called.split("\n") if known.called else ():
        kind, said, place, plain, *keys = line.split("\t")
        yield Called(kind, said, place, plain, keys)


class Fitness(IntEnum):
    """How well a word fits; a better one leaves all others out."""

    PATH = 0
    NUMBER = 1
    NAME = 2
    PART = 3
    PART_OF_NUMBER = 4


class Fit(NamedTuple):
    """A customer that a word fits, how well, and by which of its names."""

    known: RecordNames
    rank: Fitness
    kind: str
    said: str


def fits(word: str, book: Iterable[RecordNames], readings: Callable[[], Readings]) -> list[Fit]:
    """Every customer that a word fits in any way, each by what fits best.

    A word without a letter or digit fits nobody. `readings` are asked for where the word may be pinyin.
    """
    wanted = key(word)
    if not wanted:
        return []
    whole, heard = parts(word), _hearing(wanted, readings)
    found = []
    for known in book:
        fit = _exact(word.strip(), wanted, known) or _part(wanted, whole, known, heard)
        if fit is not None:
            found.append(fit)
    return found


def best(word: str, book: Sequence[RecordNames], readings: Callable[[], Readings]) -> list[Fit]:
    """Those that a word fits best: by number, by whole name, else in any way at all."""
    wanted = key(word)
    exact = [fit for known in book if wanted and (fit := _exact(word.strip(), wanted, known)) is not None]
    if not exact:
        return fits(word, book, readings)
    rank = min(fit.rank for fit in exact)
    return [fit for fit in exact if fit.rank == rank]


def _exact(word: str, wanted: str, known: RecordNames) -> Fit | None:
    """The fit of a file, a number, or a whole name or short name."""
    if word == known.path:
        return Fit(known, Fitness.PATH, PATH, known.path)
    stem = known.path.rpartition("/")[2].removesuffix(".md")
    if wanted == key(known.id) or (stem != known.id and wanted == key(stem)):
        return Fit(known, Fitness.NUMBER, NUMBER, known.id)
    if wanted not in known.called:
        return None
    for each in called_in(known):
        if each.kind in (NAME, SHORT) and wanted in each.keys:
            return Fit(known, Fitness.NAME, each.kind, each.said)
    return None


def _part(wanted: str, whole: tuple[str, str], known: RecordNames, heard: Heard) -> Fit | None:
    """The fit of a part of a name, its pinyin, a name but for the legal form, or a part of the number."""
    if wanted in known.called or whole[1] in known.called or heard(known.called):
        for each in called_in(known):
            if (
                any(_within(wanted, name) or heard(name) for name in each.keys)
                or whole[0] + whole[1] == each.place + each.core
            ):
                return Fit(known, Fitness.PART, each.kind, each.said)
    if _within(wanted, key(known.id)):
        return Fit(known, Fitness.PART_OF_NUMBER, NUMBER, known.id)
    return None


def _within(wanted: str, name: str) -> bool:
    return (len(wanted) >= _FEWEST or not wanted.isascii()) and wanted in name


def _hearing(wanted: str, readings: Callable[[], Readings]) -> Heard:
    """What tells whether a key sounds like the word; never, for a word that is no pinyin."""
    if not wanted.isascii() or len(wanted) < _FEWEST or not any(char.isalpha() for char in wanted):
        return lambda name: False
    known = readings()
    first = [char for char, said in known.items() if any(wanted.startswith(each) for each in said)]
    either, other = (
        _any([one, *(char for char, said in known.items() if any(each[0] == one for each in said))])
        for one in wanted[:2]
    )
    begins = re.compile(f"{_any(first)}|{either}{other}" if first else either + other)

    def heard(name: str) -> bool:
        """Whether it does; of many names at once whether one of them may."""
        if begins.search(name) is None:
            return False
        if "\t" in name:
            return True
        from crmkit.pinyin import sounds

        return sounds(wanted, name, lambda char: known.get(char, ()))

    return heard


def _any(chars: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, chars)) + "]"
