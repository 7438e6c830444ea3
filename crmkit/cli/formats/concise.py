"""Write a finding on one line, for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.cli.formats import Format
from crmkit.cli.present import place, print_lines, safe
from crmkit.diagnostics import Findings
from crmkit.words import message

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim


def write(findings: Findings, rim: Rim) -> None:
    """`path:line:column: CODE name: message`."""
    print_lines(f"{place(f.source)}: {f.code} {f.name}: {safe(message(f, rim.lang))}" for f in findings)


FORMAT = Format("concise", write)
