"""What nests too deep is told where it does, whichever library met it first (P8)."""

from __future__ import annotations

from typing import Any

import pytest
from yaml import Mark
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.scanner import ScannerError

from crmkit.diagnostics import Source
from crmkit.document import yaml_tree
from crmkit.document.yaml_tree import MAX_DEPTH, read_tree

Place = tuple[str, int, int]

DEEP: list[tuple[str, tuple[int, int]]] = [
    ("tags: " + "[" * 30_000, (1, 26)),
    ("tags: " + "[" * 1_500 + "]" * 1_500, (1, 26)),
    ("tags: " + "{" * 3_000, (1, 26)),
    ("tags: " + "{a: " * 3_000, (1, 83)),
    ("a: " + "[{b: " * 3_000, (1, 50)),
    ("- " * 30_000 + "a", (1, 41)),
    ("? " * 3_000 + "a", (1, 41)),
    ("a:\n" + "- " * 1_200 + "x", (2, 39)),
    ("\n".join(" " * level + "a:" for level in range(200)), (21, 21)),
    ("tags: " + "[" * 25 + "@x", (1, 26)),
    ("tags: " + "[" * 25 + "'x", (1, 26)),
    ("tags: " + "[" * 25 + '"\\q"', (1, 26)),
    ("tags: " + "[" * 25 + "\t`", (1, 26)),
    ("tags: " + "[" * 25 + "*x", (1, 26)),
    ("tags: " + "[" * 25 + "\uffff", (1, 26)),
    ("a: 1\nb: " + "[" * 1_500, (2, 23)),
]
SHALLOW: list[tuple[str, Place]] = [
    ("a: [@x", ("CRM103", 1, 5)),
    ("a: x\ufffe", ("CRM103", 1, 5)),
    ("k" * 1_100 + ": x", ("CRM103", 1, 1_101)),
    ("a: &x b", ("CRM105", 1, 4)),
    ("a: *x", ("CRM105", 1, 4)),
    ("a: " + "[" * (MAX_DEPTH - 1) + "@x", ("CRM103", 1, 23)),
]


def told(text: str) -> list[Place]:
    """Code, line and column of what is found."""

    def at(offset: int) -> Source:
        return Source("", text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))

    _, found = read_tree(text, 0, at)
    return [(each.code, each.source.line, each.source.column) for each in found]


@pytest.fixture(params=["this library", "one that stops at 30", "one that stops at 21"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml as it is, and as other versions are: they count brackets while they scan, before any event."""
    if request.param == "this library":
        return
    limit = int(request.param.split()[-1])
    parser = CParser

    def strict(text: str) -> Any:
        depth = 0
        for index, char in enumerate(text):
            depth += char in "[{"
            if depth > limit:
                mark = Mark("", index, 0, index, None, 0)
                raise ScannerError(None, None, "exceeded maximum nesting depth", mark)
        return parser(text)

    monkeypatch.setattr(yaml_tree, "CParser", strict)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("text", "place"), DEEP)
def test_the_place_is_where_the_depth_passes_the_limit(text: str, place: tuple[int, int]) -> None:
    assert told(text) == [("CRM106", *place)]


@pytest.mark.parametrize(("text", "place"), SHALLOW)
def test_what_nests_no_deeper_is_told_for_what_it_is(text: str, place: Place) -> None:
    assert told(text) == [place]
