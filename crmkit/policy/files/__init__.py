"""Hold one file for each file or folder of `sop/`; what a `FILE` says is read, ordered by what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, Generic, TypeVar

from crmkit.policy.notes import Answers
from crmkit.policy.reading import Cursor
from crmkit.resources import PlugInError, discover

T = TypeVar("T")
PACKAGE = "crmkit.policy.files"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader may lean on: the parts that it says it needs, by type."""

    reader: str
    found: Mapping[type, object]

    def get(self, of: type[T]) -> T:
        """The part of this type; raises `PlugInError` for one that the reader does not say it needs."""
        part = self.found.get(of)
        if not isinstance(part, of):
            raise PlugInError(f"the reader of {self.reader} does not say that it needs {of.__name__}")
        return part


def nothing(part: object) -> Answers:
    """The answers of a part that declares no names."""
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class PartReader(Generic[T]):
    """`name` is what is read, below `sop/`; `of` the type that stands for it in the policy.

    `needs` are the types that `read` asks for; `default` stands in where nothing is written, and without one
    the file is required. `answers` are the names, by kind, that other files may call what the part declares.
    """

    name: str
    of: type[T]
    needs: tuple[type, ...] = ()
    default: T | None = None
    answers: Callable[[T], Answers] = nothing

    def reads(self, name: str) -> bool:
        """Whether a file of this name, below `sop/`, is this reader's."""
        raise NotImplementedError

    def part(self, cursors: Mapping[str, Cursor], have: Parts) -> T:
        """The part from the files that are there and whole, by name."""
        raise NotImplementedError

    def absent(self) -> T:
        """The default; a required file is never asked for it."""
        if self.default is None:
            raise PlugInError(f"{self.name} is required")
        return self.default


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyFile(PartReader[T]):
    """One file, such as `tickets.md`. Several readers may read one file, each its own keys."""

    read: Callable[[Cursor, Parts], T]

    def reads(self, name: str) -> bool:
        return name == self.name

    def part(self, cursors: Mapping[str, Cursor], have: Parts) -> T:
        c = cursors.get(self.name)
        return self.absent() if c is None else self.read(c, have)


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyFolder(PartReader[T]):
    """The Markdown files of a folder, such as `playbooks/`: `read` has each one's mapping by its stem."""

    read: Callable[[Mapping[str, Cursor], Parts], T]

    def reads(self, name: str) -> bool:
        return name.startswith(self.name) and "/" not in name.removeprefix(self.name)

    def part(self, cursors: Mapping[str, Cursor], have: Parts) -> T:
        own = {
            name.removeprefix(self.name).removesuffix(".md"): c
            for name, c in cursors.items()
            if self.reads(name)
        }
        return self.read(own, have) if own else self.absent()


@cache
def readers() -> tuple[PartReader[Any], ...]:
    """Every reader behind those that it needs; raises `PlugInError` for a need that nobody meets, a circle,
    or a type that two readers give.
    """
    return ordered(discover(PACKAGE, "FILE", PartReader))


def ordered(found: Iterable[PartReader[Any]]) -> tuple[PartReader[Any], ...]:
    """The readers in an order in which each finds what it needs."""
    by_type: dict[type, PartReader[Any]] = {}
    for one in found:
        other = by_type.setdefault(one.of, one)
        if other is not one:
            raise PlugInError(f"{other.name} and {one.name} both give {one.of.__name__}")
    for one in by_type.values():
        for need in one.needs:
            if need not in by_type:
                raise PlugInError(f"{one.name} needs {need.__name__}, which no reader gives")
    try:
        order = TopologicalSorter({one.of: one.needs for one in by_type.values()}).static_order()
        return tuple(by_type[of] for of in order)
    except CycleError as circle:
        names = " → ".join(by_type[of].name for of in circle.args[1])
        raise PlugInError(f"policy files need each other in a circle: {names}") from None
