"""Every terminal and every broken world: encodings, pipes, hostile text, disks, git, signals (P7, Faults)."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PERSON = "records/CRM-202406002.md"
LOG = ("log", "CRM-202406002", "电话", "确认方案", "--by", "刘洋", "--on", "2024-06-29")


def command(book: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "crmkit", "-C", str(book), "--as-of", "2024-06-30", *args]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONIO", "CRMKIT_"))}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(book: Path, *args: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    env = environment(**more.pop("env", {}))
    return subprocess.run(command(book, *args), env=env, capture_output=True, check=False, **more)


def in_a_terminal(book: Path, *args: str, **env: str) -> bytes:
    """What a terminal gets from stdout and stderr."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    done = subprocess.Popen(command(book, *args), env=environment(**env), stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = b""
    try:
        while more := os.read(ours, 65536):
            said += more
    except OSError:  # Linux says so when the other end has closed
        pass
    os.close(ours)
    assert done.wait() in (0, 1)
    return said


# --- encodings and looks ---


def test_a_gbk_console_shows_chinese_and_writes_out_what_it_lacks(small: Any) -> None:
    small.write(PERSON, small.read(PERSON).replace("家庭办公", "家庭办公 😀"))
    done = run(small.book, "--lang", "zh", "show", "zgf", env={"PYTHONIOENCODING": "gbk"})
    text = done.stdout.decode("gbk")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "曾国藩" in text
    assert "家庭办公 \\U0001f600" in text


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-16"])
@pytest.mark.parametrize(
    "args",
    [("show", "zgf", "--json"), ("schema",), *(("report", "owners", "--format", f) for f in ("csv", "md"))],
    ids=" ".join,
)
def test_what_others_read_is_utf_8_whatever_the_console_speaks(
    args: tuple[str, ...], encoding: str, small: Any
) -> None:
    small.write(PERSON, small.read(PERSON).replace("家庭办公", "家庭办公 ½é😀"))
    usual = run(small.book, "--lang", "zh", *args, env={"PYTHONIOENCODING": "utf-8"})
    other = run(small.book, "--lang", "zh", *args, env={"PYTHONIOENCODING": encoding})
    assert (other.returncode, other.stderr) == (0, usual.stderr) == (0, b"")
    assert other.stdout == usual.stdout
    assert re.search("[一-龥]", usual.stdout.decode("utf-8"))


def test_json_says_what_a_console_lacks_as_it_is(small: Any) -> None:
    """The escapes of a console (`\\U0001f600`, `\\xe9`) are none of JSON."""
    small.write(PERSON, small.read(PERSON).replace("家庭办公", "家庭办公 😀é"))
    done = run(small.book, "show", "zgf", "--json", env={"PYTHONIOENCODING": "gbk"})
    assert json.loads(done.stdout)["profile"]["first_need"] == "家庭办公 😀é"


@pytest.mark.parametrize(("encoding", "said"), [("gbk", "-5% ≤ 30%"), ("latin-1", "-5% <= 30%")])
def test_a_console_that_lacks_a_sign_of_ours_shows_what_is_near(encoding: str, said: str, small: Any) -> None:
    """GBK has `≤` and no minus, Latin-1 neither."""
    company = "records/CRM-202405001.md"
    small.write(company, small.read(company).replace("potential: 35%", "potential: -5%"))
    tiers = small.read("sop/tiers.md").replace("feedback_3m <= 3", "potential <= 30%")
    small.write("sop/tiers.md", tiers)
    done = run(small.book, "tiers", "--explain", "CRM-202405001", env={"PYTHONIOENCODING": encoding})
    assert f"potential {said}" in done.stdout.decode(encoding)


def test_a_terminal_gets_a_file_for_others_in_its_own_encoding_without_the_mark(small: Any) -> None:
    said = in_a_terminal(small.book, "report", "owners", "--format", "csv", PYTHONIOENCODING="gbk")
    assert said.startswith("Owner,".encode("gbk"))
    assert "刘洋".encode("gbk") in said


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LC_ALL": "C"}])
def test_the_c_locale_reads_and_writes_chinese(env: dict[str, str], small: Any) -> None:
    assert run(small.book, *LOG, env=env).returncode == 0
    assert "## 2024-06-29 电话 确认方案\n- by: liu.yang" in small.read(PERSON)
    done = run(small.book, "list", env=env)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("env", "heading"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "编号"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "编号"),
        ({"LANG": "de_DE.UTF-8"}, "Number"),
        ({"LANG": "zh_CN.UTF-8", "CRMKIT_LANG": "en"}, "Number"),
        ({}, "Number"),
    ],
)
def test_the_environment_chooses_the_language(
    env: dict[str, str], heading: str, small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CRMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert small("list", lang=None, env=env).out.startswith(heading)


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [
        ((), {}, False),  # no terminal
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ],
)
def test_colours_are_for_terminals(
    options: tuple[str, ...], env: dict[str, str], colored: bool, wrong: Any
) -> None:
    done = run(wrong.book, *options, "check", env=env)
    assert (b"\x1b[" in done.stdout) is colored


@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_has_colours_unless_no_color_says_no(
    env: dict[str, str], colored: bool, wrong: Any
) -> None:
    said = in_a_terminal(wrong.book, "check", "-q", TERM="xterm", **env)
    assert b"CRM" in said
    assert (b"\x1b[" in said) is colored


@pytest.mark.parametrize(
    "args", [("list",), ("show", "zgf"), ("check",), ("log", "--help"), ("--help",), ("tiers",)]
)
def test_twenty_columns_are_enough_to_run(args: tuple[str, ...], wrong: Any) -> None:
    done = run(wrong.book, *args, env={"COLUMNS": "20"})
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    if "--help" in args:
        examples = re.compile(rb"^  crmkit .*$", re.M)
        narrow = [line for line in examples.sub(b"", done.stdout).split(b"\n") if b"[OPTIONS]" not in line]
        assert max(len(line.decode()) for line in narrow) <= 50


# --- hostile text ---

HOSTILE = """\
---
id: CRM-202406004
name: "\\e[31m红\\e]0;title\\a"
type: business
status: active
owner: zhang.wei
source: {channel: 展会}
recorded: {by: zhang.wei, date: 2024-06-05}
first_need: "::error::first"
"::warning::key\\e[1m": "\\x9b31m"
tags: ["::set-output name=x::y", "##[error]tag"]
---

::error file=x::text of a record

  ::stop-commands::token

a\x1b[2Jb ##[group]g

## 2024-06-06 10:00 电话 ::error::subject \x1b[5m
- by: zhang.wei
- feedback: ::debug::field
- "odd\x1b": x
"""
ORDERED = re.compile(r"(?m)^\s*::|##\[|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("check", "--format", "concise"),
        ("check", "--json"),
        ("list",),
        ("list", "--json"),
        ("show", "CRM-202406004"),
        ("show", "CRM-202406004", "--json"),
        ("tiers",),
        ("tiers", "--explain", "CRM-202406004"),
        ("find", "error"),
        ("find", "error", "--json"),
        ("log", "CRM-202406004", "备注", "::error::x", "--by", "张伟", "--dry-run"),
        ("new", "::error::x", "first_need=::y", "--by", "张伟", "--dry-run"),
        ("show", "::error::x\x1b[1m"),
        ("show", "CRM-20240600"),
    ],
)
@pytest.mark.parametrize("color", ["never", "always"])
def test_no_record_steers_a_terminal_or_a_ci_log(args: tuple[str, ...], color: str, small: Any) -> None:
    """ESC and C1 controls, `::error::` at the start of a line and `##[` are written out (P7)."""
    small.write("records/CRM-202406004.md", HOSTILE)
    done = small("--color", color, *args)
    assert "Traceback" not in done.err
    ours = re.compile(r"\x1b\[\d*m")
    for text in (done.out, done.err):
        assert ORDERED.search(ours.sub("", text)) is None
        assert color == "always" or "\x1b" not in text
    if color == "always" and "check" not in args:
        assert "\x1b" not in done.out + done.err


def test_a_hostile_file_name_is_written_out(small: Any) -> None:
    small.write("records/a\x1b[31m,::error::\n%0A.md", "no record\n")
    for form in ("full", "concise", "github"):
        done = small("check", "--format", form)
        assert done.code == 1
        assert "\x1b" not in done.out
        lines = done.out.split("\n")
        assert not any(line.startswith(("::error::", ",::", "%0A")) for line in lines)


def test_github_commands_cannot_be_forged(wrong: Any) -> None:
    """One line a finding, errors first; no data holds a line end, a property no colon or comma."""
    wrong.write("records/x,y:z%.md", "---\nid: 'a\n\n  ::error::b'\nname: 100%\n---\n")
    done = wrong("check", "--format", "github")
    lines = done.out.strip("\n").split("\n")
    shape = re.compile(r"::(error|warning|notice) file=([^,:]+),line=\d+,col=\d+,title=[^,:]+::[^\r\n]+")
    found = [shape.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    order = [match[1] for match in found if match]
    assert order == sorted(order, key=("error", "warning", "notice").index)
    assert "records/x%2Cy%3Az%25.md" in {match[2] for match in found if match}


# --- pipes and signals ---


@pytest.mark.parametrize(
    ("args", "code"), [(("list",), 0), (("check",), 1), (("explain",), 0), (("show", "星辰", "--all"), 0)]
)
def test_a_reader_that_leaves_early_is_no_failure(args: tuple[str, ...], code: int, wrong: Any) -> None:
    """`| head -1`: quiet, and `check` still answers whether there are errors."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(wrong.book, *args), env=environment(), stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_head_reads_the_first_line(small: Any) -> None:
    line = " ".join(f"'{a}'" for a in command(small.book, "list"))
    done = subprocess.run(
        f"{line} | head -1", shell=True, env=environment(), capture_output=True, check=False
    )
    assert (done.stdout[:6], done.stderr) == (b"Number", b"")


READING = """
import sys
from crmkit.cli import main
from crmkit.cli import stdin
stdin._stdin = lambda rim: print("reading", file=sys.stderr, flush=True) or sys.stdin.read()
sys.exit(main())
"""


def test_ctrl_c_ends_with_130_and_changes_nothing(small: Any) -> None:
    before = small.read(PERSON)
    process = subprocess.Popen(
        [sys.executable, "-c", READING, *command(small.book, *LOG, "--text", "-")[3:]],
        env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == b"reading\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert small.read(PERSON) == before


def test_an_interrupt_anywhere_in_a_command_is_130(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crmkit.sweep.sweep", stop)
    assert small("list").code == 130


# --- disks ---


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where the system lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


NEW = ("new", "某公司", "first_need=x", "source.channel=展会", "--by", "张伟")


def refused(done: subprocess.CompletedProcess[bytes], why: bytes) -> None:
    assert (done.returncode, done.stdout) == (3, b"")
    assert why in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("args", [LOG, NEW])
def test_a_read_only_disk_is_read_and_never_written(args: tuple[str, ...], small: Any, disk: Path) -> None:
    shutil.copytree(small.book, disk / "book")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert run(disk / "book", "list").returncode == 0
    refused(run(disk / "book", *args), b"Read-only file system")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere; the read-only disk stands for it")
@pytest.mark.parametrize("args", [LOG, NEW])
def test_a_read_only_folder_is_read_and_never_written(args: tuple[str, ...], small: Any) -> None:
    folders = [small.book, *(path for path in small.book.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert run(small.book, "list").returncode == 0
        refused(run(small.book, *args), b"Permission denied")
    finally:
        for folder in folders:
            folder.chmod(0o755)


@pytest.mark.parametrize("args", [LOG, NEW])
def test_a_full_disk_changes_nothing(args: tuple[str, ...], small: Any, disk: Path) -> None:
    shutil.copytree(small.book, disk / "book")
    (disk / "book" / ".crmkit" / "pending").mkdir(parents=True)
    records = disk / "book" / "records"
    before = {path: path.read_bytes() for path in records.iterdir()}
    fill(disk / "filler")
    refused(run(disk / "book", *args), b"No space left")
    assert {path: path.read_bytes() for path in records.iterdir()} == before
    (disk / "filler").unlink()
    assert run(disk / "book", *args).returncode == 0
    assert list((disk / "book" / ".crmkit" / "pending").iterdir()) == []


def fill(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    for size in (65536, 4096, 1):
        try:
            while os.write(handle, b"x" * size):
                pass
        except OSError:
            continue
    os.close(handle)


def test_a_write_that_is_cut_short_changes_nothing(small: Any) -> None:
    """A limit on file sizes cuts the write in the middle, as a full disk does, without any rights."""
    resource = pytest.importorskip("resource")
    before = small.read(PERSON)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = run(small.book, *LOG, preexec_fn=limit, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"Traceback" not in done.stderr
    assert small.read(PERSON) == before


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
@pytest.mark.skipif(os.name != "posix", reason="closes streams in a shell")
def test_a_stream_that_was_closed_before_is_missed_by_nobody(closed: str, small: Any) -> None:
    """`crmkit list >&-`: nothing to write to is no failure, and a writer still writes."""
    for args in (("list",), ("list", "--json"), ("check", "-q"), LOG):
        line = f"{shlex.join(command(small.book, *args))} {closed}"
        done = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), args
    assert "确认方案" in small.read(PERSON)


# --- git ---


def test_without_git_reading_works_and_a_writer_asks_for_the_author(small: Any) -> None:
    nothing = {"PATH": str(small.book)}
    for args in (("list",), ("check", "-q"), ("tiers",), ("show", "zgf"), LOG):
        assert run(small.book, *args, env=nothing).returncode == 0, args
    done = run(small.book, "log", "zgf", "电话", env=nothing)
    assert (done.returncode, b"--by" in done.stderr) == (2, True)
    laid = run(small.book, "init", "new", env=nothing)
    assert laid.returncode == 0
    assert b"git init" in laid.stderr
    assert (small.book / "new" / "sop" / "tiers.md").exists()


def test_a_folder_that_is_no_git_repository_works(small: Any) -> None:
    """Git is for history and sharing; nothing that reads or writes one book needs it."""
    assert not (small.book / ".git").exists()
    assert run(small.book, *LOG).returncode == 0
    assert run(small.book, "check", "-q").returncode == 0
    assert not (small.book / ".git").exists()


def test_init_makes_a_repository_whose_git_never_converts_records(tmp_path: Path, small: Any) -> None:
    assert run(tmp_path, "init", "fresh").returncode == 0
    assert (tmp_path / "fresh" / ".git").is_dir()
    assert "records/** -text" in (tmp_path / "fresh" / ".gitattributes").read_text("utf-8")
    assert run(tmp_path / "fresh", "check").returncode == 0


def test_help_loads_nothing_that_works_on_records(small: Any) -> None:
    """The start stays near a bare click program: `benchmarks/start.py` shows the ratio."""
    code = "import sys; from crmkit.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    heavy = {"yaml", "frontmatter", "jinja2", "comrak", "pypinyin", "filelock", "watchdog", "decimal"}
    assert loaded & heavy == set()
    ours = {name.split(".")[1] for name in loaded if name.startswith("crmkit.")}
    assert ours == {"cli", "language"}
