"""Write down what happened with a customer, as a dated entry."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.days import moment
from crmkit.cli.entry import append
from crmkit.cli.fields import blank, value_of
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.stdin import given_text
from crmkit.policy.vocabulary import Kind
from crmkit.schema.names import nearest


@command()
@click.argument("customer")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option(
    "--with", "contacts", multiple=True, metavar="CONTACT", help="Which contact of theirs; repeatable."
)
@click.option("--on", "when", metavar="DATE[ TIME]", help="When it happened; else now.")
@click.option("--next", "step", metavar='"DATE KIND GOAL"', help="The next step promised.")
@click.option(
    "--field", "fields", multiple=True, metavar="KEY=VALUE", help="A further field of the entry; repeatable."
)
@click.option("--text", metavar="TEXT", help="Free text below the fields; - reads stdin.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str, kind: str, subject: str, by: str | None, contacts: tuple[str, ...],
    when: str | None, step: str | None, fields: tuple[str, ...], text: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Write down what happened with a customer, as a dated entry.

    crmkit log 曾国藩 电话 确认方案 --with 曾国藩 --next "2024-06-05 微信 发送报价"
    crmkit log CRM-202405001 order 首期实施 --field amount=16万 --on 2024-05-20
    crmkit log zgf 拜访 --with 李雷 --with 王芳 --field 客户反馈=年内签
    crmkit log zgf 备注 --text - < notes.md

    CUSTOMER is a number, part of a name, or pinyin; KIND a word of sop/vocabulary.md.
    """
    loaded = one(rim, customer)
    known = rim.policy.vocabulary.kind(kind)
    if known is None:
        near = rim.policy.vocabulary.near_kind(kind)
        raise rim.nearest("no kind of entry is called '{word}'", kind, near)
    said = [("by", (rim.person(by) if by else rim.author).id)]
    said += [("with", "、".join(contacts))] if contacts else []
    said += [_field(rim, known, pair) for pair in fields]
    said += [("next", step)] if step else []
    free = given_text(rim, text or "")
    return append(rim, loaded.document.path, (moment(rim, when), kind, subject), said, free, dry_run=dry_run)


def _field(rim: Rim, kind: Kind, pair: str) -> tuple[str, str]:
    """The key and the value of a `--field`, the value as it was typed."""
    name, equals, value = pair.partition("=")
    fields = rim.policy.schema.entry_fields(kind.cls)
    found = fields.find(name)
    if not equals:
        raise rim.fail("--field wants KEY=VALUE: {pair}", pair=pair)
    if found is None:
        raise rim.nearest("entries of this kind have no field '{word}'", name, nearest(name, fields.words()))
    if value and blank(value):
        raise rim.fail("{name}: the value is blank", name=name)
    return found.key, value_of(rim, found, value, name)
