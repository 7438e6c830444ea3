"""Read a row's cells as the schema reads a record's, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Diagnostic
from crmkit.imports import BLANKS
from crmkit.imports.plan.cell import NOWHERE, TIME_LEFT_OUT, ReadCell, Ways, cell
from crmkit.imports.plan.origin import Origin
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.target import Target
from crmkit.policy import Policy
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import LIST, Field
from crmkit.schema.read import BETWEEN


class CellValue(NamedTuple):
    """What a row says for a target; never empty. `items` are those of a list that stands in one cell.

    `spare` marks the phone of a contact without a name, which the customer's own phone may take.
    """

    target: Target
    text: str
    items: tuple[str, ...] = ()
    spare: bool = False


class RowValues(NamedTuple):
    """What a row says, what is wrong with it, and what is doubtful or was mended, each with its column."""

    said: list[CellValue]
    wrong: list[Refusal]
    told: list[tuple[str, Diagnostic]]


@dataclass(slots=True)
class Cells:
    """Cells as the map has them read, by column; equal ones are read once."""

    policy: Policy
    ways: Mapping[str, Ways]
    known: dict[tuple[str, int, str], ReadCell] = field(default_factory=dict)

    def read(self, text: str, one: Field, origin: Origin) -> ReadCell:
        """What a cell says for a field."""
        key = (text, id(one), origin.written)
        found = self.known.get(key)
        if found is None:
            columns = origin.columns
            ways = self.ways.get(columns[0] if columns else "") or self.ways[""]
            found = self.known[key] = cell(text, one, self.policy.context, ways, whole=origin.single)
        return found

    def row(self, cells: Mapping[str, str], targets: Sequence[Target]) -> RowValues:
        """What a row says, in the order of the targets, and every reason against it."""
        found = RowValues([], [], [])
        for target in targets:
            one, origin = target.fields[-1], target.origin
            text = origin.say(cells, whole=one.key in WHOLE)
            if not text.strip(BLANKS):
                continue
            several = BETWEEN.split(text.strip(BLANKS)) if one.type == LIST else [text]
            read = [self.read(each, one, origin) for each in several if each]
            self._note(found, read, one, origin)
            items = tuple(each.text for each in read if each.text)
            if items:
                found.said.append(CellValue(target, text if one.type == LIST else items[0], items))
        return found

    def _note(self, found: RowValues, read: Sequence[ReadCell], one: Field, origin: Origin) -> None:
        column = origin.named()
        for each in read:
            if each.wrong is not None:
                found.wrong.append(Refusal(each.wrong, column))
            found.told.extend((column, note) for note in each.told)
            if each.time and each.wrong is None:
                note = TIME_LEFT_OUT.at(NOWHERE, time=each.time, field=one.key)
                found.told.append((column, note))


WHOLE = ("id", "external")
"""What names a thing needs all of its columns."""


def meaning(text: str, field: Field, context: Context) -> object:
    """The data that a text is read as, or the problem with it."""
    return field.text_type.read(text, field, context)


def same(text: str, other: str, field: Field, context: Context) -> bool:
    """Whether two texts say one thing: a word and its key, `32万` and `320000`."""
    if text == other:
        return True
    data = meaning(text, field, context)
    return not isinstance(data, Problem) and data == meaning(other, field, context)
