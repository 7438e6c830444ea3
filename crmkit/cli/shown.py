"""Show people the rows of a list, or say that there are none."""

from __future__ import annotations

import click

from crmkit.cli.present import print_table
from crmkit.cli.rim import Rim
from crmkit.table import Table


def show_table(rim: Rim, table: Table) -> None:
    """The rows under headings on stdout; that there are none is talk."""
    print_table(table, rim.lang, rim.room)
    say_if_none(rim, table)


def say_if_none(rim: Rim, table: Table) -> None:
    """Say on stderr that a list has no rows, so that silence never means two things."""
    if not table.rows:
        click.echo(rim._("nothing found"), err=True)
