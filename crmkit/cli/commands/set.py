"""Change fields of a customer's profile; key facts with a reason."""

from __future__ import annotations

import re

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import change_record
from crmkit.diagnostics import Findings
from crmkit.document import Document, Scalar
from crmkit.edit import add_item, append_entry, remove_item, remove_value, set_value
from crmkit.schema.fields import LIST, Field, Fields

Step = tuple[tuple[str | int, ...], Field, str, str]


@command()
@click.argument("customer")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option(
    "--reason", metavar="TEXT", help="Why; key facts such as status, owner or potential ask for it."
)
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str, changes: tuple[str, ...], reason: str | None, by: str | None, dry_run: bool
) -> int:
    """Change fields of a customer's profile; key facts with a reason.

    crmkit set CRM-202405001 potential=40% --reason 二期预算获批
    crmkit set zgf "contacts[李雷].phone=12600138001" tags+=技术关注
    crmkit set zgf source.channel=展会 special=

    FIELD+=VALUE and FIELD-=VALUE add to and take from a list; FIELD= removes the field.
    """
    steps = [_step(rim, change) for change in changes]
    loaded = one(rim, customer)
    keys = [field for _, field, _, _ in steps if field.reason]
    if keys and not (reason or "").strip():
        raise rim.fail(
            "{fields} are key facts: say why with --reason", fields=", ".join(field.key for field in keys)
        )
    person = rim.policy.people.find(by) if by else rim.author
    if keys and person is None:
        raise rim.fail("git's user.email is not in sop/people.md: name the author with --by")
    author = person.id if person else ""

    def edit(document: Document) -> tuple[Document, Findings]:
        order = [field.key for field in rim.policy.schema.profile]
        for path, field, sign, value in steps:
            old = _written(document, path)
            after, findings = _apply(
                document, _named(document, path, rim.policy.schema.profile), sign, value, order
            )
            if findings:
                return document, findings
            if field.reason and after is not document and old != value:
                after, findings = _change_entry(rim, after, (path, old, value), reason or "", author)
                if findings:
                    return document, findings
            document = after
        return document, ()

    return change_record(rim, loaded.document.path, edit, dry_run=dry_run)


def _step(rim: Rim, change: str) -> Step:
    """`contacts[李雷].phone=…` as path, field, sign and value; names in any language become keys."""
    match = re.fullmatch(r"(.+?)([+-]?=)(.*)", change, re.S)
    if match is None:
        raise rim.fail("write FIELD=VALUE: {change}", change=change)
    name, sign, value = match[1].strip(), match[2], match[3].strip()
    fields: Fields | None = rim.policy.schema.profile
    path: list[str | int] = []
    field: Field | None = None
    for part in re.finditer(r"([^.\[\]]+)(?:\[([^\]]+)\])?(?:\.|$)", name):
        field = fields.find(part[1]) if fields is not None else None
        if field is None:
            raise rim.fail("no field is called '{name}': see sop/fields.md", name=part[1])
        path.append(field.key)
        if part[2] is not None:
            path.append(part[2])
        fields = field.fields
    if field is None:
        raise rim.fail("write FIELD=VALUE: {change}", change=change)
    if sign != "=" and (field.type != LIST or field.fields):
        raise rim.fail("{name} is no list of words: += and -= do not fit", name=name)
    return tuple(path), field, sign, value


def _named(document: Document, path: tuple[str | int, ...], fields: Fields) -> tuple[str | int, ...]:
    """The path with the first key as this file spells it, whatever language its author chose."""
    for item in document.profile.items:
        field = fields.find(item.key.text)
        if field is not None and field.key == path[0]:
            return (item.key.text, *path[1:])
    return path


def _apply(
    document: Document, path: tuple[str | int, ...], sign: str, value: str, order: list[str]
) -> tuple[Document, Findings]:
    if sign == "+=":
        return add_item(document, path, value)
    if sign == "-=":
        return remove_item(document, path, value)
    if not value:
        return remove_value(document, path)
    return set_value(document, path, value, order=order)


def _written(document: Document, path: tuple[str | int, ...]) -> str:
    """What stands at a top-level path now, empty for nothing or a structure."""
    node = document.profile.get(str(path[0])) if len(path) == 1 else None
    return node.text if isinstance(node, Scalar) else ""


def _change_entry(
    rim: Rim, document: Document, change: tuple[tuple[str | int, ...], str, str], reason: str, author: str
) -> tuple[Document, Findings]:
    """The entry that keeps what a key fact was, is, and why (C7)."""
    path, old, new = change
    preset = next(
        (kind for kind in rim.policy.vocabulary.kinds.values() if kind.field == path[0] and len(path) == 1),
        None,
    )
    general = next(
        (kind for kind in rim.policy.vocabulary.kinds.values() if kind.cls == "change" and not kind.field),
        None,
    )
    kind = preset or general
    if kind is None:
        raise rim.fail("sop/vocabulary.md has no kind of entry for changes")
    fields = [("by", author)]
    if preset is None:
        name = ".".join(str(part) for part in path)
        fields.append(("field", name))
    fields += [("from", old)] if old else []
    fields += [("to", new)] if new else []
    fields.append(("reason", reason.strip()))
    word = kind.label.said(rim.policy.book.language)
    moment = f"{rim.day} {rim.now:%H:%M}" if rim.day else f"{rim.now:%Y-%m-%d %H:%M}"
    return append_entry(document, f"{moment} {word}", fields)
