"""Draw charts without script or style: each has a title, a summary in words and its data as a table.

A chart is `{id, title, summary, data, columns: [text], rows: [[text]]}` and its marks; `data` is the word
above the table.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from markupsafe import Markup, escape

WEEK, MONTH = 11, 30
"""Widths of a mark with its gap, in the units of the drawing."""


def strip(chart: dict[str, Any]) -> Markup:
    """A square for each week, the darker the more: `marks: [(level 0-4, label)]`, `ticks: [(at, label)]`."""
    marks = [
        _square(at, level)
        if not label
        else f"{_square(at, level)[:-2]}><title>{escape(label)}</title></rect>"
        for at, (level, label) in enumerate(chart["marks"])
    ]
    ticks = [f'<text x="{at * WEEK}" y="29">{escape(label)}</text>' for at, label in chart["ticks"]]
    return _figure("strip", chart, f"{len(marks) * WEEK - 2} 30", "".join(marks + ticks))


@cache
def _square(at: int, level: int) -> str:
    return f'<rect class="l{level}" x="{at * WEEK}" y="0" width="9" height="18" rx="2"/>'


def bars(chart: dict[str, Any]) -> Markup:
    """A bar for each month: `marks: [{height: 0-100, label, name}]`; no frame around nothing."""
    if not any(mark["height"] for mark in chart["marks"]):
        return _figure("", chart, "", "")
    marks = [f'<path class="axis" d="M0 78.5H{len(chart["marks"]) * MONTH}"/>']
    for at, mark in enumerate(chart["marks"]):
        tall = mark["height"] * 7 / 10
        marks.append(
            f'<rect x="{at * MONTH + 6}" y="{78 - tall:.1f}" width="18" height="{tall:.1f}" rx="2">'
            f"<title>{escape(mark['label'])}</title></rect>"
            f'<text x="{at * MONTH + 15}" y="90">{escape(mark["name"])}</text>'
        )
    return _figure("bars", chart, f"{len(chart['marks']) * MONTH} 92", "".join(marks))


def spark(chart: dict[str, Any]) -> Markup:
    """A few small bars beside a figure: `heights: [0-100]`, oldest first; title and summary say them all."""
    marks = "".join(
        f'<rect x="{at * 8}" y="{max(1, tall) * -0.18:.2f}" width="6" height="{max(1, tall) * 0.18:.2f}"/>'
        for at, tall in enumerate(chart["heights"])
    )
    id, title, summary = chart["id"], escape(chart["title"]), escape(chart["summary"])
    return Markup(
        f'<svg class="spark" viewBox="0 -18 {len(chart["heights"]) * 8} 18" role="img" '
        f'aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title>'
        f'<desc id="{id}-d">{summary}</desc>{marks}</svg>'
    )


def bar(percent: int, tone: str = "info") -> Markup:
    """One bar in a table cell or under a figure; the number stands beside it as text."""
    return Markup(
        f'<svg class="meter {tone}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect class="ground" width="100" height="4"/>'
        f'<rect width="{percent}" height="4"/></svg>'
    )


def _figure(kind: str, chart: dict[str, Any], size: str, marks: str) -> Markup:
    """Title and summary, the drawing unless there is nothing to draw, and the data."""
    id, title, summary = chart["id"], escape(chart["title"]), escape(chart["summary"])
    drawn = (
        f'<svg class="{kind}" viewBox="0 0 {size}" role="img" aria-labelledby="{id}-t {id}-d">'
        f'<title id="{id}-t">{title}</title><desc id="{id}-d">{summary}</desc>\n{marks}</svg>\n'
    )
    return Markup(
        f'<figure class="chart"><figcaption><b>{title}</b> <span>{summary}</span></figcaption>\n'
        f"{drawn if marks else ''}{_table(chart)}</figure>"
    )


def _table(chart: dict[str, Any]) -> str:
    """The data of a chart; nothing where there is none."""
    if not chart["rows"]:
        return ""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in chart["columns"])
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>\n" for row in chart["rows"]
    )
    return (
        f'<details class="data no-print"><summary>{escape(chart["data"])}</summary><table>'
        f'<caption class="sr">{escape(chart["title"])}</caption><thead><tr>{names}</tr></thead>\n'
        f"<tbody>{lines}</tbody></table></details>"
    )
