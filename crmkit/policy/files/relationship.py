"""Read from `segments.md` what begins a cooperation, and what ends a silence (D7, E10)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.vocabulary import CLASSES
from crmkit.policy.reading import Cursor, flag, group, listed_under

FIRST_COOPERATION, SIGNED, ORDER, CONTRACT = "first_cooperation", "signed", "order", "contract"
BEGINNINGS = (FIRST_COOPERATION, SIGNED, ORDER)


class Relationship(NamedTuple):
    """`begins`: days of the profile and classes of entries, of which the first that is there counts.

    `signs` are the classes of entries that end a silence; `automatic`: what a machine sends does so too.
    """

    begins: tuple[str, ...] = (FIRST_COOPERATION, ORDER)
    signs: frozenset[str] = frozenset({"contact", "change", ORDER})
    automatic: bool = False


def read_relationship(c: Cursor, _: Parts) -> Relationship:
    """The groups `cooperation` and `silence`; what is not said is as in `Relationship`."""
    cooperation, silence, usual = group(c, "cooperation"), group(c, "silence"), Relationship()
    begins, signs = usual.begins, usual.signs
    if cooperation:
        begins = listed_under(cooperation, "begins", BEGINNINGS, required=True)
    if silence:
        signs = frozenset(listed_under(silence, "ended_by", CLASSES, required=True))
    return Relationship(begins, signs, flag(silence, "automatic") if silence else usual.automatic)


FILE = PolicyFile(
    name="segments.md",
    of=Relationship,
    read=read_relationship,
    default=Relationship(),
)
