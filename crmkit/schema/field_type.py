"""Say what a type of field is: its name, how its text is read, and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.names import Names
from crmkit.schema.values import Scale

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

PATTERN_LONGEST = 64
"""No tag is longer; a pattern is never run over more, so it cannot be made slow."""


@dataclass(frozen=True, slots=True)
class Context:
    """What only the policy knows: the shape of numbers, the words of its closed lists, scales by field.

    People without anybody, and tags without any group, are open: any word is taken.
    """

    number: Callable[[str], bool] = lambda text: True
    people: Names = field(default_factory=Names)
    statuses: Names = field(default_factory=Names)
    tiers: Names = field(default_factory=Names)
    kinds: Names = field(default_factory=Names)
    tags: Names = field(default_factory=Names)
    tag_patterns: tuple[re.Pattern[str], ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def tag(self, word: str) -> str | None:
        """The tag that a word means, itself when a pattern takes it, or None."""
        if not self.tags and not self.tag_patterns:
            return word
        found = self.tags.find(word)
        if found is not None or len(word) > PATTERN_LONGEST:
            return found
        return word if any(pattern.fullmatch(word) for pattern in self.tag_patterns) else None


class Problem(NamedTuple):
    """Why a text is no value. `data` is what is kept all the same, None for nothing.

    `suggestion` is the text to write instead; `safe` when it certainly means what was written, so that
    it may be applied without asking. `known` are the words of which the nearest is the suggestion: it is
    sought by who reports the problem, since comparing is slow.
    """

    code: Code
    arguments: Mapping[str, str | Label] = {}
    suggestion: str = ""
    safe: bool = False
    data: object = None
    known: Names | None = None


Read: TypeAlias = Callable[[str, "Field", Context], object]
"""Text, never empty, to data, or to a `Problem`; never raises."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type of field. `json_schema` is the part that describes its text."""

    name: str
    read: Read
    json_schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})


def look_up(text: str, names: Names, code: Code, *, keep: bool = False) -> object:
    """The key that a word of a closed list names, or the problem with the words that it could be."""
    found = names.find(text)
    if found is not None:
        return found
    return Problem(code, {"known": names.choices()}, data=text if keep else None, known=names)
