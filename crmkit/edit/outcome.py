"""Accept an edit only when reading its result again says exactly what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Splice
from crmkit.document import Document, encode, plain, read, splice
from crmkit.document.yaml_tree import DUPLICATE_KEY, KEY_NOT_TEXT

UNSOUND = Code("CRM250", "file-not-editable")
NO_PLACE = Code("CRM251", "edit-place-missing")
AMBIGUOUS = Code("CRM252", "edit-place-ambiguous")
WRONG_SHAPE = Code("CRM253", "edit-shape-mismatch")
UNWRITABLE = Code("CRM254", "text-not-writable")
NOT_KEPT = Code("CRM255", "edit-would-change-more")
ALREADY = Code("CRM256", "already-there", Severity.WARNING)

# What the tree leaves out could be changed without anyone seeing it.
_HIDING = {DUPLICATE_KEY.number, KEY_NOT_TEXT.number}

Edited = tuple[Document, Findings]
"""The document after the edit; when it was refused, the very same document and why."""


class Refused(Exception):
    """Carries the finding that stops an edit from deep inside; never leaves this room."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


def editable(document: Document) -> None:
    """Refuse a file that could be damaged: not sound, or with a profile that could not be read."""
    if not document.sound or not document.whole:
        raise Refused(UNSOUND.at(document.source(0)))


def unwritable(document: Document, offset: int, text: str) -> Refused:
    """The refusal of a text that would not read back equal."""
    return Refused(UNWRITABLE.at(document.source(offset), text=shown(text)))


def shown(text: str) -> str:
    """A text as a finding may show it: control characters as escapes."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def checked_profile(document: Document, splices: Iterable[Splice], expected: object) -> Document:
    """The document with its front-matter spliced, if it now says `expected` and the body is as it was."""
    pieces = tuple(splices)
    after = _reread(document, pieces)
    same_body = document.text[document.body_start :] == after.text[after.body_start :]
    if not (same_body and after.whole and after.sound and plain(after.profile) == expected):
        raise Refused(NOT_KEPT.at(document.source(min(piece.start for piece in pieces))))
    return after


def checked_body(document: Document, piece: Splice) -> Document:
    """The document with one piece put into its body, its front-matter and every other byte as they were."""
    after = _reread(document, (piece,))
    if not (after.whole and after.sound):
        raise Refused(NOT_KEPT.at(document.source(piece.start)))
    return after


def _reread(document: Document, pieces: tuple[Splice, ...]) -> Document:
    """Read the spliced text; a finding that was not there before is a change nobody asked for."""
    text = splice(document.text, pieces)
    _, before = read(document.path, document.render())
    after, behind = read(document.path, encode(text, document.decoded.bom))
    if any(finding.code in _HIDING for finding in before) and pieces[0].start < document.body_start:
        raise Refused(UNSOUND.at(document.source(0)))
    new = Counter(finding.code for finding in behind) - Counter(finding.code for finding in before)
    if new:
        raise Refused(NOT_KEPT.at(document.source(pieces[0].start)))
    return after
