"""Find what is wrong in records and procedures, with place and remedy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from crmkit.cli.command import Use, command
from crmkit.cli.committed import committed, unsettled
from crmkit.cli.formats import formats
from crmkit.cli.kept import findings_in, findings_out
from crmkit.cli.pipe import until_closed
from crmkit.cli.present import safe
from crmkit.cli.resumed import over, resumed
from crmkit.cli.rim import Rim, pass_rim
from crmkit.diagnostics import Findings, Severity, in_order
from crmkit.excess import bounded
from crmkit.folders import POLICY


@command(Use.READS)
@click.argument("paths", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(sorted(formats())), default="full", help="How findings are written."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, then check again.")
@click.option("--dry-run", is_flag=True, help="With --fix: say what would change and change nothing.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--quiet", "-q", is_flag=True, help="Leave out notices: what is overdue or incomplete.")
@pass_rim
def COMMAND(
    rim: Rim,
    paths: Sequence[str],
    form: str,
    as_json: bool,
    fix: bool,
    dry_run: bool,
    strict: bool,
    quiet: bool,
) -> int:
    """Find what is wrong in records and procedures, with place and remedy.

    crmkit check
    crmkit check records/CRM-202405001.md --format concise
    crmkit check --fix --dry-run

    Exit code 0: no error; 1: errors (with --strict warnings too); 2: wrong use. Silent when all is well.
    """
    if fix and rim.rev is not None:
        raise rim.fail("--fix writes, and a commit stays as it is: leave --rev out")
    if fix:
        findings = _selected(rim, _findings(rim), paths)
        _mend(rim, findings, dry_run)
        if not dry_run:
            rim.look_again()
            findings = _selected(rim, _with(rim, _findings(rim)), paths)
    else:
        findings = _selected(rim, _with(rim, _kept(rim)), paths)
    shown = [f for f in findings if not (quiet and f.severity is Severity.NOTICE)]
    with until_closed():  # whoever asks for the exit code gets it, also behind `| head -1`
        formats()["json" if as_json else form](bounded(shown), rim)
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return int(any(finding.severity in bad for finding in findings))


def _findings(rim: Rim) -> Findings:
    """Everything about procedures and records; records are looked at as far as the procedures can be read."""
    policy, problems = rim.policy_and_findings
    if policy is None:
        return problems
    from crmkit.resume import findings

    return findings(resumed(rim, {}, checking=True), over(rim, checking=True), problems)


def _kept(rim: Rim) -> Findings:
    """The same, from an earlier run where nothing changed since."""
    if rim.cache is None:
        return _findings(rim)
    return findings_in(rim.answer("findings", lambda: findings_out(_findings(rim)), today=True))


def _with(rim: Rim, findings: Findings) -> Findings:
    """Findings with what git says, which no state of the files tells."""
    of_index = rim.rev is None or not rim.commit or rim.commit.endswith("+")
    more = committed(rim.root, "" if of_index else rim.commit)
    if rim.rev is None:
        more += unsettled(rim.root)
    return in_order([*findings, *more]) if more else findings


def _selected(rim: Rim, findings: Findings, paths: Sequence[str]) -> Findings:
    """Findings in the files and folders named, or all."""
    if not paths:
        return findings
    wanted = []
    for path in paths:
        if rim.rev is not None:
            wanted.append(_stored(rim, path))
            continue
        absolute = (
            (rim.folder / path).resolve() if not (rim.root / path).exists() else (rim.root / path).resolve()
        )
        if not absolute.exists() or not absolute.is_relative_to(rim.root):
            raise rim.fail("no such file or folder in the repository: {path}", path=path)
        wanted.append(absolute.relative_to(rim.root).as_posix())
    return tuple(f for f in findings if any(_within(f.source.path, folder) for folder in wanted))


def _stored(rim: Rim, path: str) -> str:
    """A file or folder of the commit that is read, named from where the user is; the disk may lack it."""
    for folder in (rim.root, rim.folder.resolve()):
        place = Path(os.path.normpath(folder / path))
        if place.is_relative_to(rim.root):
            named = place.relative_to(rim.root).as_posix()
            if named == "." or any(_within(each.rstrip("/"), named) for each in rim.snapshot):
                return named
    raise rim.fail("no such file or folder in {rev}: {path}", rev=rim.rev, path=path)


def _within(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")


def _mend(rim: Rim, findings: Findings, dry_run: bool) -> None:
    """Mend file by file what can be mended safely; say what was done on stderr."""
    from crmkit import tree

    for path in sorted({finding.source.path for finding in findings if finding.fix}):
        try:
            said = _would_mend(rim, path) if dry_run else _mended(rim, path)
        except tree.FileChanged:
            said = rim._("{path}: somebody else changes it all the time; nothing was changed")
            said = said.format(path=safe(path))
        click.echo(said, err=True)


def _would_mend(rim: Rim, path: str) -> str:
    data = rim.snapshot[path]
    _, count = _fixed(rim, path, data if isinstance(data, bytes) else b"")
    one = "{path}: would mend 1 finding"
    many = "{path}: would mend {count} findings"
    return rim.many(one, many, count, path=safe(path)) if count else _left(rim, path)


def _mended(rim: Rim, path: str) -> str:
    """Mend one file under the lock: it is read again, and what is wrong found again in what it holds now."""
    from crmkit.tree import locked, rewrite

    counts: list[int] = []

    def change(data: bytes) -> bytes:
        new, count = _fixed(rim, path, data)
        counts.append(count)
        return new

    with locked(rim.root):
        rewrite(rim.root, path, change)
    one = "{path}: mended 1 finding"
    many = "{path}: mended {count} findings"
    return rim.many(one, many, counts[-1], path=safe(path)) if counts[-1] else _left(rim, path)


def _left(rim: Rim, path: str) -> str:
    return rim._("{path}: left as it is").format(path=safe(path))


def _fixed(rim: Rim, path: str, data: bytes) -> tuple[bytes, int]:
    """The bytes with what can be mended mended, and how many findings that were.

    None in a text that no edit may touch, such as one with conflict markers.
    """
    from crmkit.document import encode, read
    from crmkit.edit import apply_fixes
    from crmkit.sweep import sweep

    document, shape = read(path, data)
    policy = rim.policy_and_findings[0]
    if not path.startswith(POLICY) and policy is not None:
        shape = sweep({path: data}, policy, as_of=rim.as_of).findings
    fixable = [finding for finding in shape if finding.fix and finding.source.path == path]
    if not document.decoded.sound or not fixable:
        return data, 0
    return encode(apply_fixes(document.text, fixable), document.decoded.bom), len(fixable)
