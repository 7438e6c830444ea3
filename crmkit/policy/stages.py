"""Name what a status means to the engine, and read which of them procedures are for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from crmkit.language import Label
from crmkit.policy.reading import Cursor, listed_under
from crmkit.schema.tone import Tone


class Stage(Enum):
    """What a status means to the engine; no text equals one. `key` is its word in the procedures."""

    OPEN = ("open", Label("争取中", "Being won"), Tone.INFO)
    ACTIVE = ("active", Label("服务中", "Served"), Tone.OK)
    RESTING = ("resting", Label("暂停", "At rest"), Tone.WARN)
    ENDED = ("ended", Label("已结束", "Over"), Tone.NONE)

    def __init__(self, key: str, label: Label, tone: Tone) -> None:
        self.key, self.label, self.tone = key, label, tone


STAGES: Mapping[str, Stage] = {stage.key: stage for stage in Stage}
LET_GO = (Stage.RESTING, Stage.ENDED)
"""The stages of who is not ours to look after."""
LIVING = tuple(stage for stage in Stage if stage is not Stage.ENDED)
"""Those whom procedures follow that name no stages: everybody but who is gone."""


def stages_under(c: Cursor, key: str, default: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages that a list under a key names; the default when it names none."""
    return tuple(STAGES[word] for word in listed_under(c, key, tuple(STAGES))) or default
