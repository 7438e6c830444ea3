"""Write a finding on one line, for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crmkit.cli.present import safe
from crmkit.diagnostics import Findings
from crmkit.words import say

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim


def write(findings: Findings, rim: Rim) -> None:
    """`path:line:column: CODE name: message`."""
    for finding in findings:
        place, (message, _) = finding.source, say(finding, rim.lang)
        where = f"{safe(place.path)}:{place.line}:{place.column}"
        click.echo(f"{where}: {finding.code} {finding.name}: {message}")


FORMAT = ("concise", write)
