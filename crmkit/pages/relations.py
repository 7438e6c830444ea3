"""Say what pages know of all customers at once: their names, and who brought whom."""

from __future__ import annotations

from crmkit.view import View


def relations(view: View, sees_name: bool) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What `Words` holds of all customers: names by number (numbers for hidden ones), whom each referred."""
    names = {id: standing.facts.name if sees_name else id for id, standing in view.standings.items()}
    brought: dict[str, tuple[str, ...]] = {}
    for id, standing in view.standings.items():
        by = standing.facts.answers.get("referrals")
        if by is not None:
            brought[by[0]] = (*brought.get(by[0], ()), id)
    return names, brought
