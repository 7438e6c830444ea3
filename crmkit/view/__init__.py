"""See the whole book as of a day: standings with tiers, amounts and last touches."""

from crmkit.view.asked import shared
from crmkit.view.facts import facts_of
from crmkit.view.others import others
from crmkit.view.segment import Belonging
from crmkit.view.since import compares, tier_since
from crmkit.view.standing import Standing
from crmkit.view.tier import Tiering
from crmkit.view.view import Others, View, needs_others, view

__all__ = [
    "Belonging", "Others", "Standing", "Tiering", "View", "compares", "facts_of", "needs_others", "others",
    "shared", "tier_since", "view",
]  # fmt: skip
