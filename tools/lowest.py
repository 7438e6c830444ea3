"""Print the lowest versions that pyproject.toml allows of what crmkit needs, as constraints for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_FLOOR = re.compile(r"([A-Za-z0-9._-]+)>=([0-9][0-9.]*)")


def lowest(project: Path) -> list[str]:
    """A line `name==version` for each library; ValueError for a floor that is not written as `name>=1.2`."""
    about = tomllib.loads(project.read_text("utf-8"))["project"]
    extras = about.get("optional-dependencies", {})
    lines = []
    for line in (*about["dependencies"], *extras.get("xlsx", ())):
        floor = _FLOOR.fullmatch(line.replace(" ", ""))
        if floor is None:
            raise ValueError(f"no floor in {line!r}")
        lines.append(f"{floor[1]}=={floor[2]}")
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(lowest(Path(__file__).resolve().parents[1] / "pyproject.toml")) + "\n")
