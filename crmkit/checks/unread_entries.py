"""Find lines of text that say a date and a kind as an entry's heading does, without being one (P4)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Splice
from crmkit.document import Document, Section
from crmkit.document.decode import Places
from crmkit.document.unread import Hidden
from crmkit.load import Loaded
from crmkit.load.settled import glued
from crmkit.policy import Policy
from crmkit.schema.read import shown

NOT_A_HEADING = Code("CRM217", "entry-in-text")

# A line that begins with digits, whatever bullet, number, mark or sign of a heading stands before them; but
# not one that is surely a heading, unless a fence or a comment hides it.
_DATED = re.compile(
    r"\n(?!##[ \t])"
    r"(?P<before>[ \t\u3000]*+(?:[-*+•·－][ \t]*+(?:\[[ xX]\][ ])?|[0-9]{1,3}[.)、][ \t]++|#{1,6}[ \t]*+)?"
    r"[*_`\[(【]{0,3})"
    r"(?P<said>(?:[0-9０-９]{4}[ ]?[-/.年‐‑‒–—－]|[0-9]{1,2}[ ]?月[ ]?[0-9]{1,2}[ ]?[日号])[^\n]*)"
)
_ITEM = re.compile(r"[-+•·－0-9]|\*(?!\*)")
_SPOKEN = re.compile(
    r"(?:今|昨|前|明)[天日晚早]?(?:上午|下午|晚上)?|(?:上|本|这|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]"
    r"|[0-9]{1,2}[:：][0-9]{2}|today|yesterday|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.I,
)
_UNDERLINE = re.compile(r"\r?\n(?:-{2,}|={2,})[ \t]*\r?(?:\n|$)")


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Bold lines, list items and plain lines that begin with a date and a known kind."""
    document = loaded.document
    text, begin = document.text, document.body_start
    at, hides = Places(document.path, text), Hidden(document)
    wrapped: list[tuple[int, int]] | None = None
    for section in document.sections:
        if not section.dated and _undated(section, policy):
            line = shown(f"## {section.title}")
            yield NOT_A_HEADING.at(at(section.start), line=line, suggestion="")
    for match in _DATED.finditer(text, max(begin - 1, 0)):
        start = match.start() + 1
        if _UNDERLINE.match(text, match.end()):
            continue
        mended = _as_heading(match["before"] + match["said"], policy)
        if mended is None or (mended and "#" in match["before"]):
            continue  # a heading of another level is told of where headings are read
        wrapped = _wrapped(document) if wrapped is None else wrapped
        index = bisect_right(wrapped, (start, len(text))) - 1
        if not hides(start) and (index < 0 or wrapped[index][1] <= start):
            yield _found(document, match, mended, at)


def _undated(section: Section, policy: Policy) -> bool:
    """Whether a heading says a kind behind a day or a time that is no date, as in `今天 电话`."""
    when, _, words = section.title.partition(" ")
    return _SPOKEN.fullmatch(when) is not None and policy.vocabulary.kind(words.split(" ")[0]) is not None


def _wrapped(document: Document) -> list[tuple[int, int]]:
    """Where values lie that were broken onto further lines: a promise may begin the second with its day."""
    fields = (field for entry in document.entries for field in entry.fields)
    return [(field.start, field.end) for field in fields if field.wrapped]


def _found(document: Document, match: re.Match[str], mended: str, at: Places) -> Diagnostic:
    written = (match["before"] + match["said"]).strip()
    start, end = match.start() + 1, match.start() + 1 + len(match["before"] + match["said"].rstrip())
    above = document.text[document.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    # A line of a list or a paragraph may be of a history that is told: one alone is surely a heading.
    alone = not above.strip("#") or above.startswith("## ")
    sure = alone and not _ITEM.match(match["before"].lstrip()) and mended
    fix = (Splice(start, end, mended),) if sure else ()
    return NOT_A_HEADING.at(at(start), line=shown(written), suggestion=shown(mended), fix=fix)


def _as_heading(line: str, policy: Policy) -> str | None:
    """The line as an entry's heading, empty without a sure day; None when it has no kind that is known."""
    from crmkit.document.meant import entry_title, entry_words, meant

    title = line.strip().lstrip("-*+•·－# \t")
    if line.strip()[:1] in "*_":
        title = line.strip()
    said = meant(title)
    kind = entry_words(title, said).partition(" ")[0] if said else ""
    if said is None or not kind:
        return None
    parts = None if policy.vocabulary.kind(kind) else glued(kind, policy.vocabulary)
    if policy.vocabulary.kind(kind) is None and not (parts and parts.sure):
        return None
    return f"## {entry_title(title, said)}" if said.day else ""


CHECK = Check("unread entries", record=record)
