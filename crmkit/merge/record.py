"""Merge three versions of a record by meaning, or say that one of them cannot be read surely."""

from __future__ import annotations

from typing import Any, NamedTuple

from crmkit.document import Document, Scalar, encode, plain, read
from crmkit.document.identity import rank
from crmkit.document.nodes import MappingNode
from crmkit.document.read import UNCLOSED
from crmkit.document.yaml_tree import DUPLICATE_KEY, KEY_NOT_TEXT
from crmkit.merge.body import merged_body, said_of
from crmkit.merge.chunks import Chunks, opened
from crmkit.merge.layout import comments
from crmkit.merge.nodes import merged_parts
from crmkit.merge.pieces import OURS, THEIRS, Conflict, Pieces, Unmergeable, chosen, clean, side
from crmkit.merge.words import marked

# Where these are found, what belongs to what is a guess.
_HIDING = {DUPLICATE_KEY.number, KEY_NOT_TEXT.number, UNCLOSED.number}
_NO_RECORD = b"---\n---\n"


class Merge(NamedTuple):
    """The merged bytes, and whether both sides agree on all of them."""

    data: bytes
    clean: bool


def merged(
    base: bytes, ours: bytes, theirs: bytes, *, size: int = 7, show_base: bool = False
) -> Merge | None:
    """What both sides made of the base, which is empty where both added the file; None for what is no record.

    Conflicts are whole lines between markers of `size` signs; `show_base` adds the base, as diff3 does.
    """
    for one, other in ((ours, theirs), (theirs, ours)):
        if one in (base, other):
            return Merge(other, clean=True)
    newline = _newline(base, ours, theirs)
    if newline:
        base, ours, theirs = (data.replace(b"\r\n", b"\n") for data in (base, ours, theirs))
    try:
        documents = [_document(data) for data in (ours, theirs)]
        old = _document(base) if base.strip() else None
        two_customers = _customers(old, *documents)
        pieces = _whole(base, *documents) if two_customers else _merged(old, *documents)
    except Unmergeable:
        return None
    text = marked(pieces, size, show_base=show_base)
    if newline == "\r\n":
        text = text.replace("\n", newline)
    return Merge(encode(text, _bom(base, *documents)), clean(pieces))


def _newline(base: bytes, ours: bytes, theirs: bytes) -> str:
    """The line end that the result has; empty where a version mixes them, so that each line keeps its own."""
    ends = [_ends(data) for data in (base or ours, ours, theirs)]
    return "" if "" in ends else chosen(ends[0], ends[1], ends[2]) or ends[1]


def _ends(data: bytes) -> str:
    wide = data.count(b"\r\n")
    if wide not in (0, data.count(b"\n")):
        return ""
    return "\r\n" if wide else "\n"


def _document(data: bytes) -> Document:
    document, found = read("", data)
    if not document.sound or not document.whole or any(finding.code in _HIDING for finding in found):
        raise Unmergeable
    return document


def _bom(base: bytes, ours: Document, theirs: Document) -> bool:
    was = base.startswith(b"\xef\xbb\xbf") if base else ours.decoded.bom
    return theirs.decoded.bom if ours.decoded.bom == was else ours.decoded.bom


def _customers(old: Document | None, ours: Document, theirs: Document) -> bool:
    """Whether the sides are two customers: both gave another number, or a name to a file that both added."""
    was, one, two = (_named(document) if document else {} for document in (old, ours, theirs))
    asked = ("id",) if old else ("id", "name")
    return any(key in one and key in two and one[key] != two[key] and was.get(key) not in (one[key], two[key])
               for key in asked)  # fmt: skip


def _named(document: Document) -> dict[str, str]:
    """Number and name of the customer, whatever the keys are called."""
    said: dict[str, str] = {}
    for key, value in document.profile.items:
        place = rank(key.text)
        if place in _IDENTIFIES and isinstance(value, Scalar):
            said.setdefault(_IDENTIFIES[place], value.text)
    return said


_IDENTIFIES = {0: "id", 2: "name"}


def _whole(base: bytes, ours: Document, theirs: Document) -> Pieces:
    was = base.decode("utf-8", "replace").removeprefix("\ufeff")
    texts = (text.rstrip("\n") + "\n" if text else "" for text in (ours.text, was, theirs.text))
    return (Conflict(*texts),)


def _merged(old: Document | None, ours: Document, theirs: Document) -> Pieces:
    """The merged record; Unmergeable unless both sides of it read back as what was meant."""
    base = old or read("", _NO_RECORD)[0]
    front, data = _front(base, ours, theirs, added=old is None)
    disputed = [piece.about for piece in front if isinstance(piece, Conflict) and piece.about]
    body = merged_body(base, ours, theirs, dict.fromkeys(disputed))
    pieces = (*front, *body.pieces)
    for which, meant, said in ((OURS, data[0], body.ours), (THEIRS, data[1], body.theirs)):
        document = _document(encode(side(pieces, which), False))
        if plain(document.profile) != meant or said_of(document) != said:
            raise Unmergeable
        if clean(pieces):
            break
    return pieces


def _front(
    base: Document, ours: Document, theirs: Document, *, added: bool
) -> tuple[Pieces, tuple[Any, Any]]:
    """The front-matter with its fences, and what each side of it must say."""
    three = (base, ours, theirs)
    parts = [_parts(document) for document in three]
    merged, first = merged_parts(*parts, named=True)
    lead = ours if first else theirs
    opening = (
        comments(*(document.text[: _begin(document)] for document in three)) if not added else _opening(lead)
    )
    closing = lead.text[lead.front_matter[1] : lead.body_start]
    closing = closing if closing.endswith("\n") else closing + lead.decoded.newline
    return (opening, *merged.pieces, closing), merged[1:]


def _opening(document: Document) -> str:
    return document.text[: _begin(document)]


def _begin(document: Document) -> int:
    """Where the first key stands."""
    return document.profile.start if document.profile.items else document.front_matter[1]


def _parts(document: Document) -> Chunks:
    profile: MappingNode = document.profile
    if profile.flow:
        raise Unmergeable
    return opened(document.text, profile, document.front_matter[1]) if profile.items else Chunks(())
