"""Names mean one thing: the glossary names what is there, no two classes share a name without a reason."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "crmkit"
ROW = re.compile(r"^\| ([^|`]+) \| (.+) \| (`[^|]+`) \|$", re.M)

SHARED_NAMES = {
    "Cell": "a value of a table's row; a value of a page's list, with its link",
    "Change": "one of a document, of a value in the past, of the files under serve",
    "Changes": "those of a record's fields as they are loaded; those of watched files",
    "Field": "as written in an entry; as the schema declares it",
    "Line": "one of the list of customers, one of the queue: plug-ins that share nothing",
    "Note": "beside a due item; beside an imported row",
    "Plan": "what an import will change; what serve is to build",
    "Refused": "each room's way to say no: an edit, git, a row, an entry of a ticket",
    "Row": "each room's line of data: imported, shown, kept between runs, searched",
    "Silence": "the pack's limit; the customers who are past it",
    "Told": "what history asks of; what is shown of a ticket",
}
"""Classes that share a name across rooms that never import each other's, and why it may stay."""


def section() -> str:
    text = (PACKAGE / "README.md").read_text("utf-8")
    return text.partition("## Glossary")[2].partition("\n## ")[0]


def glossary() -> dict[str, list[str]]:
    """Each term with the names it lives under, below `crmkit.`."""
    return {term.strip(): re.findall(r"`([^`]+)`", where) for term, _, where in ROW.findall(section())}


def reach(name: str) -> Any:
    """The module or attribute of a dotted name; raises where there is none."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


@pytest.mark.parametrize("name", sorted({each for names in glossary().values() for each in names}))
def test_what_the_glossary_names_is_there(name: str) -> None:
    assert reach(f"crmkit.{name}") is not None


def test_the_glossary_says_each_word_once_and_where_it_lives() -> None:
    rows = [line for line in section().split("\n") if line.startswith("| ")]
    assert len(rows) - 2 == len(glossary()) > 40, "a row that is not read, or a term said twice"
    assert all(glossary().values())


def classes() -> Iterator[tuple[str, str]]:
    """Every public class of the package with its module."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, path.relative_to(PACKAGE).as_posix()


def test_no_two_classes_share_a_name_without_a_reason() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for name, module in classes():
        found[name].append(module)
    twice = {name: modules for name, modules in found.items() if len(modules) > 1}
    assert {name: modules for name, modules in twice.items() if name not in SHARED_NAMES} == {}
    assert [name for name in SHARED_NAMES if name not in twice] == [], "a reason for nothing"


def test_no_module_or_class_is_named_by_a_word_of_no_meaning() -> None:
    vague = {"said", "known", "may", "found", "saying"}
    modules = [path for path in PACKAGE.rglob("*.py") if path.stem in vague or path.parent.name in vague]
    assert modules == []
    assert [one for one in classes() if one[0].lower() in vague] == []
