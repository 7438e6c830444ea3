"""Describe the fields of a record as data, and find a field by any of its names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from crmkit.diagnostics import Source
from crmkit.language import Label, Word
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.names import Names, beside, fold, nearest
from crmkit.schema.types import types
from crmkit.schema.types.path import TYPE as PATH
from crmkit.schema.types.reference import TYPE as REFERENCE
from crmkit.schema.types.text import TYPE as TEXT

if TYPE_CHECKING:
    from crmkit.schema.field_type import FieldType, Read

ALWAYS = "always"
LIST, GROUP = "list", "group"
STRUCTURES: Mapping[str, Label] = {LIST: Label("列表", "list"), GROUP: Label("字段组", "group")}
"""What holds more than one text, and what people call it."""
PRIVACY = ("public", "internal", "personal", "secret")
HIDDEN = ("personal", "secret")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list."""

    key: str
    label: Label
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that means this choice, the key first."""
        return (self.key, self.label.zh, self.label.en, *self.aliases)


# What follows from a field, or from a list of them, is found when it is first asked for and held beside it:
# so these have no slots.


@dataclass(frozen=True)
class Field:
    """One field. `required` is empty, `("always",)` or statuses; empty `for_types` and `classes` mean any.

    `of` is the type of a list's items when they are scalars; `fields` are those of a group, or of the
    groups in a list. `minimum` and `maximum` are in the field's own unit: a percent of 35 is 35 %.
    """

    key: str
    label: Label
    type: str = "text"
    aliases: tuple[str, ...] = ()
    of: str = ""
    fields: Fields = field(default_factory=lambda: Fields())
    choices: tuple[Choice, ...] = ()
    required: tuple[str, ...] = ()
    for_types: tuple[str, ...] = ()
    privacy: str = "internal"
    reason: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    classes: tuple[EntryClass, ...] = ()
    source: Source = field(default=Source(""), compare=False)

    @cached_property
    def names(self) -> Names:
        """The words of the choices."""
        return Names(tuple((word, choice.key) for choice in self.choices for word in choice.words))

    @cached_property
    def text_type(self) -> FieldType:
        """The type of its text, or of its items' texts; of a group that of any text."""
        return types().get(self.of if self.type == LIST else self.type) or TEXT

    @cached_property
    def gist(self) -> Field | None:
        """The only field that a group always says, which a text in its place means; None without one."""
        always = [one for one in self.fields if one.required == (ALWAYS,)]
        alone = self.type == GROUP and len(always) == 1 and always[0].type not in STRUCTURES
        return always[0] if alone else None

    @property
    def words(self) -> tuple[str, ...]:
        """Every name of the field, the key first."""
        return (self.key, self.label.zh, self.label.en, *self.aliases)

    @property
    def hidden(self) -> bool:
        """Whether findings must not repeat what the field says."""
        return self.privacy in HIDDEN

    def fits(self, kind_class: EntryClass) -> bool:
        """Whether an entry of this class may carry the field."""
        return not self.classes or kind_class in self.classes


def named(one: Field, argument: str = "field") -> dict[str, Any]:
    """A field as arguments of a finding: its key for programs, and what people call it."""
    return {argument: Word(one.key, one.label)}


class FieldReading(NamedTuple):
    """What reading needs of a field: itself, how its text (or its items' text) is read, and whether a
    text that was read must be looked at again, because it has bounds or may be sealed.
    """

    field: Field
    read: Read
    scalar: bool
    careful: bool


@dataclass(frozen=True)
class Fields:
    """Fields in the order the tool writes them; of two with one name the first is found."""

    all: tuple[Field, ...] = ()

    @cached_property
    def steps(self) -> Mapping[str, FieldReading]:
        """How to read what stands under each name, as written and folded."""
        found: dict[str, FieldReading] = {}
        for one in self.all:
            careful = one.hidden or one.minimum is not None or one.maximum is not None
            step = FieldReading(one, one.text_type.read, one.type not in STRUCTURES, careful)
            for word in one.words:
                if word:
                    found.setdefault(word, step)
                    found.setdefault(fold(word), step)
        return found

    @cached_property
    def nested(self) -> tuple[Field, ...]:
        """Those with fields of their own."""
        return tuple(one for one in self.all if one.fields.all)

    @cached_property
    def referring(self) -> tuple[Field, ...]:
        """Those that name customers or hold one that does."""
        return tuple(one for one in self.all if one.text_type is REFERENCE or one.fields.referring)

    @cached_property
    def linking(self) -> Mapping[str, Field]:
        """Those that name files or hold one that does, by key."""
        links = [one for one in self.all if one.text_type is PATH or one.fields.linking]
        return {one.key: one for one in links if self.find(one.key) is one}

    @cached_property
    def required(self) -> Mapping[str, tuple[Field, ...]]:
        """Those required in a status, by each that one of them names; under `ALWAYS` those of any other."""
        asked = [one for one in self.all if one.required]
        return {
            status: tuple(one for one in asked if ALWAYS in one.required or status in one.required)
            for status in {ALWAYS, *(status for one in asked for status in one.required)}
        }

    def __iter__(self) -> Iterator[Field]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def step(self, name: str) -> FieldReading | None:
        """How to read what stands under a name, or None for an unknown one."""
        return self.steps.get(name) or self.steps.get(fold(name))

    def find(self, name: str) -> Field | None:
        """The field that a word names: key, zh, en or alias, in any case and width."""
        step = self.step(name)
        return step.field if step else None

    def near(self, name: str) -> str:
        """The name of a field most like this one, or an empty text."""
        return nearest(name, self.words())

    def called(self, name: str) -> Label:
        """What people call the field of a name, with the name where it is another word."""
        one = self.find(name)
        return beside(name, one.label if one else Label(name, name))

    def words(self) -> tuple[str, ...]:
        """All names of all fields."""
        return self._words

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(word for one in self.all for word in one.words if word)


@dataclass(frozen=True)
class Schema:
    """The fields of the profile (front-matter) and of dated entries."""

    profile: Fields = field(default_factory=Fields)
    entry: Fields = field(default_factory=Fields)

    @cached_property
    def by_class(self) -> Mapping[EntryClass, Fields]:
        """The entry fields in the order of each class: its own first, so that they win a shared name."""
        return {
            cls: Fields(tuple(sorted(self.entry, key=lambda one: not one.fits(cls))))
            for cls in dict.fromkeys(cls for one in self.entry for cls in one.classes)
        }

    @cached_property
    def musts(self) -> Mapping[EntryClass, tuple[Field, ...]]:
        """The fields without which an entry is not complete, by class."""
        return {
            cls: tuple(one for one in self.entry if one.required and one.fits(cls)) for cls in self.by_class
        }

    def required_of(self, kind_class: EntryClass) -> tuple[Field, ...]:
        """The fields without which an entry of this class is not complete."""
        return self.musts.get(kind_class, ())

    def entry_fields(self, kind_class: EntryClass) -> Fields:
        """All entry fields, those that fit the class first."""
        return self.by_class.get(kind_class, self.entry)
