"""Merge the body: text above the entries, entries as a multiset in the order of dates, note sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from crmkit.document import Document, Entry
from crmkit.merge.changes import changes
from crmkit.merge.entries import BodyPart, body_parts, cut, merged_part, plain
from crmkit.merge.lines import merged_lines
from crmkit.merge.order import leads, woven
from crmkit.merge.pairing import Triple, paired
from crmkit.merge.pieces import OURS, THEIRS, Conflict, Pieces, chosen, side

_BLANK = " \t\r\n"
Said = tuple[str, ...]


class _Placed(NamedTuple):
    """Merged lines, the blank ones behind them on the leading side, an entry's day, what each side says."""

    pieces: Pieces
    gap: str | None
    day: tuple[str, str] | None
    ours: Said
    theirs: Said


class Body(NamedTuple):
    """The merged body, and for each side what its parts must say when they are read again."""

    pieces: Pieces
    ours: Said
    theirs: Said


def merged_body(base: Document, ours: Document, theirs: Document, disputed: Iterable[str]) -> Body:
    """The bodies of all; entries about `disputed` paths of the profile, which both set, conflict as well."""
    documents = (base, ours, theirs)
    sides = [body_parts(document) for document in documents]
    triples = paired(*([part.known for part in parts] for parts in sides))
    where = [{t[which]: key for key, t in enumerate(triples) if t[which] is not None} for which in range(3)]
    orders = [[where[which][at] for at in range(len(parts))] for which, parts in enumerate(sides)]
    lead, other = (1, 2) if leads(*orders) else (2, 1)
    found = _merged(triples, sides, lead)
    for path in disputed:
        _as_one(path, triples, sides, found)
    order = _ordered(orders[0], orders[lead], orders[other], found)
    placed = [found[key] for key in order]
    about = [_About.of(document, parts) for document, parts in zip(documents, sides, strict=True)]
    text = merged_lines(*(each.core for each in about))
    pieces = _joined(text, about[lead], about[other], placed, documents[lead].decoded.newline)
    endings = [_ending(document.text) for document in documents]
    ending = chosen(*endings)
    return Body(
        _ended(pieces, endings[lead] if ending is None else ending),
        (plain(side(text, OURS)), *(said for each in placed for said in each.ours)),
        (plain(side(text, THEIRS)), *(said for each in placed for said in each.theirs)),
    )


def said_of(document: Document) -> Said:
    """What the parts of a document's body say, for comparing."""
    parts = body_parts(document)
    return (plain(_About.of(document, parts).core), *(part.plain for part in parts))


def _merged(triples: Sequence[Triple], sides: Sequence[Sequence[BodyPart]], lead: int) -> dict[int, _Placed]:
    found: dict[int, _Placed] = {}
    for key, triple in enumerate(triples):
        three = [None if at is None else parts[at] for at, parts in zip(triple, sides, strict=True)]
        own, some = three[lead], three[1] or three[2] or three[0]
        pieces = merged_part(*three)
        if pieces and some:
            last = own is sides[lead][-1] if sides[lead] else True
            said = [tuple(filter(None, [plain(side(pieces, which))])) for which in (OURS, THEIRS)]
            found[key] = _Placed(pieces, None if own is None or last else own.gap, some.day, *said)
    return found


def _as_one(
    path: str, triples: Sequence[Triple], sides: Sequence[Sequence[BodyPart]], found: dict[int, _Placed]
) -> None:
    """Make of the entries that one side added about a disputed field one conflict, where the first stands."""
    texts: list[list[BodyPart]] = [[], []]
    keys = []
    for key, (old, *both) in enumerate(triples):
        if old is not None or key not in found or None not in both:
            continue
        which = both.index(None) ^ 1
        part = sides[1 + which][both[which] or 0]
        if isinstance(part.made, Entry) and changes(part.made, path):
            texts[which].append(part)
            keys.append(key)
    if not keys:
        return
    ours, theirs = ("\n".join(part.core for part in parts) for parts in texts)
    said = (tuple(part.plain for part in parts) for parts in texts)
    first = found[min(keys)]
    for key in keys:
        del found[key]
    found[min(keys)] = _Placed((Conflict(ours, "", theirs, path),), first.gap, first.day, *said)


def _ordered(
    base: Sequence[int], one: Sequence[int], two: Sequence[int], found: Mapping[int, _Placed]
) -> list[int]:
    """The leading side's order; what the other added goes in by its day, a section behind what it follows."""
    dated = any(found[key].day for key in one if key in found)
    late = [key for key in two if dated and key in found and key not in {*one} and found[key].day]
    order = woven(base, one, two, {*found} - {*late})
    days = [found[key].day for key in order]
    on = [day[0] for day in days if day]
    newest_first = dated and on[0] > on[-1] and all(a >= b for a, b in pairwise(on))
    for key in reversed(late) if newest_first else late:
        day = found[key].day or ("", "")
        at = _place(days, day, newest_first)
        order.insert(at, key)
        days.insert(at, day)
    return order


def _place(days: Sequence[tuple[str, str] | None], day: tuple[str, str], newest_first: bool) -> int:
    """Where `log` would put an entry of that day among those of these; some are no entries."""
    last = first = -1
    for at in range(len(days)) if newest_first else range(len(days) - 1, -1, -1):
        there = days[at]
        if there and (there <= day if day[1] else there[0] <= day[0]):
            return at if newest_first else at + 1
        if there:
            first, last = at, max(last, at)
    return last + 1 if newest_first else first


class _About(NamedTuple):
    """The text above the first entry, with the blank lines around it."""

    before: str
    core: str
    gap: str

    @classmethod
    def of(cls, document: Document, parts: Sequence[BodyPart]) -> _About:
        end = parts[0].made.start if parts else len(document.text)
        core, gap = cut(document.text[document.body_start : end], document.decoded.newline)
        if not core:
            return cls(gap, "", "")
        begin = core.rfind("\n", 0, len(core) - len(core.lstrip(_BLANK))) + 1
        return cls(core[:begin], core[begin:], gap)


def _joined(text: Pieces, lead: _About, other: _About, placed: Sequence[_Placed], newline: str) -> Pieces:
    """All parts with blank lines between them: those that the leading side has, else one."""
    pieces: list[str | Conflict] = []
    if any(side(text, which) for which in range(3)):
        mine = bool(lead.core)
        pieces += [lead.before if mine else other.before or newline, *text]
        if placed:
            pieces.append(lead.gap if mine and lead.gap else newline)
    elif placed:
        pieces.append(lead.before or newline)
    for index, each in enumerate(placed):
        pieces += each.pieces
        follows = index + 1 < len(placed)
        if follows and each.gap is not None and (each.gap or placed[index + 1].gap is not None):
            pieces.append(each.gap)
        elif follows:
            pieces.append(newline)
    return tuple(pieces)


def _ending(text: str) -> str:
    """The line ends and blanks behind the last line that is not blank."""
    return text[len(text.rstrip(_BLANK)) :].replace("\r\n", "\n")


def _ended(pieces: Pieces, ending: str) -> Pieces:
    """The pieces with the given end, but with no less than a line end behind a conflict."""
    while pieces and isinstance(pieces[-1], str) and not pieces[-1].strip(_BLANK):
        pieces = pieces[:-1]
    if not pieces or not isinstance(pieces[-1], str):
        return pieces
    return (*pieces[:-1], pieces[-1].rstrip(_BLANK) + ending)
