"""The examples run as their pages say: by the map beside the tables alone, every row accounted for (L10)."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent / "examples"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
DAY = "2024-06-30"


def ran(crm: Any, block: str) -> str:
    """The block as it comes out when its commands are run in order, talk before results."""
    lines: list[str] = []
    for line in block.split("\n"):
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:])[1:]
        lang = words[1] if words[0] == "--lang" else "en"
        answer = crm(*(words[2:] if words[0] == "--lang" else words), as_of=DAY, lang=lang)
        assert answer.code in (0, 1), answer
        lines += [line, *(answer.err + answer.out).rstrip("\n").split("\n")]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.fixture(params=["hosted-crm", "chinese-sheet"])
def example(request: pytest.FixtureRequest, book: Path) -> Path:
    """The folder of an example, its files copied into the book."""
    folder = ROOT / str(request.param)
    for path in folder.iterdir():
        if path.name != "README.md":
            shutil.copy(path, book / path.name)
    return folder


def test_every_console_block_says_what_the_commands_say(
    example: Path, crm: Any, request: pytest.FixtureRequest
) -> None:
    page = example / "README.md"
    before = page.read_text("utf-8")
    after = BLOCK.sub(lambda block: f"```console\n{ran(crm, block[1])}```", before)
    if request.config.getoption("--snapshot-update"):
        page.write_text(after, "utf-8")
    assert after == page.read_text("utf-8")


def test_every_row_is_accounted_for_and_the_book_is_sound(example: Path, crm: Any) -> None:
    """The counts add up to the rows of the files below the header and above; `check` finds no error."""
    commands = [
        shlex.split(line[2:])[1:]
        for block in BLOCK.findall((example / "README.md").read_text("utf-8"))
        for line in block.split("\n")
        if line.startswith("$ ") and " import " in line and ".rejected." not in line
    ]
    for words in commands:
        words = words[2:] if words[0] == "--lang" else words
        said = json.loads(crm(*words, "--json", as_of=DAY).out)
        for row in said["rows"]:
            kinds = ("new", "updated", "unchanged", "joined", "rejected", "skipped")
            assert sum(row[kind] for kind in kinds) == row["rows"]
        lines = {(one["path"], one["line"]) for one in said["rejected"]}
        assert len(lines) == sum(row["rejected"] for row in said["rows"])
    assert crm("check", "--quiet", as_of=DAY).code == 0, crm("check", as_of=DAY).out
