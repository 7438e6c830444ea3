"""Say what a type of field is: what it is called, how its text is read and written, how a value is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.resources import again
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


class Ref(Enum):
    """What a value is a key of, so that who shows it asks there what people call it."""

    CHOICE = "choice"
    CUSTOMER = "customer"
    KIND = "kind"
    PERSON = "person"
    STATUS = "status"
    TAG = "tag"
    TIER = "tier"


class ValueText(NamedTuple):
    """A value as people read it, and where it leads, empty for nowhere."""

    text: str
    href: str = ""


Say: TypeAlias = Callable[[Any, Lang, str], ValueText]
"""Data that the type reads, the language, and the book's currency to what people read."""


def as_text(data: object, lang: Lang, currency: str) -> ValueText:
    """The data as it stands."""
    return ValueText(str(data))


@dataclass(frozen=True, eq=False, slots=True)
class FieldType:
    """A type of field, of which there is one object: it is compared by identity.

    `name` is its word in the procedures; `example` a text that it reads, empty where only the policy's words
    are read. `write(data)` is a text that is read as the data again. `json_schema` describes its text;
    `words` are those of a closed list, `ref` what they are keys of. Values of a `closed` type are no free
    text: who reads none sees them, as far as `bare(text)` says that nothing else stands in it. One with
    `bounds` is a number that may have them, in its `unit`; one that `adds` may be summed. `ours` is what we
    judge, which no form shows to the customer.
    """

    name: str
    label: Label
    read: Read
    example: str = ""
    say: Say = as_text
    write: Callable[[Any], str] = str
    json_schema: Mapping[str, object] = field(default_factory=lambda: {"type": "string"})
    words: Callable[[Field, Context], Names] | None = None
    ref: Ref | None = None
    closed: bool = False
    bare: Callable[[str], bool] | None = None
    bounds: bool = False
    unit: str = ""
    adds: bool = False
    ours: bool = False

    def __repr__(self) -> str:
        return f"<type of fields {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        """What another process gets is its own object, so that identity holds there too."""
        return (again, ("crmkit.schema.types", "TYPE", FieldType, self.name))


def look_up(text: str, names: Names, code: Code, *, keep: bool = False) -> object:
    """The key that a word of a closed list names, or the problem with the words that it could be."""
    found = names.find(text)
    if found is not None:
        return found
    return Problem(code, {"known": names.choices()}, data=text if keep else None, known=names)
