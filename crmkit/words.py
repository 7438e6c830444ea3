"""Put findings into words, in Chinese or English, from the files in `crmkit/findings/`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crmkit import resources
from crmkit.diagnostics import Diagnostic
from crmkit.document import MappingNode, Scalar, read

LANGUAGES = ("zh", "en")

# A finding shows a value so that it can be recognised, not read: this is how much of it is shown.
SHOWN = 80
LIST = 500
"""As much of a list of words that are ours to choose from."""
_LISTS = ("known", "allowed")

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_PARAGRAPH = re.compile(r"^(?:### .*\n+|\*\*.*?\*\* *)([^\n#].*(?:\n[^\n].*)*)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What a terminal obeys or hides: controls, separators, marks that turn or hide text, halves of characters.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Words(NamedTuple):
    """One file of `crmkit/findings/`; texts are by language.

    `values` says arguments that are words themselves: (argument, value, language) → what to show.
    """

    number: str
    name: str
    message: dict[str, str]
    help: dict[str, str]
    values: dict[tuple[str, str, str], str]
    explanations: dict[str, str]


def say(diagnostic: Diagnostic, lang: str) -> tuple[str, str]:
    """Message and help of a finding, each one line; a code without words is named, never an error.

    An argument that is said in both languages comes as two, `about_zh` and `about_en`: both fill `{about}`.
    """
    words = _words(diagnostic.code)
    told = words.help.get(lang, "") if words is not None and lang in words.message else ""
    return message(diagnostic, lang), _fill(told, _arguments(diagnostic, words, lang)) if told else ""


def message(diagnostic: Diagnostic, lang: str) -> str:
    """The message alone, where nobody shows the help: a file can have very many findings."""
    words = _words(diagnostic.code)
    if words is None or lang not in words.message:
        shown = ", ".join(f"{key}={visible(value)}" for key, value in diagnostic.arguments)
        return f"{diagnostic.name} ({shown})" if shown else diagnostic.name
    return _fill(words.message[lang], _arguments(diagnostic, words, lang))


def _arguments(diagnostic: Diagnostic, words: Words | None, lang: str) -> dict[str, str]:
    """What fills the places: arguments in the language, those that are words themselves translated."""
    arguments = dict(diagnostic.arguments)
    arguments |= {key[: -len(lang) - 1]: said for key, said in arguments.items() if key.endswith(f"_{lang}")}
    if words is not None and words.values:
        for key, value in arguments.items():
            arguments[key] = words.values.get((key, value, lang), value)
    return arguments


def meaning(number: str, lang: str) -> str:
    """What a code means, in words that hold no argument; empty when it has none."""
    words = _words(number)
    page = words.explanations.get(lang, "") if words else ""
    said = _PARAGRAPH.search(page)
    return said[1].replace("\n", " " if lang == "en" else "").replace("`", "") if said else ""


def explanation(code_or_name: str, lang: str) -> str | None:
    """The page on a code as Markdown, by number or name in any case; None when there is no such code."""
    wanted = code_or_name.strip().lower()
    for number, name in codes():
        if wanted in (number.lower(), name):
            words = _words(number)
            body = words.explanations.get(lang) if words else None
            return None if body is None else f"# {number} {name}\n\n{body}\n"
    return None


@cache
def codes() -> tuple[tuple[str, str], ...]:
    """Number and name of every code that has words, in order of number."""
    numbers = sorted(path.stem for path in (resources.HERE / "findings").glob("CRM*.md"))
    return tuple((words.number, words.name) for words in map(_words, numbers) if words is not None)


def visible(text: str, most: int = SHOWN) -> str:
    """A value on one line, cut to size; what a terminal would obey or hide is spelt out, as `\\x1b`."""
    if len(text) <= most and text.isprintable():
        return text
    # Escapes are longer than what they stand for, so a cut before escaping only bounds the work.
    shown = _UNSEEN.sub(_escape, text[: most + 1])
    return shown if len(text) <= most and len(shown) <= most else shown[: most - 1] + "…"


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    known = {9: r"\t", 10: r"\n", 13: r"\r"}.get(point)
    return known or (f"\\x{point:02x}" if point < 256 else f"\\u{point:04x}")


def _fill(template: str, arguments: dict[str, str]) -> str:
    """Put arguments in place, once: they are never templates. `[[…]]` falls out when one in it is empty."""

    def optional(match: re.Match[str]) -> str:
        return match[1] if all(arguments.get(key) for key in _PLACEHOLDER.findall(match[1])) else ""

    def value(match: re.Match[str]) -> str:
        return visible(arguments.get(match[1], ""), LIST if match[1] in _LISTS else SHOWN)

    return _PLACEHOLDER.sub(value, _OPTIONAL.sub(optional, template))


@cache
def _words(number: str) -> Words | None:
    """The file of a code, or None when there is none; our own files are read by the record parser too."""
    try:
        data = (resources.HERE / "findings" / f"{number}.md").read_bytes()
    except OSError:
        return None
    document, _ = read(f"{number}.md", data)
    profile = document.profile
    name = profile.get("name")
    values: dict[tuple[str, str, str], str] = {}
    given = profile.get("values")
    for argument in given.items if isinstance(given, MappingNode) else ():
        for said in argument.value.items if isinstance(argument.value, MappingNode) else ():
            for lang, text in _by_language(said.value).items():
                values[argument.key.text, said.key.text, lang] = text
    text = document.text
    pages = {part.title: text[part.heading_end : part.end].strip() for part in document.sections}
    return Words(
        number,
        name.text if isinstance(name, Scalar) else "",
        _by_language(profile.get("message")),
        _by_language(profile.get("help")),
        values,
        pages,
    )


def _by_language(node: object) -> dict[str, str]:
    if not isinstance(node, MappingNode):
        return {}
    return {item.key.text: item.value.text for item in node.items if isinstance(item.value, Scalar)}
