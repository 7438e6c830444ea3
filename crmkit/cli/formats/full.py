"""Write a finding as a good compiler does: place, message, the line with a caret, the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmkit.cli.layout import width
from crmkit.cli.present import safe
from crmkit.diagnostics import Diagnostic, Findings, Severity
from crmkit.document import Document, read
from crmkit.load import Absent
from crmkit.words import say

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_SHOWN = 100


def write(findings: Findings, rim: Rim) -> None:
    """Each finding with its line; a last line on stderr counts them."""
    documents: dict[str, Document | None] = {}
    for finding in findings:
        path = finding.source.path
        if path not in documents:
            data = rim.snapshot.get(path)
            documents[path] = read(path, data)[0] if data and not isinstance(data, Absent) else None
        _write_one(finding, documents[path], rim)
    if findings:
        counts = {s: sum(f.severity is s for f in findings) for s in Severity}
        errors = rim.many("1 error", "{count} errors", counts[Severity.ERROR])
        warnings = rim.many("1 warning", "{count} warnings", counts[Severity.WARNING])
        notices = rim.many("1 notice", "{count} notices", counts[Severity.NOTICE])
        click.echo(rim._(", ").join((errors, warnings, notices)), err=True)


def _write_one(finding: Diagnostic, document: Document | None, rim: Rim) -> None:
    message, help = say(finding, rim.lang)
    place = finding.source
    name = click.style(f"{finding.code} {finding.name}", fg=_COLORS[finding.severity], bold=True)
    _echo(f"{safe(place.path)}:{place.line}:{place.column}: {name}: {message}", rim)
    lines = document.text.split("\n") if document else []
    if place.line <= len(lines):
        line = lines[place.line - 1].rstrip("\r")
        end = min(finding.end or place.column + 1, len(line) + 1)
        if line.strip() and width(line) <= _SHOWN:
            number = f"{place.line} | "
            before, under = safe(line[: place.column - 1]), safe(line[place.column - 1 : end - 1])
            gap = " " * (len(number) - len("| ")) + "| " + " " * width(before.expandtabs(1))
            _echo(f"{number}{safe(line).expandtabs(1)}", rim)
            _echo(gap + click.style("^" * max(width(under), 1), fg=_COLORS[finding.severity]), rim)
    if help:
        _echo(f"  {rim._('help')}: {help}", rim)
    _echo("", rim)


def _echo(text: str, rim: Rim) -> None:
    click.echo(text, color=rim.colored)


FORMAT = ("full", write)
