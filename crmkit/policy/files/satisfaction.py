"""Read from `satisfaction.md` on which scale each score is, and which scores a rule compares (H1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import TWICE, WRONG_VALUE, Cursor, group, groups, listed, number, scalars
from crmkit.schema.fields import Schema
from crmkit.schema.types.number import TYPE as NUMBER
from crmkit.schema.types.score import TYPE as SCORE
from crmkit.schema.values import Scale

NO_SCALE = Code("CRM481", "scale-missing")

METRICS = {"feedback": "feedback", "csat": "satisfaction", "nps": "nps"}
"""The groups whose scores a rule may compare, each with its metric."""
RATING = "rating"
USUAL = {"feedback": ("score", "attitude"), "csat": ("csat",), "nps": ("nps",)}
"""What is compared in a book of before the packs said it, so that its tiers stay as they are."""


class Compared(NamedTuple):
    """Fields whose scores a metric compares, the first that an entry says; those of `converts` are on
    another scale, from which the policy has them brought to the metric's.
    """

    fields: tuple[str, ...]
    converts: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """`scales` by field of an entry; `compared` by metric, by its own field where nothing is said."""

    scales: Mapping[str, Scale] = field(default_factory=dict)
    compared: Mapping[str, Compared] = field(
        default_factory=lambda: {METRICS[name]: Compared(keys) for name, keys in USUAL.items()}
    )


def read_satisfaction(c: Cursor, have: Parts) -> Satisfaction:
    """Scales of dimensions and of groups; no field has two, and no score goes without."""
    schema = have.get(Schema)
    keys = tuple(one.key for one in schema.entry if one.text_type in (SCORE, NUMBER))
    scales: dict[str, Scale] = {}
    for item in groups(c, "dimensions"):
        _scaled(item, "key", keys, scales)
    inner = {name: group(c, name) for name in (*METRICS, RATING)}
    fields = {}
    for name, one in inner.items():
        if one is not None:
            fields[name] = _scaled(one, "fields", keys, scales)
    compared = dict(Satisfaction().compared)
    for name, metric in METRICS.items():
        one = inner[name]
        converts = _converts(one, fields[name], scales) if one and one.get("fields") else {}
        if fields.get(name):
            compared[metric] = Compared(fields[name], converts)
    c.findings.extend(_without_scale(schema, scales))
    return Satisfaction(scales, compared)


def _without_scale(schema: Schema, scales: Mapping[str, Scale]) -> Iterator[Diagnostic]:
    """Fields of entries whose type is `score` although the policy says no scale of theirs."""
    for one in schema.entry:
        if one.text_type is SCORE and one.key not in scales:
            yield NO_SCALE.at(one.source, field=one.key)


def _scaled(c: Cursor, key: str, keys: tuple[str, ...], scales: dict[str, Scale]) -> tuple[str, ...]:
    """The fields under a key, each given the scale `from` … `to` that stands beside them."""
    nodes = [node for node in scalars(c, key) if listed(c, node, keys, c.name(key))]
    found = tuple(node.text for node in nodes)
    low, high = number(c, "from", required=bool(nodes)), number(c, "to", required=bool(nodes))
    if not nodes:
        return found
    if low is None or high is None:
        return ()
    if low >= high:
        c.report(WRONG_VALUE, c.get("to") or c.node, key=c.name("to"), text=high, example="10")
        return ()
    for node in nodes:
        if node.text in scales:
            c.report(TWICE, node, key=c.name(key), text=node.text)
        scales.setdefault(node.text, Scale(low, high))
    return found


def _converts(c: Cursor, own: tuple[str, ...], scales: Mapping[str, Scale]) -> dict[str, Decimal]:
    """By what the scores of other fields are multiplied: the ends of the two scales are one."""
    known_to = tuple(key for key in scales if key not in own)
    nodes = [node for node in scalars(c, "converts") if listed(c, node, known_to, c.name("converts"))]
    return {node.text: scales[own[0]].high / scales[node.text].high for node in nodes if own}


FILE = PolicyFile(
    name="satisfaction.md",
    of=Satisfaction,
    read=read_satisfaction,
    needs=(Schema,),
    default=Satisfaction(),
)
