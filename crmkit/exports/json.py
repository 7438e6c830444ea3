"""Write a table as JSON, for programs."""

from __future__ import annotations

from crmkit.exports import About, Export
from crmkit.plain import json_text
from crmkit.table import Table

SCHEMA_VERSION = 1


def write(table: Table, about: About) -> str:
    """The same document that every read command gives with --json."""
    said = {
        "schema_version": SCHEMA_VERSION,
        "as_of": about.as_of.isoformat(),
        "columns": [column.key for column in table.columns],
        "rows": table.records(about.lang),
    }
    return json_text(said) + "\n"


EXPORT = Export("json", write)
