"""Load a whole snapshot: the policy, the customers and every finding, for books that fit in memory."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.diagnostics import Diagnostic, Findings, in_order
from crmkit.load.record import load_record
from crmkit.load.snapshot import POLICY, Absent, Snapshot, absence, record_paths
from crmkit.model import Book, Customer
from crmkit.policy import Policy, misnamed, read_policy


class LoadedBook(NamedTuple):
    """`policy` is None when the procedures could not be read; then no record was looked at."""

    book: Book
    policy: Policy | None
    findings: Findings


def load_policy(snapshot: Snapshot) -> tuple[Policy | None, Findings]:
    """The policy in `sop/` and the findings about it."""
    below = sorted(path for path in snapshot if path.startswith(POLICY))
    paths = [path for path in below if path.endswith((".md", "/"))]
    found: list[Diagnostic] = [*misnamed(below)]
    files: dict[str, bytes] = {}
    for path in paths:
        data = snapshot[path]
        if isinstance(data, Absent):
            found.append(absence(path, data))
        else:
            files[path] = data
    policy, problems = read_policy(files)
    return policy, in_order([*found, *problems])


def load(snapshot: Snapshot) -> LoadedBook:
    """Everything a snapshot holds; pure, and one bad file never hides another."""
    policy, problems = load_policy(snapshot)
    found = list(problems)
    customers: dict[str, Customer] = {}
    if policy is not None:
        for path in record_paths(snapshot):
            data = snapshot[path]
            if isinstance(data, Absent):
                found.append(absence(path, data))
                continue
            loaded = load_record(path, data, policy)
            found.extend(loaded.findings)
            if loaded.customer is not None:
                customers.setdefault(loaded.customer.id, loaded.customer)
    return LoadedBook(Book(dict(sorted(customers.items()))), policy, in_order(found))
