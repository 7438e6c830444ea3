"""Write down what happened with a customer, as a dated entry."""

from __future__ import annotations

import re
import sys
from datetime import date

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import change_record
from crmkit.edit import append_entry

_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?:-\d\d:\d\d)?))?")


@command()
@click.argument("customer")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--with", "contact", metavar="CONTACT", help="Which contact of theirs.")
@click.option("--on", "when", metavar="DATE[ TIME]", help="When it happened; else now.")
@click.option("--next", "step", metavar='"DATE KIND GOAL"', help="The next step promised.")
@click.option(
    "--field", "fields", multiple=True, metavar="KEY=VALUE", help="A further field of the entry; repeatable."
)
@click.option("--text", metavar="TEXT", help="Free text below the fields; - reads stdin.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str, kind: str, subject: str, by: str | None, contact: str | None, when: str | None,
    step: str | None, fields: tuple[str, ...], text: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down what happened with a customer, as a dated entry.

    crmkit log 曾国藩 电话 确认方案 --with 曾国藩 --next "2024-06-05 微信 发送报价"
    crmkit log CRM-202405001 order 首期实施 --field amount=16万 --on 2024-05-20
    crmkit log zgf 备注 --text - < notes.md
    """
    loaded = one(rim, customer)
    known = rim.policy.vocabulary.kind(kind)
    if known is None:
        near = rim.policy.vocabulary.near_kind(kind)
        raise rim.fail(
            "no kind of entry is called '{kind}': did you mean '{near}'?", kind=kind, near=near or "—"
        )
    said = [("by", _author(rim, by))]
    said += [("with", contact)] if contact else []
    for pair in fields:
        key, equals, value = pair.partition("=")
        field = rim.policy.schema.entry_fields(known.cls).find(key)
        if not equals or field is None:
            raise rim.fail("--field wants KEY=VALUE with a field that entries have: {pair}", pair=pair)
        said.append((key.strip(), value.strip()))
    said += [("next", step)] if step else []
    heading = " ".join(filter(None, (_moment(rim, when), kind, subject.strip())))
    free = sys.stdin.read() if text == "-" else text or ""
    return change_record(
        rim,
        loaded.document.path,
        lambda document: append_entry(document, heading, said, free),
        dry_run=dry_run,
    )


def _author(rim: Rim, by: str | None) -> str:
    """The id of who writes; an unknown one is wrong use, so that no entry is anonymous."""
    person = rim.policy.people.find(by) if by else rim.author
    if person is not None:
        return person.id
    if by:
        raise rim.fail("nobody in sop/people.md is called '{by}'", by=by)
    raise rim.fail("git's user.email is not in sop/people.md: name the author with --by")


def _moment(rim: Rim, when: str | None) -> str:
    """Date and time of the entry; today with the time, so that two real contacts never look like one."""
    if when is None:
        return f"{rim.day} {rim.now:%H:%M}" if rim.day else f"{rim.now:%Y-%m-%d %H:%M}"
    match = _WHEN.fullmatch(when.strip())
    try:
        if match is None:
            raise ValueError
        date.fromisoformat(match[1])
    except ValueError:
        raise rim.fail("--on wants YYYY-MM-DD or 'YYYY-MM-DD HH:MM': {when}", when=when) from None
    return f"{match[1]} {match[2]}" if match[2] else match[1]
