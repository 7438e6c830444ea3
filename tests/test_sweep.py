"""One pass over all records says the same however it is split up, and allowances are minded (P4, P6, L5)."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Event, active_count
from typing import Any

import pytest

from crmkit import sweep as module
from crmkit.load import Absent, Snapshot, load_policy
from crmkit.policy import Policy
from crmkit.sweep import Swept, in_parts, sweep
from crmkit.tree import snapshot as on_disk

ROOT = Path(__file__).resolve().parent.parent
SOP = {f"sop/{path.name}": path.read_bytes() for path in sorted((ROOT / "sop").glob("*.md"))}
DAY = date(2024, 6, 30)


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The pack `standard`."""
    read, _ = load_policy(SOP)
    assert read is not None
    return read


def record(number: str, more: str = "", log: str = "") -> bytes:
    head = f"id: {number}\nname: 客户 {number}\ntype: business\nstatus: active\nowner: zhang.wei\n"
    return f"---\n{head}{more}---\n{log}".encode()


def mixed(count: int) -> Snapshot:
    """Records in order, with some that are broken, absent, twice there, or refer to each other."""
    made: dict[str, bytes | Absent] = dict(SOP)
    for index in range(count):
        number = f"CRM-2024{index % 12 + 1:02}{index:03}"
        log = f"\n## 2024-0{index % 6 + 1}-15 订单\n- amount: {index}万\n\n## 2024-06-0{index % 9 + 1} 电活\n"
        by = f"source: {{channel: 转介绍, referred_by: CRM-202401{index // 2 * 12:03}}}\n"
        made[f"records/{index:03}.md"] = record(number, by, log)
    made["records/005.md"] = b"---\nname: [\n---\n"
    made["records/006.md"] = Absent.LINK
    made["records/007.md"] = made["records/004.md"]
    return made


def said(swept: Swept) -> str:
    """Everything that a sweep answers, as text without addresses of objects."""
    rows = [f"{number} {standing!r}" for number, standing in swept.view.standings.items()]
    return "\n".join([*rows, *map(repr, swept.findings)])


def test_two_processes_say_what_one_says(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by fork and afresh alike: what they share can be sent to them."""
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 8)
    files = mixed(40)
    one = sweep(files, policy, as_of=DAY, workers=1)
    assert len(one.view.standings) > 30
    assert {"CRM010", "CRM103", "CRM208", "CRM403"} <= {finding.code for finding in one.findings}
    assert said(sweep(files, policy, as_of=DAY, workers=2)) == said(one)


def test_what_processes_share_can_be_sent(policy: Policy, tmp_path: Path) -> None:
    """A system without fork pickles policy and snapshot; what arrives answers the same."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.md").write_bytes(record("CRM-202405001", log="\n## 2024-05-15 电话\n"))
    disk = on_disk(tmp_path)
    there, rules = pickle.loads(pickle.dumps((disk, policy)))
    assert there["records/a.md"] == disk["records/a.md"]
    assert said(sweep(there, rules, as_of=DAY)) == said(sweep(disk, policy, as_of=DAY))


def test_the_order_of_paths_does_not_matter(policy: Policy) -> None:
    files = mixed(40)
    paths = list(files)
    expected = said(sweep(files, policy, as_of=DAY))
    for seed in range(3):
        random.Random(seed).shuffle(paths)
        assert said(sweep({path: files[path] for path in paths}, policy, as_of=DAY)) == expected


SCRIPT = """
import sys, hashlib
from pathlib import Path
from threading import Event, active_count
from datetime import date
from crmkit.tree import snapshot
from crmkit.load import load_policy
from crmkit.sweep import sweep
files = snapshot(Path(sys.argv[1]))
policy, _ = load_policy(files)
swept = sweep(files, policy, as_of=date(2024, 6, 30))
rows = [f"{n} {s!r}" for n, s in swept.view.standings.items()]
print(hashlib.sha256("\\n".join([*rows, *map(repr, swept.findings)]).encode()).hexdigest())
"""


def test_neither_hash_seed_nor_zone_nor_locale_matters(book: Path) -> None:
    for path, data in mixed(20).items():
        if isinstance(data, bytes) and path.startswith("records/"):
            (book / path).write_bytes(data)
    answers = set()
    for seed, zone, locale in (
        ("0", "UTC", "C"),
        ("1", "Pacific/Kiritimati", "C.UTF-8"),
        ("7", "America/Lima", "C"),
    ):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(book)], env=env, capture_output=True, check=True
        )
        answers.add(done.stdout)
    assert len(answers) == 1


def test_without_checks_the_view_is_the_same_and_nothing_is_found(policy: Policy) -> None:
    files = mixed(20)
    quiet = sweep(files, policy, as_of=DAY, check=False)
    assert quiet.findings == ()
    assert quiet.view.standings == sweep(files, policy, as_of=DAY).view.standings


def test_parts_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 2)
    paths = [f"{index}" for index in range(11)]
    assert [each for part in in_parts(_named, paths, "x", 2) for each in part] == [
        f"x{path}" for path in paths
    ]
    assert in_parts(_named, [], "x", 2) == [[]]


def _named(paths: Sequence[str], shared: Any) -> list[str]:
    return [f"{shared}{path}" for path in paths]


def test_no_process_is_left_behind(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WORTH_A_PROCESS", 8)
    sweep(mixed(20), policy, as_of=DAY, workers=2)
    assert multiprocessing.active_children() == []


# --- allowances ---------------------------------------------------------------------------------------------


def findings(text: bytes, policy: Policy) -> list[tuple[int, str]]:
    swept = sweep({**SOP, "records/CRM-202405001.md": text}, policy, as_of=DAY)
    return [(finding.source.line, finding.name) for finding in swept.findings]


ODD = "\n## 2024-05-15 电活 询价{comment}\n"


def test_a_finding_that_its_line_allows_is_dropped_by_name_or_code(policy: Policy) -> None:
    """Behind a front-matter of 7 lines; an allowance speaks for its line, or alone for the next."""
    number = "CRM-202405001"
    assert (9, "unknown-kind") in findings(record(number, log=ODD.format(comment="")), policy)
    for allowed in ("unknown-kind", "CRM208"):
        log = f"\n<!-- crmkit: allow {allowed} -->\n## 2024-05-15 电活 询价\n"
        assert not [each for each in findings(record(number, log=log), policy) if each[0] >= 8]
    here = ODD.format(comment=" <!-- crmkit: allow unknown-kind -->")
    assert not [each for each in findings(record(number, log=here), policy) if each[0] >= 8]


def test_an_allowance_that_allows_nothing_is_reported(policy: Policy) -> None:
    """Of two names only the one that was not needed, at the line it speaks for."""
    log = "\n<!-- crmkit: allow unknown-kind, future-date -->\n## 2024-05-15 电活 询价\n"
    found = [each for each in findings(record("CRM-202405001", log=log), policy) if each[0] >= 8]
    assert found == [(10, "unused-allowance")]


def test_an_allowance_in_one_file_allows_nothing_in_another(policy: Policy) -> None:
    allowed = record("CRM-202405001", log="\n<!-- crmkit: allow unknown-kind -->\n## 2024-05-15 电活\n")
    plain = record("CRM-202405002", log="\n\n## 2024-05-15 电活\n")
    files = {**SOP, "records/CRM-202405001.md": allowed, "records/CRM-202405002.md": plain}
    found = sweep(files, policy, as_of=DAY).findings
    assert [f.source.path for f in found if f.name == "unknown-kind"] == ["records/CRM-202405002.md"]


def _stop_or_wait(paths: Sequence[str], shared: object) -> None:
    """The first part is interrupted; all others would never end."""
    if paths[0] == "0":
        raise KeyboardInterrupt
    Event().wait()


def test_an_interruption_waits_for_no_part_that_is_under_way() -> None:
    """Ctrl-C: eight parts in two processes, one of which would go on for ever (J2)."""
    before = active_count()
    with pytest.raises(KeyboardInterrupt):
        in_parts(_stop_or_wait, [str(number) for number in range(800)], None, 2)
    assert active_count() == before
