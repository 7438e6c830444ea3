"""Name the files that look like records and are not read, so that no customer is missed in silence (P4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.folders import RECORDS
from crmkit.load import record_paths
from crmkit.load.snapshot import ATTACHMENTS
from crmkit.policy import Policy

NOT_READ = Code("CRM015", "record-not-read")
AMONG_FILES = Code("CRM016", "record-among-attachments", Severity.WARNING)

# Of the world, not of a team's policy: how programs call Markdown and plain text, and what they keep of it.
_MARKDOWN = (".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn", ".mdtxt", ".mdtext", ".mdx")
_TEXT = ("", ".txt", ".text", ".yaml", ".yml")
_BACKUP = ("~", ".bak", ".backup", ".orig", ".old", ".rej", ".tmp", ".swp", ".base", ".local", ".remote")


def paths(paths: Sequence[str], policy: Policy) -> Iterator[Diagnostic]:
    """Files below `records/` that are neither records nor plainly something else."""
    records = frozenset(record_paths(paths))
    stems = {path.rpartition("/")[-1].partition(".")[0] for path in records}
    for path in paths:
        if path in records or not path.startswith(RECORDS):
            continue
        folders, name = path.split("/")[1:-1], path.rpartition("/")[-1]
        stem, dot, rest = name.partition(".")
        ending = (dot + rest).casefold().rstrip()
        if any(part.startswith((".", "#", "~")) for part in (*folders, name)) or stem.casefold() == "readme":
            continue
        numbered = policy.book.number.match(stem.strip())
        if any(folder.casefold() in ATTACHMENTS for folder in folders):
            if numbered and stem not in stems and ending in _MARKDOWN:
                yield AMONG_FILES.at(Source(path), name=name)
        elif ending == _MARKDOWN[0]:
            continue  # with blanks behind it, which is said of its name
        elif ending.endswith(_BACKUP):
            if stem not in stems and (numbered or _markdown(ending)):
                yield NOT_READ.at(Source(path), name=name)
        elif _markdown(ending) or (numbered and ending in _TEXT):
            yield NOT_READ.at(Source(path), name=name)


def _markdown(ending: str) -> bool:
    """Whether a file's endings say Markdown, another one behind it or not: `.markdown`, `.md.txt`."""
    return any(ending == each or ending.startswith(f"{each}.") or ending == f"{each}~" for each in _MARKDOWN)


CHECK = Check("unread", paths=paths)
