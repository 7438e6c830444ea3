"""Cadence, segments, milestones and quality are typed; each mistake has its place (E2, E4, D7, C3, C5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmkit import resources
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar
from crmkit.policy import Policy, read_policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.files.quality import Quality
from crmkit.policy.files.segments import Segments
from sop import sop

ROOT = Path(__file__).resolve().parents[2]


def read(**changed: str) -> tuple[Policy, list[str]]:
    """The pack `standard` with files replaced; findings as `line:column code`."""
    files = sop(ROOT / "sop")
    files |= {f"sop/{name}.md": text.encode("utf-8") for name, text in changed.items()}
    policy, findings = read_policy(files)
    assert policy is not None
    return policy, [f"{f.source.line}:{f.source.column} {f.code}" for f in findings]


@pytest.mark.parametrize("pack", resources.packs())
def test_every_pack_has_a_cadence_segments_and_a_calendar(pack: str) -> None:
    folder = resources.pack(pack)
    assert folder is not None
    policy, findings = read_policy(sop(folder))
    assert policy is not None
    assert not findings
    assert policy.get(Cadence).tracks
    assert policy.get(Segments)
    assert policy.get(MilestonePolicy).festivals
    assert policy.get(Calendar).years
    assert policy.get(Quality).verify_every in (Span(6, "month"), Span(1, "quarter"))
    kinds = policy.vocabulary.kinds
    assert all(
        kinds[channel].cls.contact for track in policy.get(Cadence).tracks for channel in track.channels
    )


@pytest.mark.parametrize(
    ("file", "right", "wrong", "place"),
    [
        ("cadence", "every: 1 week", "every: 0 weeks", "8:12 CRM904"),
        ("cadence", "channels: [phone, wechat]", "channels: []", "9:15 CRM902"),
        ("cadence", "    channels: [phone, wechat]\n", "", "5:5 CRM902"),
        ("cadence", "times: 2", "times: 0", "64:12 CRM904"),
        ("cadence", "lasts: 1 month", "lasts: 0 months", "65:12 CRM904"),
        ("cadence", "purpose: needs_survey", "purpose: needs_survy", "84:14 CRM906"),
        ("cadence", "at_most: 2", "at_most: -2", "107:38 CRM904"),
        ("cadence", "purpose: promotion", "purpose: promoting", "113:38 CRM906"),
        ("kpis", "per_owner: 5", "per_owner: -5", "64:42 CRM904"),
        ("kpis", "every: 6 months\n    by", "every: 0 months\n    by", "66:12 CRM904"),
        (
            "calendar",
            "working_days: [monday, tuesday, wednesday, thursday, friday]",
            "working_days: []",
            "5:15 CRM902",
        ),
    ],
)
def test_a_number_that_means_nothing_is_told_at_its_place(
    file: str, right: str, wrong: str, place: str
) -> None:
    """Every 0 days, by no channel, for a purpose that no entry can have; less than none (E2, E8, E11)."""
    text = (ROOT / "sop" / f"{file}.md").read_text("utf-8")
    assert right in text
    _, found = read(**{file: text.replace(right, wrong, 1)})
    assert found == [place]


def test_mistakes_in_a_cadence_have_their_places() -> None:
    """No such tier, channel, stage, trigger and span; a condition on nothing; a key nobody knows."""
    _, found = read(
        cadence="""---
format: 1
stages: [awake]
tracks:
  - {key: x, label: {zh: 甲, en: X}, tier: E, every: weekly, channels: [pigeon], colour: red}
onboarding:
  - {key: y, label: {zh: 乙, en: Y}, after: birth, on: 7 days, channels: [phone]}
shorten:
  - {when: "mood = bad", every: 1 week}
caps:
  - {tier: C, per: 1 month}
---
"""
    )
    assert found == [
        "3:10 CRM906", "5:43 CRM906", "5:53 CRM904", "5:72 CRM906", "5:81 CRM905", "7:3 CRM523",
        "9:13 CRM925", "11:5 CRM902",
    ]  # fmt: skip


def test_mistakes_in_segments_milestones_and_quality_have_their_places() -> None:
    _, found = read(
        segments='---\nformat: 1\nsegments:\n  - {key: s, label: {zh: 甲, en: S}, when: "amount_12m >"}\n'
        "  - {key: t, label: {zh: 乙, en: T}}\n---\n"
    )
    cadence = (ROOT / "sop" / "cadence.md").read_text("utf-8").split("\n")
    # Both name segments that are gone.
    silence = cadence.index("  silence: {segment: silent, chosen: true}") + 1
    figure = (ROOT / "sop" / "kpis.md").read_text("utf-8").split("\n").index("    segment: established") + 1
    playbook = (ROOT / "sop/playbooks/reactivation.md").read_text("utf-8").split("\n")
    trigger = playbook.index("trigger: {segment: silent}") + 1
    assert found == [
        f"{silence}:22 CRM906", f"{figure}:14 CRM906", f"{trigger}:20 CRM906", "4:56 CRM934", "5:5 CRM902",
    ]  # fmt: skip
    _, found = read(
        milestones="---\nformat: 1\nfestivals:\n  - {key: f, label: {zh: 节, en: F}, lunar: 13-01}\n"
        "contracts: {tell_before: soon}\n---\n"
    )
    assert found == ["4:44 CRM904", "5:26 CRM904"]
    _, found = read(
        kpis="---\nformat: 1\nquality: {spot_check: {per_owner: some}, verification: {by: [phone]}}\n---\n"
    )
    assert found == ["3:35 CRM904", "3:56 CRM902"]
    _, found = read(
        kpis="---\nformat: 1\nquality: {spot_check: {per_owner: 5, kind: look, fine: yes}}\n---\n"
    )
    assert found == ["3:44 CRM906", "3:56 CRM906"]


def test_mistakes_in_promises_warnings_and_reactivation_have_their_places() -> None:
    """No such channel, purpose, status, beginning; keys nobody knows; no tracks; silence unmeasured."""
    _, found = read(
        cadence="""---
format: 1
trucks: []
promises:
  weights: [{channels: [visit, owl]}, {kinds: [phone]}]
  not_by: {automatic: perhaps, channels: [pigeon], purposes: [greetings], who: all}
reactivation: {from: [asleep], restarts: [birth]}
warnings: {silence: {}}
---
"""
    )
    assert found == [
        "2:1 CRM902", "3:1 CRM905",
        "5:32 CRM906", "5:40 CRM905", "6:23 CRM904", "6:43 CRM906", "6:63 CRM906", "6:75 CRM905",
        "7:23 CRM906", "7:43 CRM906", "8:21 CRM902",
    ]  # fmt: skip


def test_a_book_without_these_files_has_empty_ones() -> None:
    names = ("book", "fields", "vocabulary", "tiers", "status", "people")
    policy, findings = read_policy({f"sop/{n}.md": (ROOT / "sop" / f"{n}.md").read_bytes() for n in names})
    assert policy is not None
    assert not findings
    assert (policy.get(Cadence).tracks, policy.get(Segments), policy.get(Quality).per_owner) == ((), (), 0)
