"""Saved views: filters of the customer list, named in `views.md` (K1)."""

from __future__ import annotations

from pathlib import Path

from crmkit.policy import read_policy
from crmkit.policy.files.views import SavedViews
from sop import sop

SOP = sop(Path(__file__).parents[2] / "sop")
VIEWS = """---
format: 1
views:
  - {key: at_risk, label: {zh: 需要挽回, en: To win back}, tier: [D], status: [active, signed]}
  - {key: empty, label: {zh: 空, en: Empty}}
  - {key: odd, label: {zh: 怪, en: Odd}, colour: [red]}
---
"""


def test_a_view_filters_by_facets_and_one_without_any_is_left_out() -> None:
    """`colour` is no facet: that is told at its place."""
    policy, findings = read_policy({**SOP, "sop/views.md": VIEWS.encode()})
    assert policy is not None
    assert [(view.key, view.filters) for view in policy.get(SavedViews)] == [
        ("at_risk", (("tier", ("D",)), ("status", ("active", "signed"))))
    ]
    assert [(f.source.path, f.source.line) for f in findings] == [("sop/views.md", 6)]


def test_a_pack_without_views_has_none() -> None:
    policy, findings = read_policy({path: data for path, data in SOP.items() if path != "sop/views.md"})
    assert policy is not None
    assert policy.get(SavedViews) == ()
    assert not findings
