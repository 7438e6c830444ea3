"""Try constants and words of a map on their fields, so that what would refuse every row is told once."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import Source
from crmkit.document import Scalar
from crmkit.imports.plan.cell import Ways, cell
from crmkit.imports.plan.options import Options
from crmkit.imports.plan.target import EntryMap, Target
from crmkit.policy import Policy
from crmkit.policy.reading import Cursor, group
from crmkit.schema.fields import Field


def constants_fit(c: Cursor, constants: Iterable[Target], policy: Policy) -> None:
    """A constant that its field cannot take would refuse every row: it is told once, here."""
    for target in constants:
        fits(c, target.origin.say({}), target.fields[-1], target.place, policy)


def fits(c: Cursor, text: str, field: Field, place: Source, policy: Policy) -> None:
    wrong = cell(text, field, policy.context, Ways()).wrong if text else None
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
