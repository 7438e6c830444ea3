"""Say the days that come back each year: what they are, whose, and on which lunar day."""

from __future__ import annotations

from crmkit.compute.milestones import Mark
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.reader import Reader
from crmkit.schema.types.day import said as spoken


def day_said(mark: Mark | None, policy: Policy, words: Reader) -> str:
    """A birthday, an anniversary, a festival, the end of a contract (None); empty where it is hidden."""
    fields, rules = policy.schema.profile, policy.get(MilestonePolicy)
    if mark is None:
        return words.tr("Contract ends") if words.sees_field(fields, "contracts", "end") else ""
    label = next((one.label for one in rules.festivals if one.key == mark.key and not mark.line), None)
    own = next((one for one in rules.milestones if one.key == mark.key and mark.line), None)
    if own is not None and words.sees_field(fields, *own.path.split(".")):
        label = own.label
    if label is None:
        return ""
    said = words.label(label)
    list_of, _, inner = own.path.partition(".") if own else ("", "", "")
    if mark.who and inner and words.sees_field(fields, list_of, "name"):
        said = words.tr("%(kind)s: %(text)s", kind=said, text=mark.who)
    if mark.day.lunar and mark.line:
        day = spoken(mark.day._replace(year=None), words.language)
        said = words.tr("%(what)s (%(day)s)", what=said, day=day)
    return said
