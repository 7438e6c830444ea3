"""Write an entry of the log for a command, in the words that the record is spelled with."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.cli.rim import Rim
from crmkit.cli.writing import Edit, change_record
from crmkit.diagnostics import Findings
from crmkit.document import Document
from crmkit.edit import append_entry
from crmkit.edit.spelling import PROFILE, VALUES, Spelling, spelling_of
from crmkit.language import Label
from crmkit.policy.files.vocabulary import Kind
from crmkit.schema.entry_class import UNKNOWN

Said = tuple[str, str | Label]
"""A field by key: a text as typed, or a word that the tool chose."""
Heading = tuple[str, Kind | str, Label | str]
"""The moment, a kind or a word for one, and the subject, empty for none."""


def append(
    rim: Rim,
    path: str,
    heading: Heading,
    said: Sequence[Said],
    text: str | Label,
    *,
    dry_run: bool,
    first: Edit | None = None,
) -> int:
    """Append an entry to a record, after another change of it that goes with the entry; the exit code."""

    def edit(document: Document) -> tuple[Document, Findings]:
        changed, refused = first(document) if first is not None else (document, ())
        return (changed, refused) if refused else with_entry(rim, changed, heading, said, text)

    return change_record(rim, path, edit, dry_run=dry_run)


def with_entry(
    rim: Rim, document: Document, heading: Heading, said: Sequence[Said], text: str | Label
) -> tuple[Document, Findings]:
    """The document with an entry appended, or the same one and why not.

    What the tool chooses is a `Label` and said in the record's language, what a person typed is kept.
    """
    spelling = spelling_of([document], rim.policy)
    when, kind, subject = heading
    known = kind if isinstance(kind, Kind) else rim.policy.vocabulary.kind(kind)
    fields = rim.policy.schema.entry_fields(known.cls if known else UNKNOWN)
    words = {key: spelling.entry_key(one, fields) for key, _ in said if (one := fields.find(key))}
    about = subject.said(spelling.headings) if isinstance(subject, Label) else subject
    line = " ".join(part for part in (when, _word(kind, known, spelling), about) if part)
    pairs = [(words.get(key, key), _value(value, spelling)) for key, value in said]
    free = text.said(spelling.headings) if isinstance(text, Label) else text
    return append_entry(document, line, pairs, free, rim.policy.schema.entry.step)


def _value(value: str | Label, spelling: Spelling) -> str:
    return value.said(spelling.language(VALUES, PROFILE)) if isinstance(value, Label) else value


def _word(kind: Kind | str, known: Kind | None, spelling: Spelling) -> str:
    """The word of the heading: a profile in Chinese has no entry in English."""
    if isinstance(kind, Kind):
        return spelling.kind(kind)
    chinese = known is not None and kind.isascii() and spelling.language(PROFILE) == "zh"
    return spelling.kind(known) if known is not None and chinese else kind
