"""Random histories on real Git: nothing is lost in silence, and people are asked only where they differ (P5).

Many records go through one history of commits, each with deeds of its own; what must come of each is worked
out from the deeds (`record_shapes`), which knows nothing of the product.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from record_shapes import Record, add_entry, changed, fresh, lost, said, wanted, written

from crmkit.cli.merging import ATTRIBUTES, DRIVER

MOST_NEEDLESS = 0.01
FEW, MANY = 15, 400  # histories of each way: a sample always, all in `make soak`


class Case(NamedTuple):
    """A record as both began with it, as the branch has it that Git stands on, and as the other has it."""

    base: Record
    ours: Record
    theirs: Record


@pytest.fixture
def git(git_repo: Any) -> Any:
    env = {**git_repo.env, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{git_repo.env['PATH']}"}
    git = type(git_repo)(git_repo.path, env)
    (git.path / ".gitattributes").write_text(f"records/** -text\n{ATTRIBUTES}")
    git("config", "merge.crmkit.driver", DRIVER)
    return git


def cases(rng: Random, count: int) -> list[Case]:
    made = []
    for _ in range(count):
        base = fresh(rng)
        made.append(Case(base, changed(rng, base), changed(rng, base)))
    return made


def put(git: Any, texts: Mapping[int, bytes]) -> str:
    for number, text in texts.items():
        path = git.path / name(number)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    return str(git.commit())


def name(number: int, folder: str = "records") -> str:
    return f"{folder}/CRM-2024{number:05}.md"


def side(cases: list[Case], which: int) -> dict[int, bytes]:
    return {number: written(case[which]) for number, case in enumerate(cases)}


def forked(git: Any, cases: list[Case]) -> str:
    """Base on `main`, their side on `theirs`, ours on `main`, where Git stands; the name of their commit."""
    put(git, side(cases, 0))
    git("checkout", "-q", "-b", "theirs")
    theirs = put(git, side(cases, 2))
    git("checkout", "-q", "main")
    put(git, side(cases, 1))
    return theirs


def judged(git: Any, cases: list[Case], folder: str = "records") -> Counter[str]:
    """How many of the results are wrong in silence, needless stops or of lost lines."""
    stopped = set(git("diff", "--name-only", "--diff-filter=U").split())
    found = Counter(all=len(cases))
    for number, case in enumerate(cases):
        path = name(number, folder)
        result = (git.path / path).read_bytes()
        want = wanted(*case)
        base, ours, theirs = map(written, case)
        found["lost"] += bool(lost(base, ours, theirs, result))
        if want.disputed:
            found["silent"] += path not in stopped
        elif not want.free:
            found["needless"] += path in stopped
            found["wrong"] += path not in stopped and said(result, case.base.words) != want.said
    return found


def merge(git: Any, rng: Random, count: int) -> Counter[str]:
    made = cases(rng, count)
    forked(git, made)
    git("merge", "-q", "theirs", check=False)
    return judged(git, made)


def rebase(git: Any, rng: Random, count: int) -> Counter[str]:
    made = cases(rng, count)
    forked(git, made)
    git("checkout", "-q", "theirs")
    git("rebase", "-q", "main", check=False)
    return judged(git, made)


def cherry_pick(git: Any, rng: Random, count: int) -> Counter[str]:
    made = cases(rng, count)
    theirs = forked(git, made)
    git("cherry-pick", theirs, check=False)
    return judged(git, made)


def revert(git: Any, rng: Random, count: int) -> Counter[str]:
    """The deeds of the middle commit are taken back after later ones."""
    old = [fresh(rng) for _ in range(count)]
    middle = [changed(rng, record) for record in old]
    made = [Case(second, changed(rng, second), first) for first, second in zip(old, middle, strict=True)]
    put(git, side(made, 2))
    undone = put(git, side(made, 0))
    put(git, side(made, 1))
    git("revert", "--no-edit", undone, check=False)
    return judged(git, made)


def moved(git: Any, rng: Random, count: int) -> Counter[str]:
    """Our side moved the files to another folder and changed nothing else."""
    made = [case._replace(ours=case.base) for case in cases(rng, count)]
    put(git, side(made, 0))
    git("checkout", "-q", "-b", "theirs")
    put(git, side(made, 2))
    git("checkout", "-q", "main")
    git("mv", "records", "moved")
    (git.path / "records").mkdir()
    git("mv", "moved", "records/south")
    git.commit("Move")
    git("merge", "-q", "theirs", check=False)
    return judged(git, made, "records/south")


WAYS: list[Callable[[Any, Random, int], Counter[str]]] = [merge, rebase, cherry_pick, revert, moved]


def ask(git: Any, way: Callable[[Any, Random, int], Counter[str]], seed: int, count: int) -> None:
    found = way(git, Random(seed), count)
    assert (found["silent"], found["wrong"], found["lost"]) == (0, 0, 0), found
    assert found["needless"] <= max(1, MOST_NEEDLESS * found["all"]), found


@pytest.mark.parametrize("way", WAYS)
def test_random_histories_lose_nothing_and_seldom_stop(git: Any, way: Any) -> None:
    ask(git, way, 1, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_many_random_histories_lose_nothing_and_seldom_stop(git: Any, way: Any) -> None:
    ask(git, way, 2, MANY)


def test_who_log_on_both_sides_of_a_criss_cross_lose_nothing(git: Any) -> None:
    rng = Random(3)
    base = [fresh(rng) for _ in range(FEW // 4)]
    forked(git, [Case(record, logged(rng, record), logged(rng, record)) for record in base])
    git("branch", "ours-first")
    git("merge", "-q", "theirs")
    git("checkout", "-q", "theirs")
    git("merge", "-q", "ours-first")
    for branch in ("theirs", "main"):
        git("checkout", "-q", branch)
        for number in range(len(base)):
            with (git.path / name(number)).open("ab") as file:
                file.write(f"\n## 2024-08-0{1 + (branch == 'main')} 电话 {branch}\n- by: li.na\n".encode())
        git.commit()
    git("merge", "-q", "theirs")
    assert git("status", "--porcelain") == ""
    for number, record in enumerate(base):
        text = (git.path / name(number)).read_text("utf-8")
        assert text.count("\n## 2024-") == len(record.entries) + 4, text


def logged(rng: Random, record: Record) -> Record:
    record = changed(rng, record, 0)
    add_entry(rng, record, rng.choice(["电话", "拜访"]))
    return record
