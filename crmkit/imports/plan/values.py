"""Read a row's cells as the schema reads a record's, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.diagnostics import Diagnostic, Severity
from crmkit.document import Scalar, read
from crmkit.imports.plan.mapping import Target
from crmkit.imports.plan.result import Refusal
from crmkit.policy import Policy
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import LIST, Field
from crmkit.schema.read import BETWEEN, Reading, judged
from crmkit.schema.types import types

_NOWHERE, _ = read("", b"")


class Said(NamedTuple):
    """What a row says for a target; never empty."""

    target: Target
    text: str

    @property
    def items(self) -> tuple[str, ...]:
        """The items of a list that stands in one cell."""
        return tuple(filter(None, BETWEEN.split(self.text)))


def values(row: Mapping[str, str], targets: tuple[Target, ...], policy: Policy) -> list[Said] | Refusal:
    """What the row says, in the order of the targets; refused for the first value that cannot be read."""
    said = []
    for target in targets:
        one = Said(target, target.origin.say(row))
        if not one.text:
            continue
        field = target.fields[-1]
        for text in one.items if field.type == LIST else (one.text,):
            wrong = judge(text, field, policy.context)
            if wrong is not None:
                return Refusal(wrong, target.origin.named())
        said.append(one)
    return said


def judge(text: str, field: Field, context: Context) -> Diagnostic | None:
    """What forbids a text as the value of a field; a doubt, such as an odd phone number, does not."""
    reading = Reading(_NOWHERE, context)
    judged(meaning(text, field, context), field, Scalar(text, 0, 0), reading)
    return next((found for found in reading.findings if found.severity is Severity.ERROR), None)


def meaning(text: str, field: Field, context: Context) -> object:
    """The data that a text is read as, or the problem with it."""
    kind = types().get(field.of if field.type == LIST else field.type) or types()["text"]
    return kind.read(text, field, context)


def same(text: str, other: str, field: Field, context: Context) -> bool:
    """Whether two texts say one thing: a word and its key, `32万` and `320000`."""
    if text == other:
        return True
    data = meaning(text, field, context)
    return not isinstance(data, Problem) and data == meaning(other, field, context)
