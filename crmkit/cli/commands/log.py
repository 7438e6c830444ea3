"""Write down what happened with a customer, as a dated entry."""

from __future__ import annotations

import sys

import click

from crmkit.cli.command import command
from crmkit.cli.contacts import meant
from crmkit.cli.entry import append
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import moment
from crmkit.schema.names import nearest


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
    rim: Rim, customer: str, kind: str, subject: str, by: str | None, contact: str | None,
    when: str | None, step: str | None, fields: tuple[str, ...], text: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down what happened with a customer, as a dated entry.

    crmkit log 曾国藩 电话 确认方案 --with 曾国藩 --next "2024-06-05 微信 发送报价"
    crmkit log CRM-202405001 order 首期实施 --field amount=16万 --on 2024-05-20
    crmkit log zgf 备注 --text - < notes.md

    CUSTOMER is a number, part of a name, or pinyin; KIND a word of sop/vocabulary.md.
    """
    loaded = one(rim, customer)
    known = rim.policy.vocabulary.kind(kind)
    if known is None:
        near = rim.policy.vocabulary.near_kind(kind)
        raise rim.nearest("no kind of entry is called '{word}'", kind, near)
    said = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("with", meant(rim, loaded, contact))] if contact else []
    for pair in fields:
        key, equals, value = pair.partition("=")
        fields_of_kind = rim.policy.schema.entry_fields(known.cls)
        if not equals:
            raise rim.fail("--field wants KEY=VALUE: {pair}", pair=pair)
        if fields_of_kind.find(key) is None:
            near = nearest(key, fields_of_kind.words())
            raise rim.nearest("entries of this kind have no field '{word}'", key, near)
        said.append((key.strip(), value.strip()))
    said += [("next", step)] if step else []
    free = _stdin(rim) if text == "-" else text or ""
    heading = (moment(rim, when), kind, subject)
    return append(rim, loaded.document.path, heading, said, free, dry_run=dry_run)


def _stdin(rim: Rim) -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise rim.fail("stdin is no text in {encoding}", encoding=error.encoding) from None
