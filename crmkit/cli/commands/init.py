"""Lay out a repository: procedures, a place for records, what Git needs."""

from __future__ import annotations

from pathlib import Path

import click

from crmkit import git, resources
from crmkit.cli.command import Use, command
from crmkit.cli.merging import ATTRIBUTES, register
from crmkit.cli.rim import Rim, pass_rim
from crmkit.tree import create, locked

GITIGNORE = b"/site/\n/.site.*\n/.crmkit/\n"
_KEPT = "# Records keep their bytes; Git converts nothing, and merges them by meaning.\nrecords/** -text\n"


@command(Use.WRITES)
@click.argument(
    "directory", type=click.Path(file_okay=False, path_type=Path), default=Path("."), metavar="[DIR]"
)
@click.option(
    "--pack", default=resources.DEFAULT_PACK, help="Which procedures to begin with; 'standard' by default."
)
@click.option("--demo", is_flag=True, help="Put example customers into records/.")
@click.option("--dry-run", is_flag=True, help="List what would be written and write nothing.")
@pass_rim
def COMMAND(rim: Rim, directory: Path, pack: str, demo: bool, dry_run: bool) -> int:
    """Lay out a repository: procedures, a place for records, what Git needs.

    crmkit init mybook
    crmkit init mybook --pack service --demo

    What stands there already is kept: nothing is overwritten.
    """
    source = resources.pack(pack)
    if source is None:
        known = ", ".join(resources.packs())
        raise rim.fail("no pack is called '{pack}': there are {known}", pack=pack, known=known)
    root = rim.folder / directory
    files = {f"sop/{path.relative_to(source).as_posix()}": path.read_bytes() for path in _files(source)}
    attributes = (_KEPT + ATTRIBUTES).encode()
    files |= {".gitignore": GITIGNORE, ".gitattributes": attributes, "records/.gitkeep": b""}
    if demo:
        examples = resources.demo(pack)
        if examples is None:
            raise rim.fail("this installation carries no example customers")
        files |= {
            f"records/{path.relative_to(examples).as_posix()}": path.read_bytes() for path in _files(examples)
        }
    kept = [name for name in files if (root / name).exists()]
    written = [name for name in files if name not in kept]
    if not dry_run:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root):
            for name in written:
                create(root, name, files[name])
        if git.init(root):
            register(root)
        else:
            click.echo(rim._("there is no git here: run 'git init' when there is"), err=True)
    if dry_run:
        said = rim.many("1 file would be written", "{count} files would be written", len(written))
    else:
        said = rim.many("1 file written", "{count} files written", len(written))
    if kept:
        said += rim.many(", 1 kept as it was", ", {count} kept as they were", len(kept))
    click.echo(said, err=True)
    for name in written:
        click.echo(name)
    return 0


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
