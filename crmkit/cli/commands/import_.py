"""Take customers and orders from tables of another system."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import click

from crmkit.cli.command import command
from crmkit.cli.imported import tell, tell_findings, tell_json
from crmkit.cli.rejected import rejected_csv, write_whole
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.imports import Sheet, readers
from crmkit.imports.plan import ImportMap, Index, Plan, known_in, missing_columns, plan, read_map
from crmkit.imports.plan.result import Change
from crmkit.load import numbers_taken, record_paths
from crmkit.policy.reading import MISSING_KEY
from crmkit.sweep import in_parts
from crmkit.tree import FileChanged, create, locked, read_file, rewrite, snapshot

FILE = click.Path(dir_okay=False, path_type=Path)


class Given(NamedTuple):
    """What the command was given, read."""

    mapping: ImportMap
    customers: Sheet
    orders: tuple[Sheet, ...]


@command()
@click.argument("file", type=FILE)
@click.option(
    "--map", "map_file", type=FILE, metavar="FILE", required=True, help="Which column goes into which field."
)
@click.option(
    "--orders",
    "order_files",
    type=FILE,
    metavar="FILE",
    multiple=True,
    help="A table of orders; may come again.",
)
@click.option("--apply", "--yes", "apply", is_flag=True, help="Write; without it nothing is changed.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing, --apply or not.")
@click.option(
    "--rejected",
    type=FILE,
    metavar="FILE",
    help="Where refused rows go; else FILE.rejected.csv, with --apply.",
)
@click.option("--json", "as_json", is_flag=True, help="Counts and refused rows as JSON.")
@pass_rim
def COMMAND(
    rim: Rim,
    file: Path,
    map_file: Path,
    order_files: Sequence[Path],
    apply: bool,
    dry_run: bool,
    rejected: Path | None,
    as_json: bool,
) -> int:
    """Take customers and orders from tables of another system.

    crmkit import customers.csv --map map.md --orders orders.csv
    crmkit import customers.csv --map map.md --orders orders.csv --apply

    Without --apply it only counts. What is known already is not written again; refused rows go to a file
    with the reason. Exit code 0: every row was taken; 1: rows were refused or a table could not be read;
    2: the map is wrong.
    """
    given = _given(rim, file, map_file, order_files)
    if isinstance(given, int):
        return given
    writes = apply and not dry_run
    if writes:
        with locked(rim.root):
            made = _planned(rim, given)
            _write_rejected(rim, made, file, rejected)
            _write(rim.root, made.changes)
    else:
        made = _planned(rim, given)
        if rejected is not None:
            _write_rejected(rim, made, file, rejected)
    (tell_json if as_json else tell)(rim, made, written=writes)
    return int(bool(made.rejected))


def _given(rim: Rim, file: Path, map_file: Path, order_files: Sequence[Path]) -> Given | int:
    """Map and tables; the exit code when one of them cannot be used."""
    mapping, found = read_map(map_file.as_posix(), _bytes(rim, map_file), rim.policy)
    tell_findings(rim, found)
    if mapping is None:
        return 2
    sheets = []
    for path in (file, *order_files):
        reader = readers().get(path.suffix.lower())
        if reader is None:
            known = ", ".join(sorted(readers()))
            raise rim.fail("{path}: not a kind of table that is read: {known}", path=path, known=known)
        sheet, found = reader.read(path.as_posix(), _bytes(rim, path))
        tell_findings(rim, found)
        if sheet is None:
            return 1
        sheets.append(sheet)
    wrong = list(missing_columns(mapping, sheets[0], "customers"))
    for sheet in sheets[1:]:
        wrong += missing_columns(mapping, sheet, "orders")
    if order_files and mapping.orders is None:
        wrong.append(MISSING_KEY.at(mapping.place, key="orders"))
    tell_findings(rim, tuple(wrong))
    return 2 if wrong else Given(mapping, sheets[0], tuple(sheets[1:]))


def _bytes(rim: Rim, path: Path) -> bytes:
    """A file named on the command line, seen from the folder that the run was sent to."""
    if not (rim.folder / path).is_file():
        raise rim.fail("no such file: {path}", path=path)
    return (rim.folder / path).read_bytes()


def _planned(rim: Rim, given: Given) -> Plan:
    """What is to be done, from the records as they are now."""
    files = snapshot(rim.root)
    parts = in_parts(known_in, record_paths(files), (files, rim.policy), processors())
    index = Index(known for part in parts for known in part)
    index.kept_back = frozenset(numbers_taken(files, rim.policy.book.number.match))
    return plan(given.customers, given.orders, given.mapping, rim.policy, files, index, on=rim.as_of)


def _write(root: Path, changes: Sequence[Change]) -> None:
    """All changes, under the lock; none when a record is not what was read any more."""
    for path, before, _ in changes:
        if before is not None and read_file(root / path) != before:
            raise FileChanged(f"{path}: changed by somebody else during the import; nothing was written")
    for change in changes:
        if change.before is None:
            create(root, change.path, change.after)
        else:
            _exchange(root, change)


def _exchange(root: Path, change: Change) -> None:
    def after(now: bytes) -> bytes:
        if now != change.before:
            raise FileChanged(f"{change.path}: changed by somebody else during the import; import again")
        return change.after

    rewrite(root, change.path, after)


def _write_rejected(rim: Rim, made: Plan, file: Path, wanted: Path | None) -> None:
    """One file a table: for the customers the one wanted, for each table of orders one beside it."""
    for path, rows in groupby(made.rejected, key=lambda one: one.sheet.path):
        table = Path(path)
        target = (wanted or table).with_name(f"{table.stem}.rejected.csv")
        if wanted is not None and path == file.as_posix():
            target = wanted
        write_whole(rim.folder / target, rejected_csv(list(rows), rim.lang))
        click.echo(rim._("refused rows: {path}").format(path=target.as_posix()), err=True)
