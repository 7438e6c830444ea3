"""Note what the readers of a policy file ask for: keys by mapping, names of other files, spare words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crmkit.document import Scalar

if TYPE_CHECKING:
    from crmkit.policy.reading import Cursor

Answers = Mapping[str, Iterable[str]]
"""Names by kind, such as `role`: what one file declares and another may name."""


class Name(NamedTuple):
    """A name of some kind at its place; `key` is what findings call the place."""

    cursor: Cursor
    node: Scalar
    key: str
    kind: str


class Spare(NamedTuple):
    """A key whose value is read only when a name of this kind says it, or that is one of ours."""

    cursor: Cursor
    node: Scalar
    kind: str
    ours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Of one file. `asked` are keys in the order asked for, by where their mapping starts; `told` is where
    what was reported as a whole starts, so that its parts are not reported again; `for_people` is where texts
    start that are for people alone, and change no answer.
    """

    asked: dict[int, dict[str, None]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    for_people: set[int] = field(default_factory=set)
    names: list[Name] = field(default_factory=list)
    spare: list[Spare] = field(default_factory=list)
