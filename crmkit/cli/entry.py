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


def append(
    rim: Rim,
    path: str,
    heading: tuple[str, Kind | str, Label | str],
    said: Sequence[Said],
    text: str | Label,
    *,
    dry_run: bool,
    first: Edit | None = None,
) -> int:
    """Append an entry to a record; the exit code.

    `heading` is the moment, a kind or a word for one, and the subject, empty for none. `said` are fields by
    key. What the tool chooses is a `Label` and said in the record's language, what a person typed is kept.
    `first` is another change of the record that goes with the entry.
    """

    def edit(document: Document) -> tuple[Document, Findings]:
        if first is not None:
            document, refused = first(document)
            if refused:
                return document, refused
        return with_entry(rim, document, heading, said, text)

    return change_record(rim, path, edit, dry_run=dry_run)


def with_entry(
    rim: Rim,
    document: Document,
    heading: tuple[str, Kind | str, Label | str],
    said: Sequence[Said],
    text: str | Label,
) -> tuple[Document, Findings]:
    """The document with the entry at its end, or the same one and why not."""
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
