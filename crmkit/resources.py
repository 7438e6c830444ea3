"""Find packs, templates, words and plug-in modules, installed or in a checkout."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
DEFAULT_PACK = "standard"
T = TypeVar("T")


def packs() -> tuple[str, ...]:
    """Names of all packs that ship, the default first."""
    others = sorted(p.name for p in (HERE / "packs").iterdir() if p.is_dir() and p.name != DEFAULT_PACK)
    return (DEFAULT_PACK, *others)


def pack(name: str) -> Path | None:
    """The folder of a pack, or None. In a checkout `standard` is the repository's own `sop/`."""
    if name not in packs():
        return None
    installed = HERE / "packs" / name
    return installed if installed.is_dir() else HERE.parent / "sop"


def templates() -> Path:
    """The folder of the site's templates and static files."""
    installed = HERE / "site_templates"
    return installed if installed.is_dir() else HERE.parent / "site_templates"


def discover(package: str, constant: str) -> Iterator[Any]:
    """Every module's `constant` in a package, by file name: a file is a plug-in, no list knows it."""
    path = importlib.import_module(package).__path__
    for name in sorted(module.name for module in pkgutil.iter_modules(path)):
        module = importlib.import_module(f"{package}.{name}")
        if hasattr(module, constant):
            yield getattr(module, constant)


def discover_all(package: str, constant: str, kind: type[T]) -> Iterator[T]:
    """The same where each file of the package is a plug-in: TypeError names one that is not."""
    path = importlib.import_module(package).__path__
    for name in sorted(f"{package}.{module.name}" for module in pkgutil.iter_modules(path)):
        try:
            found = getattr(importlib.import_module(name), constant, None)
        except (AttributeError, ImportError, NameError, SyntaxError, TypeError, ValueError) as error:
            raise TypeError(f"{name} cannot be read: {error}") from error
        if not isinstance(found, kind):
            raise TypeError(f"{name} has no constant {constant} that is a {kind.__name__}")
        yield found


def demo() -> Path | None:
    """The folder of the example customers, or None when an installation left them out."""
    for folder in (HERE / "demo_records", HERE.parent / "records"):
        if folder.is_dir():
            return folder
    return None
