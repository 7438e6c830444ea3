"""Every value that a pack says, and what else it might have said: what the law of dead numbers changes."""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from crmkit import resources
from crmkit.document import Node, Scalar, SequenceNode
from crmkit.document import read as read_document
from crmkit.policy import read_policy, unread
from crmkit.policy.reading import NO, NOT_LISTED, NOTES, YES

NONSENSE = "xqzzy"
Files = Mapping[str, bytes]
"""A pack by path, such as `sop/tiers.md`."""


class Leaf(NamedTuple):
    """A value in a file below `sop/`: the path of its key with `[]` for any place in a list, and its place."""

    file: str
    path: str
    text: str
    start: int
    end: int
    line: int
    column: int

    @property
    def key(self) -> str:
        """The last key of the path."""
        return self.path.removesuffix("[]").rpartition(".")[2]

    @property
    def is_word(self) -> bool:
        """Whether it is what people call something: a label, another name."""
        return self.key in ("zh", "en", "aliases") or (self.file, self.path) in SPOKEN


SPOKEN = {
    ("vocabulary.md", "tags[].words[]"), ("vocabulary.md", "lists.everybody[].key"),
    ("vocabulary.md", "lists.in_person[].key"), ("vocabulary.md", "lists.unreached[].key"),
    ("people.md", "people[].name"), ("people.md", "people[].email"),
}  # fmt: skip
"""Texts that are no more than words, where the key does not say so."""
INSTEAD = {
    ("book.md", "currency"): "USD", ("book.md", "forge"): '"https://host.example/team/book/blob/main/"',
    ("book.md", "number.pattern"): '"K-{counter:4}"', ("book.md", "number.also[]"): '"K-{counter:4}"',
    ("calendar.md", "timezone"): "Europe/London", ("kpis.md", "quality.attachment.largest"): "9 MB",
    ("tickets.md", "number.pattern"): '"T-{counter:4}"', ("views.md", "views[].days[]"): '"<90"',
}  # fmt: skip
"""Other values where only their reader knows what they may be."""


@cache
def pack(name: str) -> Files:
    """The files of a pack."""
    folder = resources.pack(name)
    assert folder is not None
    found = sorted(folder.rglob("*.md"))
    return {
        f"sop/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in found
        if path.relative_to(folder).parts[0] != "demo"
    }


@cache
def leaves(name: str) -> tuple[Leaf, ...]:
    """Each value of a pack's front-matter, but for notes, which change nothing by what they are."""
    return tuple(
        leaf
        for path, data in pack(name).items()
        for leaf in _below(path.removeprefix("sop/"), data.decode(), read_document(path, data)[0].profile)
    )


def _below(file: str, text: str, node: Node, path: str = "") -> Iterator[Leaf]:
    if isinstance(node, Scalar):
        line, column = text.count("\n", 0, node.start) + 1, node.start - text.rfind("\n", 0, node.start)
        yield Leaf(file, path, node.text, node.start, node.end, line, column)
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _below(file, text, item, f"{path}[]")
    else:
        for key, value in node.items:
            if key.text not in NOTES:
                yield from _below(file, text, value, f"{path}.{key.text}" if path else key.text)


def put(files: Files, said: Mapping[Leaf, str]) -> dict[str, bytes]:
    """The files with other texts in the place of some leaves."""
    changed = dict(files)
    for file in {leaf.file for leaf in said}:
        text = files[f"sop/{file}"].decode()
        for leaf in sorted((one for one in said if one.file == file), key=lambda one: -one.start):
            text = text[: leaf.start] + said[leaf] + text[leaf.end :]
        changed[f"sop/{file}"] = text.encode()
    return changed


def waits(leaf: Leaf) -> bool:
    """Whether it is listed as said ahead of the engine that will read it, or will answer by it."""
    path = leaf.path.replace("[]", "").removesuffix(".value")
    return any(
        path == one.replace("[]", "") for one in (*unread.later(leaf.file), *unread.unanswered(leaf.file))
    )


# --- what else it might say -----------------------------------------------------------------------------------

_NUMBER = re.compile(r"(-?)([0-9][0-9,]*(?:\.[0-9]+)?)(%?)")
_SPAN = re.compile(r"([0-9]+) ([a-z]+)")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(-[0-9]{2}:[0-9]{2})?")
_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_LIMIT = re.compile(r"(?<![\w.])-?[0-9]+")


def others(leaf: Leaf, files: Files) -> Iterator[str]:
    """Other values of the same kind: a number near and far, a longer span, the other flag, another name."""
    said = leaf.text
    if other := INSTEAD.get((leaf.file, leaf.path)):
        yield other
    elif said.lower() in (*YES, *NO):
        yield "no" if said.lower() in YES else "yes"
    elif number := _NUMBER.fullmatch(said):
        value = int(float(number[2].replace(",", "")))
        for other in (value + 1, value * 2 + 1, max(value - 1, 0), value * 10):
            yield f'"{number[1]}{other}{number[3]}"'
        if "." in said:
            yield said.replace(number[2], f"{number[2]}7")
    elif span := _SPAN.fullmatch(said):
        value = int(span[1])
        yield from (f"{value + 1} {span[2]}", f"{value * 3 + 1} {span[2]}", f"{max(value - 1, 0)} {span[2]}")
    elif re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        yield from (str(date.fromisoformat(said) + timedelta(days=n)) for n in (1, -1, 400))
    elif _DAY.fullmatch(said):
        yield f'"{said[:3]}{(int(said[3:]) % 28) + 1:02}"'
    elif _CLOCK.fullmatch(said):
        yield f'"{said[:3]}{(int(said[3:5]) + 7) % 60:02}{said[5:]}"'
    elif leaf.key == "when":
        yield from _conditions(said)
    else:
        yield from _names(leaf, files)


def _conditions(said: str) -> Iterator[str]:
    """The condition with a number of it moved, or, where it has none, the contrary."""
    yield from (moved(said, at, by) for at in limits(said) for by in (1, -1))
    if not limits(said):
        yield f'"not ({said})"'


def limits(said: str) -> tuple[int, ...]:
    """Where the numbers of a condition begin."""
    return tuple(found.start() for found in _LIMIT.finditer(said))


def moved(said: str, at: int, by: int) -> str:
    """The condition with the number that begins there moved a little."""
    found = _LIMIT.match(said, at)
    assert found is not None
    return '"' + said[:at] + str(int(found[0]) + by) + said[found.end() :] + '"'


def _names(leaf: Leaf, files: Files) -> Iterator[str]:
    """Another word that the reader knows there, as it says itself of one that it does not; else any text."""
    _, findings = read_policy(put(files, {leaf: NONSENSE}))
    known: list[str] = []
    for one in findings:
        if one.code == NOT_LISTED.number and at_place(one.source, leaf):
            known = dict(one.arguments)["known"].removesuffix(" …").split(", ")
    yield from [word for word in known if word and word != leaf.text][:4]
    if not known:
        yield NONSENSE
        yield from _siblings(leaf, files)


def _siblings(leaf: Leaf, files: Files) -> Iterator[str]:
    """The key of another item of the same list: a key that is said twice is a mistake at its place."""
    data = files[f"sop/{leaf.file}"]
    alike = _below(leaf.file, data.decode(), read_document(f"sop/{leaf.file}", data)[0].profile)
    if leaf.key in ("key", "id"):
        yield from [one.text for one in alike if one.path == leaf.path and one.text != leaf.text][:1]


def at_place(source: object, leaf: Leaf) -> bool:
    """Whether a finding stands where the leaf does."""
    return getattr(source, "path", "") == f"sop/{leaf.file}" and getattr(source, "line", 0) == leaf.line
