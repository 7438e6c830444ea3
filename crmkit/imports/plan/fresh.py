"""Write the record of a new customer, and read it back before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.diagnostics import Findings, Severity, Source
from crmkit.document import plain
from crmkit.document.quote import scalar
from crmkit.edit.outcome import NOT_KEPT, UNWRITABLE, shown
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.values import Said
from crmkit.load import Loaded, load_record
from crmkit.policy import Policy
from crmkit.schema.fields import LIST, Fields
from crmkit.schema.presence import MISSING_FIELD

Data = dict[str, object]


def new_record(path: str, number: str, said: Sequence[Said], policy: Policy) -> Loaded | Refusal:
    """The record without entries; refused when a text cannot be written or a field always asked lacks."""
    for one in said:
        if scalar(one.text) is None:
            return Refusal(UNWRITABLE.at(Source(path), text=shown(one.text)), one.target.origin.named())
    data = _data(number, said)
    text = "---\n" + "".join(f"{line}\n" for line in _lines(data, policy.schema.profile)) + "---\n"
    loaded = load_record(path, text.encode("utf-8"), policy)
    wrong = first_error(loaded.findings, (), MISSING_FIELD.number)
    if wrong is not None:
        return wrong
    expected = {key: [value] if _groups(policy, key) else value for key, value in data.items()}
    return loaded if plain(loaded.document.profile) == expected else Refusal(NOT_KEPT.at(Source(path)))


def first_error(findings: Findings, before: Findings, *codes: str) -> Refusal | None:
    """The first error, or finding of one of the codes, that was not there before."""
    known = {(finding.code, finding.arguments) for finding in before}
    for finding in findings:
        bad = finding.severity is Severity.ERROR or finding.code in codes
        if bad and (finding.code, finding.arguments) not in known:
            return Refusal(finding)
    return None


def _groups(policy: Policy, key: str) -> bool:
    """Whether a field is a list of groups, of which a row fills one."""
    field = policy.schema.profile.find(key)
    return field is not None and field.type == LIST and bool(field.fields)


def _data(number: str, said: Sequence[Said]) -> Data:
    """The profile as data; the one group of a list of groups stands for the list."""
    data: Data = {"id": number}
    for one in said:
        outer, *inner = one.target.fields
        if inner:
            group = data.setdefault(outer.key, {})
            assert isinstance(group, dict)
            group[inner[0].key] = one.text
        else:
            data[outer.key] = list(one.items) if outer.type == LIST else one.text
    return data


def _lines(data: Data, fields: Fields) -> Iterator[str]:
    """The lines of the front-matter, in the order in which the tool writes fields."""
    for field in fields:
        value = data.get(field.key)
        if isinstance(value, str):
            yield f"{field.key}: {scalar(value)}"
        elif isinstance(value, list):
            yield f"{field.key}: [{', '.join(scalar(item, flow=True) or '' for item in value)}]"
        elif isinstance(value, dict):
            yield f"{field.key}:"
            lead = "  - " if field.type == LIST else "  "
            for inner in field.fields:
                if inner.key in value:
                    yield f"{lead}{inner.key}: {scalar(value[inner.key])}"
                    lead = " " * len(lead)
