"""A file beside the plug-ins of a folder, for as long as a test lasts."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

Add = Callable[[str, str], None]
"""Writes a module by name and text."""


@contextmanager
def beside(package: ModuleType, folder: Path, *found: Any) -> Iterator[Add]:
    """What writes files that a package finds as its own; `found` are the caches of what it found."""
    path, added = list(package.__path__), list[str]()

    def forget() -> None:
        for each in found:
            each.cache_clear()

    def write(name: str, text: str) -> None:
        (folder / f"{name}.py").write_text(text, "utf-8")
        added.append(name)
        package.__path__ = [*path, str(folder)]
        importlib.invalidate_caches()
        forget()

    folder.mkdir(exist_ok=True)
    try:
        yield write
    finally:
        package.__path__ = path
        for name in added:
            sys.modules.pop(f"{package.__name__}.{name}", None)
            vars(package).pop(name, None)
        forget()
