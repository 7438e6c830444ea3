"""What pyproject.toml names is there: nothing is promised by a list that nobody looked at again."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

RIM = (
    "cli",
    "pages",
    "site",
    "serve",
    "imports",
    "git",
    "language",
    "folders",
    "pinyin",
    "__init__",
    "__main__",
)
"""What end-to-end tests cover: the rim, and modules that hold names alone."""


def named() -> list[str]:
    found = PROJECT["tool"]["coverage"]["report"]["include"]
    assert isinstance(found, list)
    return found


def test_the_list_of_the_core_names_only_what_is_there() -> None:
    assert [one for one in named() if not list(ROOT.glob(one))] == []


def test_every_room_is_of_the_core_or_of_the_rim() -> None:
    rooms = {
        path.stem if path.is_file() else path.name
        for path in (ROOT / "crmkit").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    core = {Path(one.removesuffix("/*")).stem for one in named()}
    assert rooms - core - set(RIM) == set()
    assert core & set(RIM) == set()


def test_the_source_distribution_names_only_what_is_there() -> None:
    named = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [one for one in named if not (ROOT / one.lstrip("/")).exists()] == []


def test_typing_is_promised_and_kept() -> None:
    assert "Typing :: Typed" in PROJECT["project"]["classifiers"]
    assert (ROOT / "crmkit" / "py.typed").exists()
