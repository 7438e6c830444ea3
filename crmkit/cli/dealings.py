"""Write a need, an opportunity or a contract for a command: entry and profile as one change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from crmkit.cli.answers.others import called
from crmkit.cli.entry import Said, with_entry
from crmkit.cli.fields import Given, blank, value_of
from crmkit.cli.layout import fit, width
from crmkit.cli.lookup import one
from crmkit.cli.present import one_line, print_table, print_table_json
from crmkit.cli.profile import Work
from crmkit.cli.rim import Rim
from crmkit.cli.writing import change_record
from crmkit.diagnostics import Findings, Severity
from crmkit.document import Document
from crmkit.edit.change import ADD, PUT, Change
from crmkit.edit.spelling import spelling_of
from crmkit.language import Label
from crmkit.load import Loaded
from crmkit.policy.files.vocabulary import Kind
from crmkit.reports import reports
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.field_path import Part
from crmkit.schema.fields import Choice, Field
from crmkit.schema.names import fold
from crmkit.table import Table
from crmkit.view import Standing

_NUMBER = re.compile(r"([0-9]+)$")


class Thing(Protocol):
    """A need, an opportunity or a contract as a view has it."""

    @property
    def key(self) -> str:
        """What names it."""

    @property
    def id(self) -> str:
        """Its id, empty for none."""


T = TypeVar("T", bound=Thing)
Values = Mapping[str, str | Label]
"""Values of an item by key: a text as typed, or a word that the tool chose."""


def write_both(
    rim: Rim, loaded: Loaded, heading: tuple[str, Kind | str, str], said: Sequence[Said], of: str, id: str,
    values: Values, *, fresh: bool, dry_run: bool,
) -> int:  # fmt: skip
    """Append an entry and write what it says of an item of the profile's list `of`; the exit code.

    A `fresh` item is added with the values, of one that is there they are changed. Nothing is written where
    one of the two is refused.
    """
    outer = rim.policy.schema.profile.find(of)

    def edit(document: Document) -> tuple[Document, Findings]:
        after, findings = with_entry(rim, document, heading, said, "")
        if outer is None or any(finding.severity is Severity.ERROR for finding in findings):
            return after, findings
        spelling = spelling_of([document], rim.policy)
        pairs = [
            (field, spelling.value(_key(field, value), value) if isinstance(value, Label) else value)
            for field in outer.fields
            if (value := values.get(field.key))
        ]
        work = Work(rim, loaded.document.path, _given(outer, id, pairs, fresh=fresh), "", "", heading[0])
        changed, _, refused = work.apply(after, work.given, spelling)
        return (document, refused) if refused else (changed, findings)

    return change_record(rim, loaded.document.path, edit, dry_run=dry_run)


def _given(outer: Field, id: str, pairs: Sequence[tuple[Field, str]], *, fresh: bool) -> list[Given]:
    if fresh:
        named = [(field, id) for field in outer.fields if field.key == "id"]
        return [Given(f"{outer.key}+={id}", Change((Part(outer, ""),), ADD, id, (*named, *pairs)))]
    return [
        Given(
            f"{outer.key}[{id}].{field.key}={value}", Change((Part(outer, id), Part(field, "")), PUT, value)
        )
        for field, value in pairs
    ]


def _key(field: Field, label: Label) -> str:
    return next((one.key for one in field.choices if one.label == label), label.en)


def next_id(ids: Iterable[str], prefix: str) -> str:
    """The next id behind those that begin with a prefix and end with a number."""
    numbers = [
        int(match[1]) for one in ids if fold(one).startswith(prefix) and (match := _NUMBER.search(one))
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def pick(rim: Rim, things: Sequence[T], open_now: Sequence[T], id: str | None, who: str) -> T:
    """The one with an id, else the only one that is open; several stop the command with their list."""
    if id is not None:
        found = [each for each in things if fold(each.key) == fold(id)]
        if found:
            return found[0]
        known = ", ".join(one_line(each.key) for each in things)
        if known:
            raise rim.fail("{name} has no {id}: there are {known}", name=who, id=id, known=known)
        raise rim.fail("{name} has no {id}", name=who, id=id)
    if len(open_now) == 1:
        return open_now[0]
    if open_now:
        listed = "\n".join(f"  {one_line(each.key)}  {one_line(_about(each))}".rstrip() for each in open_now)
        raise rim.fail("say with --id which of these:\n{listed}", listed=listed)
    raise rim.fail("{name} has nothing open; name one with --id", name=who)


def _about(thing: Thing) -> str:
    return str(getattr(thing, "name", "") or getattr(thing, "text", "") or getattr(thing, "product", ""))


def with_number(rim: Rim, thing: Thing) -> str:
    """The id of something that has one; what only an entry without an id tells of stops the command."""
    if thing.id:
        return thing.id
    raise rim.fail("{key} has no id: write one into the record first", key=thing.key)


def chosen(rim: Rim, of: EntryClass | None, field: str, word: str, option: str) -> Choice:
    """The choice of an entry's field that a word means."""
    fields = rim.policy.schema.entry_fields(of) if of is not None else rim.policy.schema.profile
    return _among(rim, fields.find(field), word, option)


def in_list(rim: Rim, list_key: str, field: str, word: str, option: str) -> Choice:
    """The choice of a field of the profile's list that a word means."""
    outer = rim.policy.schema.profile.find(list_key)
    return _among(rim, outer.fields.find(field) if outer else None, word, option)


def _among(rim: Rim, field: Field | None, word: str, option: str) -> Choice:
    choices = field.choices if field else ()
    for choice in choices:
        if fold(word) in map(fold, choice.words):
            return choice
    known = ", ".join(choice.label.said(rim.lang) for choice in choices)
    raise rim.fail("{option}: '{word}' is none of {known}", option=option, word=word, known=known)


def whose(rim: Rim, customer: str) -> tuple[Loaded, Standing]:
    """The record that a word means, and how its customer stands."""
    loaded = one(rim, customer)
    return loaded, called(rim, loaded.customer.id if loaded.customer else customer)[0]


def kind_of(rim: Rim, cls: EntryClass) -> Kind:
    """The first kind of entry of a class; misuse where the procedures have none."""
    found = next((kind for kind in rim.policy.vocabulary.kinds.values() if kind.cls is cls), None)
    if found is None:
        raise rim.fail("no kind of entry of sop/vocabulary.md is of class {name}", name=cls.key)
    return found


def says(rim: Rim, cls: EntryClass, key: str, text: str | None, option: str) -> list[tuple[str, str]]:
    """A field of an entry from an option that says something; a day as people say it becomes its date."""
    if text is None:
        return []
    if blank(text):
        raise rim.fail("{option}: the value is blank", option=option)
    field = rim.policy.schema.entry_fields(cls).find(key)
    return [(key, value_of(rim, field, text, option) if field else text)]


def lines_of(
    head: Sequence[str], rows: Sequence[tuple[str, str]], history: Iterable[Sequence[str]]
) -> list[str]:
    """A thing as a terminal shows it: what it is called, what is so now, and its entries."""
    wide = max((width(label) for label, text in rows if text), default=0)
    lines = ["  ".join(one_line(part) for part in head if part)]
    lines += [f"    {fit(label, wide)}  {one_line(text)}" for label, text in rows if text]
    lines += ["", *("  ".join(one_line(part) for part in entry if part.strip()) for entry in history)]
    return lines


def print_report(rim: Rim, name: str, owner: str | None, *, as_json: bool) -> int:
    """Print the rows of a report that are of one person's customers, all without one; the exit code."""
    person = rim.person(owner).id if owner is not None else None
    table = reports()[name].table(rim.sweep().view)
    mine = (row for row in table.rows if person is None or (row["owner"] and row["owner"].key == person))
    table = Table(table.columns, tuple(mine))
    if as_json:
        print_table_json(table, as_of=rim.as_of, lang=rim.lang)
    else:
        print_table(table, rim.lang, rim.room)
    return rim.whole()
