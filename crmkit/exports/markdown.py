"""Write a table as Markdown, for a pull request or a wiki."""

from __future__ import annotations

import re

from crmkit.exports import About, Export, cell
from crmkit.plain import safe
from crmkit.table import Table

_ACTS = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def write(table: Table, about: About) -> str:
    """A heading with the day, and the table; nothing in a cell acts as markup."""
    names = table.heads(about.lang)
    rule = ["---:" if column.align == "right" else "---" for column in table.columns]
    rows = [[_plain(cell(value, about.lang)) for value in row] for row in table.cells()]
    lines = [f"# {_plain(about.title)}", "", str(about.as_of), ""]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in (names, rule, *rows)), ""])


def _plain(text: str) -> str:
    return _ACTS.sub(r"\\\1", safe(" ".join(text.split())))


EXPORT = Export("md", write)
