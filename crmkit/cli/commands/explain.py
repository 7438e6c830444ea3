"""Explain a finding: what it means, why it matters, wrong and right."""

from __future__ import annotations

import difflib

import click

from crmkit.cli.command import command
from crmkit.cli.rim import Rim, pass_rim
from crmkit.words import codes, explanation


@command()
@click.argument("code", required=False)
@pass_rim
def COMMAND(rim: Rim, code: str | None) -> int:
    """Explain a finding: what it means, why it matters, wrong and right.

    crmkit explain CRM104
    crmkit explain duplicate-key
    crmkit explain
    """
    if code is None:
        for number, name in codes():
            click.echo(f"{number}  {name}")
        return 0
    text = explanation(code, rim.lang)
    if text is None:
        known = [word for pair in codes() for word in pair]
        near = difflib.get_close_matches(code, known, n=1) or difflib.get_close_matches(
            code.upper(), known, n=1
        )
        if near:
            raise rim.fail("no finding is called '{code}': did you mean '{near}'?", code=code, near=near[0])
        raise rim.fail("no finding is called '{code}': 'crmkit explain' lists them", code=code)
    click.echo(text.rstrip("\n"))
    return 0
