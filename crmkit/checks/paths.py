"""Find names of files that not every system can hold or every tool print (J4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Source
from crmkit.policy import Policy
from crmkit.schema import filename

CASE_COLLISION = Code("CRM020", "case-collision")
DECOMPOSED = Code("CRM021", "name-decomposed")
RESERVED = Code("CRM022", "reserved-name")
TOO_LONG = Code("CRM023", "name-too-long")
ODD = Code("CRM024", "odd-name")
OUTSIDE = Code("CRM025", "path-outside")
GIT_FOLDER = Code("CRM026", "git-folder-inside")


def paths(paths: Sequence[str], policy: Policy) -> Iterator[Diagnostic]:
    """Findings about names; each stands at the first place of the file."""
    first: dict[str, str] = {}
    known = sorted(
        (filename.composed(path) != path, path) for path in paths
    )  # the composed of two twins first
    for decomposed, path in known:
        place = Source(path)
        whole = filename.composed(path) if decomposed else path
        twin = first.setdefault(whole.casefold(), path)
        if decomposed:
            yield DECOMPOSED.at(place, name=whole, other="" if twin == path else twin)
        elif twin != path:
            yield CASE_COLLISION.at(place, other=twin)
        if not filename.plain(path):
            yield from _flaws(path, place)


def _flaws(path: str, place: Source) -> Iterator[Diagnostic]:
    """What is wrong with the names on the way to a file; one finding of a kind is enough."""
    if filename.outside(path):
        yield OUTSIDE.at(place)
        return
    names = path.split("/")
    reserved = next(filter(filename.reserved, names), "")
    git = next(filter(filename.git_folder, names), "")
    size = max(map(filename.too_long, names))
    odd = next(filter(None, map(filename.odd, names)), "")
    if git:
        yield GIT_FOLDER.at(place, name=git)
    elif reserved:
        yield RESERVED.at(place, name=reserved)
    if size:
        yield TOO_LONG.at(place, size=size, limit=filename.LONGEST)
    if odd:
        yield ODD.at(place, character=odd)


CHECK = Check("paths", paths=paths)
