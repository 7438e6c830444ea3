"""Merge one record for Git: what both sides changed, by meaning."""

from __future__ import annotations

import os
from pathlib import Path

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim

_SIGNS = 7  # Git's own, where it says no other number
_DISPUTED = 1


@command(Use.NOW)
@click.argument("base", type=click.Path(path_type=Path), metavar="O")
@click.argument("ours", type=click.Path(path_type=Path), metavar="A")
@click.argument("theirs", type=click.Path(path_type=Path), metavar="B")
@click.argument("size", type=click.IntRange(1, 255), default=_SIGNS, metavar="[L]")
@click.argument("path", default="", metavar="[P]")
@pass_rim
def COMMAND(rim: Rim, base: Path, ours: Path, theirs: Path, size: int, path: str) -> int:
    """Merge one record for Git: what both sides changed, by meaning.

    crmkit merge-driver %O %A %B %L %P

    Git calls it, once 'crmkit doctor --fix' has registered it. It merges B into A, O being what both began
    with; what the sides dispute stands between markers of L signs. What is no record is merged line by line.

    Exit code 0: merged; 1: something is disputed; 3: A is as it was.
    """
    try:
        made = _made(rim, base, ours, theirs, size)
        if made is not None:
            _replace(ours, made[0])
            return 0 if made[1] else _DISPUTED
        said = rim._("{path}: not every side is a record that can be read, so git merged it line by line")
    except Exception as error:  # whatever it is, no side may be lost
        from crmkit.cli.stopped import why

        said = rim._("{path}: git merged it line by line, since crmkit could not: {why}")
        said = said.replace("{why}", why(error).replace("{", "{{").replace("}", "}}"))
    return _by_line(rim, base, ours, theirs, size, said.format(path=path or ours))


def _made(rim: Rim, base: Path, ours: Path, theirs: Path, size: int) -> tuple[bytes, bool] | None:
    """The merged bytes, and whether nothing is disputed; the base is shown where the user's git does so."""
    from crmkit.merge import merged

    texts = base.read_bytes(), ours.read_bytes(), theirs.read_bytes()
    made = merged(*texts, size=size)
    if made is None or made.clean:
        return made
    from crmkit import git

    if git.setting(rim.folder, "merge.conflictStyle") in ("diff3", "zdiff3"):
        made = merged(*texts, size=size, show_base=True)
    return made


def _replace(target: Path, data: bytes) -> None:
    """Exchange a file at once, so that it is whole whatever happens."""
    beside = target.with_name(f"{target.name}.crmkit")
    try:
        with open(beside, "xb") as file:
            file.write(data)
        os.chmod(beside, target.stat().st_mode & 0o777)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _by_line(rim: Rim, base: Path, ours: Path, theirs: Path, size: int, said: str) -> int:
    from crmkit import git
    from crmkit.cli.present import one_line

    disputed, data = git.merge_file(rim.folder, base, ours, theirs, size)
    _replace(ours, data)
    click.echo(f"crmkit: {one_line(said)}", err=True)
    return _DISPUTED if disputed else 0
