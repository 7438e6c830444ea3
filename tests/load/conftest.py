"""What tests of loading share: a policy, and snapshots made of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from crmkit.load import Absent, Snapshot, load_policy
from crmkit.policy import Policy
from sop import sop

ROOT = Path(__file__).resolve().parents[2]
SOP = sop(ROOT / "sop")


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The pack `standard`."""
    read, findings = load_policy(SOP)
    assert read is not None
    assert not findings
    return read


@pytest.fixture
def files() -> Callable[..., Snapshot]:
    """`files({"a.md": text})`: these below `records/`, and the procedures of this repository."""

    def run(records: Mapping[str, str | bytes | Absent]) -> Snapshot:
        made: dict[str, bytes | Absent] = dict(SOP)
        for path, content in records.items():
            made[f"records/{path}"] = (
                content if isinstance(content, bytes | Absent) else content.encode("utf-8")
            )
        return made

    return run
