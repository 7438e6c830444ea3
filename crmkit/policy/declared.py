"""Name what a cadence may speak of: the keys that the other files of a pack declare."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.rules.parse import Choices


class Declared(NamedTuple):
    """Keys that a cadence may name, `channels` being kinds of contact, and the words of conditions."""

    tiers: tuple[str, ...]
    statuses: tuple[str, ...]
    channels: tuple[str, ...]
    choices: Choices
    purposes: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
