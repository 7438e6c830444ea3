"""Change a record for a command: under the lock, checked against what it said before, shown as a diff."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import click

from crmkit.allowance import apply
from crmkit.checks import of_record
from crmkit.cli.present import place, print_lines, safe
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Diagnostic, Findings, Severity, in_order
from crmkit.document import Document, encode, read
from crmkit.load import load_record
from crmkit.tree import FileChanged, locked, rewrite
from crmkit.words import say

_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?:-\d\d:\d\d)?))?")

Edit = Callable[[Document], tuple[Document, Findings]]


class _Refused(Exception):
    def __init__(self, findings: Findings) -> None:
        self.findings = findings


def change_record(rim: Rim, path: str, edit: Edit, *, dry_run: bool) -> int:
    """Apply an edit to one record and print the lines it changed; 1 when it was refused, the file untouched.

    The edit is made again when somebody else saved the file in between. It is refused when the record would
    hold an error that it did not hold before; new warnings are said, and written all the same.
    """
    shown: list[str] = []
    doubts: list[Diagnostic] = []

    def changed(data: bytes) -> bytes:
        before, _ = read(path, data)
        after, refused = edit(before)
        if refused and any(f.severity is Severity.ERROR for f in refused):
            raise _Refused(refused)
        new = encode(after.text, after.decoded.bom)
        fresh = _fresh(rim, path, data, new) if new != data else ()
        if any(finding.severity is Severity.ERROR for finding in fresh):
            raise _Refused(tuple(f for f in fresh if f.severity is Severity.ERROR))
        doubts[:] = fresh
        shown[:] = _diff(path, before.text, after.text)
        return new

    try:
        if dry_run:
            data = rim.snapshot[path]
            changed(data if isinstance(data, bytes) else b"")
        else:
            with locked(rim.root):
                rewrite(rim.root, path, changed)
    except _Refused as refused:
        refuse(rim, refused.findings)
        return 1
    except FileChanged:
        click.echo(
            rim._("{path}: somebody else changes it all the time; nothing was changed").format(
                path=safe(path)
            ),
            err=True,
        )
        return 3
    print_lines(shown)
    _report(rim, doubts)
    if not shown:
        click.echo(rim._("nothing to change"), err=True)
    return 0


def refuse(rim: Rim, findings: Findings) -> None:
    """Say on stderr why nothing was changed."""
    _report(rim, findings)
    click.echo(rim._("nothing was changed"), err=True)


def _report(rim: Rim, findings: Iterable[Diagnostic]) -> None:
    for finding in findings:
        message, help = say(finding, rim.lang)
        where = place(finding.source)
        click.echo(f"{where}: {finding.code} {finding.name}: {safe(message)}", err=True)
        if help:
            click.echo("  " + rim._("help: {text}").format(text=safe(help)), err=True)


def found_in(rim: Rim, path: str, data: bytes) -> Findings:
    """What every check would find in a record with these bytes, except where it is allowed."""
    loaded = load_record(path, data, rim.policy)
    found = [*loaded.findings, *of_record(loaded, rim.policy, as_of=rim.as_of, today=rim.today)]
    return in_order(apply(found, {path: loaded.document.allowances}))


def errors_in(rim: Rim, path: str, data: bytes) -> Findings:
    """The errors a new file would hold."""
    return tuple(f for f in found_in(rim, path, data) if f.severity is Severity.ERROR)


def _fresh(rim: Rim, path: str, old: bytes, new: bytes) -> Findings:
    """What is found in the new bytes and was not in the old, wherever it stood; notices aside."""
    known = Counter((finding.code, finding.arguments) for finding in found_in(rim, path, old))
    fresh = []
    for finding in found_in(rim, path, new):
        said = (finding.code, finding.arguments)
        if known[said]:
            known[said] -= 1
        elif finding.severity is not Severity.NOTICE:
            fresh.append(finding)
    return tuple(fresh)


def _diff(path: str, before: str, after: str) -> list[str]:
    """The changed lines, as git would show them, without context."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), path, path, lineterm="", n=0)
    return [safe(line.rstrip("\r")) for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def moment(rim: Rim, when: str | None) -> str:
    """Date and time of an entry; today with the time, so that two real contacts never look like one."""
    if when is None:
        return f"{rim.day} {rim.now:%H:%M}" if rim.day else f"{rim.now:%Y-%m-%d %H:%M}"
    match = _WHEN.fullmatch(when.strip())
    try:
        if match is None:
            raise ValueError
        date.fromisoformat(match[1])
    except ValueError:
        raise rim.fail("--on wants YYYY-MM-DD or 'YYYY-MM-DD HH:MM': {when}", when=when) from None
    return f"{match[1]} {match[2]}" if match[2] else match[1]
