"""Read the shorthand of a story: a line says when, what, with whom, and what came of it.

    c1+30 visit 14:00-15:30 看了染缸 @1,2 | feedback=水温总差两度 | attitude=7 | next=c1+45 video 讲方案
        Indented lines below are the entry's free text.

`when` is a date, or counts days: `s+6` from the start, `e-9` before the last day, `40%` of the way between,
`c1+30` after the first contract was signed, `c1$-20` before it ends. `[one/another]` is one of these,
`{word}` a word of the customer's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from days import Dice

_LINE = re.compile(
    r"(?P<when>\S+) (?P<kind>[a-z_]+)(?: (?P<time>\d\d:\d\d(?:-\d\d:\d\d)?))?(?: (?P<rest>.*))?$"
)
_WITH = re.compile(r"^(.*?)\s*@([\d,]+)$")
_WHEN = re.compile(r"(?P<base>s|e|c\d\$?)(?P<shift>[+-]\d+)$")
_ALTERNATIVES = re.compile(r"\[([^\[\]\n]*/[^\[\]\n]*)\]")


class Beat(NamedTuple):
    """One line of a story, before its date is known."""

    when: str
    kind: str
    time: str
    subject: str
    who: tuple[int, ...]
    fields: dict[str, str]
    body: str


def parse(text: str, words: Mapping[str, str], dice: Dice) -> list[Beat]:
    """The beats of a story, with its choices made and its words filled in."""
    beats: list[Beat] = []
    for line in text.strip("\n").split("\n"):
        if line.startswith("    ") or not line.strip():
            if beats:
                last = beats[-1]
                beats[-1] = last._replace(
                    body=last.body + filled(line, words, dice).replace("\n    ", "\n")[4:] + "\n"
                )
            continue
        beats.append(_beat(filled(line, words, dice)))
    return [beat._replace(body=beat.body.strip("\n")) for beat in beats]


def filled(text: str, words: Mapping[str, str], dice: Dice) -> str:
    """A text with one of each group of alternatives, and the customer's own words in it."""
    text = _ALTERNATIVES.sub(lambda match: dice.pick(match[1].split("/")), text)
    return re.sub(r"\{(\w+)\}", lambda match: words[match[1]], text)


def _beat(line: str) -> Beat:
    match = _LINE.match(line)
    if match is None:
        raise ValueError(f"not a beat: {line}")
    subject, *rest = (match["rest"] or "").split(" | ")
    who: tuple[int, ...] = ()
    named = _WITH.match(subject)
    if named:
        subject, who = named[1], tuple(int(number) for number in named[2].split(","))
    fields = dict(field.split("=", 1) for field in rest)
    return Beat(match["when"], match["kind"], match["time"] or "", subject.strip(), who, fields, "")


def resolve(when: str, anchors: Mapping[str, date]) -> date | None:
    """The day that a `when` means; None while its contract does not exist."""
    if when.endswith("%"):
        span = (anchors["e"] - anchors["s"]).days
        return anchors["s"] + timedelta(span * int(when[:-1]) // 100)
    match = _WHEN.match(when)
    if match is None:
        return date.fromisoformat(when)
    base = anchors.get(match["base"])
    return None if base is None else base + timedelta(int(match["shift"]))
