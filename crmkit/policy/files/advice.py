"""Read what `cadence.md` says to talk about, with whom, by which channel, and what to look at before (E9)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.language import Label, same
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.tiers import TierPolicy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.reading import Cursor, all_named, group, groups, label, listed_under, once, one_of
from crmkit.schema.fields import Schema

TOPICS = (
    "special", "preferences", "last_words", "last_asked", "past_needs", "open_promises", "tickets", "bring",
    "milestones", "recent_facts", "content",
)  # fmt: skip
"""What a brief may hold, in the order in which it does where a team names none."""


class Advice(NamedTuple):
    """What to talk about: in each contact, by tier, with who has a tag, in a role. `channels` by matter.

    `by_tag` has a tag's group of words with its advice. `brief` is what is looked at before a contact.
    """

    always: Label | None = None
    by_tier: tuple[tuple[str, Label], ...] = ()
    by_tag: tuple[tuple[tuple[str, ...], Label], ...] = ()
    by_role: tuple[tuple[str, Label], ...] = ()
    channels: tuple[tuple[Label, tuple[str, ...]], ...] = ()
    brief: tuple[str, ...] = TOPICS


def read_advice(c: Cursor, have: Parts) -> Advice:
    """What stands under `content`; what names nobody is left out."""
    content = group(c, "content")
    if content is None:
        return Advice()
    tiers = tuple(tier.key for tier in have.get(TierPolicy).tiers)
    vocabulary = have.get(Vocabulary)
    contacts = have.get(Schema).profile.find("contacts")
    role = contacts.fields.find("role") if contacts else None
    roles = tuple(choice.key for choice in role.choices) if role else ()
    matters: set[str] = set()
    return Advice(
        always=label(content, "always") if content.get("always") is not None else None,
        by_tier=tuple(
            (key, label(item, "about"))
            for item in groups(content, "by_tier")
            if (key := one_of(item, "tier", tiers, "", required=True))
        ),
        by_tag=tuple(
            (words, label(item, "about"))
            for item in groups(content, "by_tag")
            if (words := all_named(item, "words", "tag", required=True))
        ),
        by_role=tuple(
            (key, label(item, "about"))
            for item in groups(content, "by_role")
            if (key := one_of(item, "role_of_contact", roles, "", required=True))
        ),
        channels=tuple(_matter(item, vocabulary, matters) for item in groups(content, "by_importance")),
        brief=listed_under(content, "brief", TOPICS) or TOPICS,
    )


def _matter(c: Cursor, vocabulary: Vocabulary, seen: set[str]) -> tuple[Label, tuple[str, ...]]:
    """What it is called, and the channels for it; one without a label goes by its key."""
    key = once(c, "matter", seen)
    name = label(c, fallback=key) if c.get("label") is not None else same(key)
    return name, listed_under(c, "channels", vocabulary.channels, required=True)


FILE = PolicyFile(
    name="cadence.md",
    of=Advice,
    read=read_advice,
    needs=(Vocabulary, Schema, TierPolicy),
    default=Advice(),
)
