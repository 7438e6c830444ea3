"""What is taken from an earlier run is what a run without it finds, whatever changed meanwhile (K3, P6)."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from crmkit.cli.answers.due import of_customer
from crmkit.codec import lines
from crmkit.load import Absent, Snapshot, load_policy
from crmkit.policy import Policy
from crmkit.resume import CHECKED, Pass, Resumed, Row, findings, resume
from crmkit.sweep import sweep
from crmkit.view import ranked

ROOT = Path(__file__).resolve().parent.parent
SOP = {f"sop/{path.name}": path.read_bytes() for path in sorted((ROOT / "sop").glob("*.md"))}
DAY, TODAY = date(2024, 6, 30), date(2024, 7, 2)
CUSTOMERS = 12
WANTED = {"due": of_customer}

Files = dict[str, bytes | Absent]


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The pack `standard`, which ranks customers and counts whom they referred."""
    read, _ = load_policy(SOP)
    assert read is not None
    assert ranked(read)
    return read


def record(number: int, dice: random.Random) -> str:
    """A customer with some orders and contacts, sometimes brought by another, sometimes of a later day."""
    guide = id_of(dice.randrange(CUSTOMERS + 3))
    by = f"source: {{channel: 转介绍, referred_by: {guide}, date: 2024-05-02}}\n"
    head = (
        f"---\nid: {id_of(number)}\nname: 客户{dice.randrange(CUSTOMERS)}\ntype: business\n"
        f"status: {dice.choice(('active', 'active', 'potential', 'lost'))}\nowner: zhang.wei\n"
        f"{by if dice.random() < 0.5 else ''}---\n"
    )
    return head + "".join(entry(dice) for _ in range(dice.randrange(5)))


def entry(dice: random.Random) -> str:
    """An order, a contact with a promise, or a heading that is wrong."""
    month, day = dice.randrange(1, 9), dice.randrange(1, 29)
    what = dice.choice((f"订单 首期\n- amount: {dice.randrange(1, 400)}万", "电话 催款", "电活 笔误"))
    promise = f"\n- next: 2024-07-{day:02} 电话 回访" if "电话" in what else ""
    return f"\n## 2024-{month:02}-{day:02} {what}{promise}\n"


def id_of(number: int) -> str:
    return f"CRM-202405{number:03}"


def path_of(number: int) -> str:
    return f"records/{id_of(number)}.md"


def edit(files: Files, dice: random.Random) -> None:
    """One to three changes such as people, editors and git make."""
    for _ in range(dice.randrange(1, 4)):
        number = dice.randrange(CUSTOMERS)
        path, old = path_of(number), files.get(path_of(number))
        way = dice.randrange(8)
        if way == 0:
            files.pop(path, None)
        elif way == 1:
            files[f"records/copy-{number}.md"] = record(number, dice).encode()
        elif way == 2:
            files.pop(f"records/copy-{number}.md", None)
        elif way == 3:
            files[path] = dice.choice((b"---\nname: [\n---\n", Absent.LINK, b"\xff\xfe", b""))
        elif way == 4 and isinstance(old, bytes):
            files[path] = old + entry(dice).encode()
        else:
            files[path] = record(number, dice).encode()


def marks(files: Snapshot) -> dict[str, str]:
    return {path: sha256(repr(data).encode()).hexdigest() for path, data in files.items()}


def kept(resumed: Resumed) -> dict[str, Row]:
    """The rows as a file gives them back."""
    values = [json.loads(line) for line in lines(resumed.rows.values()).split(b"\n") if line]
    return {row.path: row for row in (Row(*value) for value in values)}


def books(seed: int) -> Iterator[Files]:
    """A book, and what it is after each of some edits."""
    dice = random.Random(seed)
    files: Files = {**SOP, **{path_of(n): record(n, dice).encode() for n in range(CUSTOMERS)}}
    for _ in range(6):
        yield dict(files)
        edit(files, dice)


@pytest.mark.parametrize(
    "seed",
    [*range(12), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(12, 300))]
    if os.environ.get("CRMKIT_SOAK")
    else range(12),
)
def test_any_sequence_of_edits_finds_what_a_first_run_finds(policy: Policy, seed: int) -> None:
    rows: dict[str, Row] = {}
    for files in books(seed):
        over = Pass(files, policy, DAY, TODAY)
        again = resume(rows, marks(files), over, WANTED)
        first = resume({}, marks(files), over, WANTED)
        swept = sweep(files, policy, as_of=DAY, today=TODAY)
        assert findings(again, over, ()) == findings(first, over, ()) == swept.findings
        assert list(again.standing) == list(swept.view.standings)
        assert again.found("due") == json.loads(json.dumps(first.found("due")))
        rows = kept(again)
        assert [row._replace(looked=0) for row in rows.values()] == list(kept(first).values())


def test_only_who_is_concerned_is_looked_at_again(policy: Policy) -> None:
    """An entry concerns its customer; whom somebody names as their guide is concerned too, and no other."""
    dice = random.Random(1)
    files: Files = {
        **SOP,
        **{path_of(n): record(n, dice).replace("2024-0", "2023-0").encode() for n in range(9)},
    }
    rows = kept(resume({}, marks(files), Pass(files, policy, DAY, TODAY), WANTED))
    files[path_of(9)] = (
        f"---\nid: {id_of(9)}\nname: 新客户\ntype: business\nowner: zhang.wei\n"
        f"source: {{channel: 转介绍, referred_by: {id_of(1)}, date: 2024-05-02}}\n---\n"
    ).encode()
    over = Pass(files, policy, DAY, TODAY)
    again = resume(rows, marks(files), over, WANTED)
    assert again.changed == frozenset({id_of(9), id_of(1)})
    assert resume(kept(again), marks(files), over, WANTED).changed == frozenset()


def test_what_another_command_found_is_kept_beside(policy: Policy) -> None:
    dice = random.Random(2)
    files: Files = {**SOP, **{path_of(n): record(n, dice).encode() for n in range(9)}}
    over = Pass(files, policy, DAY, TODAY)
    rows = kept(resume({}, marks(files), over, WANTED))
    checked = resume(rows, marks(files), over, {})
    assert checked.changed == frozenset()
    assert all({CHECKED, "due"} == rows[path].found.keys() for path in checked.standing.values())


def test_a_command_that_asks_for_more_sees_what_others_changed_too(policy: Policy) -> None:
    """After `check`, `due` asks of all; a record that changed in between moves the ranks of others."""
    for seed in range(8):
        rows: dict[str, Row] = {}
        for at, files in enumerate(books(seed)):
            over = Pass(files, policy, DAY, TODAY, run=at + 1)
            again = resume(rows, marks(files), over, WANTED if at % 2 else {})
            first = resume({}, marks(files), over, WANTED if at % 2 else {})
            assert findings(again, over, ()) == findings(first, over, ())
            for path, row in first.rows.items():
                assert (again.rows[path].values, again.rows[path].places) == (row.values, row.places)
                assert row.found.items() <= again.rows[path].found.items()
            rows = kept(again)


def test_several_processes_find_what_one_finds(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks and `due` find of customers is worked out where records are read, and is the same (P8)."""
    dice = random.Random(8)
    files: Files = {**SOP, **{path_of(number): record(number, dice).encode() for number in range(CUSTOMERS)}}
    alone = resume({}, {}, Pass(files, policy, DAY, TODAY), WANTED)
    assert alone.found("due")
    monkeypatch.setattr("crmkit.sweep._WORTH_A_PROCESS", 2)
    shared = resume({}, {}, Pass(files, policy, DAY, TODAY, workers=2), WANTED)
    assert lines(shared.rows.values()) == lines(alone.rows.values())
    assert shared.standing == alone.standing


def test_a_record_that_vanished_while_others_are_looked_at_is_nobody(policy: Policy) -> None:
    """What was kept of it goes with it, and what is said of the others stands (P6)."""
    dice = random.Random(9)
    files: Files = {**SOP, **{path_of(number): record(number, dice).encode() for number in range(CUSTOMERS)}}
    marks = {path: path for path in files}
    whole = resume({}, marks, Pass(files, policy, DAY, TODAY), {})
    gone = next(iter(whole.standing.values()))
    files[gone] = Absent.VANISHED
    after = resume(whole.rows, marks, Pass(files, policy, DAY, TODAY), WANTED)
    assert gone not in after.standing.values()
    assert len(after.found("due")) == len(after.standing) == len(whole.standing) - 1
