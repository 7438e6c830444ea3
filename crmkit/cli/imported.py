"""Tell what an import does: counts on stdout, refused rows and changed fields on stderr."""

from __future__ import annotations

import click

from crmkit.cli.changes import changes, first_line
from crmkit.cli.present import print_json, print_table, safe
from crmkit.cli.rim import Rim
from crmkit.cli.writing import told
from crmkit.diagnostics import Findings, Severity
from crmkit.document import read
from crmkit.imports.plan import Plan, Rejected, Tally
from crmkit.imports.plan.result import Change
from crmkit.table import Column, Table
from crmkit.words import say

COLUMNS = (
    Column("table", "表", "Table"),
    Column("new", "新增", "New", "right"),
    Column("updated", "更新", "Updated", "right"),
    Column("unchanged", "不变", "Unchanged", "right"),
    Column("rejected", "拒收", "Rejected", "right"),
)
_SHOWN = 20
"""How many changes of fields, and records, are listed; all of them stand in Git's diff."""


def tell(rim: Rim, made: Plan, *, written: bool) -> None:
    """For people: which fields change, which rows are refused and why, how many of each."""
    for alteration in made.alterations[:_SHOWN]:
        said = "{}: {}: {} → {}".format(*alteration)
        click.echo(safe(said).replace("\n", " "), err=True)
    if len(made.alterations) > _SHOWN:
        click.echo(rim._("… and {count} more").format(count=len(made.alterations) - _SHOWN), err=True)
    for one in made.rejected:
        message, _ = say(one.finding, rim.lang)
        column = f"{safe(one.column)}: " if one.column else ""
        place = f"{safe(one.sheet.path)}:{one.row.line}"
        click.echo(f"{place}: {column}{one.finding.code} {one.finding.name}: {message}", err=True)
    for change in made.changes[:_SHOWN]:
        click.echo(_whose(rim, change))
    if len(made.changes) > _SHOWN:
        click.echo(rim._("… and {count} more").format(count=len(made.changes) - _SHOWN))
    print_table(_table(made), rim.lang, rim.room)
    if not written:
        click.echo(rim._("nothing was written: --apply writes"), err=True)


def _whose(rim: Rim, change: Change) -> str:
    """Whose record is written and where, as every writer says it."""
    document, _ = read(change.path, change.after)
    old, _ = read(change.path, change.before or b"")
    return told(rim, document, first_line(changes(old.text, document.text)) if change.before else 1)


def tell_json(rim: Rim, made: Plan, *, written: bool) -> None:
    """For programs: the counts as rows, and every refused row."""
    table = _table(made)
    said = {"as_of": rim.as_of.isoformat(), "applied": written, "columns": [c.key for c in COLUMNS]}
    refused = [_rejection(one, rim.lang) for one in made.rejected]
    print_json({**said, "rows": table.records(rim.lang), "rejected": refused})


def tell_findings(rim: Rim, findings: Findings) -> None:
    """What is wrong with the map or a table itself, on stderr."""
    for finding in findings:
        message, help = say(finding, rim.lang)
        place = finding.source
        where = f"{safe(place.path)}:{place.line}:{place.column}"
        click.echo(f"{where}: {finding.code} {finding.name}: {message}", err=True)
        if help and finding.severity is Severity.ERROR:
            click.echo(f"  {rim._('help')}: {help}", err=True)


def _table(made: Plan) -> Table:
    tallies = (("customers", made.customers), ("orders", made.orders))
    return Table(COLUMNS, tuple((name, *_counts(tally)) for name, tally in tallies))


def _counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.new, tally.updated, tally.unchanged, tally.rejected


def _rejection(one: Rejected, lang: str) -> dict[str, object]:
    path, line, _ = one.finding.source
    message, _ = say(one.finding, lang)
    said = {"path": path, "line": line, "column": one.column}
    return {**said, "code": one.finding.code, "name": one.finding.name, "message": message}
