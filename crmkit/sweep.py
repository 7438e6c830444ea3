"""Go over all records once, in as many processes as pay: findings and facts, records themselves let go."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from functools import partial
from multiprocessing import active_children
from threading import Thread
from time import sleep
from typing import Any, NamedTuple, TypeVar

from crmkit.allowance import Allowances, apply
from crmkit.calendar.deadline import end_of
from crmkit.checks import of_book, of_customers, of_record
from crmkit.compute import Facts
from crmkit.diagnostics import Diagnostic, Findings, Severity, in_order
from crmkit.load import Absent, Snapshot, absence, load_record, record_paths, size
from crmkit.policy import Policy
from crmkit.view import Brief, View, brief, facts_of, view

T = TypeVar("T")

# Below this many records a second process costs more than it saves.
_WORTH_A_PROCESS = 400
_CHUNKS_PER_PROCESS = 4
# Seconds between two looks whether the process that started this one is there.
_LOOK = 1.0


class WorkerLost(OSError):
    """The system ended one of the processes that share the work, most often for want of memory."""


class Swept(NamedTuple):
    """What one pass over the records found: the book as of the day, findings in order of place, all facts.

    Of two records with one number the view holds one; `facts` holds both.
    """

    view: View
    findings: Findings
    facts: list[Facts]


class _Part(NamedTuple):
    facts: list[Facts]
    findings: list[Diagnostic]
    allowances: dict[str, Allowances]


def sweep(
    snapshot: Snapshot,
    policy: Policy,
    *,
    as_of: date,
    today: date | None = None,
    workers: int = 1,
    check: bool = True,
) -> Swept:
    """Load every record, gather facts, run every check; the view holds all customers as of the day.

    `today` is the real day, where it is another than the one that is asked about.
    """
    paths = record_paths(snapshot)
    parts = in_parts(_part, paths, (snapshot, policy, as_of, today or as_of, check), workers)
    facts = [each for part in parts for each in part.facts]
    with uncollected():
        seen = view(facts, policy, moment=end_of(as_of))
    if not check:
        return Swept(seen, (), facts)
    found = [finding for part in parts for finding in part.findings]
    found.extend(of_customers(seen))
    found.extend(findings_together(snapshot, [brief(each) for each in facts], policy, as_of=as_of))
    allowances = {path: lines for part in parts for path, lines in part.allowances.items()}
    return Swept(seen, in_order(apply(found, allowances)), facts)


def findings_together(
    snapshot: Snapshot, records: Sequence[Brief], policy: Policy, *, as_of: date
) -> Iterator[Diagnostic]:
    """What checks find in all records and files together."""
    paths = tuple(path.rstrip("/") for path in snapshot)
    return of_book(records, paths, partial(size, snapshot), policy, as_of=as_of)


class Read(NamedTuple):
    """What one record says by itself; `facts` is None where it cannot be read."""

    facts: Facts | None
    findings: list[Diagnostic]
    allowances: Allowances


def read_record(
    path: str, data: bytes | Absent, policy: Policy, *, as_of: date, today: date, check: bool = True
) -> Read:
    """Read one record; with `check` all that checks find in it alone."""
    if isinstance(data, Absent):
        return Read(None, [absence(path, data)], ())
    loaded = load_record(path, data, policy)
    customer = loaded.customer
    facts = facts_of(customer, policy, loaded.document) if customer is not None else None
    if not check:
        return Read(facts, [], ())
    said = (*loaded.findings, *of_record(loaded, policy, as_of=as_of, today=today))
    there = facts is None or facts.began is None or facts.began <= as_of
    return Read(facts, [*(said if there else _lasting(said))], loaded.document.allowances)


def _part(paths: Sequence[str], shared: Any) -> _Part:
    """The records of some paths; each is let go before the next is read."""
    snapshot, policy, as_of, today, check = shared
    facts: list[Facts] = []
    found: list[Diagnostic] = []
    allowances: dict[str, Allowances] = {}
    for path in paths:
        one = read_record(path, snapshot[path], policy, as_of=as_of, today=today, check=check)
        found += one.findings
        if one.facts is not None:
            facts.append(one.facts)
        if one.allowances:
            allowances[path] = one.allowances
    return _Part(facts, found, allowances)


def _lasting(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Who was not there yet was neither late nor incomplete; what is wrong in a file is wrong."""
    return (finding for finding in findings if finding.severity is not Severity.NOTICE)


_shared: Any = None


def _remember(shared: Any) -> None:
    """Keep what every part of the work needs, once per process."""
    global _shared
    _shared = shared
    # Ctrl-C reaches every process of a terminal; the one that started the others ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    gc.disable()
    gc.freeze()


def end_with(parent: int) -> None:
    """End this process once its parent has gone: killed, that could not end its children itself."""
    while os.getppid() == parent:
        sleep(_LOOK)
    os._exit(1)


def _work(function: Callable[[Sequence[str], Any], T], paths: Sequence[str]) -> T:
    return function(paths, _shared)


def in_parts(
    function: Callable[[Sequence[str], Any], T], paths: Sequence[str], shared: Any, workers: int
) -> list[T]:
    """Apply a function to the paths in parts, in order; in processes where the work is worth them."""
    if workers <= 1 or not worth(len(paths)):
        with uncollected():
            return [function(paths, shared)]
    with uncollected():
        # Done before there are processes, so that each has what is imported, compiled and remembered.
        first, rest = function(paths[:1], shared), paths[1:]
    size = -(-len(rest) // (workers * _CHUNKS_PER_PROCESS)) or 1
    chunks = [rest[start : start + size] for start in range(0, len(rest), size)]
    return [first, *_shared_out(function, chunks, shared, workers)]


def one_by_one(
    function: Callable[[Sequence[str], Any], T], names: Iterable[str], shared: Any, workers: int
) -> list[T]:
    """Apply a function to each name by itself, in order; in processes when more than one may work."""
    parts = [(name,) for name in names]
    if workers <= 1:
        with uncollected():
            return [function(part, shared) for part in parts]
    return _shared_out(function, parts, shared, workers)


def worth(records: int) -> bool:
    """Whether what is done for so many records is worth a second process."""
    return records >= _WORTH_A_PROCESS


def _shared_out(
    function: Callable[[Sequence[str], Any], T], parts: Sequence[Sequence[str]], shared: Any, workers: int
) -> list[T]:
    executor: Executor
    others = set(active_children())
    with uncollected(), ProcessPoolExecutor(workers, initializer=_remember, initargs=(shared,)) as executor:
        try:  # a pool may break before the last part is handed out
            running = [executor.submit(_work, function, part) for part in parts]
            return [one.result() for one in running]
        except KeyboardInterrupt:  # nobody waits until they have finished their parts
            for child in set(active_children()) - others:
                child.terminate()
            raise
        except BrokenProcessPool as error:
            raise WorkerLost from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Run without the cycle collector: records hold no cycles, and looking for them costs a tenth.

    Whoever makes some may collect them: what was there before is set aside and costs nothing then.
    """
    was = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was:
            gc.enable()
