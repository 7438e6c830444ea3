"""Say what the playbooks of a pack look for in entries, so that no other entry is looked at for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from crmkit.policy.playbook_steps import CONTRACT_END

if TYPE_CHECKING:
    from crmkit.policy.files.playbooks import Playbook


class LookedFor(NamedTuple):
    """What the playbooks of a pack look for in entries."""

    kinds: frozenset[str]
    fields: frozenset[str]
    statuses: frozenset[str]
    ends: bool


def wanted(playbooks: Iterable[Playbook]) -> LookedFor:
    """Kinds that start or prove, fields that prove, statuses that start, whether ends of contracts matter."""
    kinds, fields, statuses, ends = set[str](), set[str](), set[str](), False
    for one in playbooks:
        kinds.update(one.trigger.kinds)
        statuses.update(one.trigger.statuses)
        ends = ends or one.trigger.contract_end is not None or one.trigger.contract_opens
        for step in one.steps:
            ends = ends or (step.due is not None and step.due.after == CONTRACT_END)
            kinds.update(step.done.entry)
            fields.update(step.done.fields)
            if step.accept and step.accept.field:
                fields.add(step.accept.field)
    return LookedFor(frozenset(kinds), frozenset(fields), frozenset(statuses), ends)
