"""Read what begins anew when a customer who was gone comes back (E10)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.policy.reading import Cursor, listed_under


class Reactivation(NamedTuple):
    """Who has been in one of `statuses` and is served again begins anew.

    Steps after a beginning named in `restarts` count from that day; of any other beginning a new one counts,
    and the old one no more as soon as there is one. Without `statuses` nothing begins anew.
    """

    statuses: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()


def read_reactivation(c: Cursor, statuses: tuple[str, ...], triggers: tuple[str, ...]) -> Reactivation:
    """The group `reactivation`: `from` which statuses, and which beginnings it `restarts`."""
    return Reactivation(
        listed_under(c, "from", statuses, required=True), listed_under(c, "restarts", triggers)
    )
