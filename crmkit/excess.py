"""Show the first findings of each code in a file, and say how many more there are (P8)."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import MOST_SHOWN, Code, Diagnostic, Findings

MORE = Code("CRM092", "more-of-the-same")


def bounded(findings: Iterable[Diagnostic]) -> Findings:
    """The findings, in their order; of a code that a file has very often, the rest become one.

    It stands where the first of the rest would, and is as severe.
    """
    shown: list[Diagnostic] = []
    counts: dict[tuple[str, str], int] = {}
    firsts: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = finding.source.path, finding.code
        counts[key] = counts.get(key, 0) + 1
        if counts[key] == MOST_SHOWN + 1 and finding.code != MORE.number:
            firsts[key] = len(shown)
            shown.append(finding)
        elif counts[key] <= MOST_SHOWN:
            shown.append(finding)
    for key, place in firsts.items():
        shown[place] = rest(shown[place], counts[key] - MOST_SHOWN)
    return tuple(shown)


def stands_for(finding: Diagnostic) -> int:
    """How many findings this one is."""
    return int(dict(finding.arguments)["count"]) if finding.code == MORE.number else 1


def rest(first: Diagnostic, count: int) -> Diagnostic:
    """The finding that stands for this one and others of its code, `count` in all."""
    more = MORE.at(first.source, count=count, of=first.code, what=first.name)
    return more._replace(severity=first.severity)
