"""No value of a pack is dead: changed within its kind it changes an answer, or is a mistake at its place.

What a later engine reads is listed in `crmkit/policy/unread.py`; what is for people alone its reader says with
`for_people`. CI asks of some paths, those of `FEW`; `make soak` asks of every path, and of every value of every pack.
"""

# ruff: noqa: E501

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pytest
from leaves import Leaf, at_place, leaves, others, pack, put, waits
from witness import Witness

from crmkit import resources
from crmkit.diagnostics import Severity
from crmkit.document import read as read_document
from crmkit.policy import policy as policy_module
from crmkit.policy import read_policy
from crmkit.policy.reading import Cursor

FEW = 14
"""Of so many paths one is asked in CI, which is to be quick."""
PEOPLE = "people.md people[]."
"""The team of a pack is made up: a person's lines are read like any other's, and not each of them is asked."""


@pytest.fixture(autouse=True)
def _read_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_module, "read", lru_cache(maxsize=2000)(read_document))


@cache
def witness(name: str) -> Witness:
    policy, findings = read_policy(pack(name))
    assert policy is not None
    assert not findings
    return Witness(policy, findings)


@cache
def for_people(name: str) -> frozenset[tuple[str, int]]:
    """Where texts start that their readers call texts for people alone."""
    kept: dict[str, Cursor] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policy_module, "report_remains", lambda cursors, _: kept.update(cursors))
        read_policy(pack(name))
    return frozenset((file, start) for file, c in kept.items() for start in c.notes.for_people)


def shown(leaf: Leaf, name: str) -> str:
    """What tells another value from the one said: an answer, or a mistake; empty when nothing does."""
    refused = ""
    for other in others(leaf, pack(name)):
        policy, findings = read_policy(put(pack(name), {leaf: other}))
        wrong = [one for one in findings if one.severity is Severity.ERROR]
        if policy is None or wrong:
            refused = (
                "at its place" if any(at_place(one.source, leaf) for one in wrong) else "where it is named"
            )
            continue
        if said := witness(name).shows(policy, findings, leaf.file, leaf.path):
            return said
    return refused


def asked(name: str) -> Iterator[Leaf]:
    """The values that must not be dead; what something is called is asked for by `test_no_dead_words`."""
    people = for_people(name)
    for leaf in leaves(name):
        if not (leaf.is_word or waits(leaf) or leaf.key == "format" or (leaf.file, leaf.start) in people):
            yield leaf


def turn(leaf: Leaf) -> int:
    """A number that differs from leaf to leaf, and is the same in each run."""
    return zlib.crc32(f"{leaf.file} {leaf.path} {leaf.text} {leaf.start}".encode())


def sampled() -> list[tuple[str, Leaf]]:
    """One value of every path, of the first pack that has it: `standard`, but for what only others say."""
    found: dict[tuple[str, str], tuple[str, int, Leaf]] = {}
    for name in sorted(resources.packs(), key=lambda name: name != "standard"):
        for leaf in asked(name):
            key, said = (leaf.file, leaf.path), (name, turn(leaf), leaf)
            if key not in found or (found[key][0] == name and said < found[key]):
                found[key] = said
    return [(name, leaf) for name, _, leaf in found.values()]


def dead(some: Iterable[tuple[str, Leaf]]) -> list[str]:
    """Those that nothing tells from another value."""
    return [
        f"{name} {one.file}:{one.line} {one.path}: {one.text}" for name, one in some if not shown(one, name)
    ]


def test_no_path_of_a_pack_is_dead_of_those_asked_by_turns() -> None:
    some = [(name, leaf) for name, leaf in sampled() if turn(leaf) % FEW == 0]
    assert len(some) > 8
    assert dead(some) == []


@pytest.mark.soak
def test_no_path_of_a_pack_is_dead() -> None:
    assert dead(sampled()) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", resources.packs())
def test_no_value_of_a_pack_is_dead(name: str) -> None:
    whole = [leaf for leaf in asked(name) if not f"{leaf.file} {leaf.path}".startswith(PEOPLE)]
    assert dead((name, leaf) for leaf in whole) == []
