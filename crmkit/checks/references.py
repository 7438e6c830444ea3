"""Ask that every customer a record refers to exists, and that nobody refers themselves (A9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from crmkit.checks import Check, Files
from crmkit.diagnostics import Code, Diagnostic, Source
from crmkit.folders import RECORDS
from crmkit.policy import Policy
from crmkit.view import Brief

DANGLING = Code("CRM403", "dangling-reference")
CYCLE = Code("CRM404", "reference-cycle")

Edges = Mapping[str, Sequence[tuple[str, Source]]]


def files(size: Files, records: Sequence[Brief], policy: Policy) -> Iterator[Diagnostic]:
    """References to nobody; a record that is there and cannot be read is somebody."""
    known = {one.id for one in records}
    shorter: dict[str, set[str]] = {}
    for one in records:
        for number, place in one.references:
            if number not in known and not _has_file(number, one.path, size):
                near = _near(number, one.id, known, shorter)
                yield DANGLING.at(place, length=len(number), number=number, near=near)


def _has_file(number: str, path: str, size: Files) -> bool:
    """Whether a file of this number lies where records do, or beside the one that names it."""
    folders = {RECORDS, path.rpartition("/")[0] + "/"}
    return "/" not in number and any(size(f"{folder}{number}.md") is not None for folder in folders)


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Customers who by way of others come back to themselves."""
    edges = {one.id: one.references for one in records if one.references}
    for trail in _cycles(edges):
        lowest = trail.index(min(trail))
        trail = trail[lowest:] + trail[:lowest]
        target = (trail + trail[:1])[1]
        place = next(place for number, place in edges[trail[0]] if number == target)
        yield CYCLE.at(place, length=len(target), trail=" → ".join([*trail, trail[0]]))


def _near(number: str, own: str, known: set[str], shorter: dict[str, set[str]]) -> str:
    """The only known number that is one slip of the keys away; several would be a guess."""
    if not shorter:  # made when first asked: most books have no dangling reference
        for one in known:
            for less in _shortened(one):
                shorter.setdefault(less, set()).add(one)
    found = set(shorter.get(number, ()))
    for less in _shortened(number):
        found |= shorter.get(less, set()) | ({less} & known)
    found = {one for one in found if one != own and _one_slip(one, number)}
    return found.pop() if len(found) == 1 else ""


def _one_slip(one: str, other: str) -> bool:
    """Of two that share all but a character: that character is missing, mistyped or in the wrong place."""
    wrong = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) != len(other) or wrong == 1 or sorted(one) == sorted(other)


def _shortened(number: str) -> Iterator[str]:
    """The number without each one of its characters."""
    return (number[:index] + number[index + 1 :] for index in range(len(number)))


def _cycles(edges: Edges) -> Iterator[list[str]]:
    """Each circle once, by a walk that keeps its own stack: chains may be as long as the book."""
    done: set[str] = set()
    for start in edges:
        trail: dict[str, Iterator[tuple[str, Source]]] = {}
        target: str = start
        while target:
            if target in trail:
                names = list(trail)
                yield names[names.index(target) :]
            elif target in edges and target not in done:
                trail[target] = iter(edges[target])
            target = ""
            while trail and not target:
                last = next(reversed(trail))
                target = next((number for number, _ in trail[last]), "")
                if not target:
                    del trail[last]
                    done.add(last)


CHECK = Check("references", book=book, files=files)
