"""Change a record for a command: under the lock, checked against what it said before, shown as a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import click

from crmkit.allowance import apply
from crmkit.checks import of_record
from crmkit.cli.changes import changes, first_line, shown
from crmkit.cli.merging import remind
from crmkit.cli.present import one_line, place, print_lines, safe
from crmkit.cli.rim import Rim
from crmkit.cli.unmasked import unmasked
from crmkit.diagnostics import Diagnostic, Findings, Severity, in_order
from crmkit.document import Document, Scalar, encode, read
from crmkit.load import load_record
from crmkit.tree import FileChanged, locked, rewrite
from crmkit.words import say

Edit = Callable[[Document], tuple[Document, Findings]]


class _Refused(Exception):
    def __init__(self, findings: Findings, text: str) -> None:
        self.findings, self.text = findings, text


def change_record(rim: Rim, path: str, edit: Edit, *, dry_run: bool) -> int:
    """Apply an edit to one record; say whose, where, and the lines it changed; 1 when it was refused.

    The edit is made again when somebody else saved the file in between. It is refused when the record would
    hold an error that it did not hold before; new warnings are said, and written all the same.
    """
    made: list[tuple[Document, Document]] = []
    doubts: list[Diagnostic] = []

    def changed(data: bytes) -> bytes:
        before, _ = read(path, data)
        after, refused = edit(before)
        if refused and any(f.severity is Severity.ERROR for f in refused):
            raise _Refused(refused, before.text)
        new = encode(after.text, after.decoded.bom)
        fresh = _fresh(rim, path, data, new) if new != data else ()
        if any(finding.severity is Severity.ERROR for finding in fresh):
            raise _Refused(tuple(f for f in fresh if f.severity is Severity.ERROR), after.text)
        doubts[:] = fresh
        made[:] = [(before, after)]
        return new

    try:
        if dry_run:
            data = rim.snapshot[path]
            changed(data if isinstance(data, bytes) else b"")
        else:
            with locked(rim.root):
                rewrite(rim.root, path, changed)
    except _Refused as refused:
        refuse(rim, refused.findings, refused.text)
        return 1
    except FileChanged:
        click.echo(
            rim._("{path}: somebody else changes it all the time; nothing was changed").format(
                path=safe(path)
            ),
            err=True,
        )
        return 3
    found = [each for before, after in made for each in changes(before.text, after.text)]
    if found:  # what is shown is worked out when nobody waits for the lock any more
        print_lines([*(told(rim, after, first_line(found)) for _, after in made), *map(safe, shown(found))])
    _report(rim, doubts, made[-1][1].text if made else "")
    if not found:
        click.echo(rim._("nothing to change"), err=True)
    elif dry_run:
        click.echo(rim._("dry run: nothing was written"), err=True)
    else:
        remind(rim, path)
    return 0


def told(rim: Rim, document: Document, line: int) -> str:
    """Whose record was written and where: name, number, `path:line`."""
    said = {
        field.key: item.value.text
        for item in document.profile.items
        if isinstance(item.value, Scalar) and (field := rim.policy.schema.profile.find(item.key.text))
    }
    number = said.get("id") or document.path.rpartition("/")[2].removesuffix(".md")
    named = [one_line(each) for each in (said.get("name"), number) if each]
    return "  ".join([*named, f"{one_line(document.path)}:{line}"])


def refuse(rim: Rim, findings: Findings, text: str) -> None:
    """Say on stderr why nothing was changed; `text` is what the findings are about."""
    _report(rim, findings, text)
    click.echo(rim._("nothing was changed"), err=True)


def _report(rim: Rim, findings: Iterable[Diagnostic], text: str) -> None:
    lines = text.split("\n")
    for finding in findings:
        message, help = say(unmasked(finding, lines), rim.lang)
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
