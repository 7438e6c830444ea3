"""Split the body of a record into dated entries and note sections, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Splice
from crmkit.document.fields import Field, read_fields, settled
from crmkit.document.headings import (
    DATED,
    LOOKS_DATED,
    MAY_BE_DATED,
    NOT_A_HEADING,
    Place,
    headings,
    shown,
)

if TYPE_CHECKING:
    from crmkit.document.meant import Meant

BAD_DATE = Code("CRM201", "entry-date-invalid")
NO_KIND = Code("CRM202", "entry-without-kind")
BAD_TIME = Code("CRM206", "entry-time-invalid")
ODD_HEADING = Code("CRM211", "entry-heading-unusual")


class Entry(NamedTuple):
    """One dated section. `start:end` is all of it, `text_start:end` the free text behind its fields."""

    start: int
    end: int
    heading_end: int
    date: date
    time: str
    end_time: str
    kind: str
    kind_start: int
    subject: str
    fields: tuple[Field, ...]
    text_start: int

    def get(self, key: str) -> str | None:
        """The first value under a key exactly as written."""
        for field in self.fields:
            if field.key == key:
                return field.value
        return None


def settled_entry(text: str, entry: Entry, known: Callable[[str], object]) -> Entry:
    """The entry with those of its loose lists that are fields, where `known` says which keys are.

    The others are its free text. `text` is the document's.
    """
    if not entry.fields or not entry.fields[-1].block:
        return entry
    kept = settled(entry.fields, known)
    if len(kept) == len(entry.fields):
        return entry
    start = text.rfind("\n", 0, entry.fields[len(kept)].start) + 1
    return entry._replace(fields=kept, text_start=start)


class Section(NamedTuple):
    """A `##` heading that opens no entry: a note section, left alone; `dated` if it tried to be one."""

    start: int
    end: int
    heading_end: int
    title: str
    dated: bool = False


# A kind that begins like this may be a time, a day of the week or a sign about one.
_ODD_FIRST = "上下早晚中凌清傍夜周星礼一二两三四五六七八九十T"
# One with digits in it, that begins neither with them nor with what may stand before a time, is none.
_WITH_DIGITS = re.compile(r"(?![至到\dTt_\uff01-\uff5e])\w+\Z")
_ODD_BEGIN = {"am", "pm", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}
_VAGUE = re.compile("[午晨早晚夜点时]")
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"([01]?\d|2[0-3])[:：][0-5]\d")


def read_entries(
    text: str, begin: int, at: Place
) -> tuple[tuple[Entry, ...], tuple[Section, ...], list[Diagnostic]]:
    """The entries and note sections of `text[begin:]` in file order, with findings."""
    found: list[Diagnostic] = []
    heads = list(headings(text, begin, at, found))
    entries: list[Entry] = []
    sections: list[Section] = []
    for index, (start, line_end, title) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        made = _entry(text, start, line_end, end, title, at, found)
        if isinstance(made, Entry):
            entries.append(made)
        else:
            sections.append(made)
    return tuple(entries), tuple(sections), found


def _entry(
    text: str, start: int, line_end: int, end: int, title: str, at: Place, found: list[Diagnostic]
) -> Entry | Section:
    heading_end = min(line_end + 1, len(text))
    match = DATED.fullmatch(title)
    base = text.index(title, start) if title else line_end
    if match is None:
        dated = MAY_BE_DATED.search(title) is not None and _not_an_entry(title, base, at, found)
        return Section(start, end, heading_end, title, dated)
    try:
        day = _day(match["date"])
    except ValueError:
        found.append(BAD_DATE.at(at(base), date=match["date"], length=10, suggestion=""))
        return Section(start, end, heading_end, title, dated=True)
    time, until, kind, kind_start, subject = _said(match, base, at, found)
    if not kind:
        found.append(NO_KIND.at(at(base), heading=shown(title)))
    fields, text_start = read_fields(text, heading_end, end, at, found)
    return Entry(start, end, heading_end, day, time, until, kind, kind_start, subject, fields, text_start)


# Start, end, kind with its place in the file, and subject of an entry.
_Said = tuple[str, str, str, int, str]


def _said(match: re.Match[str], base: int, at: Place, found: list[Diagnostic]) -> _Said:
    """What a heading says behind its date; said in another way it is read by its meaning, and reported."""
    time, until, kind, subject = match.group("time", "until", "kind", "subject")
    plain = kind.isalpha() or _WITH_DIGITS.match(kind)
    if not plain or kind[0] in _ODD_FIRST or kind[:3].lower() in _ODD_BEGIN:
        from crmkit.document.meant import (  # its patterns are made when a heading needs them
            entry_words,
            meant,
        )

        title = match.string
        said = meant(title)
        if (
            said
            and (title[said.rest :] or said.time)
            and (said.rest != match.start("kind") or entry_words(title, said) != title[said.rest :].strip())
        ):
            return _other_heading(title, said, base, at, found)
    time = _clock(match, "time", base, at, found) if time else ""
    until = _clock(match, "until", base, at, found) if until else ""
    return time, until, kind, base + match.start("kind"), subject


def _other_heading(title: str, said: Meant, base: int, at: Place, found: list[Diagnostic]) -> _Said:
    from crmkit.document.meant import entry_title, entry_words

    written = title[said.ends : said.rest].strip()
    times = f"{said.time}-{said.until}" if said.until else said.time
    mended = entry_title(title, said)
    written = written or title[said.rest :].split()[0]
    place = at(base + title.index(written, said.ends))
    fix: tuple[Splice, ...] = (Splice(base, base + len(title), mended),)
    if said.strange or not _DIGIT.search(written):
        suggestion = shown(mended)
        fix = () if _VAGUE.search(written) else fix  # what is about the time of day is not thrown away
        found.append(
            ODD_HEADING.at(place, words=written, length=len(written), suggestion=suggestion, fix=fix)
        )
    else:
        fix = fix if times else ()
        found.append(BAD_TIME.at(place, time=written, length=len(written), suggestion=times, fix=fix))
    kind, _, subject = entry_words(title, said).partition(" ")
    return said.time, said.until, kind, base + said.rest, subject.strip()


@lru_cache(maxsize=8192)
def _day(written: str) -> date:
    """The day; a book says each many times, and holds it once. ValueError when there is none such."""
    return date.fromisoformat(written)


def _clock(match: re.Match[str], group: str, base: int, at: Place, found: list[Diagnostic]) -> str:
    written: str = match[group]
    if not _TIME.fullmatch(written):
        place = at(base + match.start(group))
        found.append(BAD_TIME.at(place, time=written, length=len(written), suggestion=""))
        return ""
    return written.replace("：", ":").rjust(5, "0")


def _not_an_entry(title: str, base: int, at: Place, found: list[Diagnostic]) -> bool:
    """Report a heading that wanted to be an entry; offer what it means when it says one day."""
    from crmkit.document.meant import entry_title, meant

    said = meant(title)
    if said is None:
        if LOOKS_DATED.match(title):
            word = shown(title.split()[0])
            found.append(BAD_DATE.at(at(base), date=word, length=len(word), suggestion=""))
            return True
        return False
    mended = entry_title(title, said)
    fix = (Splice(base, base + len(title), mended),) if said.day else ()
    date_written = title[said.begins : said.ends]
    if said.day and said.begins and date_written == said.day.isoformat():
        suggestion = shown(f"## {mended}")
        found.append(NOT_A_HEADING.at(at(base), heading=shown(title), suggestion=suggestion, fix=fix))
    else:
        suggestion, glued = said.day.isoformat() if said.day else "", ""
        if said.day and date_written == suggestion:
            date_written = title.split()[0]
            behind = date_written.removeprefix(suggestion)
            glued = "" if _DIGIT.search(behind) else shown(behind)  # a blank alone mends no time
        place, length = at(base + said.begins), len(date_written)
        written = "" if glued else shown(date_written)
        found.append(
            BAD_DATE.at(place, date=written, glued=glued, length=length, suggestion=suggestion, fix=fix)
        )
    return True
