"""Records written by hand, and what is due for them under a pack, said shortly."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from crmkit import resources
from crmkit.calendar.bucket import Bucket, bucket
from crmkit.calendar.deadline import end_of
from crmkit.calendar.working import Calendar
from crmkit.calendar.zones import in_zone
from crmkit.followups import DueItem, due_for
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.policy.files.playbooks import START
from crmkit.view import facts_of, view
from sop import sop

HEAD = """---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: {status}
owner: zhang.wei
recorded: {{by: zhang.wei, date: {recorded}}}
{more}---
{log}"""


@cache
def pack(name: str) -> Policy:
    """A pack that ships, read once."""
    folder = resources.pack(name)
    assert folder is not None
    policy, findings = read_policy(sop(folder))
    assert policy is not None
    assert not findings
    return policy


def record(log: str = "", more: str = "", status: str = "active", recorded: str = "2023-01-04") -> str:
    """A record with a log and more of a profile; a line of the log `2025-01-06 电话` is an entry."""
    entries = "".join(
        line + "\n" if line.startswith("-") else f"\n## {line}\n" for line in log.split("\n") if line.strip()
    )
    return HEAD.format(status=status, recorded=recorded, more=more, log=entries)


def moment(said: str) -> datetime:
    """`2025-03-07 10:00`; a day alone is its end."""
    return datetime.fromisoformat(said) if " " in said else end_of(date.fromisoformat(said))


def items(
    text: str, day: str, under: str | Policy = "standard", *, telling: bool = False
) -> tuple[DueItem, ...]:
    """Everything due for the record as of the day, or of a minute, but for procedures that nobody began.

    `telling`: also who is told of tiers.
    """
    policy = under if isinstance(under, Policy) else pack(under)
    loaded = load_record("records/CRM-202405001.md", text.encode("utf-8"), policy)
    assert loaded.customer is not None
    seen = view([facts_of(loaded.customer, policy, loaded.document)], policy, moment=moment(day))
    standing = seen.standings.get("CRM-202405001")  # nobody is there before the record begins
    found = due_for(standing, seen) if standing else ()
    begun = (item for item in found if START not in item.fulfilled_by.fields)
    return tuple(item for item in begun if telling or item.source != "to_tell")


def lies(item: DueItem, day: str, under: str | Policy = "standard") -> Bucket:
    """The bucket of an item, seen from the end of a day or from a minute."""
    policy = under if isinstance(under, Policy) else pack(under)
    calendar = policy.get(Calendar)
    seen = in_zone(moment(day), calendar.timezone)
    return bucket(item.due, item.grace, calendar.week(seen.date())[1], seen)


def short(item: DueItem) -> str:
    """`a_weekly 2025-01-13`, with what moved it behind."""
    notes = [note.value for note in item.notes if note.value not in ("automatic", "first")]
    return " ".join([item.key, item.day.isoformat(), *notes])
