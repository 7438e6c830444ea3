"""Make the small pieces that every page shares, as markup in which every text is escaped.

They are filters of the templates and plain Python, since a page has hundreds of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from crmkit.pages import Cell, Row
from crmkit.site.charts import bar, bars, spark, strip
from crmkit.site.icons import icon

Filter = Callable[..., Markup]

# Labels, dates and names of ours come again on every page.
safe = lru_cache(maxsize=8192)(escape)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces in one language: `hidden` says that a value is masked, `between` joins several values."""

    hidden: str
    between: str

    def filters(self) -> dict[str, Filter]:
        """The pieces by the names that templates use."""
        return {
            "bar": bar, "bars": bars, "cell": self.cell, "cells": self.cells, "head": head, "icon": icon,
            "mask": self.mask, "pill": pill, "rows": self.rows, "spark": spark, "strip": strip, "tag": tag,
        }  # fmt: skip

    def mask(self, _: object = None) -> Markup:
        """What stands for a hidden value: no character of it, not even how many."""
        said = safe(self.hidden)
        return Markup(
            f'<span class="mask" title="{said}"><span aria-hidden="true">●●●</span>'
            f'<span class="sr">{said}</span></span>'
        )

    def cell(self, value: Cell) -> Markup:
        """A value: masked, a link, a pill, or text, with its title where it has one."""
        text, href, masked, title, tone = value
        if masked:
            return self.mask()
        about = f' title="{safe(title)}"' if title else ""
        if href:
            return Markup(f'<a href="{safe(href)}"{about}>{safe(text)}</a>')
        if tone:
            return pill(text, tone, title)
        return Markup(f"<span{about}>{safe(text)}</span>") if title else safe(text)

    def cells(self, values: tuple[Cell, ...]) -> Markup:
        """Several values in one line."""
        if len(values) == 1:
            return self.cell(values[0])
        between = f'<span class="sep">{safe(self.between)}</span>'
        return Markup(between.join(map(self.cell, values)))

    def rows(self, items: Iterable[Row], kind: str = "rows") -> Markup:
        """Labels with their values; a row may be for the printed form alone, or for the screen alone."""
        parts = [f'<dl class="{kind}">']
        for label, values, only in items:
            where = ""
            if only:
                where = ' class="no-print"' if only != "form" else ' class="print-only"'
            if only == "form" and not values:
                where = ' class="print-only blank"'
            parts.append(f"<div{where}><dt>{safe(label)}</dt><dd>{self.cells(values)}</dd></div>")
        parts.append("</dl>")
        return Markup("\n".join(parts))


def pill(text: str, tone: str = "none", title: str = "") -> Markup:
    """A word on a coloured ground."""
    about = f' title="{safe(title)}"' if title else ""
    return Markup(f'<span class="pill {tone}"{about}>{safe(text)}</span>')


def tag(text: str) -> Markup:
    """A tag."""
    return Markup(f'<span class="tag">{safe(text)}</span>')


def head(title: str, count: int = 0) -> Markup:
    """The heading of a panel, with how many things are in it."""
    said = f' <span class="count">{count}</span>' if count else ""
    return Markup(f"<h2>{safe(title)}{said}</h2>")
