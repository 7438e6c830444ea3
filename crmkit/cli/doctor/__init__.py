"""Ask whether a team's set-up is sound: one file a probe, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from crmkit.resources import discover

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim

OK, WARN, FAIL = "ok", "warn", "fail"


class Answer(NamedTuple):
    """One line: how it stands (`ok`, `warn`, `fail`), in words, and the command or step that mends it."""

    level: str
    said: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """A file in this folder: a name for programs, and what it finds. It changes nothing that lasts.

    Probes are asked in the order of their file names. None may raise on a bad set-up: that is its answer.
    `mend` sets right what it found, where that needs no decision of a person.
    """

    name: str
    ask: Callable[[Rim], Iterable[Answer]]
    mend: Callable[[Rim], None] | None = None


def probes() -> Iterator[Probe]:
    """Every probe."""
    yield from discover("crmkit.cli.doctor", "PROBE", Probe)
