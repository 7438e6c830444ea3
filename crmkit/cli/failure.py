"""Say in one line why a run cannot go on."""

from __future__ import annotations

import click

from crmkit.plain import safe


class Failure(click.ClickException):
    """The run cannot go on: wrong use or configuration, said in one line."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """On stderr, like every talk."""
        click.echo(f"crmkit: {safe(self.message)}", err=True)
