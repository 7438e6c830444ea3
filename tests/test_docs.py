"""Docs are tested: each `console` block runs on the demo book and says what the page says it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
MENTIONED = re.compile(r"\bcrmkit (?:-C \S+ |--as-of \S+ |--lang \S+ )*([a-z][a-z-]+)\b")
NO_COMMANDS = {"diff", "checks", "reports", "is"}


def ran(crm: Any, block: str) -> str:
    """The block as it comes out when its commands are run in order."""
    lines = []
    for line in block.split("\n"):
        if line.startswith("$ "):
            words = shlex.split(line[2:])
            assert words[0] == "crmkit", line
            day = words[words.index("--as-of") + 1] if "--as-of" in words else "2025-12-31"
            lang = words[words.index("--lang") + 1] if "--lang" in words else "en"
            rest = [w for i, w in enumerate(words[1:], 1) if w not in ("--as-of", "--lang")
                    and words[i - 1] not in ("--as-of", "--lang")]  # fmt: skip
            answer = crm(*rest, as_of=day, lang=lang)
            assert answer.code in (0, 1), answer
            lines += [line, *(answer.out + answer.err).rstrip("\n").split("\n")]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("page", PAGES)
def test_every_console_block_says_what_the_commands_say(
    page: str, crm: Any, book: Path, request: pytest.FixtureRequest
) -> None:
    shutil.rmtree(book / "records")
    shutil.copytree(ROOT / "records", book / "records")
    path = ROOT / page
    before = path.read_text("utf-8")
    assert BLOCK.search(before)
    after = BLOCK.sub(lambda block: f"```console\n{ran(crm, block[1])}```", before)
    if request.config.getoption("--snapshot-update"):
        path.write_text(after, "utf-8")
    assert after == path.read_text("utf-8")


DOCUMENTED = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "crmkit" / "README.md")
)


@pytest.mark.parametrize("page", DOCUMENTED)
def test_every_command_that_a_page_names_exists(page: str) -> None:
    from crmkit.cli.frame import crmkit

    text = (ROOT / page).read_text("utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.S))
    named = set(MENTIONED.findall(code)) - NO_COMMANDS
    known = set(crmkit.list_commands(None))  # type: ignore[arg-type]
    assert named <= known


def test_the_readme_names_every_command() -> None:
    from crmkit.cli.frame import crmkit

    for page in PAGES:
        words = set(re.findall(r"`(?:crmkit )?([a-z-]+)`", (ROOT / page).read_text("utf-8")))
        assert set(crmkit.list_commands(None)) <= words, page  # type: ignore[arg-type]


def test_contributing_names_targets_and_files_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"`make ([a-z]+)`", text))
    assert {"test", "lint"} <= named <= targets
    assert [one for one in re.findall(r"\]\(([^)]+)\)", text) if not (ROOT / one).exists()] == []
