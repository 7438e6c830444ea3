"""Write findings as GitHub workflow commands, errors first, since a step shows only ten of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.cli.formats import Format
from crmkit.cli.present import print_lines, safe
from crmkit.diagnostics import Diagnostic, Findings, Severity
from crmkit.words import say

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim

_ORDER = tuple(Severity)


def write(findings: Findings, rim: Rim) -> None:
    """`::error file=…,line=…,col=…,title=…::message`; escaped, so that no record can speak here."""
    ordered = sorted(findings, key=lambda f: _ORDER.index(f.severity))
    print_lines(_line(finding, rim.lang) for finding in ordered)


def _line(finding: Diagnostic, lang: str) -> str:
    message, help = say(finding, lang)
    place = finding.source
    about = f"file={_property(place.path)},line={place.line},col={place.column}"
    title = _property(f"{finding.code} {finding.name}")
    text = f"{message} ({help})" if help else message
    return f"::{finding.severity} {about},title={title}::{_data(text)}"


def _data(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format("github", write)
