"""Find the words that records are written with, so that what is added is spelled as what stands there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.document.fields import FIELD
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.vocabulary import Kind
from crmkit.schema.fields import Field, Fields
from crmkit.schema.types.choice import TYPE as CHOICE
from crmkit.schema.types.status import TYPE as STATUS

Keys = tuple[str, ...]
_OWN_WORDS = (CHOICE, STATUS)
"""Types whose words the tool itself chooses for a new record."""


@dataclass
class Votes:
    """How often each word stands for a field, and each language in a part of the records."""

    words: dict[Keys, Counter[str]] = field(default_factory=dict)
    languages: dict[Keys, Counter[Lang]] = field(default_factory=dict)

    def count(self, path: Keys, word: str) -> None:
        """One more use of a word for what stands at a path."""
        self.words.setdefault(path, Counter())[word] += 1
        self.speak(path[:-1], word)

    def speak(self, part: Keys, word: str) -> None:
        """One more word in a part of the records."""
        self.languages.setdefault(part, Counter())["en" if word.isascii() else "zh"] += 1


@dataclass(frozen=True)
class Spelling:
    """The words of some records. Paths are keys of fields, `PROFILE` and those below it, `LOG`, or a part."""

    words: Mapping[Keys, str]
    languages: Mapping[Keys, Lang]
    otherwise: Lang

    def language(self, *parts: Keys) -> Lang:
        """The language of the first of the parts that has words, else the book's."""
        return next((self.languages[part] for part in parts if part in self.languages), self.otherwise)

    def key(self, path: tuple[Field, ...]) -> str:
        """The name of a profile's field at a path of fields, as these records write it or would."""
        keys = tuple(each.key for each in path)
        known = self.words.get((*PROFILE, *keys))
        if known is not None:
            return known
        language = self.language((*PROFILE, *keys[:-1]), PROFILE)
        return path[-1].label.zh if language == "zh" and path[-1].label.zh else path[-1].key

    def entry_key(self, one: Field, among: Fields) -> str:
        """The name of an entry's field; its key where the label would not be read back as it."""
        known = self.words.get((*LOG, one.key)) or ""
        label = one.label.zh if self.language(LOG, PROFILE) == "zh" else one.key
        return next((word for word in (known, label) if word and _names(word, one, among)), one.key)

    def kind(self, kind: Kind) -> str:
        """The word for a kind of entry that the tool chooses."""
        return kind.label.said(self.headings)

    @property
    def headings(self) -> Lang:
        """The language of the entries' headings; a profile in Chinese has none in English."""
        return self.language(HEADINGS, *([PROFILE] if self.language(PROFILE) == "zh" else []))

    def value(self, key: str, label: Label) -> str:
        """A word of a closed list that the tool chooses."""
        return label.zh if self.language(VALUES, PROFILE) == "zh" and label.zh else key


PROFILE, LOG, HEADINGS, VALUES = ("profile",), ("log",), ("headings",), ("values",)


def _names(word: str, one: Field, among: Fields) -> bool:
    match = FIELD.fullmatch(f"- {word}: x")
    return among.find(word) is one and match is not None and match["key"] == word


def spelling_of(documents: Iterable[Document], policy: Policy) -> Spelling:
    """How these records are spelled; what they do not say is said in the book's language."""
    votes = Votes()
    for document in documents:
        _profile(document.profile, policy.schema.profile, PROFILE, votes)
        _entries(document, policy, votes)
    words = {path: count.most_common(1)[0][0] for path, count in votes.words.items()}
    # A part is spoken in the language of most of its words; of the profile all parts count together.
    whole = sum((count for part, count in votes.languages.items() if part[:1] == PROFILE), Counter[Lang]())
    languages = {part: count.most_common(1)[0][0] for part, count in votes.languages.items()}
    if whole:
        languages[PROFILE] = whole.most_common(1)[0][0]
    return Spelling(words, languages, "en" if policy.book.language == "en" else "zh")


def _profile(node: Node, fields: Fields, path: Keys, votes: Votes) -> None:
    if isinstance(node, SequenceNode):
        for item in node.items:
            _profile(item, fields, path, votes)
    for key, value in node.items if isinstance(node, MappingNode) else ():
        found = fields.find(key.text)
        if found is not None:
            votes.count((*path, found.key), key.text)
            if found.text_type in _OWN_WORDS and isinstance(value, Scalar) and value.text:
                votes.speak(VALUES, value.text)
            _profile(value, found.fields, (*path, found.key), votes)


def _entries(document: Document, policy: Policy, votes: Votes) -> None:
    for entry in document.entries:
        kind = policy.vocabulary.kind(entry.kind)
        if kind is None:
            continue
        votes.speak(HEADINGS, entry.kind)
        fields = policy.schema.entry_fields(kind.cls)
        for written in entry.fields:
            found = fields.find(written.key)
            if found is not None:
                votes.count((*LOG, found.key), written.key)
