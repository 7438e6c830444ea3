"""Write an entry of the log for a command: who, when, which kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crmkit.cli.rim import Rim
from crmkit.cli.writing import change_record
from crmkit.edit import append_entry

_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?:-\d\d:\d\d)?))?")


def append(
    rim: Rim, path: str, heading: Sequence[str], said: Sequence[tuple[str, str]], text: str, *, dry_run: bool
) -> int:
    """Append an entry to a record, the empty parts of its heading left out; the exit code."""
    line = " ".join(part.strip() for part in heading if part.strip())
    return change_record(
        rim, path, lambda document: append_entry(document, line, list(said), text), dry_run=dry_run
    )


def author(rim: Rim, by: str | None) -> str:
    """The id of who writes; an unknown one is wrong use, so that no entry is anonymous."""
    person = rim.policy.people.find(by) if by else rim.author
    if person is not None:
        return person.id
    if by:
        raise rim.fail("nobody in sop/people.md is called '{by}'", by=by)
    raise rim.fail("git's user.email is not in sop/people.md: name the author with --by")


def moment(rim: Rim, when: str | None) -> str:
    """Date and time of the entry; today with the time, so that two real contacts never look like one."""
    if when is None:
        return f"{rim.day} {rim.now:%H:%M}" if rim.day else f"{rim.now:%Y-%m-%d %H:%M}"
    match = _WHEN.fullmatch(when.strip())
    try:
        if match is None:
            raise ValueError
        date.fromisoformat(match[1])
    except ValueError:
        raise rim.fail("--on wants YYYY-MM-DD or 'YYYY-MM-DD HH:MM': {when}", when=when) from None
    return f"{match[1]} {match[2]}" if match[2] else match[1]
