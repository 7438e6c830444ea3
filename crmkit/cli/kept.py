"""Turn findings and rows of tables into what a cache keeps, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crmkit.diagnostics import Diagnostic, Findings, Severity, Source, Splice
from crmkit.table import Word


def findings_out(findings: Iterable[Diagnostic]) -> list[Any]:
    """A list of plain values a finding."""
    return [
        [
            *f.source, f.code, f.name, str(f.severity),
            [list(each) for each in f.arguments], [list(each) for each in f.fix], f.end,
        ]
        for f in findings
    ]  # fmt: skip


def findings_in(values: Iterable[Any]) -> Findings:
    """The same findings."""
    severities = {str(each): each for each in Severity}
    return tuple(
        Diagnostic(
            Source(path, line, column), code, name, severities[severity],
            tuple([(key, text) for key, text in arguments]), tuple([Splice(*each) for each in fix]), end,
        )
        for path, line, column, code, name, severity, arguments, fix, end in values
    )  # fmt: skip


def rows_out(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """The distinct words first, then the rows: a word is `{"": its number}`, every other value as it is."""
    known: dict[Word, dict[str, int]] = {}
    found = [
        [known.setdefault(cell, {"": len(known)}) if isinstance(cell, Word) else cell for cell in row]
        for row in rows
    ]
    return [[list(word) for word in known], *found]


def rows_in(values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The same rows; a cell is text, a number, a boolean, a list of these, a word, or None."""
    words = [Word(*each) for each in values[0]]
    return [tuple([words[cell[""]] if type(cell) is dict else cell for cell in row]) for row in values[1:]]
