"""Write down what happened with a customer, as a dated entry."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.contacts import meant
from crmkit.cli.days import NoDay, moment, wanted
from crmkit.cli.entry import append
from crmkit.cli.failure import Failure
from crmkit.cli.fields import blank, value_of
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.stdin import given_text
from crmkit.load.next_steps import as_dated, spelled
from crmkit.policy.files.vocabulary import Kind
from crmkit.schema.names import nearest
from crmkit.schema.read_entry import NEXT


@command(Use.WRITES)
@click.argument("customer")
@click.argument("kind")
@click.argument("subject", default="")
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option(
    "--with", "contacts", multiple=True, metavar="CONTACT", help="Which contact of theirs; repeatable."
)
@click.option("--on", "when", metavar="DATE[ TIME]", help="When it happened; else now.")
@click.option(
    "--next", "steps", multiple=True, metavar='"DATE KIND GOAL"', help="The next step promised; repeatable."
)
@click.option(
    "--field", "fields", multiple=True, metavar="KEY=VALUE", help="A further field of the entry; repeatable."
)
@click.option("--text", metavar="TEXT", help="Free text below the fields; - reads stdin.")
@click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str, kind: str, subject: str, by: str | None, contacts: tuple[str, ...],
    when: str | None, steps: tuple[str, ...], fields: tuple[str, ...], text: str | None, dry_run: bool,
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
    said += [("with", "、".join(meant(rim, loaded, one) for one in contacts))] if contacts else []
    said += [each for pair in fields for each in _field(rim, known, pair)]
    said += [(NEXT, each) for step in steps for each in _promised(rim, step)]
    free = given_text(rim, text or "")
    return append(rim, loaded.document.path, (moment(rim, when), kind, subject), said, free, dry_run=dry_run)


def _field(rim: Rim, kind: Kind, pair: str) -> list[tuple[str, str]]:
    """The key with the value as it was typed; with each step where the value promises several."""
    name, equals, value = pair.partition("=")
    fields = rim.policy.schema.entry_fields(kind.cls)
    found = fields.find(name)
    if not equals:
        raise rim.fail("--field wants KEY=VALUE: {pair}", pair=pair)
    if found is None:
        raise rim.nearest("entries of this kind have no field '{word}'", name, nearest(name, fields.words()))
    if value and blank(value):
        raise rim.fail("{name}: the value is blank", name=name)
    if found.key == NEXT:
        return [(found.key, each) for each in _promised(rim, value)]
    return [(found.key, value_of(rim, found, value, name))]


def _promised(rim: Rim, text: str) -> list[str]:
    """Each next step of the text with its date; without a day nobody could be reminded."""
    steps = spelled(text, rim.policy.vocabulary, rim.as_of)
    for step in steps:
        if isinstance(step.day, NoDay) and step.day is not NoDay.UNREAD:
            raise Failure("--next: " + wanted(rim._, text[step.start : step.day_end], step.day))
    if not steps or any(step.day is NoDay.UNREAD for step in steps):
        raise rim.fail("--next begins with its day, as in '下周三 电话 报价': {text}", text=text.strip())
    # One that is dated already stays as it was typed, blanks included: whoever writes it judges them.
    return [text] if len(steps) == 1 and steps[0].dated else [as_dated(text, step) for step in steps]
