"""Say a key of the policy in people's words: a choice, a status, a tier, one of us."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crmkit.language import Label, Word, same
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.playbooks import Playbooks
from crmkit.policy.policy import Policy
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.field_type import Ref
from crmkit.schema.fields import GROUP, Field
from crmkit.schema.types.person import TYPE as PERSON


def word(policy: Policy, path: str, key: object) -> Word | None:
    """What people call the value `key` of the profile's field at `path`, such as `source.channel`.

    None for nothing said; a key that the policy does not know stands for itself.
    """
    if not isinstance(key, str) or not key:
        return None
    field = _field(policy, path)
    label = called(policy, field, key) if field else None
    if label is None and field is not None and field.text_type is PERSON:
        label = role(policy, key)
    return Word(key, label or same(key))


def called(policy: Policy, field: Field, key: str) -> Label | None:
    """What people call a key that the field's values are; None for one that its list does not know.

    A field of no list has no keys, and the names of customers are the book's.
    """
    ref = field.text_type.ref
    return _CALLED[ref](policy, field, key) if ref in _CALLED else None


def _choice(policy: Policy, field: Field, key: str) -> Label | None:
    return next((one.label for one in field.choices if one.key == key), None)


def _kind(policy: Policy, field: Field, key: str) -> Label | None:
    kind = policy.vocabulary.kinds.get(key)
    return kind.label if kind else None


def _person(policy: Policy, field: Field, key: str) -> Label | None:
    person = policy.people.find(key)
    return same(person.name) if person else None


def _status(policy: Policy, field: Field, key: str) -> Label | None:
    status = policy.statuses.statuses.get(key)
    return status.label if status else None


def _tag(policy: Policy, field: Field, key: str) -> Label | None:
    return same(key) if policy.vocabulary.tag(key) else None


def _tier(policy: Policy, field: Field, key: str) -> Label | None:
    tier = policy.tiers.find(key)
    return tier.label if tier else None


_CALLED: Mapping[Ref | None, Callable[[Policy, Field, str], Label | None]] = {
    Ref.CHOICE: _choice, Ref.KIND: _kind, Ref.PERSON: _person, Ref.STATUS: _status, Ref.TAG: _tag,
    Ref.TIER: _tier,
}  # fmt: skip


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


def changed_field(policy: Policy, path: str) -> Field | None:
    """The field whose value a change of the one at `path` tells; None for one that the policy does not know.

    Of a group, such as the tier set by hand, that is its first.
    """
    field = policy.schema.profile.find(path)
    return next(iter(field.fields), field) if field is not None and field.type == GROUP else field


def put_off(policy: Policy, key: str) -> Label | None:
    """What the procedures call a track or step that an entry puts off; None for what they do not know."""
    cadence = policy.get(Cadence)
    called = {track.key: track.label for track in cadence.tracks}
    for one in policy.get(Playbooks).values():
        called |= {one.item(step.key): one.called(step) for step in one.steps}
    playbook, _, step = key.partition(":")
    return called.get(key) or called.get(f"{playbook}:{step.partition(':')[0]}")


def role(policy: Policy, key: str) -> Label | None:
    """What people call a role, since work may be a role's; None for what is none."""
    return next((one.label for one in policy.people.roles if one.key == key), None)


def entry_word(policy: Policy, cls: EntryClass, field: str, key: str) -> Label:
    """What people call a choice of an entry's field, of entries of a class; else a field; else the key."""
    fields = policy.schema.entry_fields(cls)
    found, other = fields.find(field), fields.find(key)
    choices = found.choices if found else ()
    return next((one.label for one in choices if one.key == key), other.label if other else same(key))


def _field(policy: Policy, path: str) -> Field | None:
    fields, field = policy.schema.profile, None
    for part in path.split("."):
        field = fields.find(part)
        if field is None:
            return None
        fields = field.fields
    return field
