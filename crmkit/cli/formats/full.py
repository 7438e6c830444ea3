"""Write a finding as a good compiler does: place, message, the line with a caret, the help."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from crmkit.cli.formats import Format
from crmkit.cli.layout import width
from crmkit.cli.present import place, print_lines, safe
from crmkit.cli.unmasked import unmasked
from crmkit.diagnostics import Diagnostic, Findings, Severity
from crmkit.document.decode import decode
from crmkit.excess import stands_for
from crmkit.words import say

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
_SHOWN = 100  # columns; a longer line is not shown


def write(findings: Findings, rim: Rim) -> None:
    """Each finding with its line; a last line on stderr counts them."""
    shown: list[str] = []
    for path, of_path in groupby(findings, key=lambda finding: finding.source.path):
        data = rim.snapshot.get(path)
        text = decode(path, data)[0].text if isinstance(data, bytes) else ""
        lines = text.split("\n") if text else []
        for finding in of_path:
            shown += _one(finding, lines, rim)
    print_lines(shown, rim.colored)
    if findings:
        counts = {s: sum(stands_for(f) for f in findings if f.severity is s) for s in Severity}
        errors = rim.many("1 error", "{count} errors", counts[Severity.ERROR])
        warnings = rim.many("1 warning", "{count} warnings", counts[Severity.WARNING])
        notices = rim.many("1 notice", "{count} notices", counts[Severity.NOTICE])
        said = zip(counts.values(), (errors, warnings, notices), strict=True)
        click.echo(rim._(", ").join(text for count, text in said if count), err=True)


def _one(finding: Diagnostic, lines: list[str], rim: Rim) -> list[str]:
    source = finding.source
    line = lines[source.line - 1].rstrip("\r") if source.line <= len(lines) else ""
    visible = bool(line.strip()) and len(line) <= _SHOWN and width(line) <= _SHOWN
    message, help = say(unmasked(finding, lines) if visible else finding, rim.lang)
    name = click.style(f"{finding.code} {finding.name}", fg=_COLORS[finding.severity], bold=True)
    shown = [f"{place(source)}: {name}: {safe(message)}"]
    if visible:
        end = min(finding.end or source.column + 1, len(line) + 1)
        number = f"{source.line} | "
        before, under = safe(line[: source.column - 1]), safe(line[source.column - 1 : end - 1])
        gap = " " * (len(number) - len("| ")) + "| " + " " * width(before.expandtabs(1))
        shown.append(f"{number}{safe(line).expandtabs(1)}")
        shown.append(gap + click.style("^" * max(width(under), 1), fg=_COLORS[finding.severity]))
    if help:
        shown.append("  " + rim._("help: {text}").format(text=safe(help)))
    return [*shown, ""]


FORMAT = Format("full", write)
