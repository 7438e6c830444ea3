"""Say what to talk about with a customer: by tier, tag and role, and by which channel (E9)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.followups.item import DueItem
from crmkit.followups.point import Call, Point
from crmkit.followups.seen import Seen
from crmkit.language import LANGUAGES, Label
from crmkit.policy import Policy
from crmkit.policy.files.advice import Advice
from crmkit.schema.names import fold
from crmkit.view import Standing


def content(call: Call) -> Iterator[Point]:
    """What the procedures say for this customer, then for each of their people, then by which channel."""
    policy, rules = call.seen.policy, call.seen.policy.get(Advice)
    yield from (Point(label) for label in for_all(call.seen.standing, policy))
    contacts = policy.schema.profile.find("contacts")
    role = contacts.fields.find("role") if contacts else None
    called = {choice.key: choice.label for choice in role.choices} if role else {}
    by_role = dict(rules.by_role)
    for one in call.present:
        if one.role in by_role and not one.do_not_contact:
            name, said = called.get(one.role), by_role[one.role]
            if name is not None:
                text = Label(f"{one.name}（{name.zh}）：{said.zh}", f"{one.name} ({name.en}): {said.en}")
                yield Point(text, ("contacts.name", "contacts.role"), line=call.customer.line("contacts"))
    kinds = policy.vocabulary.kinds
    for matter, channels in rules.channels:
        by = ("/".join(kinds[key].label.said(lang) for key in channels) for lang in LANGUAGES)
        yield Point(
            Label(*(f"{name}{mark}{how}" for name, mark, how in zip(matter, ("：", ": "), by, strict=True)))
        )


def about(item: DueItem, seen: Seen) -> list[Label]:
    """What an item of a track is about: what the track says, else what to talk about with the customer."""
    track = next((one for one in seen.cadence.tracks if one.key == item.key), None)
    if track is not None and track.content is not None:
        return [track.content]
    return for_all(seen.standing, seen.policy)


def for_all(standing: Standing, policy: Policy) -> list[Label]:
    """What to talk about whoever is there: with each customer, with the tier, with who has a tag."""
    rules = policy.get(Advice)
    tags = {fold(tag) for tag in standing.facts.tags}
    found = [rules.always] if rules.always else []
    found += [said for tier, said in rules.by_tier if tier == standing.tiering.key]
    for words, said in rules.by_tag:
        tag = next((word for word in words if fold(word) in tags), "")
        found += [Label(f"{tag}：{said.zh}", f"{tag}: {said.en}")] if tag else []
    return found
