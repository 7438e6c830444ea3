"""Say what a class of entries is: what an entry of a kind means to the engine, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from crmkit.language import Label
from crmkit.resources import again
from crmkit.schema.tone import Tone


class Meaning(Enum):
    """What a field of an entry names, beyond its type: a field of the profile, a value of that field, or
    what the procedures put off or leave out.
    """

    FIELD = "field"
    VALUE = "value"
    ITEM = "item"


class ToldField(NamedTuple):
    """A field of an entry that is told before all others, by what it means; without a label by its own."""

    key: str
    meaning: Meaning
    label: Label | None = None


@dataclass(frozen=True, eq=False, slots=True)
class EntryClass:
    """A class of entries, of which there is one object: it is compared by identity, and no text equals it.

    `key` is its word in the procedures and the name of its file; `label` calls one entry, `plural` many.
    Of a `contact` words of direction and of nobody reached are read, and a next step may be one. Its entries
    tell the growth story when it is `story`, or when they change a field of `story_of`; of one with `first`
    the first entry does, under these words. `told` are fields that mean more than their type says, and
    `outcome` is the one of them that stands for a subject.
    """

    key: str
    label: Label
    plural: Label
    tone: Tone = Tone.NONE
    contact: bool = False
    story: bool = False
    story_of: frozenset[str] = frozenset()
    first: Label | None = None
    told: tuple[ToldField, ...] = ()
    outcome: str = ""

    def __repr__(self) -> str:
        return f"<class of entries {self.key}>"

    def __reduce__(self) -> tuple[object, ...]:
        """What another process gets is its own object, so that identity holds there too."""
        return (_object, (self.key,))


UNKNOWN = EntryClass("other", Label("其他", "Other"), Label("其他", "Other"))
"""The class of an entry whose kind the procedures do not know; no kind has it."""


def _object(key: str) -> EntryClass:
    if key == UNKNOWN.key:
        return UNKNOWN
    return again("crmkit.schema.classes", "CLASS", EntryClass, key)
