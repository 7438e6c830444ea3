"""Tell what an import does: counts on stdout; doubts, refused rows and changed fields on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import click

from crmkit.cli.changes import changes, first_line
from crmkit.cli.present import print_json, print_table, safe
from crmkit.cli.rim import Rim
from crmkit.cli.writing import told
from crmkit.diagnostics import Diagnostic, Findings, Severity
from crmkit.document import read
from crmkit.imports import Sheet
from crmkit.imports.plan import Plan, Tally
from crmkit.imports.plan.result import RowChange
from crmkit.language import Label, Word
from crmkit.table import Column, Table
from crmkit.words import say

COLUMNS = (
    Column("table", Label("表", "Table")),
    Column("rows", Label("行数", "Rows"), "right"),
    Column("new", Label("新增", "New"), "right"),
    Column("updated", Label("更新", "Updated"), "right"),
    Column("unchanged", Label("不变", "Unchanged"), "right"),
    Column("joined", Label("并入", "Joined"), "right"),
    Column("rejected", Label("未导入", "Rejected"), "right"),
    Column("skipped", Label("跳过", "Skipped"), "right"),
)
_CUSTOMERS, _ORDERS = Word("customers", Label("客户", "customers")), Word("orders", Label("订单", "orders"))
_SHOWN = 20
"""How many changes of fields, and records, are listed; all of them stand in Git's diff."""
_ALIKE = 3
"""How many different values of one column are shown for one reason; the file of refused rows has them all."""
_RANGES = 8


class Placed(NamedTuple):
    """A finding with the column that it is about."""

    column: str
    finding: Diagnostic


def tell(rim: Rim, made: Plan, sheets: Sequence[Sheet], *, written: bool) -> None:
    """For people: what was skipped or mended, which fields change, which rows are refused and why, counts."""
    for sheet in sheets:
        _tell_skipped(rim, made, sheet)
    _tell_grouped(rim, [Placed(*note) for note in made.notes])
    for alteration in made.alterations[:_SHOWN]:
        said = "{}: {}: {} → {}".format(*alteration)
        click.echo(safe(said).replace("\n", " "), err=True)
    if len(made.alterations) > _SHOWN:
        click.echo(rim._("… and {count} more").format(count=len(made.alterations) - _SHOWN), err=True)
    _tell_grouped(rim, [Placed(why.column, why.finding) for one in made.rejected for why in one.reasons])
    for change in made.changes[:_SHOWN]:
        click.echo(_whose(rim, change))
    if len(made.changes) > _SHOWN:
        click.echo(rim._("… and {count} more").format(count=len(made.changes) - _SHOWN))
    print_table(_table(made), rim.lang, rim.room)
    if not written:
        click.echo(rim._("nothing was written: --apply writes"), err=True)


def _whose(rim: Rim, change: RowChange) -> str:
    """Whose record is written and where, as every writer says it."""
    document, _ = read(change.path, change.after)
    old, _ = read(change.path, change.before or b"")
    return told(rim, document, first_line(changes(old.text, document.text)) if change.before else 1)


def tell_json(rim: Rim, made: Plan, *, written: bool) -> None:
    """For programs: the counts as rows, every reason of every refused row, every note."""
    said = {"as_of": rim.as_of.isoformat(), "applied": written, "columns": [c.key for c in COLUMNS]}
    refused = [
        _told(Placed(why.column, why.finding), rim.lang) for one in made.rejected for why in one.reasons
    ]
    notes = [_told(Placed(*note), rim.lang) for note in made.notes]
    print_json({**said, "rows": _table(made).records(rim.lang), "rejected": refused, "notes": notes})


def tell_findings(rim: Rim, findings: Findings) -> None:
    """What is wrong with the map or a table itself, on stderr."""
    for finding in findings:
        message, help = say(finding, rim.lang)
        place = finding.source
        where = f"{safe(place.path)}:{place.line}:{place.column}"
        click.echo(f"{where}: {finding.code} {finding.name}: {message}", err=True)
        if help and finding.severity is Severity.ERROR:
            click.echo(f"  {rim._('help')}: {help}", err=True)


def _tell_skipped(rim: Rim, made: Plan, sheet: Sheet) -> None:
    """Which lines of a table are no data, where there are any."""
    kinds = {
        "head": rim._("header"),
        "title": rim._("above the header"),
        "blank": rim._("blank"),
        "header": rim._("the header again"),
        "total": rim._("totals"),
    }
    skipped = [*sheet.skipped, *((row.line, "head") for row in sheet.head if sheet.skipped)]
    said = [
        f"{words} {ranges(lines)}"
        for kind, words in kinds.items()
        if (lines := [line for line, one in skipped if one == kind])
    ]
    left = [line for one, line in made.left_out if one is sheet]
    if left:
        said.append(f"{rim._('left out by the map')} {ranges(left)}")
    if said:
        message = rim._("{path}: no data in these lines: {said}")
        click.echo(message.format(path=safe(sheet.path), said="; ".join(said)), err=True)


def _tell_grouped(rim: Rim, placed: Iterable[Placed]) -> None:
    """Equal reasons once, with the lines that they hold for; of many values of one column the first few."""
    groups: dict[tuple[str, ...], list[Placed]] = {}
    for one in placed:
        arguments = dict(one.finding.arguments)
        kind = (arguments.get("why", ""), arguments.get("field", ""))
        groups.setdefault((one.finding.source.path, one.column, one.finding.code, *kind), []).append(one)
    for group in groups.values():
        by_arguments: dict[tuple[tuple[str, str], ...], list[Placed]] = {}
        for one in group:
            by_arguments.setdefault(one.finding.arguments, []).append(one)
        if len(by_arguments) <= _ALIKE:
            for alike in by_arguments.values():
                _tell_alike(rim, alike, alike[:1])
        else:
            _tell_alike(rim, group, [alike[0] for alike in list(by_arguments.values())[:_ALIKE]])


def _tell_alike(rim: Rim, alike: Sequence[Placed], shown: Sequence[Placed]) -> None:
    """One reason with its lines, in the words of those that are shown; the file of refused rows has all."""
    first = alike[0]
    said = [say(one.finding, rim.lang) for one in shown]
    column = f"{safe(first.column)}: " if first.column else ""
    place = f"{safe(first.finding.source.path)}:{ranges([one.finding.source.line for one in alike])}"
    count = f"{len(alike)} × " if len(alike) > 1 else ""
    code = f"{first.finding.code} {first.finding.name}"
    words = said[0][0]
    if len(shown) > 1:
        words = "; ".join(message.rstrip(".。") for message, _ in said) + "; …"
    click.echo(f"{place}: {count}{column}{code}: {words}".replace("\n", " "), err=True)
    helps = dict.fromkeys(help for _, help in said if help)
    for help in helps if first.finding.severity is not Severity.NOTICE else ():
        click.echo(f"  {rim._('help')}: {help}", err=True)


def ranges(lines: Iterable[int]) -> str:
    """`2-5, 9`: runs of lines, the first few."""
    ordered = sorted(set(lines))
    runs = [
        [line for _, line in run]
        for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    ]
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(said[:_RANGES]) + (" …" if len(said) > _RANGES else "")


def _table(made: Plan) -> Table:
    tallies = ((_CUSTOMERS, made.customers), (_ORDERS, made.orders))
    return Table(COLUMNS, tuple({"table": name, **_counts(tally)} for name, tally in tallies))


def _counts(tally: Tally) -> dict[str, int]:
    """Each count under its column, which is called as the tally calls it."""
    return {column.key: getattr(tally, column.key) for column in COLUMNS if column.key != "table"}


def _told(one: Placed, lang: str) -> dict[str, object]:
    path, line, _ = one.finding.source
    message, help = say(one.finding, lang)
    said = {"path": path, "line": line, "column": one.column}
    code = {"code": one.finding.code, "name": one.finding.name}
    return {**said, **code, "message": message, "help": help}
