"""Ask whose work a list is to show: one person's, a team's, a role's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from crmkit.cli.rim import Rim

_OPTIONS = (
    click.option("--owner", metavar="PERSON", help="Only what this person does; 'me' is git's user."),
    click.option("--team", metavar="PERSON", help="Only what this person and those they lead do."),
    click.option("--role", metavar="ROLE", help="Only what people in this role do."),
)


def whose_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--owner`, `--team` and `--role` of a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def whose(rim: Rim, owner: str | None, team: str | None, role: str | None) -> frozenset[str] | None:
    """The people and roles whose work is meant; None for everybody's. A role's work is also its holders'."""
    if sum(word is not None for word in (owner, team, role)) > 1:
        raise rim.fail("name one of --owner, --team and --role")
    people = rim.policy.people
    if owner is not None:
        return people.names_of(rim.person(owner).id, as_of=rim.as_of)
    if team is not None:
        members = people.team(rim.person(team).id)
        return frozenset().union(*(people.names_of(one, as_of=rim.as_of) for one in members))
    return people.in_role(_role(rim, role)) if role is not None else None


def _role(rim: Rim, word: str) -> str:
    """The key of the role that a word means."""
    from crmkit.schema.names import Names

    names = Names(tuple((said, one.key) for one in rim.policy.people.roles for said in one.words))
    key = names.find(word)
    if key is None:
        raise rim.nearest("no role is called '{word}'", word, names.near(word))
    return key
