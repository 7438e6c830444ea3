"""Hold one way of writing findings in each file, under the file's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from crmkit.diagnostics import Findings
from crmkit.resources import discover

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim


class Format(NamedTuple):
    """A file in this folder: a name, and how findings are written under it."""

    name: str
    write: Callable[[Findings, Rim], None]


@cache
def formats() -> dict[str, Callable[[Findings, Rim], None]]:
    """Every format by name."""
    return dict(discover("crmkit.cli.formats", "FORMAT", Format))
