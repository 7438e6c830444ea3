"""The files of a `sop/`, its folders too, as a snapshot has them."""

from __future__ import annotations

from pathlib import Path


def sop(folder: Path) -> dict[str, bytes]:
    """Bytes by path, such as `sop/playbooks/renewal.md`."""
    return {
        f"sop/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*.md"))
    }
