"""What tests share: the command line on a book of their own, snapshots, a Git repository, a browser."""

from __future__ import annotations

import difflib
import functools
import importlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / "tests" / "snapshots"

# Machines are slow at times, and that is never a test's failure; CI draws the same examples each time.
_slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("dev", deadline=None, suppress_health_check=_slow)
settings.register_profile("ci", parent=settings.get_profile("dev"), derandomize=True)
settings.register_profile("soak", parent=settings.get_profile("dev"), max_examples=5_000)
settings.load_profile("soak" if os.environ.get("CRMKIT_SOAK") else "ci" if os.environ.get("CI") else "dev")


# A shell starts what runs in its background with Ctrl-C ignored, and children inherit that: tests that
# interrupt a process need it heard again.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="write snapshots, compare nothing")


# --- the command line -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What a run of the tool left behind: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Crm:
    """Runs the tool on one book, on a fixed day and in English unless a test says otherwise.

    `crm("check", "--format", "concise")` runs in this process; `crm.process(...)` in one of its own.
    """

    book: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file into the book, its bytes exactly as given."""
        target = self.book / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return target

    def read(self, path: str) -> str:
        """A file of the book as text, line ends untouched."""
        return (self.book / path).read_bytes().decode("utf-8")

    def arguments(self, args: tuple[str, ...], as_of: str | None, lang: str | None) -> list[str]:
        day = ["--as-of", as_of] if as_of else []
        language = ["--lang", lang] if lang else []
        return ["-C", str(self.book), *day, *language, *args]

    def __call__(
        self,
        *args: str,
        as_of: str | None = "2024-06-30",
        lang: str | None = "en",
        input: str | bytes | None = None,
        env: Mapping[str, str | None] | None = None,
    ) -> Result:
        from click.testing import CliRunner

        from crmkit.cli import main

        with CliRunner().isolation(input=input, env=env) as (out, err, _):
            try:
                code: Any = main(self.arguments(args, as_of, lang))
            except SystemExit as stop:
                code = stop.code
            sys.stdout.flush()
            sys.stderr.flush()
            said, talk = out.getvalue(), err.getvalue()
        number = code if isinstance(code, int) else 0 if code is None else 1
        return Result(number, said.decode("utf-8", "replace"), talk.decode("utf-8", "replace"))

    def process(
        self,
        *args: str,
        as_of: str | None = "2024-06-30",
        lang: str | None = "en",
        input: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """The same in a new process; output that is no UTF-8 is shown with replacement characters."""
        command = [sys.executable, "-c", "import sys; from crmkit.cli import main; sys.exit(main())"]
        done = subprocess.run(
            command + self.arguments(args, as_of, lang),
            input=input,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
            capture_output=True,
            check=False,
        )
        out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return Result(done.returncode, out, err)


@pytest.fixture(scope="session", autouse=True)
def shipped_procedures_are_parsed_once() -> Iterator[None]:
    """Thousands of runs read the same procedures: here a process parses the same bytes once."""
    module = importlib.import_module("crmkit.policy.policy")
    parse = module.read
    vars(module)["read"] = functools.lru_cache(maxsize=256)(parse)
    yield
    vars(module)["read"] = parse


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty book under the pack `standard`: `sop/` as in this repository, `records/` empty."""
    path = tmp_path / "book"
    shutil.copytree(ROOT / "sop", path / "sop")
    (path / "records").mkdir()
    return path


@pytest.fixture
def crm(book: Path) -> Crm:
    """The tool on the test's own book."""
    return Crm(book)


# --- snapshots --------------------------------------------------------------------------------------------


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`snapshot(text)` compares with tests/snapshots/FILE/TEST.txt; a second argument names it."""
    module = Path(str(request.node.path)).stem.removeprefix("test_")
    test = request.node.name.removeprefix("test_").replace("/", "_")

    def compare(text: str, name: str = "") -> None:
        path = SNAPSHOTS / module / (f"{test}.{name}" if name else f"{test}.txt")
        if request.config.getoption("--snapshot-update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            return
        shown = path.relative_to(ROOT)
        if not path.exists():
            pytest.fail(f"no {shown}; look at the text, then --snapshot-update:\n{text}", pytrace=False)
        expected = path.read_bytes().decode("utf-8")
        if text != expected:
            before, now = expected.split("\n"), text.split("\n")
            shown_diff = "\n".join(difflib.unified_diff(before, now, str(shown), "now", lineterm=""))
            pytest.fail(f"not as before (--snapshot-update accepts it):\n{shown_diff}", pytrace=False)

    return compare


# --- Git --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Repository:
    """A Git repository that no setting of this machine reaches: `git_repo("commit", "-qm", "why")`."""

    path: Path
    env: Mapping[str, str]

    def __call__(self, *args: str, check: bool = True) -> str:
        """Run git here and answer its stdout; `git_repo(..., check=False)` lets it fail."""
        done = subprocess.run(["git", *args], cwd=self.path, env=self.env, capture_output=True, check=False)
        if check and done.returncode:
            raise AssertionError(f"git {' '.join(args)}: {done.stderr.decode('utf-8', 'replace')}")
        return done.stdout.decode("utf-8", "surrogateescape")

    def commit(self, message: str = "Change") -> str:
        """Commit everything; the new commit's name."""
        self("add", "--all")
        self("commit", "--quiet", "--allow-empty", "--message", message)
        return self("rev-parse", "HEAD").strip()


def scrubbed_environment(home: Path) -> dict[str, str]:
    """An environment in which Git reads no configuration of this machine and asks no clock."""
    who = {"NAME": "Zhang Wei", "EMAIL": "zhang.wei@crm.example", "DATE": "2024-06-30T12:00:00+08:00"}
    return {
        **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(home),
        "LC_ALL": "C",
        "PATH": os.environ["PATH"],
        "TZ": "UTC",
    }


@pytest.fixture
def git_repo(book: Path, tmp_path: Path) -> Repository:
    """The test's book as a Git repository on branch main, with its first commit."""
    repository = Repository(book, scrubbed_environment(tmp_path))
    repository("init", "--quiet", "--initial-branch=main")
    repository.commit("Begin")
    return repository


# --- a browser --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, headless, under Playwright. Skips without one; in CI that is a failure."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        reason = "no Chromium on this machine"
        pytest.fail(reason) if os.environ.get("CRMKIT_REQUIRE_BROWSER") else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
