"""Name how much a thing stands out; pages give each tone its colour."""

from __future__ import annotations

from enum import Enum


class Tone(Enum):
    """From nothing that matters to what must be seen; the value is the style's name."""

    NONE = "none"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    RISK = "risk"
