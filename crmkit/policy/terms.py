"""Read the two small languages of policies: spans of time and conditions."""

from __future__ import annotations

from crmkit.calendar.span import Span, parse
from crmkit.diagnostics import Source
from crmkit.document import MappingNode
from crmkit.policy.reading import MISSING_KEY, WRONG_VALUE, Cursor, scalar
from crmkit.rules.parse import Choices
from crmkit.rules.parse import parse as parse_condition
from crmkit.rules.tree import Condition


def span(c: Cursor, key: str, *, required: bool = False, least: int = 0) -> Span | None:
    """A span under a key, as `2 weeks` or, to mark it as our choice, `{value: 2 weeks, chosen: true}`.

    What comes back every so often takes a `least` of 1: nothing comes back every 0 days.
    """
    node = c.get(key)
    if isinstance(node, MappingNode):
        inner = c.below(node, key)
        return span(inner, "value", required=True, least=least)
    written = scalar(c, key, required=required)
    if written is None or not written.text:
        return None
    found = parse(written.text)
    if found is None or found.number < least:
        c.report(
            WRONG_VALUE, written, key=c.name(key), text=written.text, example="2 weeks, 24 hours, 1 workday"
        )
        return None
    return found


def condition(c: Cursor, key: str, choices: Choices) -> tuple[Condition | None, Source]:
    """The condition under a key, which must be there, and its place."""
    node = scalar(c, key, required=False)
    if node is None or not node.text:
        c.report(MISSING_KEY, node or c.node, key=c.name(key))
        return None, c.document.source(c.node.start)
    place = c.document.source(node.start + (node.style in ("'", '"')))
    found, findings = parse_condition(node.text, place, choices)
    c.findings.extend(findings)
    return found, place
