"""Find what a path such as `("contacts", "李雷", "phone")` leads to, and what of it is still missing."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from crmkit.document import Document, MappingNode, Node, SequenceNode, plain
from crmkit.document.identity import names_of
from crmkit.edit.outcome import AMBIGUOUS, NO_PLACE, WRONG_SHAPE, Refused, shown

Path = Sequence[str | int]

_NUMBERED = re.compile(r"(.+)#([1-9][0-9]{0,3})", re.S)


class Spot(NamedTuple):
    """The deepest node on a path that exists. `parents[n]` holds it by `steps[n]`; `missing` is the rest."""

    parents: tuple[MappingNode | SequenceNode, ...]
    steps: tuple[str | int, ...]
    node: Node
    missing: tuple[str, ...]

    @property
    def flow(self) -> bool:
        """Whether the node stands in `[…]` or `{…}`."""
        return any(parent.flow for parent in self.parents)


def find(document: Document, path: Path) -> Spot:
    """The spot of a path; refused when a list has no such item, or several."""
    parents: list[MappingNode | SequenceNode] = []
    steps: list[str | int] = []
    node: Node = document.profile
    for depth, step in enumerate(path):
        if isinstance(node, SequenceNode):
            index = _index(document, node, step)
            parents.append(node)
            steps.append(index)
            node = node.items[index]
            continue
        if isinstance(step, int):
            raise Refused(WRONG_SHAPE.at(document.source(node.start), path=said(path[: depth + 1])))
        below = node.get(step) if isinstance(node, MappingNode) else None
        if below is None:
            if any(isinstance(rest, int) for rest in path[depth:]):
                raise Refused(NO_PLACE.at(document.source(node.start), path=said(path)))
            return Spot(tuple(parents), tuple(steps), node, tuple(str(rest) for rest in path[depth:]))
        assert isinstance(node, MappingNode)
        parents.append(node)
        steps.append(step)
        node = below
    return Spot(tuple(parents), tuple(steps), node, ())


def _index(document: Document, node: SequenceNode, step: str | int) -> int:
    found = called(node, step)
    if len(found) == 1:
        return found[0]
    code = AMBIGUOUS if found else NO_PLACE
    raise Refused(code.at(document.source(node.start), path=said([step])))


def called(node: SequenceNode, step: str | int) -> list[int]:
    """The places of the items that a step means: by index, identity, other name, or `NAME#2` of namesakes."""
    if isinstance(step, int):
        return [step] if 0 <= step < len(node.items) else []
    names = [names_of(item) for item in node.items]
    first = [index for index, own in enumerate(names) if own[:1] == (step,)]
    found = first or [index for index, own in enumerate(names) if step in own]
    match = None if found else _NUMBERED.fullmatch(step)
    return called(node, match[1])[int(match[2]) - 1 :][:1] if match else found


def said(path: Path) -> str:
    """A path as people write it."""
    return shown(".".join(str(step) for step in path))


def with_value(document: Document, steps: Path, missing: Sequence[str], value: object) -> object:
    """The profile as plain data with `value` at a path, parents made where they are missing."""
    for key in reversed(missing):
        value = {key: value}
    if not steps:
        assert isinstance(value, dict)
        return {**_data(document), **value}
    root, holder = _holder(document, steps)
    if missing and isinstance(holder[steps[-1]], dict):
        assert isinstance(value, dict)
        value = {**holder[steps[-1]], **value}
    holder[steps[-1]] = value
    return root


def with_item(document: Document, steps: Path, value: object) -> object:
    """The profile as plain data with `value` behind the items of the list at a path."""
    root, holder = _holder(document, steps)
    holder[steps[-1]].append(value)
    return root


def without(document: Document, steps: Path) -> object:
    """The profile as plain data without what stands at a path."""
    root, holder = _holder(document, steps)
    del holder[steps[-1]]
    return root


def _data(document: Document) -> dict[str, Any]:
    data = plain(document.profile)
    assert isinstance(data, dict)
    return data


def _holder(document: Document, steps: Path) -> tuple[Any, Any]:
    root: Any = copy.deepcopy(_data(document))
    holder = root
    for step in steps[:-1]:
        holder = holder[step]
    return root, holder
