"""Turn findings and rows of tables into what a cache keeps, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from crmkit.diagnostics import Diagnostic, Findings, Severity, Source, Splice
from crmkit.language import Label, Word
from crmkit.table import Row


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


def rows_out(rows: Iterable[Row]) -> list[Any]:
    """The columns' keys and the distinct words first, then the values of each row in their order.

    A word is `{"": its number}`, every other value as it is. All rows have the keys of the first.
    """
    known: dict[Word | Label, dict[str, int]] = {}
    found, keys = list(rows), []
    if found:
        keys = list(found[0])
    values = [[_out(row[key], known) for key in keys] for row in found]
    words = [[word.key, *word.label] if isinstance(word, Word) else list(word) for word in known]
    return [[keys, words], *values]


def _out(value: Any, known: dict[Word | Label, dict[str, int]]) -> Any:
    if isinstance(value, Word | Label):
        return known.setdefault(value, {"": len(known)})
    return [_out(each, known) for each in value] if isinstance(value, list) else value


def rows_in(values: Sequence[Any]) -> list[dict[str, Any]]:
    """The same rows; a value is text, a number, a boolean, a word or label, a list of these, or None."""
    keys, said = values[0]
    words = [Label(*each) if len(each) == len(Label._fields) else _word(*each) for each in said]
    return [
        dict(zip(keys, [_in(cell, words) if type(cell) in _HOLDS else cell for cell in row], strict=True))
        for row in values[1:]
    ]


_HOLDS = (dict, list)


def _in(cell: Any, words: Sequence[Word | Label]) -> Any:
    if type(cell) is dict:
        return words[cell[""]]
    return [_in(each, words) for each in cell] if type(cell) is list else cell


def _word(key: str, zh: str, en: str) -> Word:
    return Word(key, Label(zh, en))
