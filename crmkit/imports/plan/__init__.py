"""Say what rows of a table change in the records, without changing anything."""

from crmkit.imports.plan.index import Index, known_in
from crmkit.imports.plan.mapping import ImportMap, missing_columns, read_map
from crmkit.imports.plan.result import Change, Plan, Rejected, Tally
from crmkit.imports.plan.whole import plan

__all__ = [
    "Change", "ImportMap", "Index", "Plan", "Rejected", "Tally", "known_in", "missing_columns", "plan",
    "read_map",
]  # fmt: skip
