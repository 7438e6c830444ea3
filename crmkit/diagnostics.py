"""Say what is wrong, where, and how to mend it, as values without words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from crmkit.language import Label, Word

MOST_SHOWN = 100
"""How many findings of one code a file shows: a limit of the tool that bounds a hostile file (P8)."""


class Severity(StrEnum):
    """How sure and how urgent: the record is wrong, probably wrong, or time has passed."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Source(NamedTuple):
    """A place in a file: path with forward slashes, line and column from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1


class Splice(NamedTuple):
    """Replace the characters `start:end` of a decoded file by `text`."""

    start: int
    end: int
    text: str


class Diagnostic(NamedTuple):
    """One finding. Its words are made at the rim from the code's file in `crmkit/findings/`.

    `arguments` are sorted pairs of text; `fix` holds the splices that mend it safely, or nothing;
    `end` is the column behind the value that the caret underlines, 0 when only the start is known.
    """

    source: Source
    code: str
    name: str
    severity: Severity
    arguments: tuple[tuple[str, str], ...] = ()
    fix: tuple[Splice, ...] = ()
    end: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: a stable number and a name that reads well after "allow"."""

    number: str
    name: str
    severity: Severity = field(default=Severity.ERROR)

    def at(
        self, source: Source, /, *, fix: tuple[Splice, ...] = (), length: int = 0, **arguments: object
    ) -> Diagnostic:
        """Report this at a place; `length` is how many characters the caret underlines.

        A label is said in either language, so it comes as two arguments, `about_zh` and `about_en`; a word
        as these and its key.
        """
        said = tuple(sorted([pair for key, value in arguments.items() for pair in _pairs(key, value)]))
        end = source.column + length if length else 0
        return Diagnostic(source, self.number, self.name, self.severity, said, fix, end)


def _pairs(key: str, value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, Word):
        return ((key, value.key), *_pairs(key, value.label))
    if isinstance(value, Label):
        return (f"{key}_zh", value.zh), (f"{key}_en", value.en)
    return ((key, str(value)),)


Findings = tuple[Diagnostic, ...]
"""What a function that reads user data answers beside its value."""


def in_order(findings: list[Diagnostic] | Findings) -> Findings:
    """Sort findings by place, then code; repeated ones are kept once."""
    return tuple(sorted(set(findings), key=lambda f: (f.source, f.code, f.arguments)))


def worst(findings: Findings, ladder: Mapping[Severity, int]) -> int:
    """The highest rung that a finding stands on; 0 when there are none."""
    return max((ladder[f.severity] for f in findings), default=0)
