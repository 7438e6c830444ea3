"""Write an entry of the log for a command."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.cli.rim import Rim
from crmkit.cli.writing import change_record
from crmkit.document import Document
from crmkit.edit import Edited, append_entry


def append(
    rim: Rim, path: str, heading: Sequence[str], said: Sequence[tuple[str, str]], text: str, *, dry_run: bool
) -> int:
    """Append an entry to a record, the empty parts of its heading left out; the exit code."""
    line = " ".join(part.strip() for part in heading if part.strip())
    known = rim.policy.schema.entry.step

    def edit(document: Document) -> Edited:
        return append_entry(document, line, list(said), text, known)

    return change_record(rim, path, edit, dry_run=dry_run)
