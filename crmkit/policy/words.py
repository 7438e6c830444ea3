"""Read the words of one closed list, key, label and aliases, and report words that mean two things."""

from __future__ import annotations

from crmkit.diagnostics import Code
from crmkit.document import Scalar, SequenceNode
from crmkit.policy.reading import Cursor, groups, label, once, texts
from crmkit.schema.fields import Choice
from crmkit.schema.names import Names, fold

COLLIDING = Code("CRM908", "policy-words-collide")

Claims = dict[str, str]
"""Folded word → key that claimed it first."""


def read_choice(c: Cursor, seen: set[str], claims: Claims) -> Choice:
    """One item of a list: its key, label and aliases."""
    key = once(c, "key", seen)
    choice = Choice(key, label(c, fallback=key), texts(c, "aliases"))
    claim(c, key, choice.words, claims)
    return choice


def read_choices(c: Cursor, key: str, *, required: bool = True) -> tuple[Choice, ...]:
    """A list of plain choices."""
    seen: set[str] = set()
    claims: Claims = {}
    return tuple(read_choice(item, seen, claims) for item in groups(c, key, required=required))


def claim(c: Cursor, key: str, words: tuple[str, ...], claims: Claims) -> None:
    """Report every word that another key of the list has claimed, at the word."""
    for word in dict.fromkeys(words):
        other = claims.setdefault(fold(word), key)
        if word and other != key:
            c.report(COLLIDING, place(c, word), word=word, key=key, other=other)


def place(c: Cursor, word: str) -> Scalar:
    """The node that says a word: an alias, a label or the key."""
    aliases, written = c.node.get("aliases"), c.node.get("label")
    nodes = list(aliases.items) if isinstance(aliases, SequenceNode) else [aliases]
    nodes += [item.value for item in getattr(written, "items", ())] + [c.node.get("key")]
    found = next((node for node in nodes if isinstance(node, Scalar) and node.text == word), None)
    return found or Scalar(word, c.node.start, c.node.start)


def names(choices: tuple[Choice, ...]) -> Names:
    """The words of a list, ready to look up."""
    return Names(tuple((word, choice.key) for choice in choices for word in choice.words))
