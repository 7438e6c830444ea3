"""Show what check finds, a group a code: place, message and command, as far as the audience may know."""

from __future__ import annotations

import shlex
from collections import defaultdict
from decimal import Decimal
from urllib.parse import quote

from crmkit.diagnostics import Diagnostic, Severity
from crmkit.pages import FOLDER, BookIndex, Context, address, later, number
from crmkit.policy import Policy
from crmkit.policy.policy import FOLDER as PROCEDURES
from crmkit.reader import Reader
from crmkit.schema.fields import PRIVACY
from crmkit.words import meaning, say

SHOWN = 5
TONES = {Severity.ERROR: "risk", Severity.WARNING: "warn", Severity.NOTICE: "info"}
LABELS = {
    Severity.ERROR: (later("%(num)s error"), later("%(num)s errors")),
    Severity.WARNING: (later("%(num)s warning"), later("%(num)s warnings")),
    Severity.NOTICE: (later("%(num)s notice"), later("%(num)s notices")),
}


def findings(index: BookIndex, words: Reader) -> Context:
    """Groups in the order of urgency, each capped; `looked` is false where nobody asked for findings.

    What a finding quotes may be anything, so only who may see everything reads it, and the path of a record,
    which may name somebody; others read what the code means, and the customer's name where they may.
    """
    by_code: dict[tuple[Severity, str], list[Diagnostic]] = defaultdict(list)
    for finding in index.findings or ():
        by_code[finding.severity, finding.code].append(finding)
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    known = sorted(by_code, key=lambda each: (ranks[each[0]], each[1]))
    numbers = {standing.facts.path: id for id, standing in index.view.standings.items()}
    total = {severity: sum(len(by_code[one]) for one in known if one[0] is severity) for severity in Severity}
    return {
        "looked": index.findings is not None,
        "open": sees_all(words),
        "count": sum(total.values()),
        "counts": [
            (TONES[severity], words.count(*LABELS[severity], count))
            for severity, count in total.items() if count
        ],
        "groups": [_group(by_code[one], numbers, index.policy, words) for one in known],
        "fixable": any(finding.fix for finding in index.findings or ()),
    }  # fmt: skip


def sees_all(words: Reader) -> bool:
    """Whether nothing is hidden from the audience."""
    return words.reads_text and all(words.may_see(privacy) for privacy in PRIVACY)


def _group(found: list[Diagnostic], numbers: dict[str, str], policy: Policy, words: Reader) -> Context:
    first = found[0]
    return {
        "tone": TONES[first.severity],
        "code": first.code,
        "name": first.name,
        "meaning": meaning(first.code, words.language),
        "count": number(Decimal(len(found))),
        "rows": [_row(one, numbers.get(one.source.path), policy, words) for one in found[:SHOWN]],
        "more": max(len(found) - SHOWN, 0),
    }


def _row(one: Diagnostic, id: str | None, policy: Policy, words: Reader) -> Context:
    path, line, _ = one.source
    open, forge = sees_all(words), policy.book.forge
    shown = open or path.startswith(PROCEDURES)
    place = f"{path}:{line}" if shown else words.tr("line %(line)s of the record", line=line)
    fix = " --fix" if one.fix else ""
    return {
        "customer": (words.names.get(id) or id) if id is not None else "",
        "href": FOLDER + address(id) if id is not None else "",
        "place": place,
        "line": f"{forge}{quote(path)}#L{line}" if forge and shown else "",
        "message": say(one, words.language)[0].replace("`", "") if open else "",
        "command": f"crmkit check {shlex.quote(path)}{fix}",
    }
