"""Say what a field holds: labels for choices, names for people, nested fields under their labels."""

from __future__ import annotations

from crmkit.cli.present import one_line
from crmkit.cli.rim import Rim
from crmkit.document import Node, plain
from crmkit.language import Lang
from crmkit.policy import Policy, labels
from crmkit.schema.fields import Field, Fields


def labelled(rim: Rim, label: str, text: str) -> str:
    """`label: text`, with the colon of the language."""
    return rim._("{label}: {text}").format(label=label, text=text)


def label_of(rim: Rim, key: str, field: Field | None) -> str:
    """What people call a field; one that nobody declared by its key."""
    return one_line(field.label.said(rim.lang) if field else key)


def lines_of(rim: Rim, node: Node | None, field: Field | None) -> list[str]:
    """A value as lines: a list of groups one line each, everything else one line."""
    value = plain(node) if node is not None else ""
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return [_one(rim, item, field) for item in value]
    return [_one(rim, value, field)]


def word_of(rim: Rim, text: str, field: Field | None) -> str:
    """A single word as people say it."""
    return called(rim.policy, text, field, rim.lang)


def called(policy: Policy, text: str, field: Field | None, lang: Lang) -> str:
    """The same in a language."""
    ref = field.text_type.ref if field else None
    key = field.text_type.read(text, field, policy.context) if field and ref else None
    label = labels.called(policy, field, key) if field and isinstance(key, str) else None
    return one_line(label.said(lang) if label else text)


def _one(rim: Rim, value: object, field: Field | None) -> str:
    if isinstance(value, dict):
        inner = field.fields if field else Fields()
        parts = [(inner.find(key), key, each) for key, each in value.items()]
        return "  ".join(
            labelled(rim, label_of(rim, key, of), _one(rim, each, of)) for of, key, each in parts
        )
    if isinstance(value, list):
        return rim._(", ").join(_one(rim, item, field) for item in value)
    return word_of(rim, str(value), field)
