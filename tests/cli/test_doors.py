"""What comes with a clone or fails in the world stops no command badly, and nothing is lost (P4, P7)."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crmkit import tree
from crmkit.sweep import WorkerLost

ROOT = Path(__file__).resolve().parents[2]
RECORD = "records/CRM-202406002.md"
MENDABLE = """---
id: CRM-202406009
name: 甲
type: business
status: lead
---

## 2024/5/1 电话 一
- by: li.na
"""
CONFLICTED = MENDABLE + "\n<<<<<<< HEAD\n我方\n=======\n他方\n>>>>>>> theirs\n"
READERS = (
    ("check",),
    ("list",),
    ("due",),
    ("tiers",),
    ("report", "owners"),
    ("segments",),
    ("find", "星辰"),
    ("doctor",),
)


# --- fixes --------------------------------------------------------------------------------------------------


def test_a_fix_is_found_again_in_what_was_saved_since(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor saves between the check and the lock: its text stays, what is wrong now is mended."""
    path = small.write("records/CRM-202406009.md", MENDABLE)
    real = tree.locked

    @contextmanager
    def locked(root: Path) -> Iterator[None]:
        path.write_text(
            MENDABLE.replace("## 2024/5/1", "编辑器刚刚保存的一段。\n\n## 2024/5/1"), "utf-8", newline="\n"
        )
        with real(root):
            yield

    monkeypatch.setattr(tree, "locked", locked)
    small("check", "--fix")
    said = path.read_text("utf-8")
    assert said == MENDABLE.replace("## 2024/5/1", "编辑器刚刚保存的一段。\n\n## 2024-05-01")


@pytest.mark.parametrize(
    "text",
    [CONFLICTED, MENDABLE + "\x07\n", MENDABLE.replace("甲", "甲\r乙")],
    ids=["conflict", "bell", "bare CR"],
)
@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--dry-run")])
def test_a_file_that_no_edit_may_touch_is_mended_by_none(
    small: Any, text: str, options: tuple[str, ...]
) -> None:
    path = small.write("records/CRM-202406009.md", text)
    done = small("check", *options)
    assert (path.read_bytes(), done.code) == (text.encode(), 1)
    assert "mended" not in done.err
    assert "records/CRM-202406009.md: left as it is" in done.err


def test_a_record_that_cannot_be_mended_hides_no_other(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (
        small.write(f"records/CRM-20240600{n}.md", MENDABLE.replace("009", f"00{n}")) for n in (8, 9)
    )
    real = tree.rewrite

    def rewrite(root: Path, path: str, change: Any) -> None:
        if path.endswith("8.md"):
            raise tree.FileChanged("an editor keeps saving")
        real(root, path, change)

    monkeypatch.setattr(tree, "rewrite", rewrite)
    done = small("check", "--fix")
    assert b"2024/5/1" in first.read_bytes()
    assert b"2024-05-01" in second.read_bytes()
    assert "records/CRM-202406008.md: somebody else" in done.err


# --- what cannot be read ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", READERS)
def test_records_that_are_a_link_are_told_by_every_command(small: Any, command: tuple[str, ...]) -> None:
    """Customers never vanish without a word."""
    (small.book / "records").rename(small.book / "elsewhere")
    (small.book / "records").symlink_to(small.book / "elsewhere")
    done = small(*command)
    assert done.code == 1
    assert "records/" in done.out + done.err


def test_procedures_that_are_a_link_are_told(small: Any) -> None:
    (small.book / "sop").rename(small.book / "elsewhere")
    (small.book / "sop").symlink_to(small.book / "elsewhere")
    done = small("check", "--format", "concise")
    assert (done.code, "sop/:1:1: CRM010" in done.out) == (1, True)
    assert small("list").code == 2


def test_a_folder_that_may_not_be_read_hides_no_other_customer(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small.book / "records/closed").mkdir()
    real = os.scandir

    def scandir(place: Any) -> Any:
        if str(place).endswith("closed"):
            raise PermissionError(errno.EACCES, "EACCES", place)
        return real(place)

    whole = small("list").out
    monkeypatch.setattr(os, "scandir", scandir)
    listed = small("list")
    assert (listed.out, listed.code) == (whole, 1)
    assert "records/closed/ cannot be read" in listed.err
    assert "records/closed/:1:1: CRM013" in small("check", "--format", "concise").out
    assert small("log", "zgf", "备注", "一", "--by", "刘洋").code == 0


def test_a_build_names_the_records_that_are_not_in_it(small: Any) -> None:
    """Also where nothing changed since, and the site is not made again."""
    small.write("records/CRM-202406009.md", "---\nid: [[[\n---\n")
    for _ in range(3):
        done = small("build")
        assert (done.code, "records/CRM-202406009.md cannot be read" in done.err) == (1, True)
    assert (small.book / "site/index.html").is_file()
    (small.book / "records/CRM-202406009.md").unlink()
    assert small("build").code == 0


# --- what a terminal or the log of a CI would obey ---------------------------------------------------------

PAYLOADS = (
    "\\e]0;title\\a", "\\e[31m", "\\x9b2J", "\\u202e", "\\u2066", "\\n::error::own", "\\n\\u3000::set-env",
    "##[error]own", "##vso[task.x]own", "##teamcity[own]",
)  # fmt: skip
OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|^\s*::|##\w*\[", re.M
)


@pytest.fixture
def hostile(small: Any) -> Any:
    """A customer whose every text is a payload, and a file with one in its name."""
    quoted = "::error::own" + "".join(PAYLOADS)
    plain = "##[error]x ##vso[own] ::error::own"
    small.write(
        "records/CRM-202406008.md",
        f"""---
id: CRM-202406008
name: "{quoted}"
short_name: "::error::own"
type: business
status: signed
owner: "{quoted}"
region: "{quoted}"
first_need: "{quoted}"
source: {{channel: 展会, detail: "{quoted}"}}
contacts:
  - {{name: "{quoted}", phone: "{quoted}"}}
tags: ["{quoted}", "::error::own"]
---

::error::own
##[error]own

## 2024-06-03 电话 {plain}
- by: {plain}
- with: {plain}
- feedback: ::error::own
- next: 2024-06-10 微信 {plain}

::error::own

## 2024-06-04 订单 ::error::own
- amount: {plain}
""",
    )
    small.write("records/a\n::error::own\x1b[31m.md", "---\nid: x\n---\n")
    return small


@pytest.mark.parametrize(
    "command",
    [
        *READERS,
        *((*command, "--json") for command in READERS),
        ("check", "--format", "concise"), ("check", "--strict"),
        *(("report", name, "--format", form) for name in ("sources", "owners") for form in ("csv", "md")),
        ("report", "sources"), ("report", "cleanup", "--format", "csv"),
        ("show", "CRM-202406008"), ("show", "CRM-202406008", "--json"),
        ("tiers", "--explain", "CRM-202406008"),
        ("find", "own"), ("find", "error", "--json"), ("list", "own"), ("due", "--days", "90"),
        ("log", "CRM-202406008", "备注", "::error::own", "--by", "刘洋", "--dry-run"),
        ("set", "CRM-202406008", "region=::error::own", "--by", "刘洋", "--dry-run"),
        ("new", "::error::own", "first_need=##[error]own", "--by", "刘洋", "--dry-run"),
        ("list", "--owner", "::error::own"), ("show", "\n::error::own\x1b[31m"),
        ("nothing\x1b[31m\n::error::own",),
        ("check", "records/\x1b[31m\n::error::own"), ("build", "--audience", "\n::error::own\x1b[31m"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_nothing_that_is_printed_is_obeyed(hostile: Any, command: tuple[str, ...]) -> None:
    """J4: in no format, on neither stream, from neither a record, a file's name nor an option."""
    done = hostile(*command)
    assert done.out + done.err
    out = done.out.removeprefix("\ufeff").replace("\r\n", "\n")  # CSV begins and ends lines so
    assert not OBEYED.search(out), ascii(OBEYED.search(out))
    assert not OBEYED.search(done.err), ascii(OBEYED.search(done.err))


def test_a_file_that_is_missing_is_named_on_one_line(small: Any) -> None:
    small.write("records/a\nb.md", "---\nid: [x\n---\n")
    said = small("list").err
    assert (said.count("\n"), "records/a b.md" in said) == (1, True)


def test_the_annotations_of_a_forge_are_ours_alone(hostile: Any) -> None:
    """Each line of that format is a command, and a record writes none."""
    done = hostile("check", "--format", "github")
    assert all(
        line.startswith(("::error file=", "::warning file=", "::notice file="))
        for line in done.out.splitlines()
    )
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]|##\w*\[", done.out)


# --- the world fails ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "there is not enough memory"),
        (RecursionError("maximum"), "something is nested too deeply"),
        (WorkerLost(), "the system ended a process"),
        (OSError(errno.EIO, "I/O error", "a\x1b[31m\n::error::b"), "a\\x1b[31m"),
    ],
)
def test_what_stops_a_run_is_one_line(
    small: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("crmkit.resume.resume", stop)
    done = small("check")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"crmkit: {said}")
    assert done.err.count("\n") == 1


def test_a_fault_of_our_own_is_one_line_with_its_place(small: Any) -> None:
    command = (
        "import crmkit.sweep, crmkit.cli as c\ncrmkit.sweep.view = lambda *a, **k: {}['nothing']\nc.run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, "-C", str(small.book), "--no-cache", "list"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CRMKIT_LANG": "en"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert (
        done.stderr
        == b"crmkit: a fault of crmkit itself, please report it: KeyError: 'nothing' (<string>:2)\n"
    )


def test_a_record_that_stands_but_is_not_confirmed_is_said_to_be_written(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last call of the disk fails: whoever repeats the command would have the customer twice."""
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "I/O error")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    done = small("new", "新客户", "--by", "刘洋", "source.channel=展会")
    assert done.code == 3
    assert (
        "CRM-202406005.md is written, but the disk does not confirm" in done.err or "is written" in done.err
    )
    assert small("find", "新客户").out


def test_a_worker_that_the_system_ends_is_one_line(small: Any) -> None:
    """It kills the largest process when memory runs out."""
    command = (
        "import os, signal, crmkit.sweep, crmkit.cli as c\n"
        "import crmkit.cli.rim as rim\n"
        "crmkit.sweep._WORTH_A_PROCESS, rim.processors = 1, lambda: 2\n"
        "part, me = crmkit.sweep._part, os.getpid()\n"
        "def killed(*given):\n"
        "    if os.getpid() != me: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return part(*given)\n"
        "crmkit.sweep._part = killed\n"
        "c.run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", command, "-C", str(small.book), "--no-cache", "list"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CRMKIT_LANG": "en"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b"crmkit: the system ended a process")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "012"])
@pytest.mark.parametrize(
    "command", [("list",), ("log", "zgf", "备注", "x", "--by", "刘洋", "--text", "-"), ("check",)]
)
def test_closed_streams_end_no_command_badly(small: Any, closed: str, command: tuple[str, ...]) -> None:
    """Nothing is not an empty text: what wants to read a closed stdin says so and writes nothing."""
    before = small.read(RECORD)
    shut = " ".join(f"{number}{'<' if number == '0' else '>'}&-" for number in closed)
    line = " ".join(
        f"'{word}'"
        for word in [sys.executable, "-m", "crmkit", *small.arguments(command, "2024-06-30", "en")]
    )
    done = subprocess.run(
        ["sh", "-c", f"{line} {shut}"], env={**os.environ, "PYTHONPATH": str(ROOT)}, input=b"",
        capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr + done.stdout
    reads = command[0] == "log" and "0" in closed
    assert done.returncode == (2 if reads else 0)
    assert (small.read(RECORD) == before) == (command[0] != "log" or reads)
    if reads and "2" not in closed:
        assert done.stderr == b"crmkit: --text - reads stdin, which is closed\n"


def test_a_full_disk_behind_stdout_is_told_once(small: Any) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "crmkit", *small.arguments(("list",), "2024-06-30", "en")],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (3, b"crmkit: No space left on device\n")


# --- days at the ends of the calendar -----------------------------------------------------------------------


@pytest.mark.parametrize("command", [*READERS, ("build",), ("log", "zgf", "备注", "x", "--by", "刘洋")])
def test_a_day_before_all_reckoning_is_refused_in_words(small: Any, command: tuple[str, ...]) -> None:
    done = small(*command, as_of="0001-01-01")
    assert (done.code, done.out) == (2, "")
    assert "0001-01-01 is out of range" in done.err


@pytest.mark.parametrize("day", ["1000-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", [*READERS, ("build", "--audience", "team"), ("show", "CRM-202406008")])
def test_the_first_and_the_last_day_end_no_command_badly(
    small: Any, command: tuple[str, ...], day: str
) -> None:
    """With records whose own dates stand at the ends too."""
    for number, (first, last) in enumerate((("0001-01-01", "9999-12-31"), ("9999-12-31", "0001-01-01")), 7):
        small.write(
            f"records/CRM-20240600{number}.md",
            f"""---
id: CRM-20240600{number}
name: 甲{number}
type: business
status: signed
owner: li.na
anniversary: {first}
confirmed: {{date: {first}}}
contacts:
  - {{name: 李, birthday: {first}, left: {last}}}
contracts:
  - {{id: h, start: {first}, end: {last}, amount: 1}}
---

## {first} 电话 一
- next: {last} 微信 二
## {first} 订单 三
- amount: 100
## {first} 等级
- to: D
- until: {last}
- reason: x
## {last} 订单 四
- amount: 100
""",
        )
    assert small(*command, as_of=day).code in (0, 1, 2)


# --- what a record may not excuse in itself -----------------------------------------------------------------


def test_no_record_allows_itself_what_makes_others_unsure(small: Any) -> None:
    """A conflict, a number twice, a folder of git's: the change that brings it would bring its excuse."""
    allowed = "crmkit: allow conflict-marker number-twice not-utf8 control-character case-collision"
    small.write(
        "records/CRM-202406009.md",
        f"---\nid: CRM-202405001 # {allowed} name-differs\nname: 甲\ntype: business\nstatus: lead\n---\n\n"
        f"<<<<<<< HEAD <!-- {allowed} -->\n一\n=======\n二\n>>>>>>> x\n\n\x07 <!-- {allowed} -->\n",
    )
    small.write(
        "records/CRM-202406010.md",
        f"---\nid: CRM-202406010 # {allowed}\nname: 甲\xff\n---\n".encode("latin-1", "replace"),
    )
    small.write("records/crm-202405001.md", f"<!-- {allowed} -->\n" + small.read("records/CRM-202405001.md"))
    said = small("check", "--format", "concise").out
    for code in ("CRM001", "CRM002", "CRM005", "CRM020", "CRM400"):
        assert f" {code} " in said, code
    assert " CRM401 " not in said, "what concerns the record alone may be allowed"


# --- numbers in use -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("records/odd.md", "---\n客户编号: {}\nname: x\n---\n"),
        ("records/odd.md", '---\n"id": {}\n---\n'),
        ("records/odd.md", "---\nname: x\nID:    '{}'\n---\n"),
        ("records/odd.md", "---\n{{id: {}, name: x}}\n---\n"),
        ("records/odd.md", '---\nid: "CRM\\u002D202406007"\n---\n'),
        ("records/odd.md", "---\r\n编号： {}\r\n---\r\n"),
        ("records/odd.md", "---\n? id\n: {}\n---\n"),
        ("records/odd.md", "---\nid: ＣＲＭ-２０２４０６００７\n---\n"),
        ("records/{}.md.txt", ""),
        ("records/files/{}.md", ""),
        ("records/Files/{}.pdf", ""),
        ("records/gbk.md", "---\n编号: {}\n---\n"),
        ("records/wide.md", "---\nid: {}\n---\n"),
    ],
)
def test_new_gives_no_number_that_anything_has(small: Any, path: str, text: str) -> None:
    """However its key is written, in whatever encoding, whether the file is read as a record or not (A1)."""
    number = "CRM-202406007"
    encoding = {"records/gbk.md": "gbk", "records/wide.md": "utf-16"}.get(path, "utf-8")
    small.write(path.format(number), text.format(number).encode(encoding))
    done = small("new", "新客户", "source.channel=展会", "--by", "刘洋")
    assert "CRM-202406008" in done.out
    assert (small.book / "records/CRM-202406008.md").is_file()


# --- what belongs to one machine ----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [".crmkit", ".site.1a2b.new"])
def test_what_is_committed_of_our_own_folders_is_told(small: Any, git_repo: Any, folder: str) -> None:
    assert "CRM017" not in small("check", "--format", "concise").out
    (small.book / folder).mkdir(exist_ok=True)
    (small.book / folder / "notes").write_bytes(b"")
    git_repo("add", "--force", folder)
    assert f"{folder}:1:1: CRM017" in small("check", "--format", "concise").out
    assert f"git rm -r --cached '{folder}'" in small("doctor").out
    assert small("check").code == 1
