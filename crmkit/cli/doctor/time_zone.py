"""Does this machine know the time zone that the calendar names."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.calendar.working import Calendar
from crmkit.calendar.zones import zone
from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """Without it today and the time of an entry are those of the machine (E11)."""
    policy, _ = rim.policy_and_findings
    name = policy.get(Calendar).timezone if policy else ""
    if not name:
        return  # said by the line about the procedures
    if zone(name) is not None:
        yield Answer(OK, rim._("days and times are those of {zone}").format(zone=name))
        return
    said = rim._("this machine does not know the time zone {zone}: it takes its own").format(zone=name)
    yield Answer(FAIL, said, rim._("correct `timezone` in sop/calendar.md, or: pip install tzdata"))


PROBE = Probe("time-zone", ask)
