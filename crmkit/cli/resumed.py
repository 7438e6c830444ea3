"""Take from earlier runs what they found of each record, and keep what this one finds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmkit.cli.rim import Rim, processors

if TYPE_CHECKING:
    from crmkit.resume import Find, Pass, Resumed

RECORDS = "records"


def over(rim: Rim, run: int = 0, *, checking: bool = False) -> Pass:
    """The whole book as of the day; who checks it goes on where procedures have errors."""
    from crmkit.resume import Pass

    policy = rim.policy_and_findings[0] if checking else rim.policy
    assert policy is not None  # whoever checks has looked
    return Pass(rim.snapshot, policy, rim.as_of, rim.today, processors(), run)


def resumed(
    rim: Rim, wanted: Mapping[str, Find], *, checking: bool = False, findings: bool = True
) -> Resumed:
    """The book with all that is wanted of each customer; what holds of an earlier run is taken from it.

    Who asks for no `findings` is spared the checks where nothing is kept for the next run.
    Marks are made before a record is read: who saves meanwhile has another mark in the next run.
    """
    from crmkit.resume import Row, resume

    cache = rim.cache
    if cache is None:
        return resume({}, {}, over(rim, checking=checking)._replace(checks=findings), wanted)
    told = f"{rim.as_of} {rim.today} {rim.procedures()}"
    made, values = cache.remembered(RECORDS, told)
    now = cache.now()
    run = int.from_bytes(os.urandom(6), "big")
    then, later, _ = cache.marks_then_and(made, now)
    rows = (Row(*value) for value in values)
    kept = {
        row.path: row._replace(mark=later[row.path] if row.mark == then.get(row.path) else "") for row in rows
    }
    found = resume(kept, later, over(rim, run, checking=checking), wanted)
    cache.keep(RECORDS, found.rows.values(), now, told)
    return found
