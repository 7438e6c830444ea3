"""Answer for the whole book from what earlier runs kept: a row a customer, the names of every record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmkit.cli.fits import RecordNames
from crmkit.cli.kept import rows_in
from crmkit.cli.rim import Rim, processors
from crmkit.naming import key

if TYPE_CHECKING:
    from crmkit.cache import Cache
    from crmkit.cli.fits import Readings
    from crmkit.compute import Facts

NAMES, SOUNDS = "names", "sounds"
_MANY = 200  # young files: reading so many each time costs more than noting once that they have aged


def listed(rim: Rim) -> list[dict[str, Any]]:
    """Every customer as of the day: the row that `crmkit list` shows, and the `path` of the record."""
    (_, head, _), *customers = kept(rim)
    return rows_in([head, *(row for _, _, *row in customers)])


def kept(rim: Rim, of: Sequence[str] | None = None) -> Sequence[Any]:
    """What is kept of all customers, or of those of these numbers, behind an empty number what all share."""

    def find() -> Sequence[Any]:
        from crmkit.cli.answers.customers import values

        made = rim.cache.now() if rim.cache is not None else 0
        marks = _marks(rim, made)
        swept = rim.sweep()
        _note(rim, marks, made, swept.facts)
        return values(swept.view)

    return rim.answer("customers", find, of)


def names(rim: Rim) -> list[RecordNames]:
    """Every record of the book, those that cannot be read too, in the order of their paths."""
    if NAMES not in rim.found and (cache := rim.cache) is not None:
        rim.found[NAMES] = list(_renewed(rim, cache))
    elif NAMES not in rim.found:
        kept(rim, ())  # what most commands ask for next: so the records are read once
    return rim.found[NAMES]


def readings(rim: Rim, word: str = "") -> Readings:
    """All readings in pinyin of each Chinese character in the book's names and in a word."""
    chars = set("".join([key(word), *(known.called for known in names(rim))]))
    cache = rim.cache
    _, values = cache.remembered(SOUNDS) if cache is not None else (0, [])
    found = {char: tuple(said) for char, said in values}
    new = sorted(char for char in chars - set(found) if "\u3400" <= char <= "\u9fff")
    if new:
        from crmkit.pinyin import syllables

        found |= {char: syllables(char) for char in new}
        if cache is not None:
            cache.keep(SOUNDS, found.items(), cache.now())
    return found


def _paths(rim: Rim) -> Sequence[str]:
    from crmkit.load import record_paths

    return record_paths(rim.snapshot)


def _marks(rim: Rim, made: int) -> Mapping[str, str]:
    return rim.cache.marks(made)[0] if rim.cache is not None and made else {}


def _note(rim: Rim, marks: Mapping[str, str], made: int, facts: Iterable[Facts]) -> None:
    """Keep the names that a pass over the whole book has just read, as of what its files were before."""
    from crmkit.cli.answers.names import row

    read = {one.path: row(one) for one in facts}
    missed = [path for path in _paths(rim) if path not in read]
    read |= {known.path: known for known in _anew(rim, missed)}
    rim.found[NAMES] = [read[path] for path in sorted(read)]
    _keep(rim, rim.found[NAMES], marks, made)


def _renewed(rim: Rim, cache: Cache) -> Sequence[RecordNames]:
    """The names as kept, those of changed records read now."""
    made, values = cache.remembered(NAMES, rim.procedures())
    marks, young = cache.marks(made) if values else ({}, 0)
    old = {path: (mark, RecordNames(path, *rest)) for mark, path, *rest in values}
    paths = _paths(rim)
    changed = [path for path in paths if path not in old or old[path][0] != marks.get(path)]
    if len(changed) > len(paths) // 2:  # the list of all customers reads all records
        kept(rim, ())
        if NAMES in rim.found:
            return rim.found[NAMES]
    if not changed and len(old) == len(paths) and young <= _MANY:
        return [old[path][1] for path in paths]
    now = cache.now()
    later, _ = cache.marks(now)
    # Who saved between the two looks is read again: else the row would be of another state than its mark.
    again = {path for path in paths if not marks.get(path, "").startswith(later.get(path, "!"))}
    changed = sorted(again.union(changed))
    rim.look_again()
    read = {known.path: known for known in _anew(rim, changed)}
    found = [read[path] if path in read else old[path][1] for path in paths]
    _keep(rim, found, later, now)
    return found


def _keep(rim: Rim, found: Iterable[RecordNames], marks: Mapping[str, str], made: int) -> None:
    if rim.cache is not None and made:
        rows = ([marks.get(known.path, ""), *known] for known in found)
        rim.cache.keep(NAMES, rows, made, rim.procedures())


def _anew(rim: Rim, paths: Sequence[str]) -> list[RecordNames]:
    if not paths:
        return []
    from crmkit.cli.answers.names import rows
    from crmkit.sweep import in_parts

    parts = in_parts(rows, paths, (rim.snapshot, rim.policy), processors())
    return [RecordNames(*each) for part in parts for each in part]
