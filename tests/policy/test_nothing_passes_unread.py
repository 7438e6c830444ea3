"""Every key of every shipped pack, misspelt, is a finding at its place, and so is every name (K1, P4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import zip_longest
from typing import NamedTuple

import pytest

from crmkit import resources
from crmkit.diagnostics import Findings
from crmkit.document import MappingNode, Node, Scalar, SequenceNode
from crmkit.document import read as read_document
from crmkit.policy import policy as policy_module
from crmkit.policy import read_policy, unread
from crmkit.policy.reading import NOTES, Cursor

NONSENSE = "xqzzy"
FREE_KEYS = ("calendar.md working_hours.", "calendar.md day_parts.")
"""Where a team makes up the keys: parts of the day."""
WORDS = ("aliases", "words", "patterns", "zh", "en", "name", "email")
"""Keys of what people say, and of what is declared here and not named."""
FREE_TEXT = {
    "book.md": ("pack",),
    "cadence.md": (
        "tracks[].report", "tracks[].content", "onboarding[].content", "content", "recording[]",
        "recovery.then", "review[].what",
    ),
    "kpis.md": ("reports[].content",),
    "milestones.md": ("personal.mention", "contracts.about"),
    "satisfaction.md": ("analysis.action",),
    "tickets.md": ("longer.needs",),
}  # fmt: skip
"""Texts that are called like some key by chance: of engines to come, which will say what they may be."""
NOT_YET = ("letter", "playbook")
"""Names of documents that no pack has yet."""


class Word(NamedTuple):
    """A key or a value in a file, with the path of its key and how deep it lies."""

    file: str
    path: str
    text: str
    start: int
    end: int
    is_key: bool

    @property
    def depth(self) -> int:
        return self.path.count(".")


@cache
def pack(name: str) -> dict[str, bytes]:
    folder = resources.pack(name)
    assert folder is not None
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.md"))}


def words(file: str, node: Node, path: str = "") -> Iterator[Word]:
    """Keys and values in the order written; notes, which anybody may add anywhere, are left out."""
    if isinstance(node, Scalar):
        yield Word(file, path, node.text, node.start, node.end, False)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from words(file, item, f"{path}[]")
    else:
        for key, value in node.items:
            if key.text not in NOTES:
                below = f"{path}.{key.text}" if path else key.text
                yield Word(file, below, key.text, key.start, key.end, True)
                yield from words(file, value, below)


@cache
def said(name: str) -> tuple[Word, ...]:
    return tuple(
        word
        for file, data in pack(name).items()
        for word in words(file, read_document(file, data)[0].profile)
    )


def silent(name: str, misspelt: Iterable[Word], instead: str = NONSENSE) -> list[Word]:
    """Those words of a pack that, all replaced by another, have no finding at their own line and column."""
    by_file: dict[str, list[Word]] = defaultdict(list)
    for word in misspelt:
        by_file[word.file].append(word)
    files, places = dict(pack(name)), {}
    for file, some in by_file.items():
        text, moved = pack(name)[file].decode(), 0
        for word in sorted(some, key=lambda one: one.start):
            start, end = word.start + moved, word.end + moved
            text, moved = text[:start] + instead + text[end:], moved + len(instead) - (end - start)
            places[word] = (f"sop/{file}", text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        files[file] = text.encode()
    findings: Findings = read_policy({f"sop/{file}": data for file, data in files.items()})[1]
    found = {(str(f.source.path), f.source.line, f.source.column) for f in findings}
    return [word for word, place in places.items() if place not in found]


@pytest.fixture(autouse=True)
def _read_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_module, "read", lru_cache(maxsize=None)(read_document))


@pytest.mark.parametrize("name", resources.packs())
def test_no_key_can_be_misspelt_in_silence(name: str) -> None:
    """At any depth, read by whatever or by nothing yet; those that lie equally deep at once."""
    keys = [
        word for word in said(name) if word.is_key and not f"{word.file} {word.path}".startswith(FREE_KEYS)
    ]
    assert len(keys) > 1000
    passed = [
        f"{word.file} {word.path}"
        for depth in sorted({word.depth for word in keys})
        for word in silent(name, (word for word in keys if word.depth == depth))
    ]
    assert passed == []


@pytest.mark.parametrize("name", resources.packs())
def test_no_name_can_lead_nowhere_in_silence(name: str) -> None:
    """A role, person, tier, status, kind, field, list, …: what some file declares and another says."""
    declared = {word.text for word in said(name) if word.path.endswith(("].key", "].id"))}
    by_file: dict[str, dict[str, Word]] = defaultdict(dict)
    for word in said(name):
        own = word.path.removesuffix("[]").rpartition(".")[2]
        free = any(word.path.startswith(path) for path in FREE_TEXT.get(word.file, ()))
        names = word.text in declared and not word.is_key and own not in (*WORDS, *NOT_YET, "key", "id")
        if names and not (free and not word.path.endswith((".tier", ".channels[]", ".role_of_contact"))):
            by_file[word.file].setdefault(word.path, word)  # the others are read by the same lines
    rounds = zip_longest(*(some.values() for some in by_file.values()))
    passed = [
        f"{word.file} {word.path}: {word.text}"
        for some in rounds
        for word in silent(name, (one for one in some if one))
    ]
    assert passed == []


# --- the list of what is not read yet -----------------------------------------------------------------------

BEFORE = ("feedback.field", "csat.scale")
"""Keys of books that are older than the packs of today (P13)."""


def listed() -> Iterator[tuple[str, str]]:
    """File and path of each key that is listed as unread, but for those on the way to others."""
    for file in sorted(unread.files()):
        paths = unread.later(file)
        for path in paths:
            if not any(one.startswith((f"{path}.", f"{path}[")) for one in paths):
                yield file, path


def test_what_is_listed_as_unread_stands_in_some_pack() -> None:
    """No entry outlives the key that it excuses."""
    written = {(word.file, word.path.removesuffix("[]")) for name in resources.packs() for word in said(name)}
    gone = [f"{file} {path}" for file, path in listed() if (file, path) not in written]
    assert [one for one in gone if not one.endswith(BEFORE)] == []


def test_what_is_read_is_not_listed_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes a reader takes its keys from the list: one that is read wherever it stands in any pack."""
    kept: dict[str, Cursor] = {}
    monkeypatch.setattr(policy_module, "report_remains", lambda cursors, _: kept.update(cursors))
    places: dict[tuple[str, str], list[bool]] = defaultdict(list)

    def look(file: str, node: Node, path: str) -> None:
        if isinstance(node, SequenceNode):
            for item in node.items:
                look(file, item, f"{path}[]")
        elif isinstance(node, MappingNode):
            asked = kept[file].notes.asked.get(node.start, {})
            for key, value in node.items:
                below = f"{path}.{key.text}" if path else key.text
                places[file, below].append(key.text in asked)
                look(file, value, below)

    for name in resources.packs():
        read_policy({f"sop/{file}": data for file, data in pack(name).items()})
        for file, c in kept.items():
            look(file, c.node, "")
    read_everywhere = [one for one in listed() if places[one] and all(places[one])]
    assert read_everywhere == []
