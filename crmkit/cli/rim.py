"""Hold what one run of the command line was told: where, as of when, in which language and colours."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmkit.cache import Cache
from crmkit.calendar.zones import in_zone, zone
from crmkit.cli.failure import Failure
from crmkit.cli.language import translation
from crmkit.cli.present import one_line
from crmkit.diagnostics import Findings, Severity
from crmkit.folders import POLICY
from crmkit.language import Lang

# An answer that is kept needs neither procedures nor records: what reads them is imported when it is asked.
if TYPE_CHECKING:
    from crmkit.load import Snapshot
    from crmkit.policy import Policy
    from crmkit.policy.files.people import Person
    from crmkit.sweep import Swept


_MISSED = "!"
ME = ("me", "我")
"""Who is at the keyboard, in both languages."""
_SHOWN = 5  # records that cannot be read, by path


@dataclass
class Rim:
    """The options before the command, and what follows from them, each found when first asked for."""

    folder: Path
    day: date | None
    lang: Lang
    color: str
    caching: bool = True
    read_from: str | None = None
    rev: str | None = None
    at: time | None = None
    missed: list[str] = field(default_factory=list)

    def _(self, message: str) -> str:
        """The message in the run's language."""
        return translation(self.lang).gettext(message)

    def fail(self, message: str, **said: object) -> Failure:
        """A failure in the run's language; the text's {places} are filled with `said`."""
        return Failure(self._(message).format(**said))

    def many(self, one: str, many: str, count: int, **said: object) -> str:
        """The message for one or for several, filled with `count` and `said`, in the run's language."""
        return translation(self.lang).ngettext(one, many, count).format(count=count, **said)

    @cached_property
    def root(self) -> Path:
        """The nearest folder, from the one named upwards, that holds a `sop/`."""
        start = self.folder.resolve()
        for folder in (start, *start.parents):
            if (folder / POLICY).is_dir():
                return folder
        if self.rev is not None and start.is_dir():
            return start  # what is checked out may hold no book, and the commit one
        raise self.fail(
            "no sop/ here or above {folder}: 'crmkit init' lays out a repository", folder=self.folder
        )

    @cached_property
    def snapshot(self) -> Snapshot:
        """The files on the disk, or those that git has stored where `--rev` says so."""
        if self.rev is not None:
            from crmkit.cli.revision import stored

            return stored(self.root, self.rev, self.commit)
        from crmkit.tree import snapshot

        return snapshot(self.root)

    @cached_property
    def commit(self) -> str:
        """The commit that is read, with a `+` behind it where files differ from it; empty without one."""
        if self.rev is not None:
            from crmkit.cli.revision import meant

            return meant(self.root, self.rev, self._)
        from crmkit import git

        return git.head(self.root)

    @cached_property
    def policy_and_findings(self) -> tuple[Policy | None, Findings]:
        """The procedures as read, and what is wrong with them."""
        from crmkit.load import load_policy

        self.read_from = "" if self.rev is not None else self.procedures()
        return load_policy(self.snapshot)

    @cached_property
    def policy(self) -> Policy:
        """The procedures; a mistake in them stops every command but `check`."""
        policy, findings = self.policy_and_findings
        wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
        if policy is None or wrong:
            place = wrong[0].source if wrong else None
            where = f"{place.path}:{place.line}:{place.column}" if place else POLICY
            raise Failure(
                self.many(
                    "the procedures have an error at {place}: see 'crmkit check'",
                    "the procedures have {count} errors, the first at {place}: see 'crmkit check'",
                    len(wrong),
                    place=where,
                )
            )
        return policy

    @cached_property
    def zone(self) -> str:
        """The name of the time zone of the policy's calendar; empty where it names none."""
        if not self.caching or self.read_from is not None:
            return _zone_of(self.policy_and_findings[0])
        procedures = Cache(self.root, (POLICY,))
        (name,) = procedures.answer("zone", lambda: [_zone_of(self.policy_and_findings[0])])
        return str(name)

    @cached_property
    def now(self) -> datetime:
        """The clock, in the time zone of the policy's calendar."""
        name, here = self.zone, zone(self.zone)
        if name and here is None:
            said = self._("this machine does not know the time zone {zone}: it takes its own")
            click.echo("crmkit: " + said.format(zone=name), err=True)
        return datetime.now(here)

    @staticmethod
    def clock(policy: Policy | None) -> datetime:
        """The clock of any policy, asked anew each time."""
        return datetime.now(zone(_zone_of(policy)))

    @property
    def as_of(self) -> date:
        """The day that everything is computed for."""
        return self.day or self.now.date()

    @property
    def moment(self) -> datetime:
        """From where lateness is seen: the end of a day that was named, else the minute of the clock."""
        if self.day is None:
            return self.now.replace(second=0, microsecond=0)
        return in_zone(datetime.combine(self.day, self.at or time.max), self.zone)

    @property
    def today(self) -> date:
        """The real day, whatever day is asked about."""
        return self.now.date()

    def sweep(self, *, check: bool = False) -> Swept:
        """All records as of the day."""
        from crmkit.load import record_paths
        from crmkit.sweep import sweep

        today = self.today if check else None
        swept = sweep(
            self.snapshot, self.policy, as_of=self.as_of, today=today, workers=processors(), check=check
        )
        self.missed = sorted(set(record_paths(self.snapshot)) - {facts.path for facts in swept.facts})
        return swept

    def whole(self) -> int:
        """0 where every record was read; else say on stderr which are missing in what was shown, and 1."""
        for path in self.missed[:_SHOWN]:
            said = self._("{path} cannot be read and is missing here: see 'crmkit check'")
            click.echo(f"crmkit: {one_line(said.format(path=path))}", err=True)
        if len(self.missed) > _SHOWN:
            click.echo(f"  … {len(self.missed) - _SHOWN}", err=True)
        return 1 if self.missed else 0

    @cached_property
    def cache(self) -> Cache | None:
        """What earlier runs kept; None where it was asked to go without."""
        return Cache(self.root) if self.caching else None

    def answer(
        self,
        name: str,
        find: Callable[[], Sequence[Any]],
        of: Sequence[str] | None = None,
        *,
        today: bool = False,
    ) -> Sequence[Any]:
        """What `find` answers about the book as of the day, from an earlier run where nothing changed since.

        The values are JSON's, and in no language; with `of`, those lists that begin with such a text. What
        depends on the real day too says so with `today`.
        """

        def anew() -> Sequence[Any]:
            self.look_again()
            found = find()
            return [[_MISSED, self.missed], *found]

        if self.cache is not None:
            wanted = None if of is None else (_MISSED, *of)
            told = f"{self.as_of} {self.today}" if today else self.as_of.isoformat()
            (_, self.missed), *found = self.cache.answer(name, anew, told, wanted)
            return found
        found = self.found[name] if name in self.found else self.found.setdefault(name, list(find()))
        return [each for each in found if of is None or each[0] in of]

    def look_again(self) -> None:
        """Let go what was read of files that may have changed since: what is kept must be as they are now."""
        if self.rev is not None:
            return  # what is committed stays as it is
        with suppress(AttributeError):  # not read yet
            del self.snapshot
        if self.read_from is None or self.read_from == self.procedures() != "":
            return
        self.read_from = None
        for name in ("policy_and_findings", "policy"):
            with suppress(AttributeError):
                delattr(self, name)

    def procedures(self) -> str:
        """The content of the procedures in one word."""
        state = Cache(self.root, (POLICY,)).state("", 0)
        return state.key if state else ""

    @cached_property
    def found(self) -> dict[str, list[Any]]:
        """What this run found, where nothing is kept for the next."""
        return {}

    @cached_property
    def author(self) -> Person:
        """Who writes: git's user looked up in `people.md`; no entry is anonymous."""
        from crmkit import git

        email = git.author(self.root).email
        if not email:
            raise self.fail("git does not say who you are: set its user.email, or name yourself with --by")
        person = self.policy.people.find(email)
        if person is None:
            raise self.fail(
                "sop/people.md has nobody with git's user.email {email}: name yourself with --by", email=email
            )
        return person

    def person(self, word: str) -> Person:
        """The one of ours that an id, a name or an email means; 'me' is who writes, if no name."""
        person = self.policy.people.find(word)
        if person is None and word.casefold() in ME:
            return self.author
        if person is None:
            near = self.policy.people.names.near(word)
            raise self.nearest("nobody in sop/people.md is called '{word}'", word, near)
        return person

    def nearest(self, message: str, word: str, near: str) -> Failure:
        """The failure that a `{word}` means nothing, with the nearest that does."""
        said = self._(message).format(word=word)
        return Failure(said + (self._(": did you mean '{near}'?").format(near=near) if near else ""))

    @property
    def colored(self) -> bool:
        """Whether stdout takes colours."""
        if self.color != "auto":
            return self.color == "always"
        return not os.environ.get("NO_COLOR") and sys.stdout.isatty()

    @property
    def room(self) -> int | None:
        """How many columns the terminal has; a pipe or a file has all the room."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _zone_of(policy: Policy | None) -> str:
    from crmkit.calendar.working import Calendar

    return policy.get(Calendar).timezone if policy else ""


pass_rim = click.make_pass_decorator(Rim)
