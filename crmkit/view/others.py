"""Tell what a view of one customer needs to know of the whole book."""

from __future__ import annotations

from crmkit.view.asked import TOP
from crmkit.view.view import Others, View


def others(seen: View) -> Others:
    """From a view of the whole book."""
    ranks = {
        id: {name: said.value for name, said in each.metrics.items() if name.endswith(f"_{TOP}")}
        for id, each in seen.standings.items()
    }
    return Others(seen.together, ranks)
