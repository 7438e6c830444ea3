"""Say on one line which Python and which versions of what crmkit needs are in use."""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path


def versions(project: Path) -> list[str]:
    """Python first, then each library that pyproject.toml names for running, and those that test it."""
    about = tomllib.loads(project.read_text("utf-8"))["project"]
    extras = about.get("optional-dependencies", {})
    needed = [*about["dependencies"], *extras.get("xlsx", ()), "hypothesis", "pytest", "ruff", "mypy"]
    names = [re.split(r"[<>=!~; \[]", line, maxsplit=1)[0] for line in needed]
    return [f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in names)]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


if __name__ == "__main__":
    said = ", ".join(versions(Path(__file__).resolve().parents[1] / "pyproject.toml"))
    sys.stdout.write(f"Versions: {said}\n")
