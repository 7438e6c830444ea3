"""Tell who is ours to look after, so that nothing planned for them is worth a word."""

from __future__ import annotations

from crmkit.policy import Policy
from crmkit.view import Standing

_LET_GO = ("ended", "resting")


def served(standing: Standing, policy: Policy) -> bool:
    """Whether there is somebody to look after: neither gone nor laid to rest, as far as anybody said."""
    status = policy.statuses.statuses.get(str(standing.status.value))
    return status is None or status.stage not in _LET_GO
