"""Take customers and orders from tables of another system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from crmkit.calendar.working import Calendar
from crmkit.calendar.zones import zone
from crmkit.cli.command import Use, command
from crmkit.cli.imported import tell, tell_json
from crmkit.cli.merging import remind
from crmkit.cli.present import safe
from crmkit.cli.rejected import ENDING, is_ours, rejected_csv, target_of, write_whole
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.cli.tables import GivenTable, asked, given
from crmkit.imports import Sheet
from crmkit.imports.plan import Index, Plan, RowChange, known_in, plan
from crmkit.load import numbers_taken, record_paths
from crmkit.sweep import in_parts
from crmkit.tree import FileChanged, create, locked, read_file, rewrite, snapshot

FILE = click.Path(dir_okay=False, path_type=Path)
_WRITERS = 32
"""Files under way at once: a disk makes many last in the time that it takes for one."""


@command(Use.WRITES)
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
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else the one with the map's columns.")
@click.option(
    "--encoding", metavar="NAME", help="The encoding of a CSV file; else UTF-8 or GB18030, as found."
)
@click.option(
    "--separator", metavar="CHAR", help="What stands between cells; else the one that fits the map."
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
    sheet: str | None,
    encoding: str | None,
    separator: str | None,
    apply: bool,
    dry_run: bool,
    rejected: Path | None,
    as_json: bool,
) -> int:
    """Take customers and orders from tables of another system.

    crmkit import customers.csv --map map.md --orders orders.csv
    crmkit import customers.xlsx --map map.md --apply

    Without --apply it only counts. What is known already is not written again; refused rows go to a file
    with the reason. Exit code 0: every row was taken; 1: rows were refused or a table could not be read;
    2: the map is wrong.
    """
    read = given(rim, file, map_file, order_files, asked(rim, encoding, separator, sheet))
    if isinstance(read, int):
        return read
    targets = _targets(rim, read, file, rejected, (map_file, file, *order_files))
    writes = apply and not dry_run
    if writes:
        with locked(rim.root):
            made = _planned(rim, read)
            _write(rim.root, made.changes)
    else:
        made = _planned(rim, read)
    done = _write_rejected(rim, made, targets, writes) if writes or rejected is not None else []
    if as_json:
        tell_json(rim, made, written=writes)
    else:
        tell(rim, made, (read.customers, *read.orders), written=writes)
    for line in done:
        click.echo(line, err=True)
    if writes:
        remind(rim)
    return int(bool(made.rejected))


def _planned(rim: Rim, read: GivenTable) -> Plan:
    """What is to be done, from the records as they are now."""
    files = snapshot(rim.root)
    parts = in_parts(known_in, record_paths(files), (files, rim.policy), processors())
    index = Index(known for part in parts for known in part)
    index.kept_back = frozenset(numbers_taken(files, rim.policy.book.number.match))
    here = zone(rim.policy.get(Calendar).timezone)
    return plan(read.customers, read.orders, read.mapping, rim.policy, files, index, on=rim.as_of, zone=here)


def _write(root: Path, changes: Sequence[RowChange]) -> None:
    """All changes, under the lock; none when a record is not what was read any more."""
    from concurrent.futures import ThreadPoolExecutor

    for path, before, _ in changes:
        if before is not None and read_file(root / path) != before:
            raise FileChanged(f"{path}: changed by somebody else during the import; nothing was written")
    with ThreadPoolExecutor(_WRITERS) as writers:
        try:
            for done in [writers.submit(_put, root, change) for change in changes]:
                done.result()
        except BaseException:
            writers.shutdown(cancel_futures=True)
            raise


def _put(root: Path, change: RowChange) -> None:
    if change.before is None:
        create(root, change.path, change.after)
        return

    def after(now: bytes) -> bytes:
        if now != change.before:
            raise FileChanged(f"{change.path}: changed by somebody else during the import; import again")
        return change.after

    rewrite(root, change.path, after)


def _targets(
    rim: Rim, read: GivenTable, file: Path, wanted: Path | None, given_files: Sequence[Path]
) -> list[tuple[Sheet, Path]]:
    """One file of refused rows a table: the one wanted for the customers, for orders one beside it."""
    found: list[tuple[Sheet, Path]] = []
    for sheet in (read.customers, *read.orders):
        table = Path(sheet.path)
        target = target_of(table)
        if wanted is not None:
            target = wanted if sheet is read.customers else wanted.with_name(target.name)
        number = 1
        while any((rim.folder / target) == (rim.folder / other) for _, other in found):
            number += 1
            target = target.with_name(f"{table.stem.removesuffix(ENDING)}-{number}{ENDING}.csv")
        found.append((sheet, target))
    for _, target in found:
        path = rim.folder / target
        if path.resolve() in [(rim.folder / one).resolve() for one in given_files] and not is_ours(path):
            raise rim.fail("{path} is read by this import: name another file for refused rows", path=target)
    return found


def _write_rejected(rim: Rim, made: Plan, targets: Sequence[tuple[Sheet, Path]], applied: bool) -> list[str]:
    """The refused rows of each table; a file of an earlier run goes where none is refused any more.

    Answers what is to be said of it.
    """
    said = []
    for sheet, target in targets:
        rows = [one for one in made.rejected if one.sheet is sheet]
        path, shown = rim.folder / target, safe(target.as_posix())
        if rows:
            write_whole(path, rejected_csv(rows, rim.lang))
            said.append(rim._("refused rows: {path}").format(path=shown))
        elif applied and is_ours(path):
            path.unlink()
            said.append(rim._("removed, as no row is refused any more: {path}").format(path=shown))
    return said
