"""Say a key of the policy in people's words: a choice, a status, a tier, one of us."""

from __future__ import annotations

from crmkit.language import Label, Word, same
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.policy import Policy
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.fields import Field


def word(policy: Policy, path: str, key: object) -> Word | None:
    """What people call the value `key` of the profile's field at `path`, such as `source.channel`.

    None for nothing said; a key that the policy does not know stands for itself.
    """
    if not isinstance(key, str) or not key:
        return None
    field = _field(policy, path)
    kind = field.type if field else ""
    if kind == "person":
        person = policy.people.people.get(key)
        called = same(person.name) if person else role(policy, key)
        return Word(key, called or same(key))
    if kind == "status" and (status := policy.statuses.statuses.get(key)):
        return Word(key, status.label)
    if kind == "tier" and (tier := policy.tiers.find(key)):
        return Word(key, tier.label)
    for choice in field.choices if field else ():
        if choice.key == key:
            return Word(key, choice.label)
    return Word(key, same(key))


def minder(policy: Policy, owner: str, former: str = "") -> Word | None:
    """Who looks after a customer, and for whom where the `former` owner left; None for nobody."""
    if not former:
        return word(policy, "owner", owner)
    now, left = word(policy, "owner", owner), word(policy, "owner", former)
    gone = left.label if left else same(former)
    if now is None:
        return Word("", Label(f"{gone.zh}（已离职，无人接手）", f"{gone.en} (left, nobody took over)"))
    zh, en = now.label
    return Word(owner, Label(f"{zh}（接{gone.zh}，已离职）", f"{en} (for {gone.en}, who left)"))


def field_word(policy: Policy, path: str) -> Word:
    """What people call the profile's field at `path`, behind the item of a list that it is of, such as 李雷.

    One that the policy does not know stands for itself.
    """
    parts = read_path(path, policy.schema.profile)
    if isinstance(parts, Wrong):
        return Word(path, same(path))
    items, label = [part.item for part in parts if part.item], parts[-1].field.label
    return Word(path, Label(" ".join([*items, label.zh]), " ".join([*items, label.en])))


def put_off(policy: Policy, key: str) -> Label | None:
    """What the procedures call a track or step that an entry puts off; None for what they do not know."""
    cadence = policy.get(Cadence)
    called = {track.key: track.label for track in cadence.tracks}
    called |= {step.key: step.label for step in cadence.steps}
    return called.get(key)


def role(policy: Policy, key: str) -> Label | None:
    """What people call a role, since work may be a role's; None for what is none."""
    return next((one.label for one in policy.people.roles if one.key == key), None)


def _field(policy: Policy, path: str) -> Field | None:
    fields, field = policy.schema.profile, None
    for part in path.split("."):
        field = fields.find(part)
        if field is None:
            return None
        fields = field.fields
    return field
