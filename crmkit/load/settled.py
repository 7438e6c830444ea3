"""Settle by the policy's words what the shape of an entry leaves open: glued kinds, and loose lists."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Splice
from crmkit.document import Document, Entry
from crmkit.document.decode import Places
from crmkit.document.entries import settled_entry
from crmkit.policy import Policy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.schema.entry_class import UNKNOWN
from crmkit.schema.names import fold
from crmkit.schema.read import shown

GLUED = Code("CRM212", "kind-glued-to-subject")
ODD_BULLET = Code("CRM213", "field-bullet-unusual", Severity.WARNING)

# What people put between a kind and what follows it instead of a blank.
_BETWEEN = re.compile(r"[：:，,、;；。.|/／\\+&—–\-_~〜·•)）\]】」>》!！?？]+|(?=[(（\[【「<《])")
_LONGEST = 24  # no kind is a longer word
# To a Markdown formatter these begin a list's item; any other line is text that it may wrap.
_MARKDOWN = re.compile(r"[-*+][ \t]")


def settle(document: Document, policy: Policy) -> tuple[Document, list[Diagnostic]]:
    """The document with its entries as this policy reads them, and findings about how they are written."""
    found: list[Diagnostic] = []
    at = Places(document.path, document.text)
    entries: dict[int, Entry] = {}
    kinds = policy.vocabulary
    for index, entry in enumerate(document.entries):
        loose = entry.fields and entry.fields[-1].block
        if loose or (entry.kind and kinds.kind(entry.kind) is None):
            after = _unglued(document, entry, policy, at, found)
            if loose:
                after = _listed(document, after, policy, at, found)
            if after is not entry:
                entries[index] = after
    if not entries:
        return document, found
    together = tuple(entries.get(index, entry) for index, entry in enumerate(document.entries))
    return replace(document, entries=together), found


class Glued(NamedTuple):
    """A kind that is known, and the word behind it; `sure` when a sign parts the two."""

    kind: str
    rest: str
    sure: bool


def glued(word: str, vocabulary: Vocabulary) -> Glued | None:
    """A word of a heading as a kind with the subject glued to it, or None when no kind begins it."""
    folded = fold(word[:_LONGEST])
    if len(folded) != min(len(word), _LONGEST):
        return None
    for end in range(min(len(word) - 1, _LONGEST), 0, -1):
        if folded[:end] in vocabulary.kind_names.keys:
            between = _BETWEEN.match(word, end)
            rest = word[between.end() if between else end :]
            if between or _says_kind(word[:end], rest):
                return Glued(word[:end], rest, between is not None)
    return None


def _says_kind(kind: str, rest: str) -> bool:
    """Whether a word that only begins like a kind means it: Chinese is written without blanks."""
    return len(kind) > 1 and not kind.isascii() and len(rest) > 1


def _unglued(document: Document, entry: Entry, policy: Policy, at: Places, found: list[Diagnostic]) -> Entry:
    """The entry with its kind apart from the subject; where nothing parts them, that is only offered."""
    word = entry.kind
    parts = glued(word, policy.vocabulary) if policy.vocabulary.kind(word) is None else None
    if parts is None:
        return entry
    mended = f"{parts.kind} {parts.rest}".rstrip()
    fix = (Splice(entry.kind_start, entry.kind_start + len(word), mended),) if parts.sure else ()
    place = at(entry.kind_start)
    found.append(GLUED.at(place, length=len(word), kind=shown(word), suggestion=shown(mended), fix=fix))
    if not parts.sure:
        return entry
    return entry._replace(kind=parts.kind, subject=f"{parts.rest} {entry.subject}".strip())


def _listed(document: Document, entry: Entry, policy: Policy, at: Places, found: list[Diagnostic]) -> Entry:
    """The entry with those of its loose lists that are fields; the others are its free text."""
    kind = policy.vocabulary.kind(entry.kind)
    fields = policy.schema.entry_fields(kind.cls if kind else UNKNOWN)
    after = settled_entry(document.text, entry, fields.step)
    for field in after.fields:
        if field.block and not _MARKDOWN.match(document.text, field.start):
            fix = Splice(field.start, field.key_start, "- ")
            bullet = document.text[field.start]
            found.append(ODD_BULLET.at(at(field.start), key=shown(field.key), bullet=bullet, fix=(fix,)))
    return after
