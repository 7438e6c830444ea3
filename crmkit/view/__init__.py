"""See the whole book as of a day: standings with tiers, amounts and last touches."""

from crmkit.view.asked import shared
from crmkit.view.brief import Brief, brief
from crmkit.view.facts import facts_of
from crmkit.view.others import (
    Told,
    concerned,
    others,
    ranked,
    ranked_values,
    ranks,
    together,
    told,
    told_types,
)
from crmkit.view.segment import Belonging
from crmkit.view.since import compares, tier_since
from crmkit.view.standing import Standing
from crmkit.view.tier import Tiering
from crmkit.view.view import Others, View, chosen, needs_others, view

__all__ = [
    "Belonging", "Brief", "Others", "Standing", "Tiering", "Told", "View", "brief", "chosen", "compares",
    "concerned", "facts_of", "needs_others", "others", "ranked", "ranked_values", "ranks", "shared",
    "tier_since", "together", "told", "told_types", "view",
]  # fmt: skip
