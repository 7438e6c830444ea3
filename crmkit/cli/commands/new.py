"""Make the record of a new customer, with the next free number."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import click

from crmkit.cli.command import command
from crmkit.cli.lookup import same
from crmkit.cli.present import one_line, safe
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import errors_in, refuse, told
from crmkit.diagnostics import Findings
from crmkit.document import Document, encode, read
from crmkit.edit import set_value
from crmkit.load import RECORDS, Absent, record_paths
from crmkit.schema.names import nearest
from crmkit.tree import create, locked, snapshot

EMPTY = b"---\nid: NEW\n---\n"


@command()
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE…]")
@click.option("--type", "kind", default="business", help="business or individual, in any language.")
@click.option("--status", help="One that a record may begin with; else the first of sop/status.md.")
@click.option("--owner", metavar="PERSON", help="The account manager; else git's user.")
@click.option("--by", metavar="PERSON", help="Who records it; else git's user.")
@click.option("--dry-run", is_flag=True, help="Show the record and write nothing.")
@pass_rim
def COMMAND(
    rim: Rim, name: str, fields: tuple[str, ...], kind: str, status: str | None, owner: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Make the record of a new customer, with the next free number.

    crmkit new 杭州云杉科技有限公司 source.channel=展会 first_need=办公协同
    crmkit new 曾国藩 --type individual --owner 张伟
    """
    first = rim.policy.statuses.initial
    recorder = rim.person(by) if by else rim.author
    manager = rim.person(owner) if owner else recorder
    begin = rim.policy.statuses.names.find(status) if status else (first[0] if first else "")
    if begin not in first:
        raise rim.fail("a record begins as one of: {statuses}", statuses=", ".join(first))
    said = [("name", name), ("type", kind), ("status", begin or ""), ("owner", manager.id)]
    said += [("recorded.by", recorder.id), ("recorded.date", rim.as_of.isoformat())]
    for pair in fields:
        key, equals, value = pair.partition("=")
        if not equals:
            raise rim.fail("write FIELD=VALUE: {change}", change=pair)
        said.append((_key(rim, key.strip()), value.strip()))
    if dry_run:
        number, document, findings = _record(rim, said)
        if findings:
            refuse(rim, findings)
            return 1
        _same(rim, name, document.path)
        click.echo(told(rim, document, 1))
        click.echo(safe(document.text), nl=False)
        click.echo(rim._("dry run: nothing was written"), err=True)
        return 0
    with locked(rim.root):
        number, document, findings = _record(rim, said)
        if findings:
            refuse(rim, findings)
            return 1
        create(rim.root, f"{RECORDS}{number}.md", encode(document.text, document.decoded.bom))
    _same(rim, name, document.path)
    click.echo(told(rim, document, 1))
    return 0


def _same(rim: Rim, name: str, path: str) -> None:
    """Say who is called so already, or nearly so; nobody is refused for a name."""
    for known, equal in same(rim, name):
        place = f"{one_line(known.path)}:{known.line}"
        said = rim._("a near name: {name}  {id}  {place}")
        if equal:
            said = rim._("there is already {name}  {id}  {place}")
        if known.path != path:
            click.echo(said.format(name=one_line(known.name), id=one_line(known.id), place=place), err=True)


def _key(rim: Rim, name: str) -> str:
    """The path with its names as keys."""
    fields, path = rim.policy.schema.profile, []
    for part in name.split("."):
        field = fields.find(part)
        if field is None:
            raise rim.nearest("no field is called '{word}'", part, nearest(part, fields.words()))
        path.append(field.key)
        fields = field.fields
    return ".".join(path)


def _record(rim: Rim, said: list[tuple[str, str]]) -> tuple[str, Document, Findings]:
    """Number, text and errors of the new record; numbers are read now, another writer may have made one."""
    taken = _taken(rim)
    number = rim.policy.book.number.next(taken, rim.as_of)
    document, _ = read(f"{RECORDS}{number}.md", EMPTY)
    order = [field.key for field in rim.policy.schema.profile]
    for path, text in (("id", number), *said):
        if text:
            document, findings = set_value(document, tuple(path.split(".")), text, order=order)
            if findings:
                return number, document, findings
    errors = errors_in(rim, f"{RECORDS}{number}.md", encode(document.text, document.decoded.bom))
    return number, document, errors


_ID = re.compile(rb"^id:[ \t]*['\"]?([A-Za-z0-9_-]+)", re.M)


def _taken(rim: Rim) -> list[str]:
    """Every number in use, by the name of a file or by what its front-matter says."""
    files = snapshot(rim.root)
    taken = []
    for path in record_paths(files):
        taken.append(PurePosixPath(path).stem)
        data = files[path]
        match = None if isinstance(data, Absent) else _ID.search(data)
        if match:
            taken.append(match[1].decode("ascii"))
    return taken
