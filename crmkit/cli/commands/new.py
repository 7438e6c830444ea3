"""Make the record of a new customer, with the next free number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import click

from crmkit.cli.command import Use, command
from crmkit.cli.fields import Given, blank, read_changes
from crmkit.cli.lookup import same
from crmkit.cli.merging import remind
from crmkit.cli.present import one_line, safe
from crmkit.cli.profile import Work
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.writing import errors_in, refuse, told
from crmkit.diagnostics import Findings
from crmkit.document import Document, encode, read
from crmkit.edit.change import PUT, Change
from crmkit.edit.spelling import Spelling, spelling_of
from crmkit.load import RECORDS, Absent, numbers_taken, record_paths
from crmkit.schema.field_path import Wrong, read_path
from crmkit.tree import create, locked, snapshot

# How many of the newest records are looked at for how the book is spelled: a bound on the work, no policy.
_LOOKED_AT = 20


@command(Use.WRITES)
@click.argument("name")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE…]")
@click.option("--type", "kind", help="business, which is meant without it, or individual, in any language.")
@click.option("--status", help="One that a record may begin with; else the first of sop/status.md.")
@click.option("--owner", metavar="PERSON", help="The account manager; else git's user.")
@click.option("--by", metavar="PERSON", help="Who records it; else git's user.")
@click.option("--dry-run", is_flag=True, help="Show the record and write nothing.")
@pass_rim
def COMMAND(
    rim: Rim, name: str, fields: tuple[str, ...], kind: str | None, status: str | None, owner: str | None,
    by: str | None, dry_run: bool,
) -> int:  # fmt: skip
    """Make the record of a new customer, with the next free number.

    crmkit new 杭州云杉科技有限公司 source.channel=展会 first_need=办公协同
    crmkit new 杭州云杉科技有限公司 联系人+=李雷 联系人.李雷.电话=12600138000 标签=价格敏感、技术关注
    crmkit new 曾国藩 --type individual --owner 张伟

    The record is spelled as the newest ones of the book are, the first one in the language of sop/book.md.
    FIELD=VALUE is read as crmkit set reads it.
    """
    given = read_changes(rim, fields)
    spelling = _spelling(rim)
    own = _own(rim, given, spelling, {"name": name, "type": kind, "status": status, "owner": owner}, by)
    if dry_run:
        number, document, findings, work = _record(rim, own, given, spelling)
        if findings:
            return _refuse(rim, findings, document.text, work)
        _same(rim, name, document.path)
        click.echo(told(rim, document, 1))
        click.echo(safe(document.text), nl=False)
        click.echo(rim._("dry run: nothing was written"), err=True)
        return 0
    with locked(rim.root):
        number, document, findings, work = _record(rim, own, given, spelling)
        if findings:
            return _refuse(rim, findings, document.text, work)
        create(rim.root, f"{RECORDS}{number}.md", encode(document.text, document.decoded.bom))
    _same(rim, name, document.path)
    click.echo(told(rim, document, 1))
    remind(rim)
    return 0


def _refuse(rim: Rim, findings: Findings, text: str, work: Work) -> int:
    refuse(rim, findings, text)
    work.tell(1)
    return 1


def _same(rim: Rim, name: str, path: str) -> None:
    """Say who is called so already, or nearly so; nobody is refused for a name."""
    for known, equal in same(rim, name):
        place = f"{one_line(known.path)}:{known.line}"
        said = rim._("a near name: {name}  {id}  {place}")
        if equal:
            said = rim._("there is already {name}  {id}  {place}")
        if known.path != path:
            click.echo(said.format(name=one_line(known.name), id=one_line(known.id), place=place), err=True)


def _spelling(rim: Rim) -> Spelling:
    """How the newest records of the book are spelled."""
    newest = sorted(record_paths(rim.snapshot), key=lambda path: PurePosixPath(path).name)[-_LOOKED_AT:]
    found = (rim.snapshot[path] for path in newest)
    return spelling_of([read("", data)[0] for data in found if not isinstance(data, Absent)], rim.policy)


def _own(
    rim: Rim, given: Sequence[Given], spelling: Spelling, options: dict[str, str | None], by: str | None
) -> list[Given]:
    """What every record begins with, from the options or by itself, unless a FIELD=VALUE says it."""
    said = {each.name: each.change.value for each in given}
    if "id" in said:
        raise rim.fail("the number of a new customer is the next free one: leave {name}= out", name="id")
    twice = next((key for key, value in options.items() if value is not None and key in said), None)
    if twice is not None:
        raise rim.fail("{name} is given twice: say it once", name=twice)
    if blank(options["name"] or ""):
        raise rim.fail("say the customer's name")
    recorder = rim.person(by) if by else None if {"recorded.by", "owner"} <= set(said) else rim.author
    owner = options["owner"]
    manager = rim.person(owner) if owner else recorder
    values = {
        "name": options["name"],
        "type": _word(rim, "type", options["type"] or "business", spelling),
        "status": _word(rim, "status", options["status"] or said.get("status", ""), spelling),
        "owner": manager.id if manager else None,
        "recorded.by": recorder.id if recorder else None,
        "recorded.date": rim.as_of.isoformat(),
    }
    chosen = {key: value for key, value in values.items() if value and key not in said}
    return [_given(rim, key, value) for key, value in chosen.items()]


def _given(rim: Rim, key: str, value: str) -> Given:
    path = read_path(key, rim.policy.schema.profile)
    assert not isinstance(path, Wrong)
    return Given(f"{key}={value}", Change(path, PUT, value))


def _word(rim: Rim, key: str, said: str, spelling: Spelling) -> str:
    """The status that a record may begin with, or the type, in the book's language."""
    field = rim.policy.schema.profile.find(key)
    if key == "status":
        first = rim.policy.statuses.initial
        begin = rim.policy.statuses.names.find(said) if said else (first[0] if first else "")
        if begin not in first:
            raise rim.fail("a record begins as one of: {statuses}", statuses=", ".join(first))
        status = rim.policy.statuses.statuses[begin]
        return spelling.value(status.key, status.label)
    known = field.names.find(said) if field else None
    choice = next((one for one in field.choices if one.key == known), None) if field else None
    return spelling.value(choice.key, choice.label) if choice else said


def _record(
    rim: Rim, own: Sequence[Given], given: Sequence[Given], spelling: Spelling
) -> tuple[str, Document, Findings, Work]:
    """Number, text and errors of the new record; numbers are read now, another writer may have made one."""
    taken = numbers_taken(snapshot(rim.root, (RECORDS,)), rim.policy.book.number.match)
    number = rim.policy.book.number.next(list(taken), rim.as_of)
    path = f"{RECORDS}{number}.md"
    work = Work(rim, path, given, "", "", "")
    id_field = rim.policy.schema.profile.find("id")
    key = spelling.key((id_field,)) if id_field else "id"
    document, _ = read(path, f"---\n{key}: {number}\n---\n".encode())
    document, _, findings = work.apply(document, [*own, *given], spelling)
    errors = findings or errors_in(rim, path, encode(document.text, document.decoded.bom))
    return number, document, errors, work
