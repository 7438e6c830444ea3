"""Write findings as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crmkit.cli.formats import Format
from crmkit.cli.present import print_json
from crmkit.diagnostics import Diagnostic, Findings
from crmkit.words import say

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim


def write(findings: Findings, rim: Rim) -> None:
    """All findings in one document; `fix` is null where nothing can be mended without thought."""
    print_json({"findings": [_one(finding, rim.lang) for finding in findings]})


def _one(finding: Diagnostic, lang: str) -> dict[str, Any]:
    message, help = say(finding, lang)
    splices = [{"start": start, "end": end, "text": text} for start, end, text in finding.fix]
    return {
        "path": finding.source.path,
        "line": finding.source.line,
        "column": finding.source.column,
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": message,
        "help": help,
        "fix": {"description": help, "splices": splices} if splices else None,
    }


FORMAT = Format("json", write)
