"""Read `vocabulary.md`: the kinds of entries, the tags in groups, and the named lists of choices (A6, B4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code, Severity
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.notes import Answers, Spare
from crmkit.policy.reading import Cursor, group, groups, label, listed, named, once, scalar, scalars
from crmkit.policy.words import Claims, claim, place, read_choice, read_choices
from crmkit.schema.classes import classes
from crmkit.schema.classes.note import CLASS as NOTE
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.fields import Choice
from crmkit.schema.names import Names

TAG_PATTERN = Code("CRM910", "tag-pattern-wrong")
KIND_WITH_SPACE = Code("CRM911", "kind-with-space", Severity.WARNING)

DIRECTED = {"incoming": "in", "outgoing": "out"}
"""Lists of words for kinds, their keys, that also say who made the contact, by a choice of `directions`."""
UNREACHED = "unreached"
"""The list of words for a contact that was tried and reached nobody."""
EVERYBODY, IN_PERSON = "everybody", "in_person"
"""Lists of words for all of a customer's contacts, and for a customer who is a person."""
RENEWAL_TOPICS = "renewal_topics"
"""The list of words for what a talk of renewal brings."""
LETTERS = "letters"
"""The list that names what is written to customers."""
OUR_LISTS = (*DIRECTED, UNREACHED, EVERYBODY, IN_PERSON, RENEWAL_TOPICS, LETTERS)
"""Lists that the engine asks for by name; any other is there for a field."""

PATTERN_LONGEST = 200
REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{[0-9]*,)|\\[1-9]|\(\?[^:]")
"""A repeated group, a back reference or a look-around: shapes that can run for hours on a short text."""


class Kind(NamedTuple):
    """A word for an entry; `cls` is its class, `field` the profile field that a change of this kind sets."""

    key: str
    cls: EntryClass
    label: Label
    aliases: tuple[str, ...] = ()
    field: str = ""


class TagGroup(NamedTuple):
    """Tags of one group: words, and patterns that take further ones whole."""

    key: str
    label: Label
    words: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Kinds by key, tag groups and lists; words are found in any language, case and width.

    `directed` are the words of kinds that say who made the contact, `unreached` those for nobody reached.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    tags: tuple[TagGroup, ...] = ()
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    kind_names: Names = field(default_factory=Names)
    tag_names: Names = field(default_factory=Names)
    directed: Names = field(default_factory=Names)
    unreached: Names = field(default_factory=Names)

    @property
    def channels(self) -> tuple[str, ...]:
        """The keys of kinds that are contacts."""
        return tuple(kind.key for kind in self.kinds.values() if kind.cls.contact)

    def kind(self, word: str) -> Kind | None:
        """The kind that a word names."""
        return self.kinds.get(self.kind_names.find(word) or "")

    def near_kind(self, word: str) -> str:
        """The word for a kind most like this one, or an empty text."""
        return self.kind_names.near(word)

    def tag(self, word: str) -> TagGroup | None:
        """The group of a tag, by its words or patterns."""
        known_as = self.tag_names.find(word)
        for one in self.tags:
            if known_as in one.words or (
                known_as is None
                and len(word) <= PATTERN_LONGEST
                and any(p.fullmatch(word) for p in one.patterns)
            ):
                return one
        return None

    def near_tag(self, word: str) -> str:
        """The tag most like this one, or an empty text."""
        return self.tag_names.near(word)


def read_vocabulary(c: Cursor, _: Parts) -> Vocabulary:
    """Kinds, tags and lists."""
    kinds, tags = _kinds(c), _tags(c)
    lists = _lists(c, tuple(kind.key for kind in kinds.values() if kind.cls.contact))
    spoken = [(w, k.key) for k in kinds.values() for w in (k.key, k.label.zh, k.label.en, *k.aliases)]
    said = [
        (word, choice.key, way)
        for name, way in DIRECTED.items()
        for choice in lists.get(name, ())
        for word in (*choice.label, *choice.aliases)
    ]
    return Vocabulary(
        kinds=kinds,
        tags=tags,
        lists=lists,
        kind_names=Names((*spoken, *((word, key) for word, key, _ in said))),
        tag_names=Names(tuple((word, word) for one in tags for word in one.words)),
        directed=Names(tuple((word, way) for word, _, way in said)),
        unreached=Names(tuple((w, c.key) for c in lists.get(UNREACHED, ()) for w in (*c.label, *c.aliases))),
    )


def _kinds(c: Cursor) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    seen: set[str] = set()
    claims: Claims = {}
    for item in groups(c, "kinds", required=True):
        choice = read_choice(item, seen, claims)
        node, preset = scalar(item, "class", required=True), named(item, "field", "field")
        known = node is not None and listed(item, node, tuple(classes()), item.name("class"))
        cls = classes()[node.text] if node is not None and known else NOTE
        if choice.key:
            kind = Kind(choice.key, cls, choice.label, choice.aliases, preset)
            found.setdefault(choice.key, kind)
        _one_word(item, choice)
    return found


def _one_word(c: Cursor, choice: Choice) -> None:
    """A word with a space is never read: an entry's kind is one word of its heading. Labels may have some."""
    for word in (choice.key, *choice.aliases):
        if any(character.isspace() for character in word):
            c.report(KIND_WITH_SPACE, place(c, word), word=word, kind=choice.key)


def _tags(c: Cursor) -> tuple[TagGroup, ...]:
    found: list[TagGroup] = []
    seen: set[str] = set()
    claims: Claims = {}
    for item in groups(c, "tags"):
        key = once(item, "key", seen)
        nodes = scalars(item, "words")
        for node in nodes:
            claim(item.below(item.node, ""), key, (node.text,), claims)
        found.append(
            TagGroup(key, label(item, fallback=key), tuple(n.text for n in nodes if n.text), _patterns(item))
        )
    return tuple(found)


def _patterns(c: Cursor) -> tuple[re.Pattern[str], ...]:
    found: list[re.Pattern[str]] = []
    for node in scalars(c, "patterns"):
        try:
            if len(node.text) > PATTERN_LONGEST or REPEATED_GROUP.search(node.text):
                raise re.error("repeats a group")
            found.append(re.compile(node.text))
        except (re.error, OverflowError, RecursionError) as error:
            c.report(TAG_PATTERN, node, pattern=node.text, why=str(error))
    return tuple(found)


def _lists(c: Cursor, contacts: tuple[str, ...]) -> dict[str, tuple[Choice, ...]]:
    """The lists by name; the keys of those that direct a contact are kinds of contacts."""
    inner = group(c, "lists")
    found: dict[str, tuple[Choice, ...]] = {}
    for key, _ in inner.items() if inner else ():
        if inner is None:
            continue
        inner.notes.spare.append(Spare(inner, key, "list", OUR_LISTS))
        found[key.text] = read_choices(inner, key.text)
        for item in groups(inner, key.text) if key.text in DIRECTED else ():
            node = scalar(item, "key")
            if node is not None and node.text:
                listed(item, node, contacts, item.name("key"))
    return found


def _answers(vocabulary: Vocabulary) -> Answers:
    """Kinds, those of contacts, tags, the lists, and the keys of each list."""
    return {
        "kind": vocabulary.kinds,
        "channel": vocabulary.channels,
        "tag": [word for one in vocabulary.tags for word in one.words],
        "list": vocabulary.lists,
        **{f"list.{name}": [one.key for one in words] for name, words in vocabulary.lists.items()},
    }


FILE = PolicyFile(name="vocabulary.md", of=Vocabulary, read=read_vocabulary, answers=_answers)
