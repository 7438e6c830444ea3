"""Change a record for a command: under the lock, checked against what it said before, shown as a diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date

import click

from crmkit.cli.present import place, safe
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Diagnostic, Findings, Severity
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
    hold an error that it did not hold before.
    """
    shown: list[str] = []

    def changed(data: bytes) -> bytes:
        before, _ = read(path, data)
        after, refused = edit(before)
        if refused and any(f.severity is Severity.ERROR for f in refused):
            raise _Refused(refused)
        new = encode(after.text, after.decoded.bom)
        _no_new_error(rim, path, data, new)
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
        report(rim, refused.findings)
        return 1
    except FileChanged:
        click.echo(
            rim._("{path}: somebody else changes it all the time; nothing was changed").format(
                path=safe(path)
            ),
            err=True,
        )
        return 3
    for line in shown:
        click.echo(line)
    if not shown:
        click.echo(rim._("nothing to change"), err=True)
    return 0


def report(rim: Rim, findings: Findings) -> None:
    """Say on stderr why nothing was changed."""
    for finding in findings:
        message, help = say(finding, rim.lang)
        where = place(finding.source)
        click.echo(f"{where}: {finding.code} {finding.name}: {safe(message)}", err=True)
        if help:
            click.echo("  " + rim._("help: {text}").format(text=safe(help)), err=True)
    click.echo(rim._("nothing was changed"), err=True)


def refuse_new_errors(rim: Rim, path: str, data: bytes) -> Findings:
    """The errors a new file would hold."""
    return tuple(f for f in load_record(path, data, rim.policy).findings if f.severity is Severity.ERROR)


def _no_new_error(rim: Rim, path: str, old: bytes, new: bytes) -> None:
    def errors(data: bytes) -> list[Diagnostic]:
        return [f for f in load_record(path, data, rim.policy).findings if f.severity is Severity.ERROR]

    known = {(finding.code, finding.arguments) for finding in errors(old)}
    fresh = tuple(finding for finding in errors(new) if (finding.code, finding.arguments) not in known)
    if fresh:
        raise _Refused(fresh)


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
