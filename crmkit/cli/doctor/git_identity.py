"""Does git know who writes, and do the procedures know that person."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """The email that git writes into commits is how a writer is found in `people.md`."""
    email = git.author(rim.root).email
    policy, _ = rim.policy_and_findings
    person = policy.people.find(email) if policy and email else None
    if not email:
        said = rim._("git does not know who you are")
        yield Answer(FAIL, said, "git config user.email YOU@EXAMPLE && git config user.name NAME")
    elif policy is None:
        yield Answer(WARN, rim._("the procedures cannot be read, so nobody is known"), "crmkit check sop")
    elif person is None:
        said = rim._("{email} is not in sop/people.md").format(email=email)
        remedy = rim._("git config user.email with the address in sop/people.md, or add yourself there")
        yield Answer(WARN, said, remedy)
    else:
        yield Answer(OK, rim._("you are {name} <{email}>").format(name=person.name, email=email))


PROBE = Probe("git-identity", ask)
