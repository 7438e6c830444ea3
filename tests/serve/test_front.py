"""The process that answers browsers: apart from the one that builds, and gone when that has gone (K3, J2)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import active_count

import pytest

from crmkit.serve import Front, Served, Shown, listen
from crmkit.serve.dress import Trouble

PAGE = """<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'">
</head>
<body class="x"><h1>曾国藩</h1></body></html>
"""
WAIT = 60.0


class Opened:
    """A front that is open, over a site and a folder that it watches."""

    def __init__(self, folder: Path) -> None:
        (folder / "site/static").mkdir(parents=True)
        (folder / "site/customers.html").write_text(PAGE, "utf-8")
        self.records = folder / "records"
        self.records.mkdir()
        with listen(0) as listening:
            self.port = listening.getsockname()[1]
            self.front = Front(listening, Served(folder / "site", "not here", "en", (self.records,)))
        self.front.open()

    def get(self, path: str) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        connection.request("GET", path)
        body = connection.getresponse().read().decode()
        connection.close()
        return body


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    one = Opened(tmp_path)
    yield one
    one.front.close()


def test_the_process_that_builds_runs_no_thread_for_it(tmp_path: Path) -> None:
    before = active_count()
    one = Opened(tmp_path)
    assert "曾国藩" in one.get("/customers.html")
    assert active_count() == before
    one.front.close()


def test_what_is_laid_is_shown_until_the_site_is_settled(opened: Opened) -> None:
    opened.front.lay({"customers.html": PAGE.replace("曾国藩", "曾涤生").encode()})
    assert "曾涤生" in opened.get("/customers.html")
    opened.front.settle()
    assert "曾国藩" in opened.get("/customers.html")


def test_a_trouble_is_new_once(opened: Opened) -> None:
    assert opened.front.trouble([Trouble("broken")])
    assert not opened.front.trouble([Trouble("broken")])
    assert "broken" in opened.get("/customers.html")


def test_the_pages_looked_at_are_known_the_latest_last(opened: Opened) -> None:
    for name in ("customers.html", "gone.html", "customers.html"):
        opened.get(f"/{name}")
    assert opened.front.looked_at() == ("gone.html", "customers.html")


def test_a_change_of_a_file_and_of_the_folder_itself_is_told(opened: Opened) -> None:
    record = opened.records / "a.md"
    record.write_text("one")
    assert str(record) in opened.front.wait(WAIT)
    opened.records.rename(opened.records.with_name("elsewhere"))
    seen: frozenset[str] = frozenset()
    while str(opened.records) not in seen:
        news = opened.front.wait(WAIT)
        assert news, "nothing was noticed"
        seen |= news


def test_when_it_was_killed_the_one_that_builds_says_so(opened: Opened) -> None:
    pid = opened.front._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(OSError, match="has ended"):
        opened.front.wait(WAIT)


def test_a_long_build_is_said_on_the_old_pages_and_a_short_one_is_not(tmp_path: Path) -> None:
    """Patience 0 stands for a build that takes longer than anybody waits; settled at once, none is said."""
    (tmp_path / "customers.html").write_text(PAGE, "utf-8")
    shown = Shown(tmp_path, "not here", "en")
    seen = shown.answer("/customers.html").mark
    shown.busy("being rebuilt", 0)
    assert shown.wait("/customers.html", seen, WAIT)
    body = shown.answer("/customers.html").body
    assert b'<div class="preview-note" role="status"><strong>being rebuilt</strong></div>' in body
    shown.settle()
    assert shown.answer("/customers.html").mark == seen
    shown.busy("being rebuilt", WAIT)
    assert shown.answer("/customers.html").mark == seen


@pytest.mark.skipif(os.name == "nt", reason="a process there has no parent to look at")
def test_killed_outright_it_leaves_no_process_behind(crm) -> None:  # type: ignore[no-untyped-def]
    """Every process holds the end of the pipe: it ends when the last has gone."""
    command = [sys.executable, "-m", "crmkit", *crm.arguments(("serve", "--port", "0"), "2024-06-30", "en")]
    root = str(Path(__file__).resolve().parents[2])
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": root}
    )
    assert running.stdout is not None
    assert running.stdout.readline().startswith(b"http://127.0.0.1:")
    running.kill()
    assert running.communicate(timeout=WAIT)[0] == b""
