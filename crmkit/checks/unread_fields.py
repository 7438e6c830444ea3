"""Find what is written like a field of an entry and stands where nobody reads it (P4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Splice
from crmkit.document import Document, Entry, Section
from crmkit.document.decode import Places
from crmkit.document.fields import read_fields
from crmkit.document.unread import FEW, Hidden, UnreadLine, bare, broken_off, items, stands_first, whole_list
from crmkit.load import Loaded
from crmkit.load.settled import glued
from crmkit.policy import Policy
from crmkit.schema.entry_class import UNKNOWN
from crmkit.schema.names import nearest
from crmkit.schema.read import shown

NOT_READ = Code("CRM214", "field-not-read")
IN_TEXT = Code("CRM215", "field-in-text", Severity.WARNING)
NO_BULLET = Code("CRM216", "field-without-bullet")
NO_DATE = Code("CRM218", "fields-without-date")
TOUCHING = Code("CRM219", "text-touches-field", Severity.WARNING)

# To Markdown a line that begins otherwise, straight behind a list, belongs to the list's last item.
_OWN_BEGINNING = "#-*+>|`~<\r\n \t－•·●▪◦–—"


IsKnown = Callable[[str], bool]


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Lines like fields in the text of entries and of sections without a date."""
    document, text = loaded.document, loaded.document.text
    at, hides = Places(document.path, text), Hidden(document)
    for entry in document.entries:
        begin, end = entry.text_start, entry.end
        if entry.fields and begin < end and text[begin] not in _OWN_BEGINNING:
            yield TOUCHING.at(at(begin), key=shown(entry.fields[-1].key))
        for field in entry.fields:
            if field.wrapped:
                yield from _bulletless(broken_off(document, field), _known(entry, policy), at)
        if text.find(":", begin, end) >= 0 or text.find("：", begin, end) >= 0:
            yield from _in_text(document, entry, policy, at, hides)
    for section in document.sections:
        if not section.dated:
            yield from _section(document, section, policy, at)


def _known(entry: Entry, policy: Policy) -> IsKnown:
    """Whether an entry of this kind may carry a field of this name."""
    kind = policy.vocabulary.kind(entry.kind)
    cls = kind.cls if kind else UNKNOWN
    fields = policy.schema.entry_fields(cls)

    def known(key: str) -> bool:
        step = fields.step(key)
        return step is not None and (cls is UNKNOWN or step.field.fits(cls))

    return known


def _in_text(
    document: Document, entry: Entry, policy: Policy, at: Places, hides: Hidden
) -> Iterator[Diagnostic]:
    begin, end, known = entry.text_start, entry.end, _known(entry, policy)
    lines, alone = bare(document, begin, end)
    if lines and known(lines[0].key):
        if alone and all(known(line.key) for line in lines):
            yield from _bulletless(lines, known, at)
        else:
            yield _told(IN_TEXT, lines[0], at)
    first, behind = True, begin  # whether only lists stand before, and where the one before ends
    for number, group in enumerate(items(document, begin, end, hides)):
        first = first and stands_first(document, behind, group[0].start)
        behind = group[-1].end
        meant = [line for line in group if known(line.key)]
        if not meant:
            if number == 0 and not entry.fields and first:
                yield from _misspelt(group[:FEW], policy, at)
            continue
        whole = len(meant) == len(group) and whole_list(document, group, begin, end)
        if whole or first:
            fix = _moved(document, entry, meant)
            yield NOT_READ.at(at(meant[0].start), key=shown(meant[0].key), fix=fix)
            yield from (_told(NOT_READ, line, at) for line in meant[1:])
        else:
            yield from (_told(IN_TEXT, line, at) for line in meant)


def _misspelt(lines: tuple[UnreadLine, ...], policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """Where nothing in the first list below a heading is known, a word that is nearly one is a slip."""
    for line in lines:
        if near := nearest(line.key, policy.schema.entry.words()):
            yield IN_TEXT.at(at(line.start), key=shown(line.key), near=near)


def _told(code: Code, line: UnreadLine, at: Places) -> Diagnostic:
    place, key = at(line.start), shown(line.key)
    return code.at(place, key=key, near="") if code is IN_TEXT else code.at(place, key=key)


def _moved(document: Document, entry: Entry, lines: list[UnreadLine]) -> tuple[Splice, ...]:
    """Put the lines behind the entry's last field, or straight below its heading when it has none."""
    text, newline = document.text, document.decoded.newline
    to = text.find("\n", entry.fields[-1].end) + 1 if entry.fields else entry.heading_end
    if not 0 < to <= lines[0].start or lines[-1].end >= len(text) or text[to - 1] != "\n":
        return ()
    taken = [Splice(line.start, line.end + 1, "") for line in lines]
    written = "".join(f"- {line.key}: {line.value}{newline}" for line in lines)
    if to < lines[0].start and text[to] not in _OWN_BEGINNING:
        written += newline  # so that the text does not touch them; the blank line above them goes with them
        if text.endswith(newline + newline, to, lines[0].start):
            taken[0] = Splice(lines[0].start - len(newline), lines[0].end + 1, "")
    return (Splice(to, to, written), *taken)


def _bulletless(lines: list[UnreadLine], known: IsKnown, at: Places) -> Iterator[Diagnostic]:
    for line in lines:
        if known(line.key):
            fix = (Splice(line.start, line.end, f"- {line.key}: {line.value}"),)
            yield NO_BULLET.at(at(line.start), key=shown(line.key), fix=fix)


def _section(document: Document, section: Section, policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """Fields below a heading that says a kind but no date: an entry that counts nowhere."""
    word = section.title.partition(" ")[0]
    if policy.vocabulary.kind(word) is None and glued(word, policy.vocabulary) is None:
        return
    fields, _ = read_fields(document.text, section.heading_end, section.end, at, [])
    if fields and any(policy.schema.entry.step(field.key) for field in fields):
        yield NO_DATE.at(at(section.start), heading=shown(section.title), key=shown(fields[0].key))


CHECK = Check("unread fields", record=record)
