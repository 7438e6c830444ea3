"""The lowest versions that pyproject.toml allows are ones that a test run can be made with."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_library_has_a_floor_to_test_with() -> None:
    lines = tool("lowest").lowest(ROOT / "pyproject.toml")
    assert len(lines) >= 9
    assert all(re.fullmatch(r"[\w-]+==[0-9.]+", line) for line in lines)
    assert {"wcwidth", "python-calamine"} <= {line.partition("==")[0] for line in lines}


def test_a_library_without_a_floor_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["click"]\n')
    with pytest.raises(ValueError, match="click"):
        tool("lowest").lowest(tmp_path / "pyproject.toml")


def test_the_versions_in_use_are_said_with_python_first() -> None:
    said = tool("versions").versions(ROOT / "pyproject.toml")
    assert said[0].startswith("Python 3.")
    names = {each.split()[0] for each in said[1:]}
    floors = {line.partition("==")[0] for line in tool("lowest").lowest(ROOT / "pyproject.toml")}
    assert floors <= names
    assert not any(each.endswith(" none") for each in said)
