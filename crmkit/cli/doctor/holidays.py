"""Does the calendar know this year's and next year's holidays."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.calendar.working import Calendar
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """In a year outside the table nothing that counts working days can be computed (E11)."""
    policy, _ = rim.policy_and_findings
    if policy is None:
        return  # said by the line about the procedures
    year, known = rim.as_of.year, policy.get(Calendar).years
    remedy = rim._(
        "add the year to `years` and its days to `holidays` and `moved_workdays` in sop/calendar.md"
    )
    if year not in known:
        said = rim._("sop/calendar.md has no holidays of {year}: its working days are not known")
        yield Answer(FAIL, said.format(year=year), remedy)
    elif year + 1 not in known:
        said = rim._("sop/calendar.md has no holidays of {year} yet; they are published in November before")
        yield Answer(WARN, said.format(year=year + 1), remedy)
    else:
        said = rim._("sop/calendar.md knows the holidays of {year} and {next}")
        yield Answer(OK, said.format(year=year, next=year + 1))


PROBE = Probe("holidays", ask)
