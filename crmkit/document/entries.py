"""Split the body of a record into dated entries and note sections, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice

BAD_DATE = Code("CRM201", "entry-date-invalid")
NO_KIND = Code("CRM202", "entry-without-kind")
NOT_A_HEADING = Code("CRM203", "entry-heading-malformed")
OPEN_FENCE = Code("CRM204", "unclosed-fence", Severity.WARNING)
OPEN_COMMENT = Code("CRM205", "unclosed-comment", Severity.WARNING)
BAD_TIME = Code("CRM206", "entry-time-invalid")
WIDE_FIELD_COLON = Code("CRM207", "wide-colon-in-field", Severity.WARNING)

Place = Callable[[int], Source]


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
    """A `##` heading that opens no entry: a note section, left alone; `dated` when it tried to be an entry."""

    start: int
    end: int
    heading_end: int
    title: str
    dated: bool = False


_MARK = re.compile(r"^(?: {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)| {0,3}(?P<comment><!--)|(?P<hash>[#＃]{1,6})(?P<rest>[^\n]*))", re.M)
_DATED = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)(?:[ \t]+(?P<time>\d{1,2}[:：]\d\d)(?:[-–~](?P<until>\d{1,2}[:：]\d\d))?)?(?:[ \t\u3000]+|$)(?P<kind>\S*)[ \t\u3000]*(?P<subject>.*)"
)
_LOOKS_DATED = re.compile(r"[ \t\u3000]*(?P<year>[0-9０-９]{4})(?P<sep>[-/.年－—])(?P<rest>\S*)")
_FIELD = re.compile(r"- (?P<key>[^\W\d][^\s:：\[\]]*(?: [^\s:：\[\]]+)?)(?P<colon>[ \t]*(?::(?!//)[ \t\u3000\u00a0]*|：[ \t\u3000]*))(?P<value>[^\n]*)")
_SETEXT = re.compile(r"^(?P<text>\d{4}-\d\d-\d\d[^\n]*)\r?\n-{3,}[ \t]*\r?$", re.M)
_TIME = re.compile(r"([01]?\d|2[0-3])[:：][0-5]\d")


def read_entries(text: str, begin: int, at: Place) -> tuple[tuple[Entry, ...], tuple[Section, ...], list[Diagnostic]]:
    """The entries and note sections of `text[begin:]` in file order, with findings."""
    found: list[Diagnostic] = []
    heads = list(_headings(text, begin, at, found))
    entries: list[Entry] = []
    sections: list[Section] = []
    for index, (start, line_end, title) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        made = _entry(text, start, line_end, end, title, at, found)
        if isinstance(made, Entry):
            entries.append(made)
        else:
            sections.append(made)
    if "\n---" in text[begin:]:
        for match in _SETEXT.finditer(text, begin):
            found.append(NOT_A_HEADING.at(at(match.start()), heading=match["text"].rstrip()))
    return tuple(entries), tuple(sections), found


def _headings(text: str, begin: int, at: Place, found: list[Diagnostic]) -> list[tuple[int, int, str]]:
    """Start, end of line and title of every `##` heading outside fences and comments."""
    heads: list[tuple[int, int, str]] = []
    position = begin
    while match := _MARK.search(text, position):
        position = _line_end(text, match.start())
        if match["fence"]:
            position = _close_fence(text, match, position, at, found)
        elif match["comment"]:
            close = text.find("-->", match.end())
            if close < 0:
                found.append(OPEN_COMMENT.at(at(match.start())))
            else:
                position = close
        else:
            _heading(text, match, at, found, heads)
    return heads


def _heading(
    text: str, match: re.Match[str], at: Place, found: list[Diagnostic], heads: list[tuple[int, int, str]]
) -> None:
    marks, rest = match["hash"], match["rest"]
    if marks == "##" and (not rest.strip() or rest[0] in " \t"):
        heads.append((match.start(), _line_end(text, match.start()), rest.strip()))
    elif _LOOKS_DATED.match(rest) and (fix := _as_heading(match, rest)):
        found.append(NOT_A_HEADING.at(at(match.start()), heading=(marks + rest).rstrip(), fix=fix))


def _as_heading(match: re.Match[str], rest: str) -> tuple[Splice, ...]:
    """Write the malformed heading as an entry's, when its date can be read; else it is ordinary text."""
    if not _DATED.match(rest.strip()) or not rest.strip().partition(" ")[2]:
        return ()
    return (Splice(match.start("hash"), match.start("rest") + len(rest) - len(rest.lstrip()), "## "),)


def _close_fence(text: str, match: re.Match[str], position: int, at: Place, found: list[Diagnostic]) -> int:
    """Where the code fence ends; an unclosed one hides nothing, it is reported and read as text."""
    mark = match["fence"]
    if mark[0] == "`" and "`" in match["info"]:
        return position
    close = re.compile(rf"^ {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*\r?$", re.M).search(text, position)
    if close is None:
        found.append(OPEN_FENCE.at(at(match.start())))
        return position
    return close.end()


def _entry(
    text: str, start: int, line_end: int, end: int, title: str, at: Place, found: list[Diagnostic]
) -> Entry | Section:
    heading_end = min(line_end + 1, len(text))
    match = _DATED.fullmatch(title)
    base = text.index(title, start) if title else line_end
    if match is None:
        look = _LOOKS_DATED.match(title)
        if look:
            _report_bad_date(title, base, look, at, found)
        return Section(start, end, heading_end, title, dated=bool(look))
    try:
        day = date.fromisoformat(match["date"])
    except ValueError:
        found.append(BAD_DATE.at(at(base), date=match["date"], length=10, suggestion=""))
        return Section(start, end, heading_end, title, dated=True)
    if not match["kind"]:
        found.append(NO_KIND.at(at(base), heading=title))
    time, until = (_clock(match, group, base, at, found) for group in ("time", "until"))
    fields, text_start = _fields(text, heading_end, end, at, found)
    return Entry(
        start, end, heading_end, day, time, until, match["kind"], base + match.start("kind"), match["subject"],
        fields, text_start,
    )  # fmt: skip


def _clock(match: re.Match[str], group: str, base: int, at: Place, found: list[Diagnostic]) -> str:
    written: str | None = match[group]
    if written is None:
        return ""
    if not _TIME.fullmatch(written):
        found.append(BAD_TIME.at(at(base + match.start(group)), time=written, length=len(written)))
        return ""
    return written.replace("：", ":").rjust(5, "0")


def _report_bad_date(title: str, base: int, look: re.Match[str], at: Place, found: list[Diagnostic]) -> None:
    """A heading that wanted to be an entry: offer the date it means when the digits say one."""
    word = title.split()[0]
    digits = re.findall(r"\d+", _narrow(word))
    suggestion, fix = "", ()
    if len(digits) == 3:
        try:
            suggestion = date(int(digits[0]), int(digits[1]), int(digits[2])).isoformat()
            fix = (Splice(base, base + len(word), suggestion),)
        except (ValueError, OverflowError):
            suggestion = ""
    found.append(BAD_DATE.at(at(base), date=word, length=len(word), suggestion=suggestion, fix=fix))


def _narrow(text: str) -> str:
    """Full-width digits and signs as their ASCII twins."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def _fields(text: str, begin: int, end: int, at: Place, found: list[Diagnostic]) -> tuple[tuple[Field, ...], int]:
    fields: list[Field] = []
    position = begin
    while position < end:
        match = _FIELD.match(text, position, end)
        if match is None:
            break
        if "：" in match["colon"]:
            colon = Splice(match.start("colon"), match.end("colon"), ": ")
            found.append(WIDE_FIELD_COLON.at(at(match.start("colon")), key=match["key"], fix=(colon,)))
        value = match["value"].rstrip()
        line_end = match.end()
        fields.append(Field(match["key"], value, position, match.start("value"), match.start("value") + len(value)))
        position = min(line_end + 1, end)
    return tuple(fields), position


def _line_end(text: str, start: int) -> int:
    """Offset of the line feed that ends the line, or the text's length."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
