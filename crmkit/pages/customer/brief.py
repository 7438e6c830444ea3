"""Lay out what to know before the call, as far as the audience may know it."""

from __future__ import annotations

from crmkit.followups import DueItem, see
from crmkit.followups.briefing import briefing
from crmkit.followups.point import Call, Point
from crmkit.model import Customer
from crmkit.pages import BookIndex, Context
from crmkit.reader import Reader
from crmkit.schema.fields import Fields
from crmkit.view import Standing
from crmkit.view.standing import QUIET


def brief(
    customer: Customer, standing: Standing, items: tuple[DueItem, ...], index: BookIndex, words: Reader
) -> list[Context]:
    """The topics with those of their points that may be said, each with the entry that it rests on."""
    fields = index.policy.schema.profile
    lines = {event.line for event in customer.events}
    found = []
    for topic, points in briefing(Call(customer, see(standing, index.view), items)):
        said = [
            {"text": text, "href": f"#e{point.line}" if point.line in lines else ""}
            for point in points
            if (text := _said(point, fields, words))
        ]
        if said:
            tone = "risk" if topic.key == QUIET else ""
            found.append({"key": topic.key, "label": words.label(topic.label), "tone": tone, "points": said})
    return found


def _said(point: Point, fields: Fields, words: Reader) -> str:
    """The point as the audience may know it; empty for nothing."""
    if not all(words.sees_field(fields, *path.split(".")) for path in point.fields):
        return ""
    text = words.label(point.text)
    if not point.free or (words.reads_text and not words.private(text)):
        return text
    return words.label(point.instead) if point.instead else ""
