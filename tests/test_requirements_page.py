"""The page of requirements has every row, each with a command that is there and a test that proves it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from crmkit.reports import reports

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"docs/requirements.md": "later", "docs/requirements.zh-CN.md": "以后"}
ROWS = {"A": 12, "B": 6, "C": 7, "D": 8, "E": 12, "F": 4, "G": 3, "H": 7, "I": 5, "J": 4, "K": 3, "L": 12}
"""How many rows each letter has."""
LATER = 20
"""Rows of which nothing is built yet; the number only falls."""
ROW = re.compile(r"^\| ([A-L]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)


class Owed(NamedTuple):
    """A row of the page: what is owed, with what it is done, what proves it."""

    row: str
    what: str
    how: str
    proof: str


@cache
def rows(page: str) -> tuple[Owed, ...]:
    return tuple(Owed(*found) for found in ROW.findall((ROOT / page).read_text("utf-8")))


@cache
def names(path: str) -> frozenset[str]:
    """What the tests of a file are called."""
    tree = ast.parse((ROOT / "tests" / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("page", PAGES)
def test_every_row_stands_once_and_in_order(page: str) -> None:
    wanted = [f"{letter}{n}" for letter, count in ROWS.items() for n in range(1, count + 1)]
    assert [each.row for each in rows(page)] == wanted


@pytest.mark.parametrize("page", PAGES)
def test_every_proof_is_a_test_that_is_there(page: str) -> None:
    missing = []
    for each in rows(page):
        if each.proof == PAGES[page]:
            continue
        path, _, name = each.proof.strip("`").partition("::")
        if not (ROOT / "tests" / path).is_file() or name not in names(path):
            missing.append(each)
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_proved_names_a_command_or_a_page_and_what_is_later_names_none(page: str) -> None:
    commands = {line.split("`")[1] for line in commands_of_the_reference()}
    for each in rows(page):
        if each.proof == PAGES[page]:
            assert each.how == PAGES[page], each
            continue
        assert each.how != PAGES[page], each
        for said in re.findall(r"`([^`]+)`", each.how):
            first, *more = said.split()
            assert first in commands, each
            assert not more or first != "ticket" or f"ticket {more[0]}" in commands, each
            assert first != "report" or not more or more[0].startswith("-") or more[0] in reports(), each


def commands_of_the_reference() -> list[str]:
    """The lines of docs/reference.md that name commands; its own test says that they are all."""
    page = (ROOT / "docs" / "reference.md").read_text("utf-8")
    section = page[page.index("## Commands") : page.index("## Findings")]
    return [line for line in section.split("\n") if line.startswith("| `")]


def test_both_languages_name_the_same_tests() -> None:
    english, chinese = map(rows, PAGES)
    assert [one.proof for one in english if one.proof != "later"] == [
        one.proof for one in chinese if one.proof != "以后"
    ]


def test_half_of_what_is_owed_and_more_is_proved() -> None:
    """A row that is done is never taken back to "later" in silence."""
    later = [each.row for each in rows("docs/requirements.md") if each.proof == "later"]
    assert len(later) <= LATER, later
