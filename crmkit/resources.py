"""Find packs, templates, words and plug-in modules, installed or in a checkout."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TypeVar

HERE = Path(__file__).resolve().parent
DEFAULT_PACK = "standard"
SHARED = "SHARED"
"""What a folder of plug-ins calls its modules that are none."""

T = TypeVar("T")


class PlugInError(TypeError):
    """A module in a folder of plug-ins does not say what it is: misuse, told with the module's name."""


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


def discover(package: str, constant: str, kind: type[T]) -> Iterator[T]:
    """Every module's `constant` in a package, by file name: a file is a plug-in, no list knows it.

    Modules that plug-ins of a folder share are named in its `SHARED`. Any other without the constant, or with
    one of another type, raises `PlugInError` with its name: a misspelt plug-in is never left out in silence.
    """
    folder = importlib.import_module(package)
    shared = tuple(getattr(folder, SHARED, ()))
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    for name in shared:
        if name not in names:
            raise PlugInError(f"{package}.{SHARED} names {name}, which is no module there")
    for name in names:
        if name not in shared:
            yield plug_in(importlib.import_module(f"{package}.{name}"), constant, kind)


def called_as_files(package: str, constant: str, found: Mapping[str, T]) -> Mapping[str, T]:
    """The same plug-ins by key, when each key is the name of its file, so that `again` finds it."""
    for key, one in found.items():
        if again(package, constant, type(one), key) is not one:
            raise PlugInError(f"{package}.{key}: two files have a {constant} with this key")
    return found


def again(package: str, constant: str, kind: type[T], key: str) -> T:
    """The plug-in of a key that is its file's name: what another process, which was told the key, takes."""
    try:
        module = importlib.import_module(f"{package}.{key}")
    except ModuleNotFoundError:
        raise PlugInError(
            f"{package}: a {constant} has the key {key}, but no file is called {key}.py"
        ) from None
    return plug_in(module, constant, kind)


def plug_in(module: ModuleType, constant: str, kind: type[T]) -> T:
    """The module's `constant`; raises `PlugInError` when there is none, or it is no `kind`."""
    found = vars(module).get(constant)
    if isinstance(found, kind):
        return found
    if constant in vars(module):
        said = f"{constant} is of type {type(found).__name__}, not {kind.__name__}"
    else:
        meant = [name for name, value in vars(module).items() if isinstance(value, kind)]
        said = f"no {constant}" + "".join(f"; is {name} meant?" for name in meant[:1])
    raise PlugInError(f"{module.__name__}: {said}")


def demo(name: str) -> Path | None:
    """The folder of a pack's example customers, or None; in a checkout `standard` has `records/`."""
    installed = HERE / "demos" / name
    if name in packs() and installed.is_dir():
        return installed
    beside = HERE.parent / "records"
    return beside if name == DEFAULT_PACK and beside.is_dir() else None
