"""Split the body of a record into dated entries and note sections, each with its place."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Splice
from crmkit.document.headings import DATED, LOOKS_DATED, Place, headings

BAD_DATE = Code("CRM201", "entry-date-invalid")
NO_KIND = Code("CRM202", "entry-without-kind")
BAD_TIME = Code("CRM206", "entry-time-invalid")
WIDE_FIELD_COLON = Code("CRM207", "wide-colon-in-field", Severity.WARNING)


class Field(NamedTuple):
    """One `- key: value` line of an entry, as written; offsets are characters in the file."""

    key: str
    value: str
    start: int
    value_start: int
    end: int


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


class Section(NamedTuple):
    """A `##` heading that opens no entry: a note section, left alone; `dated` if it tried to be one."""

    start: int
    end: int
    heading_end: int
    title: str
    dated: bool = False


# A date however it is punctuated, as the first thing of a heading that is no entry's yet.
_LOOSE_DATE = re.compile(
    r"(\d{4})(?:[-/.年—](\d{1,2})[-/.月—](\d{1,2})(?:日|号|(?![-/.—\d:T]))|(\d\d)(\d\d)(?!\d))[ \t\u3000]*"
)
FIELD = re.compile(
    r"""
    -[ ](?P<key>[^\W\d][^\s:：\[\]]*(?:[ ][^\s:：\[\]]+)?)
    (?P<colon>[ \t]*(?: :(?!//)[ \t\u3000\u00a0]* | ：[ \t\u3000]* ))
    (?P<value>[^\n]*)
    """,
    re.X,
)
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
        look = LOOKS_DATED.match(title)
        if look:
            _report_bad_date(title, base, look, at, found)
        return Section(start, end, heading_end, title, dated=bool(look))
    try:
        day = _day(match["date"])
    except ValueError:
        found.append(BAD_DATE.at(at(base), date=match["date"], length=10, suggestion=""))
        return Section(start, end, heading_end, title, dated=True)
    if not match["kind"]:
        found.append(NO_KIND.at(at(base), heading=title))
    time = _clock(match, "time", base, at, found) if match["time"] else ""
    until = _clock(match, "until", base, at, found) if match["until"] else ""
    fields, text_start = _fields(text, heading_end, end, at, found)
    return Entry(
        start, end, heading_end, day, time, until,
        match["kind"], base + match.start("kind"), match["subject"], fields, text_start,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _day(written: str) -> date:
    """The day; a book says each many times, and holds it once. ValueError when there is none such."""
    return date.fromisoformat(written)


def _clock(match: re.Match[str], group: str, base: int, at: Place, found: list[Diagnostic]) -> str:
    written: str = match[group]
    if not _TIME.fullmatch(written):
        found.append(BAD_TIME.at(at(base + match.start(group)), time=written, length=len(written)))
        return ""
    return written.replace("：", ":").rjust(5, "0")


def _report_bad_date(title: str, base: int, look: re.Match[str], at: Place, found: list[Diagnostic]) -> None:
    """A heading that wanted to be an entry: offer the date it means when the digits say one."""
    word = title.split()[0]
    suggestion = ""
    fix: tuple[Splice, ...] = ()
    loose = _LOOSE_DATE.match(_narrow(title))
    if loose:
        try:
            year, month, day = (int(part) for part in loose.groups() if part is not None)
            suggestion = date(year, month, day).isoformat()
            behind = " " if loose.end() < len(title) else ""
            fix = (Splice(base, base + loose.end(), suggestion + behind),)
        except (ValueError, OverflowError):
            suggestion = ""
    found.append(BAD_DATE.at(at(base), date=word, length=len(word), suggestion=suggestion, fix=fix))


def _narrow(text: str) -> str:
    """Full-width digits and signs as their ASCII twins."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def _fields(
    text: str, begin: int, end: int, at: Place, found: list[Diagnostic]
) -> tuple[tuple[Field, ...], int]:
    fields: list[Field] = []
    position = begin
    while position < end:
        match = FIELD.match(text, position, end)
        if match is None:
            break
        key, colon, value = match.groups()
        if "：" in colon:
            narrow = Splice(match.start("colon"), match.end("colon"), ": ")
            found.append(WIDE_FIELD_COLON.at(at(match.start("colon")), key=key, fix=(narrow,)))
        value, (begins, finish) = value.rstrip(), match.span("value")
        fields.append(Field(key, value, position, begins, begins + len(value)))
        position = finish + 1 if finish < end else end
    return tuple(fields), position
