"""Write the record of a new customer, and read it back before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.diagnostics import Diagnostic, Findings, Severity, Source
from crmkit.document import plain
from crmkit.document.quote import scalar
from crmkit.edit.outcome import NOT_KEPT, UNWRITABLE, shown
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.values import CellValue
from crmkit.load import Loaded, load_record
from crmkit.policy import Policy
from crmkit.schema.fields import LIST, Fields
from crmkit.schema.presence import MISSING_FIELD

Data = dict[str, object]


def new_record(
    path: str,
    number: str,
    fields: Sequence[CellValue],
    items: Sequence[Sequence[CellValue]],
    policy: Policy,
    *,
    body: str = "",
) -> Loaded | list[Refusal]:
    """The record, `body` behind its front-matter; every reason against it instead.

    Refused when a text cannot be written or a field always asked lacks.
    """
    every = [*fields, *(one for item in items for one in item)]
    wrong = [
        Refusal(UNWRITABLE.at(Source(path), text=shown(one.text)), one.target.origin.named())
        for one in every
        if scalar(one.text) is None
    ]
    if wrong:
        return wrong
    data = _data(number, fields, items)
    text = "---\n" + "".join(f"{line}\n" for line in _lines(data, policy.schema.profile)) + "---\n"
    loaded = load_record(path, (text + body).encode("utf-8"), policy)
    found = errors(loaded.findings, (), MISSING_FIELD.number)
    if found:
        return [Refusal(one, _column(one, every)) for one in found]
    return loaded if plain(loaded.document.profile) == data else [Refusal(NOT_KEPT.at(Source(path)))]


def errors(findings: Findings, before: Findings, *codes: str) -> list[Diagnostic]:
    """The errors, and findings of the codes, that were not there before."""
    known = {(finding.code, finding.arguments) for finding in before}
    return [
        finding
        for finding in findings
        if (finding.severity is Severity.ERROR or finding.code in codes)
        and (finding.code, finding.arguments) not in known
    ]


def _column(finding: Diagnostic, said: Sequence[CellValue]) -> str:
    """The column of the field that a finding names."""
    field = dict(finding.arguments).get("field", "")
    return next((one.target.origin.named() for one in said if field in (one.target.path, one.text)), "")


def _data(number: str, fields: Sequence[CellValue], items: Sequence[Sequence[CellValue]]) -> Data:
    """The profile as data."""
    data: Data = {"id": number}
    for one in fields:
        outer, *inner = one.target.fields
        if inner:
            group = data.setdefault(outer.key, {})
            assert isinstance(group, dict)
            group[inner[0].key] = one.text
        else:
            data[outer.key] = list(one.items) if outer.type == LIST else one.text
    for item in items:
        there = data.setdefault(item[0].target.list, [])
        assert isinstance(there, list)
        there.append({one.target.fields[1].key: one.text for one in item})
    return data


def _lines(data: Data, fields: Fields) -> Iterator[str]:
    """The lines of the front-matter, in the order in which the tool writes fields."""
    for field in fields:
        value = data.get(field.key)
        if isinstance(value, str):
            yield f"{field.key}: {scalar(value)}"
        elif isinstance(value, dict):
            yield f"{field.key}:"
            yield from _group(value, field.fields, "  ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{field.key}:"
            for item in value:
                yield from _group(item, field.fields, "  - ")
        elif isinstance(value, list):
            yield f"{field.key}: [{', '.join(scalar(item, flow=True) or '' for item in value)}]"


def _group(group: dict[str, str], fields: Fields, lead: str) -> Iterator[str]:
    for field in fields:
        if field.key in group:
            yield f"{lead}{field.key}: {scalar(group[field.key])}"
            lead = " " * len(lead)
