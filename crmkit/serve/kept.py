"""Keep between builds what a change leaves true, and make anew only what it touches."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crmkit import resources, tree
from crmkit.calendar.deadline import end_of
from crmkit.compute import Facts
from crmkit.diagnostics import Findings, Severity
from crmkit.language import Lang
from crmkit.load import POLICY, Absent, Loaded, Snapshot, absence, load_policy, load_record, record_paths
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.rules import names
from crmkit.serve.watch import litter
from crmkit.site import build, generation
from crmkit.site.render import Build, Site
from crmkit.site.templates import Environments
from crmkit.sweep import sweep
from crmkit.view import Standing, View, facts_of, view
from crmkit.view.asked import TOP

Stamp = tuple[int, int, int]
"""Date in nanoseconds, size and number of a file: another stamp is another text."""
State = tuple[Mapping[str, Stamp], date]
"""What a site is made from, as far as stamps tell."""


class Plan(NamedTuple):
    """What is served: which book, where its site lies, for whom, in which languages, as of which day.

    `today(policy)` answers the day in the policy's time zone whenever it is asked. What concerns the whole
    book is built in so many `workers`.
    """

    root: Path
    out: Path
    audience: str
    languages: tuple[Lang, ...]
    today: Callable[[Policy], date]
    workers: int = 1

    @property
    def folders(self) -> tuple[Path, ...]:
        """What the site is made of."""
        return (self.root / "records", self.root / "sop", resources.templates())

    def build(self, seen: View, environments: Environments | None = None) -> Build | None:
        """The build of a view; None when the policy names the audience no more.

        It names no commit: what is previewed is what lies on the disk, committed or not.
        """
        reader = seen.policy.book.audience(self.audience)
        return Build(Site(seen, reader, self.languages, ""), environments) if reader is not None else None


@dataclass(frozen=True, slots=True)
class Kept:
    """One state of the book: facts by path, search rows by customer number, findings by record.

    `findings` are the errors of records that changed while they were served; `tried` is the state of the
    disk and the day from which no site could be built.
    """

    build: Build
    facts: Mapping[str, Facts]
    rows: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    findings: Mapping[str, Findings]
    tried: State | None = None

    @property
    def site(self) -> Site:
        """The site as it was built last."""
        return self.build.site


class Change(NamedTuple):
    """A new state with what makes it: the records read anew, and whose pages may differ from the old ones.

    `touched` are the customers that changed and those whom their records tie to them; None when all may be.
    `moved` are others who stand differently now, by rank. `anew` when every page may differ, or none is there
    any more. `kept.rows` are still the old ones.
    """

    kept: Kept
    files: Snapshot
    loaded: Mapping[str, Loaded]
    touched: frozenset[str] | None
    moved: frozenset[str]
    before: Build
    anew: bool


class Unmended(NamedTuple):
    """Nothing changed since the site could not be built."""


class NoAudience(NamedTuple):
    """The policy no longer names the audience that the site is served to."""

    name: str


def start(plan: Plan, policy: Policy) -> Kept:
    """Build everything once. OSError when the site cannot be written."""
    files = tree.snapshot(plan.root)
    stamps = _stamps(plan, files)
    swept = sweep(files, policy, as_of=plan.today(policy), workers=plan.workers, check=False)
    first = plan.build(swept.view)
    assert first is not None  # whoever made the plan has looked
    rows = build(files, first, plan.out, workers=plan.workers).rows
    return Kept(first, {facts.path: facts for facts in swept.facts}, rows, stamps, {})


def change(
    kept: Kept, plan: Plan, noticed: Iterable[str] = (), begins: Callable[[], None] = lambda: None
) -> Change | Findings | NoAudience | Unmended | None:
    """What the disk and the day make of a state; None when nothing changed, findings of a broken policy.

    `noticed` are absolute paths that were seen to change: they are read even where their stamps agree.
    `begins` is called before what takes long.
    """
    files = tree.snapshot(plan.root)
    stamps = _stamps(plan, files)
    changed = {
        path for path in stamps.keys() | kept.stamps.keys() if stamps.get(path) != kept.stamps.get(path)
    }
    named = {name for name in map(_inside(plan.root), noticed) if name in stamps}
    changed |= named
    policy = kept.site.policy
    procedures = any(path.startswith(POLICY) for path in changed)
    if procedures:
        read, problems = load_policy(files)
        wrong = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
        if read is None or wrong:
            return wrong
        policy = read
    templates = any(os.path.isabs(path) for path in changed)
    gone = not (plan.out / generation.MARK).is_file()
    as_of = plan.today(policy)
    if not changed and not gone and as_of == kept.site.view.as_of:
        return None
    if kept.tried == (stamps, as_of) and not named:
        return Unmended()
    if procedures or templates or gone or as_of != kept.site.view.as_of:
        begins()
    if procedures:
        swept = sweep(files, policy, as_of=as_of, workers=plan.workers, check=False)
        facts = {each.path: each for each in swept.facts}
        # Those that were wrong are looked at again; of all others nobody asks.
        findings = _read(kept, files, (*record_paths(changed), *kept.findings), policy).findings
        seen, touched, moved, read_anew = swept.view, None, frozenset[str](), _Read(facts, {}, findings)
    else:
        paths = record_paths(changed)
        read_anew = _read(kept, files, paths, policy)
        seen, touched, moved = _view(kept, read_anew.facts, paths, as_of=as_of)
    anew = plan.build(seen, None if templates else kept.build.environments)
    if anew is None:
        return NoAudience(plan.audience)
    after = replace(kept, build=anew, facts=read_anew.facts, stamps=stamps, findings=read_anew.findings)
    return Change(
        after, files, read_anew.loaded, touched, moved, kept.build, templates or gone or touched is None
    )


class _Read(NamedTuple):
    """All facts after some records were read anew, those records, and the errors of each."""

    facts: dict[str, Facts]
    loaded: dict[str, Loaded]
    findings: dict[str, Findings]


def _read(kept: Kept, files: Snapshot, paths: Iterable[str], policy: Policy) -> _Read:
    """Read records anew; what they said before is dropped."""
    facts, findings = dict(kept.facts), dict(kept.findings)
    loaded: dict[str, Loaded] = {}
    for path in paths:
        facts.pop(path, None)
        findings.pop(path, None)
        data = files.get(path, Absent.VANISHED)
        if data is Absent.VANISHED:
            continue
        if isinstance(data, Absent):
            findings[path] = (absence(path, data),)
            continue
        one = load_record(path, data, policy)
        wrong = tuple(finding for finding in one.findings if finding.severity is Severity.ERROR)
        if wrong:
            findings[path] = wrong
        if one.customer is not None:
            facts[path] = facts_of(one.customer, policy, one.document)
            loaded[path] = one
    return _Read(facts, loaded, findings)


def _view(
    kept: Kept, facts: Mapping[str, Facts], paths: Iterable[str], *, as_of: date
) -> tuple[View, frozenset[str] | None, frozenset[str]]:
    """The book with some records changed; who is touched (None for all), and who else stands differently."""
    old = kept.site.view
    seen = view(facts.values(), old.policy, moment=end_of(as_of), before=old)
    if as_of != old.as_of:
        return seen, None, frozenset()
    versions = [each for path in paths for each in (kept.facts.get(path), facts.get(path)) if each]
    changed = {each.id for each in versions}
    # A page names the customers whom its own refers to, and those who refer to it.
    named = {number for each in versions for number, _ in each.references}
    naming = {each.id for each in facts.values() for number, _ in each.references if number in changed}
    touched = frozenset(changed | named | naming)
    # Where a rank sets the rhythm, it decides what is due without being a reason of tier or segment.
    rhythm = any(name.endswith(TOP) for rule in old.policy.get(Cadence).shorten for name in names(rule.when))
    differs = operator.is_not if rhythm else _differs
    moved = {id for id, now in seen.standings.items() if differs(old.standings.get(id), now)}
    return seen, touched, frozenset(moved) - touched


def _differs(before: Standing | None, now: Standing) -> bool:
    """Whether a page may show the difference: a rank is shown only as a reason, never by itself."""
    if before is now:
        return False
    if before is None:
        return True
    ranks = {name: said for name, said in now.metrics.items() if name.endswith(TOP)}
    return replace(before, metrics={**before.metrics, **ranks}) != now


def _stamps(plan: Plan, files: Snapshot) -> dict[str, Stamp]:
    """The stamp of every file that the site is made of; templates under their absolute paths."""
    stamps: dict[str, Stamp] = {}
    templates = (str(path) for path in resources.templates().rglob("*") if not litter(path.name))
    wanted = (*record_paths(files), *(path for path in files if path.startswith(POLICY)), *templates)
    root = str(plan.root)
    for path in wanted:
        with suppress(OSError):
            about = os.lstat(os.path.join(root, path))
            stamps[path] = (about.st_mtime_ns, about.st_size, about.st_ino)
    return stamps


def _inside(root: Path) -> Callable[[str], str]:
    """Turns absolute paths below the root into those of a snapshot."""
    start = f"{root}{os.sep}"
    return lambda path: path.removeprefix(start).replace(os.sep, "/") if path.startswith(start) else path
