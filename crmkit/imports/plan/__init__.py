"""Say what rows of a table change in the records, without changing anything."""

from crmkit.imports.plan.header import fits, sheet_of
from crmkit.imports.plan.index import Index, known_in
from crmkit.imports.plan.mapping import ImportMap, read_map
from crmkit.imports.plan.result import Note, Plan, Rejected, RowChange, Tally
from crmkit.imports.plan.whole import plan

__all__ = [
    "ImportMap",
    "Index",
    "Note",
    "Plan",
    "Rejected",
    "RowChange",
    "Tally",
    "fits",
    "known_in",
    "plan",
    "read_map",
    "sheet_of",
]  # fmt: skip
