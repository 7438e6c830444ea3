"""The same records make the same bytes, and nobody ever sees half a site (P6; invariants 2 and 3)."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from crmkit.load import load_policy
from crmkit.site import build, generation
from crmkit.site.render import Build, Site
from crmkit.sweep import sweep
from crmkit.tree import snapshot

ROOT = Path(__file__).resolve().parents[2]
RECORD = """---
id: CRM-202405{n:03}
name: {name}
type: business
status: active
owner: zhang.wei
tags: [降本, 增效, 老客户]
contacts:
  - {{name: 李雷, role: decision_maker, phone: 12600138000}}
---

## 2024-05-15 14:30 电话 确认采购进度
- by: zhang.wei

下月定。

## 2024-05-20 订单 首期
- amount: {n}万
"""
BUILD = """
import sys
from datetime import date
from pathlib import Path
from crmkit.load import load_policy
from crmkit.site import build
from crmkit.site.render import Build, Site
from crmkit.sweep import sweep
from crmkit.tree import snapshot
book, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
import crmkit.sweep
crmkit.sweep._WORTH_A_PROCESS = 1
files = snapshot(book)
policy, _ = load_policy(files)
seen = sweep(files, policy, as_of=date(2024, 6, 30), workers=workers).view
build(files, Build(Site(seen, policy.book.audience("team"), ("zh", "en"), "abc")), out, workers=workers)
"""


def write(book: Path, n: int, name: str) -> None:
    (book / "records" / f"CRM-202405{n:03}.md").write_text(
        RECORD.format(n=n, name=name), "utf-8", newline="\n"
    )


def make(book: Path, out: Path) -> Any:
    files = snapshot(book)
    policy, _ = load_policy(files)
    assert policy is not None
    audience = policy.book.audience("team")
    assert audience is not None
    seen = sweep(files, policy, as_of=date(2024, 6, 30)).view
    return build(files, Build(Site(seen, audience, ("zh", "en"), "")), out)


def prints(site: Path) -> dict[str, str]:
    """Every file of a site with the print of its bytes."""
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*")) if path.is_file()
    }  # fmt: skip


def beside(out: Path) -> list[str]:
    """What lies beside a site: the remains of a build, if there are any."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith(f".{out.name}."))


def test_zone_language_hash_seed_and_processes_change_no_byte(book: Path, tmp_path: Path) -> None:
    for n, name in enumerate(("杭州星辰", "Acme", "曾国藩", "Émile", "重庆长安"), 1):
        write(book, n, name)
    worlds = (
        ("1", {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
        ("2", {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
        ("2", {"TZ": "Pacific/Kiritimati", "LC_ALL": "zh_CN.GBK", "PYTHONHASHSEED": "4242"}),
    )
    found = []
    for at, (workers, env) in enumerate(worlds):
        out = tmp_path / f"world-{at}"
        command = [sys.executable, "-c", BUILD, str(book), str(out), workers]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), **env})
        found.append(prints(out))
    assert len(found[0]) > 15
    assert found[0] == found[1] == found[2]


def test_a_second_build_changes_nothing_and_keeps_every_file(book: Path, tmp_path: Path) -> None:
    """Files without a change are the same files: nothing is copied, and a mirror has nothing to send."""
    write(book, 1, "杭州星辰")
    write(book, 2, "Acme")
    out = tmp_path / "site"
    make(book, out)
    before = {name: (out / name).stat().st_ino for name in prints(out)}
    again = make(book, out)
    assert again.changed == 0
    assert {name: (out / name).stat().st_ino for name in prints(out) if name != generation.MARK} == {
        name: node for name, node in before.items() if name != generation.MARK
    }
    write(book, 2, "Acme & Sons")
    assert 0 < make(book, out).changed < again.files
    assert (out / "customers/CRM-202405001.html").stat().st_ino == before["customers/CRM-202405001.html"]


def test_a_build_that_has_rendered_can_be_sent_to_other_processes(book: Path, tmp_path: Path) -> None:
    """A system without fork pickles it; what arrives renders the same."""
    write(book, 1, "杭州星辰")
    files = snapshot(book)
    policy, _ = load_policy(files)
    assert policy is not None
    audience = policy.book.audience("office")
    assert audience is not None
    made = Build(Site(sweep(files, policy, as_of=date(2024, 6, 30)).view, audience, ("zh",), ""))
    build(files, made, tmp_path / "site")
    build(files, pickle.loads(pickle.dumps(made)), tmp_path / "sent")
    assert prints(tmp_path / "site") == prints(tmp_path / "sent")


def test_a_customer_who_is_gone_leaves_no_page(book: Path, tmp_path: Path) -> None:
    write(book, 1, "杭州星辰")
    write(book, 2, "Acme")
    out = tmp_path / "site"
    make(book, out)
    (book / "records" / "CRM-202405002.md").unlink()
    make(book, out)
    assert not (out / "customers/CRM-202405002.html").exists()
    assert b"Acme" not in b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "place", ["crmkit.site.render.Build._render", "crmkit.site.generation.finish", "os.rename"]
)
def test_an_interrupted_build_leaves_the_old_site_whole(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Ctrl-C while pages are made, before the exchange, and between two renames where there is none."""
    write(book, 1, "杭州星辰")
    out = tmp_path / "site"
    make(book, out)
    before = prints(out)
    write(book, 1, "上海云帆")
    with monkeypatch.context() as patch:
        if place == "os.rename":
            patch.setattr(generation, "_exchange", lambda *_: False)
            real, calls = os.rename, [0]

            def second(*paths: Any) -> None:
                calls[0] += 1
                if calls[0] == 2:
                    raise KeyboardInterrupt
                real(*paths)

            patch.setattr(os, "rename", second)
        else:
            patch.setattr(place, _interrupt)
        with pytest.raises(KeyboardInterrupt):
            make(book, out)
    if place != "os.rename":
        assert prints(out) == before
    make(book, out)
    assert prints(out) != before
    assert beside(out) == []


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_between_two_renames_the_old_site_comes_back_with_the_next_build(book: Path, tmp_path: Path) -> None:
    """Only where the system cannot exchange folders; until then the old one lies beside, whole."""
    write(book, 1, "杭州星辰")
    out = tmp_path / "site"
    make(book, out)
    before = prints(out)
    out.rename(tmp_path / ".site.1a2b.old")
    with pytest.raises(KeyboardInterrupt), generation.renewed(out):
        raise KeyboardInterrupt
    assert prints(out) == before
    assert beside(out) == []


def test_what_a_killed_build_leaves_is_ignored_and_cleared_by_the_next(
    book: Path, tmp_path: Path, git_repo: Any
) -> None:
    """P9: half a site shows what it shows of people; git takes none of it, wherever the site is to go."""
    write(book, 1, "杭州星辰")
    git_repo.commit()
    out = book / "public"
    child = os.fork()
    if child == 0:
        with generation.renewed(out) as new:
            (new / "customers").mkdir()
            (new / "customers/a.html").write_bytes(b"126")
            os._exit(0)
    os.waitpid(child, 0)
    assert len(beside(out)) == 2
    assert git_repo("status", "--porcelain", "--untracked-files=all") in ("", "?? .public.lock\n")
    make(book, out)
    assert beside(out) == []
    assert not (out / generation.IGNORE).exists()


def test_of_two_builds_into_one_folder_the_second_leaves_it_to_the_first(book: Path, tmp_path: Path) -> None:
    write(book, 1, "杭州星辰")
    out = tmp_path / "site"
    make(book, out)
    before = prints(out)
    with generation.renewed(out) as new:
        (new / "index.html").write_bytes(b"first")
        command = [sys.executable, "-c", BUILD, str(book), str(out), "1"]
        done = subprocess.run(
            command, check=False, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert b"Busy" in done.stderr
        assert prints(out) == before
    assert (out / "index.html").read_bytes() == b"first"
    assert beside(out) == []
    make(book, out)
    assert prints(out) == before


def test_a_folder_beside_the_site_that_no_build_made_is_left_alone(book: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    for name in (".site.mine.new", ".site.new", ".site.mine.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.md").write_bytes(b"mine")
    make(book, out)
    assert len(beside(out)) == 3


def test_a_link_in_the_old_site_is_not_taken_over(book: Path, tmp_path: Path) -> None:
    """A clone may hold a site; what its links lead to is no page of ours, whatever it says."""
    write(book, 1, "杭州星辰")
    out = tmp_path / "site"
    make(book, out)
    page = out / "customers/CRM-202405001.html"
    page.rename(tmp_path / "elsewhere.html")
    page.symlink_to(tmp_path / "elsewhere.html")
    make(book, out)
    assert not page.is_symlink()
    assert page.stat().st_nlink == 1


@pytest.mark.parametrize("what", ["link", "file", "pipe"])
def test_a_site_that_is_no_folder_is_not_touched(book: Path, tmp_path: Path, what: str) -> None:
    out = tmp_path / "site"
    (tmp_path / "yours").mkdir()
    made: dict[str, Callable[[], object]] = {
        "link": lambda: out.symlink_to("yours"),
        "file": lambda: out.write_bytes(b""),
        "pipe": lambda: os.mkfifo(out),
    }
    made[what]()
    with pytest.raises(generation.NotOurs):
        make(book, out)
    assert list((tmp_path / "yours").iterdir()) == []


def test_records_that_break_while_they_are_rendered_are_named(book: Path, tmp_path: Path) -> None:
    write(book, 1, "杭州星辰")
    write(book, 2, "Acme")
    files = snapshot(book)
    policy, _ = load_policy(files)
    assert policy is not None
    seen = sweep(files, policy, as_of=date(2024, 6, 30)).view
    (book / "records/CRM-202405002.md").unlink()
    audience = policy.book.audience("team")
    assert audience is not None
    made = build(files, Build(Site(seen, audience, ("zh",), "")), tmp_path / "site")
    assert made.unread == ("records/CRM-202405002.md",)


@pytest.mark.parametrize("exchange", [True, False])
def test_the_exchange_leaves_one_site_and_nothing_beside_it(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(generation, "_exchange", lambda *_: False)
    write(book, 1, "杭州星辰")
    out = tmp_path / "site"
    for name in ("杭州星辰", "上海云帆"):
        write(book, 1, name)
        make(book, out)
        assert name.encode() in (out / "customers/CRM-202405001.html").read_bytes()
    assert beside(out) == []


@pytest.mark.parametrize("what", ["folder", "file", "link"])
def test_a_folder_that_no_build_made_is_refused_and_kept(crm: Any, tmp_path: Path, what: str) -> None:
    write(crm.book, 1, "杭州星辰")
    out, kept = tmp_path / "mine", tmp_path / "kept"
    if what == "file":
        out.write_bytes(b"mine")
    else:
        kept.mkdir()
        (kept / "thesis.txt").write_bytes(b"mine")
        kept.rename(out) if what == "folder" else out.symlink_to(kept)
    done = crm("build", "--out", str(out))
    assert done.code == 2, done
    assert "Traceback" not in done.err
    assert (out if what == "file" else out / "thesis.txt").read_bytes() == b"mine"
    assert beside(out) == []


def test_an_empty_folder_is_taken(crm: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert crm("build", "--out", str(tmp_path / "empty")).code == 0
    assert (tmp_path / "empty" / "index.html").is_file()
