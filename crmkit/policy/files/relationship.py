"""Read from `segments.md` what begins a cooperation, and what ends a silence (D7, E10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import Cursor, flag, group, listed_under
from crmkit.schema.classes import classes
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.entry_class import EntryClass

FIRST_COOPERATION, SIGNED = "first_cooperation", "signed"
BEGINNINGS: Mapping[str, str | EntryClass] = {
    FIRST_COOPERATION: FIRST_COOPERATION, SIGNED: SIGNED, ORDER.key: ORDER,
}  # fmt: skip


class Relationship(NamedTuple):
    """`begins`: days of the profile and classes of entries, of which the first that is there counts.

    `signs` are the classes of entries that end a silence; `automatic`: what a machine sends does so too.
    """

    begins: tuple[str | EntryClass, ...] = (FIRST_COOPERATION, ORDER)
    signs: frozenset[EntryClass] = frozenset({CONTACT, CHANGE, ORDER})
    automatic: bool = False


def read_relationship(c: Cursor, _: Parts) -> Relationship:
    """The groups `cooperation` and `silence`; what is not said is as in `Relationship`."""
    cooperation, silence, usual = group(c, "cooperation"), group(c, "silence"), Relationship()
    begins, signs = usual.begins, usual.signs
    if cooperation:
        words = listed_under(cooperation, "begins", tuple(BEGINNINGS), required=True)
        begins = tuple(BEGINNINGS[word] for word in words)
    if silence:
        known = listed_under(silence, "ended_by", tuple(classes()), required=True)
        signs = frozenset(classes()[word] for word in known)
    return Relationship(begins, signs, flag(silence, "automatic") if silence else usual.automatic)


FILE = PolicyFile(
    name="segments.md",
    of=Relationship,
    read=read_relationship,
    default=Relationship(),
)
