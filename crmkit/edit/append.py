"""Put a dated entry into the body of a record, in the order of its dates, without touching another byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from crmkit.diagnostics import Code, Splice
from crmkit.document import Document, Entry, Section
from crmkit.document.entries import settled_entry
from crmkit.document.fields import FIELD, Field, read_fields, settled
from crmkit.document.headings import DATED
from crmkit.edit.outcome import NOT_KEPT, Edited, Refused, checked_body, editable, shown, unwritable

BAD_HEADING = Code("CRM257", "entry-heading-not-writable")
BAD_FIELD = Code("CRM258", "entry-field-not-writable")
OPENING_LINE = Code("CRM259", "text-line-opens-structure")

# Nothing that an editor hides, a terminal obeys, or another tool takes for the end of a line.
_HIDDEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
# Outside a code fence these begin an entry, a section or a front-matter, or make a heading of the line above.
_OPENS = re.compile(
    r"##(?:\s|$)|[#＃]{1,6}[ \t\u3000]*[0-9０-９]{4}[-/.年－‐‑‒–—−]|---[ \t]*$|<{7}[ ]|>{7}[ ]|<!--(?!.*-->)"
)
_BLANK = " \t\r\n"


def append_entry(
    document: Document,
    heading: str,
    fields: Sequence[tuple[str, str]],
    text: str = "",
    known: Callable[[str], object] = bool,
) -> Edited:
    """The document with one more entry: `heading` is `DATE[ TIME[-TIME]] KIND[ SUBJECT]` without its `##`.

    It stands behind the last entry that is not later; in a file written newest first, before the first
    that is not later. Where a formatter parted headings from fields by a blank line, it does so too. Blank
    lines around `text` are layout; all else reads back equal, or it is refused. `known` says which words
    are keys of fields, so that `text` may begin with a list of others; without it, with none at all.
    """
    try:
        editable(document)
        key = _heading_key(document, heading)
        body = _trimmed(text)
        written = [_field(document, *field) for field in fields]
        lines = [f"## {heading}", *([""] if written and _parted(document) else []), *written]
        if body:
            _no_fields(document, body, known)
            lines += ["", *_text_lines(document, body)]
        position = _position(document, key)
        after = checked_body(document, _piece(document, position, lines))
        _check(document, after, (heading, tuple(fields), body), known)
        return after, ()
    except Refused as refused:
        return document, (refused.finding,)


def _parted(document: Document) -> bool:
    """Whether most entries have a blank line between heading and fields, as formatters leave it."""
    first = [bool(entry.fields[0].block) for entry in document.entries if entry.fields]
    return 2 * sum(first) > len(first)


def _no_fields(document: Document, body: str, known: Callable[[str], object]) -> None:
    """Refuse a text whose first list would be read as more fields."""
    read, _ = read_fields(f"\n{body}", 0, len(body) + 1, document.source, [])
    if settled((Field("", "", 0, 0, 0, 0), *read), known)[1:]:
        raise _opening(document, 1, body.partition("\n")[0])


def entry_text(document: Document, entry: Entry) -> str:
    """The free text of an entry with LF line ends, without the blank lines around it."""
    return _trimmed(document.text[entry.text_start : entry.end].replace("\r\n", "\n"))


def _trimmed(text: str) -> str:
    """A text without the blank lines at its ends; the spaces of its other lines stay."""
    lines = text.split("\n")
    full = [number for number, line in enumerate(lines) if line.strip(" \t")]
    return "\n".join(lines[full[0] : full[-1] + 1]) if full else ""


def _heading_key(document: Document, heading: str) -> tuple[str, str]:
    """Date and start time; refused when the heading would be read as other words than it is written with."""
    match = DATED.fullmatch(heading)
    if match is None or _HIDDEN.search(heading) or not _says_itself(heading, match):
        raise Refused(BAD_HEADING.at(document.source(document.body_start), heading=shown(heading)))
    time = match["time"]
    return match["date"], time.replace("：", ":").rjust(5, "0") if time else ""


def _says_itself(heading: str, match: re.Match[str]) -> bool:
    """Whether the date is one, and one space stands between each two words, so that none is read off."""
    try:
        date.fromisoformat(match["date"])
    except ValueError:
        return False
    words = [match["date"], match["time"], match["kind"], match["subject"]]
    if match["until"]:
        words[1] = heading[match.start("time") : match.end("until")]
    return bool(match["kind"]) and heading == " ".join(filter(None, words)).strip()


def _field(document: Document, key: str, value: str) -> str:
    """A field's line, which the reader of entries must take apart into the same key and value."""
    if not fits_field(key, value):
        raise Refused(BAD_FIELD.at(document.source(document.body_start), key=shown(key), value=shown(value)))
    return f"- {key}: {value}".rstrip()


def fits_field(key: str, value: str) -> bool:
    """Whether a field of an entry can hold the value on its line."""
    line = f"- {key}: {value}".rstrip()
    match = FIELD.fullmatch(line)
    return bool(match and (match["key"], match["value"]) == (key, value) and not _HIDDEN.search(line))


def _text_lines(document: Document, text: str) -> list[str]:
    """The lines of a free text, none of which may be read as anything but text."""
    if _HIDDEN.search(text):
        raise unwritable(document, document.body_start, text)
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.fullmatch(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not mark[2].strip()
            fence = "" if closes else fence
        elif mark and not ("`" in mark[1] and "`" in mark[2]):
            fence, opened = mark[1], (number, line)
        elif _OPENS.match(line.lstrip(" ") if line.lstrip(" ").startswith("<!--") else line):
            raise _opening(document, number, line)
    if fence:
        raise _opening(document, *opened)
    return lines


def _opening(document: Document, number: int, line: str) -> Refused:
    return Refused(OPENING_LINE.at(document.source(document.body_start), line=number, text=shown(line)))


def _position(document: Document, key: tuple[str, str]) -> int:
    """Where the new entry begins: the start of a heading or the end of the file."""
    entries = document.entries
    if not entries:
        return len(document.text)
    day, time = key
    order = [(entry.date.isoformat(), entry.time) for entry in entries]
    not_later = [entry <= key if time else entry[0] <= day for entry in order]
    if _newest_first(order):
        return next((e.start for e, fits in zip(entries, not_later, strict=True) if fits), entries[-1].end)
    fitting = [entry.end for entry, fits in zip(entries, not_later, strict=True) if fits]
    return fitting[-1] if fitting else entries[0].start


def _newest_first(order: list[tuple[str, str]]) -> bool:
    days = [day for day, _ in order]
    return days[0] > days[-1] and all(first >= second for first, second in pairwise(days))


def _piece(document: Document, position: int, lines: list[str]) -> Splice:
    """The entry behind the last line that is not blank, one blank line around it."""
    text, newline = document.text, document.decoded.newline
    content = len(text[:position].rstrip(_BLANK))
    line_end = text.find("\n", content)
    new = newline.join(lines) + newline
    if line_end < 0:
        # The file ends without a line end: it gets the one that the entry must begin behind.
        return Splice(len(text), len(text), newline * 2 + new)
    at = line_end + 1
    rest = text[at:].lstrip(" \t\r")
    return Splice(at, at, newline + new + (newline if rest and not rest.startswith("\n") else ""))


Written = tuple[str, tuple[tuple[str, str], ...], str]


def _check(document: Document, after: Document, new: Written, known: Callable[[str], object]) -> None:
    """All that was said is still said, and just the new entry besides."""
    before, behind = _said(document, known), _said(after, known)
    place = next((i for i, said in enumerate(behind) if i >= len(before) or said != before[i]), len(before))
    if behind != [*before[:place], new, *before[place:]]:
        raise Refused(NOT_KEPT.at(document.source(document.body_start)))


def _said(document: Document, known: Callable[[str], object]) -> list[Written | tuple[str, str]]:
    """Entries and note sections as words, in the order of the file."""
    parts: list[Entry | Section] = sorted(
        [*document.entries, *document.sections], key=lambda part: part.start
    )
    said: list[Written | tuple[str, str]] = []
    for part in parts:
        title = document.text[part.start : part.heading_end].rstrip(_BLANK).removeprefix("## ")
        if isinstance(part, Entry):
            part = settled_entry(document.text, part, known)
            said.append((title, tuple((f.key, f.value) for f in part.fields), entry_text(document, part)))
        else:
            text = document.text[part.heading_end : part.end].replace("\r\n", "\n")
            said.append((title, _trimmed(text)))
    return said
