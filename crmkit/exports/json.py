"""Write a table as JSON, for programs."""

from __future__ import annotations

from crmkit.calendar.period import Period
from crmkit.exports import About, Export
from crmkit.plain import json_text
from crmkit.table import Table

SCHEMA_VERSION = 1


def write(table: Table, about: About) -> str:
    """The same document that every read command gives with --json."""
    said = {
        "schema_version": SCHEMA_VERSION,
        "as_of": about.as_of.isoformat(),
        **({"period": _said(about.period)} if about.period else {}),
        "columns": [column.key for column in table.columns],
        "rows": table.records(about.lang),
    }
    return json_text(said) + "\n"


def _said(period: Period) -> dict[str, str]:
    return {"name": period.written, "from": period.first.isoformat(), "to": period.end.isoformat()}


EXPORT = Export("json", write)
