"""Try constants and words of a map on their fields, so that what would refuse every row is told once."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import Severity, Source
from crmkit.document import Scalar
from crmkit.imports.plan.cell import Ways, cell
from crmkit.imports.plan.options import Options
from crmkit.imports.plan.target import EntryMap, Target
from crmkit.load.events import UNKNOWN_KIND
from crmkit.policy import Policy
from crmkit.policy.reading import Cursor, group
from crmkit.schema.fields import LIST, Field
from crmkit.schema.read import BETWEEN


def constants_fit(c: Cursor, constants: Iterable[Target], policy: Policy) -> None:
    """A constant that its field cannot take would refuse every row: it is told once, here."""
    for target in constants:
        fits(c, target.origin.say({}), target.fields[-1], target.place, policy)


def fits(c: Cursor, text: str, field: Field, place: Source, policy: Policy) -> None:
    for one in BETWEEN.split(text) if field.type == LIST else [text]:
        wrong = cell(one, field, policy.context, Ways()).wrong if one else None
        if wrong is not None:
            c.findings.append(wrong._replace(source=place))


def words_fit(
    c: Cursor, options: Options, own: Iterable[Target], entry: EntryMap | None, policy: Policy
) -> None:
    """What `values` make of a column's words must fit the fields that the column alone goes into."""
    pairs = [(target.fields[-1], target.origin) for target in own]
    pairs += entry.fields if entry is not None else ()
    columns = group(c, "values")
    for item in columns.node.items if columns is not None else ():
        inner = getattr(item.value, "items", ())
        for word in inner if item.key.text in options.words else ():
            for field, origin in pairs:
                if origin.written == item.key.text and isinstance(word.value, Scalar):
                    fits(c, word.value.text, field, c.document.source(word.value.start), policy)
            kind = entry.parts.get("kind") if entry is not None else None
            if kind is not None and kind.written == item.key.text and isinstance(word.value, Scalar):
                kind_fits(c, word.value.text, c.document.source(word.value.start), policy)


def kind_fits(c: Cursor, word: str, place: Source, policy: Policy) -> None:
    """A kind of entry that nobody knows would refuse every row that says it."""
    if word and policy.vocabulary.kind(word) is None:
        near = policy.vocabulary.near_kind(word)
        found = UNKNOWN_KIND.at(place, kind=word, near=near)
        c.findings.append(found._replace(severity=Severity.ERROR))
