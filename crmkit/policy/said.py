"""Say a key of the policy in people's words: a choice, a status, a tier, one of us."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.policy.policy import Policy
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.fields import Field
from crmkit.table import Word


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
        called = Label(person.name, person.name) if person else role(policy, key)
        return Word(key, *(called or (key, key)))
    if kind == "status" and (status := policy.statuses.statuses.get(key)):
        return Word(key, status.label.zh, status.label.en)
    if kind == "tier" and (tier := policy.tiers.find(key)):
        return Word(key, tier.label.zh, tier.label.en)
    for choice in field.choices if field else ():
        if choice.key == key:
            return Word(key, choice.label.zh, choice.label.en)
    return Word(key, key, key)


def minder(policy: Policy, owner: str, former: str = "") -> Word | None:
    """Who looks after a customer, and for whom where the `former` owner left; None for nobody."""
    if not former:
        return word(policy, "owner", owner)
    now, gone = word(policy, "owner", owner), word(policy, "owner", former) or Word(former, former, former)
    if now is None:
        return Word("", f"{gone.zh}（已离职，无人接手）", f"{gone.en} (left, nobody took over)")
    return Word(owner, f"{now.zh}（接{gone.zh}，已离职）", f"{now.en} (for {gone.en}, who left)")


def field_word(policy: Policy, path: str) -> Word:
    """What people call the profile's field at `path`, behind the item of a list that it is of, such as 李雷.

    One that the policy does not know stands for itself.
    """
    parts = read_path(path, policy.schema.profile)
    if isinstance(parts, Wrong):
        return Word(path, path, path)
    items, label = [part.item for part in parts if part.item], parts[-1].field.label
    return Word(path, " ".join([*items, label.zh]), " ".join([*items, label.en]))


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
