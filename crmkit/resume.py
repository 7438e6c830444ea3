"""Go over the records that changed since an earlier run, and take from that run what it found of the others.

What is kept of a record is data, a row: what it says alone, what it adds to what all say together, and what
commands found of its customer. A customer is looked at again where all together say something else of them.
Whatever else is asked of a record that did not change is read from its bytes again, so that there is no
second form of it that might differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from crmkit.allowance import Allowances, apply
from crmkit.calendar.deadline import end_of
from crmkit.checks import of_customers
from crmkit.codec import decoder, plain
from crmkit.compute import Facts
from crmkit.diagnostics import Diagnostic, Findings, in_order
from crmkit.load import Snapshot, record_paths
from crmkit.policy import Policy
from crmkit.sweep import findings_together, in_parts, read_record
from crmkit.view import (
    Brief,
    Others,
    Standing,
    View,
    brief,
    chosen,
    concerned,
    ranked,
    ranked_values,
    ranks,
    together,
    told,
    told_types,
    view,
)

CHECKED = "checked"
# Of so many records changed, a pass over all costs less than to look who is concerned.
_MANY = 2

Find = Callable[[Standing, View], Any]
"""What a command wants to know of one customer, as JSON; other customers may stand in the view or not."""


class Row(NamedTuple):
    """What is kept of one record, in the form that JSON gives back; `mark` tells its state from others.

    `alone` are the findings of the record by itself, `allowed` what it allows, `short` its `Brief`, None
    where it cannot be read, `told` what it adds. `values` are those that ranks are made of and `places` the
    ranks; `found` is what commands found: nothing for a record that stands for no customer as of the day.
    `looked` names the run that looked at the customer last, because something said of them was another.
    """

    path: str
    mark: str
    alone: list[Any]
    allowed: list[Any]
    short: list[Any] | None
    told: dict[str, Any]
    values: dict[str, Any]
    places: dict[str, Any]
    found: dict[str, Any]
    looked: int


class Resumed(NamedTuple):
    """The book after the changes: rows by path in order, and by number the paths of who stands for customers.

    `short` are all records that can be read, `facts` by path those that were read in this run. `changed` are
    the numbers of those of whom something else may be said now, or who are gone, None where nothing was kept.
    """

    rows: Mapping[str, Row]
    short: Sequence[Brief]
    standing: Mapping[str, str]
    facts: Mapping[str, Facts]
    changed: frozenset[str] | None

    def found(self, name: str) -> dict[str, Any]:
        """What was found under a name, by number, in the order of numbers."""
        return {id: self.rows[path].found[name] for id, path in self.standing.items()}

    @property
    def missed(self) -> list[str]:
        """The paths of records that cannot be read."""
        return [path for path, row in self.rows.items() if row.short is None]


class Pass(NamedTuple):
    """What a pass over records is about: the files, the procedures, the day asked about and the real one.

    `run` is another number than that of any pass before. Without `checks` rows say nothing of what checks
    find: only where nobody keeps them.
    """

    snapshot: Snapshot
    policy: Policy
    as_of: date
    today: date
    workers: int = 1
    run: int = 0
    checks: bool = True


def resume(
    kept: Mapping[str, Row], marks: Mapping[str, str], over: Pass, wanted: Mapping[str, Find]
) -> Resumed:
    """The rows of all records, told apart by `marks`, with all that is wanted of each.

    `kept` are rows for the same procedures and days; those of records whose mark is another are made anew.
    """
    paths = record_paths(over.snapshot)
    old = {path: row for path in paths if (row := kept.get(path)) and row.mark == marks.get(path)}
    few = (len(paths) - len(old)) * _MANY <= len(paths)
    before = _book(kept, as_of=over.as_of) if few else _NOTHING
    anew = [path for path in paths if path not in old or not few]
    facts, fresh = _read(anew, marks, over)
    rows = {path: fresh[path] if path in fresh else old[path] for path in paths}
    book = _book(rows, before, as_of=over.as_of)
    touched = {id for id, path in book.standing.items() if path in fresh or before.standing.get(id) != path}
    lacking = {id for id, path in book.standing.items() if not wanted.keys() <= rows[path].found.keys()}
    touched, known, others = _reached(touched, book, before, facts, over)
    _add(touched | lacking, book, facts, over)
    looked = {id: facts[path] for id in sorted(touched | lacking) if (path := book.standing[id]) in facts}
    parts = in_parts(_found, list(looked), (looked, others, over, wanted), over.workers)
    seen = {id: found for part in parts for id, found in part.items()}
    for id, found in seen.items():
        row = rows[book.standing[id]]
        if id in touched:
            base, places = _said(known.get(id, {})), _said(others.ranks.get(id, {}))
            row = row._replace(values=base, places=places, looked=over.run, found={})
        rows[row.path] = row._replace(found={**row.found, **found})
    for path in rows.keys() - book.standing.values():  # what stood for a customer, and does so no more
        rows[path] = rows[path]._replace(values={}, places={}, found={}, looked=0)
    # Without those that went while we looked: nobody keeps what is made of two states of the files.
    lost = {id for id in touched | lacking if id not in seen}
    there = {id: path for id, path in book.standing.items() if id not in lost}
    changed = frozenset(touched | (before.standing.keys() - there.keys()))
    return Resumed(rows, list(book.short.values()), there, facts, changed if few else None)


def findings(resumed: Resumed, over: Pass, problems: Iterable[Diagnostic]) -> Findings:
    """What checks find in the book, in order; `problems` are those of the procedures."""
    rows, one, lines = resumed.rows.values(), decoder(Diagnostic), decoder(Allowances)
    said = [one(each) for row in rows for each in row.alone]
    said += [one(each) for found in resumed.found(CHECKED).values() for each in found]
    said += findings_together(over.snapshot, resumed.short, over.policy, as_of=over.as_of)
    allowances = {row.path: lines(row.allowed) for row in rows if row.allowed}
    return in_order([*problems, *apply(said, allowances)])


class _Book(NamedTuple):
    """Some rows with what they say in short by path, and the paths of who stands for customers by number."""

    rows: Mapping[str, Row]
    short: Mapping[str, Brief]
    standing: Mapping[str, str]

    def told(self) -> dict[str, dict[str, Any]]:
        """What those who stand for customers add, by number."""
        kinds = {name: decoder(kind) for name, kind in told_types().items()}
        return {
            id: {name: read(self.rows[path].told[name]) for name, read in kinds.items()}
            for id, path in self.standing.items()
        }


_NOTHING = _Book({}, {}, {})


def _book(rows: Mapping[str, Row], known: _Book = _NOTHING, *, as_of: date) -> _Book:
    """The rows read; those that an earlier book has read already are taken from it."""
    read = decoder(Brief)
    short = {
        path: known.short[path] if known.rows.get(path) is row else read(row.short)
        for path, row in rows.items()
        if row.short is not None
    }
    return _Book(rows, short, {id: each.path for id, each in chosen(short.values(), as_of=as_of).items()})


def _read(
    paths: Sequence[str], marks: Mapping[str, str], over: Pass
) -> tuple[dict[str, Facts], dict[str, Row]]:
    """The facts of records that can be read, and the rows of all, each with what it says alone."""
    parts = in_parts(_part, paths, (marks, over), over.workers)
    facts = {each.path: each for part in parts for each in part[0]}
    return facts, {row.path: row for part in parts for row in part[1]}


def _part(paths: Sequence[str], shared: Any) -> tuple[list[Facts], list[Row]]:
    marks, over = shared
    facts, rows = [], []
    for path in paths:
        one = read_record(
            path, over.snapshot[path], over.policy, as_of=over.as_of, today=over.today, check=over.checks
        )
        if one.facts is not None:
            facts.append(one.facts)
        short, adds = (brief(one.facts), told(one.facts)) if one.facts else (None, {})
        alone, allowed, short, adds = plain((one.findings, one.allowances, short, adds))
        rows.append(Row(path, marks.get(path, ""), alone, allowed, short, adds, {}, {}, {}, 0))
    return facts, rows


def _add(ids: set[str], book: _Book, facts: dict[str, Facts], over: Pass) -> None:
    """Read the records of customers whose facts were not read yet."""
    missing = [path for id in sorted(ids) if (path := book.standing[id]) not in facts]
    read, _ = _read(missing, {}, over)
    facts.update(read)


def _reached(
    touched: set[str], book: _Book, before: _Book, facts: dict[str, Facts], over: Pass
) -> tuple[set[str], dict[str, dict[str, Decimal]], Others]:
    """Who stands differently because of those touched; what ranks are made of, and what all say together.

    `facts` are those of records that were read, and are added to.
    """
    policy, as_of, bases = over.policy, over.as_of, ranked(over.policy)
    shared = together(book.told())
    touched = touched | {id for id in concerned(together(before.told()), shared) if id in book.standing}
    if not bases:
        return touched, {}, Others(shared, {})
    _add(touched, book, facts, over)
    asked = [facts[path] for id in touched if (path := book.standing[id]) in facts]
    fresh = ranked_values(asked, policy, shared, as_of=as_of)
    read = decoder(dict[str, Decimal])
    known = {
        id: fresh[id] if id in touched else read(book.rows[path].values)
        for id, path in book.standing.items()
        if id in fresh or id not in touched
    }
    places = ranks(known, policy)
    kept = {id: book.rows[book.standing[id]].places for id in places}
    moved = {id for id, said in places.items() if _said(said) != kept[id]}
    return touched | moved, known, Others(shared, places)


def _found(ids: Sequence[str], shared: Any) -> dict[str, dict[str, Any]]:
    """What checks and commands find of some customers, by number, in a view of them alone."""
    facts, others, over, wanted = shared
    seen = view((facts[id] for id in ids), over.policy, moment=end_of(over.as_of), others=others)
    checked: dict[str, list[Any]] = defaultdict(list)
    for finding in of_customers(seen) if over.checks else ():
        checked[finding.source.path].append(plain(finding))
    return {
        id: {
            CHECKED: checked[standing.facts.path],
            **{name: find(standing, seen) for name, find in wanted.items()},
        }
        for id, standing in seen.standings.items()
        if id in facts  # a record that says another number since it was read is nobody's
    }


def _said(values: Mapping[str, object]) -> dict[str, str]:
    """Numbers as JSON has them, those that are none left out."""
    return {name: str(value) for name, value in values.items() if value is not None}
