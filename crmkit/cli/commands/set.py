"""Change fields of a customer's profile; key facts with a reason."""

from __future__ import annotations

import re

import click

from crmkit.cli.command import command
from crmkit.cli.days import moment
from crmkit.cli.lookup import one
from crmkit.cli.rim import Failure, Rim, pass_rim
from crmkit.cli.writing import change_record
from crmkit.diagnostics import Findings
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.edit import add_item, append_entry, remove_item, remove_value, set_value
from crmkit.edit.place import identity
from crmkit.schema.fields import LIST, Field, Fields
from crmkit.schema.names import nearest

REASON = "reason"
Step = tuple[tuple[str | int, ...], Field, str, str]


@command()
@click.argument("customer")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option(
    "--reason", metavar="TEXT", help="Why; key facts such as status, owner or potential ask for it."
)
@click.option("--by", metavar="PERSON", help="Who of ours; else git's user.")
@click.option("--on", metavar="DATE[ TIME]", help="When it changed; else now. Key facts keep it.")
@click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
@pass_rim
def COMMAND(
    rim: Rim,
    customer: str,
    changes: tuple[str, ...],
    reason: str | None,
    by: str | None,
    on: str | None,
    dry_run: bool,
) -> int:
    """Change fields of a customer's profile; key facts with a reason.

    crmkit set CRM-202405001 potential=40% --reason 二期预算获批
    crmkit set zgf "contacts[李雷].phone=12600138001" tags+=技术关注
    crmkit set zgf source.channel=展会 special=

    CUSTOMER is a number, part of a name, or pinyin; FIELD a key or name of sop/fields.md.

    FIELD+=VALUE and FIELD-=VALUE add to and take from a list; FIELD= removes the field.
    """
    steps = [_step(rim, change) for change in changes]
    loaded = one(rim, customer)
    groups = _unexplained(rim, steps)
    facts = [*groups, *(field for _, field, _, _ in steps if field.reason)]
    keys = [field.label.said(rim.lang) for field in facts]
    if keys and not (reason or "").strip():
        raise Failure(
            rim.many(
                "{fields} is a key fact: say with --reason why it changes",
                "{fields} are key facts: say with --reason why they change",
                len(keys),
                fields=rim._(", ").join(keys),
            )
        )
    for group in groups:  # the reason of a group stands in the profile itself
        if (inner := group.fields.find(REASON)) is not None:
            steps.append(((group.key, inner.key), inner, "=", (reason or "").strip()))
    author = (rim.person(by) if by else rim.author).id if by or keys else ""
    when = moment(rim, on)

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
                # What personal data was and is stays where readers of personal data look: in the profile.
                told = (path, "", "") if field.hidden else (path, old, value)
                after, findings = _change_entry(rim, after, told, (when, author, reason or ""))
                if findings:
                    return document, findings
            document = after
        return document, ()

    return change_record(rim, loaded.document.path, edit, dry_run=dry_run)


def _unexplained(rim: Rim, steps: list[Step]) -> list[Field]:
    """Groups that are key facts, such as the tier set by hand, that are written without their reason."""
    written = {path[:2] for path, _, _, value in steps if value}
    return [
        group
        for group in rim.policy.schema.profile
        if group.reason and any((group.key, first.key) in written for first in list(group.fields)[:1])
        if (group.key, REASON) not in written
    ]


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
            raise rim.nearest(
                "no field is called '{word}'", part[1], nearest(part[1], fields.words()) if fields else ""
            )
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
    """What stands at a path now, empty for nothing or a structure."""
    node: Node | None = document.profile
    for part in path:
        if isinstance(node, MappingNode):
            node = node.get(str(part))
        elif isinstance(node, SequenceNode):
            node = next((item for item in node.items if identity(item) == part), None)
    return node.text if isinstance(node, Scalar) else ""


def _change_entry(
    rim: Rim, document: Document, change: tuple[tuple[str | int, ...], str, str], about: tuple[str, str, str]
) -> tuple[Document, Findings]:
    """The entry that keeps what a key fact was, is, and why (C7)."""
    (path, old, new), (when, author, reason) = change, about
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
    return append_entry(document, f"{when} {word}", fields)
