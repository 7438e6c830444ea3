"""The rhythm of a track as it is kept: gaps between contacts that fit, by hand from the logs shown (E2)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import by_hand

from crmkit.calendar.deadline import end_of
from crmkit.followups import due_for
from crmkit.followups.rhythm import Rhythm, rhythms
from crmkit.load import load_record
from crmkit.view import facts_of, view

BY_HAND = "tier: {value: A, reason: 重点, until: 2026-12-31}\n"


def rhythm(*logs: str, day: str, track: str = "a_weekly", more: str = BY_HAND) -> Rhythm:
    """The track over customers with these logs, as of the day."""
    policy = by_hand.pack("standard")
    facts = []
    for number, log in enumerate(logs, 1):
        text = by_hand.record(log, more).replace("CRM-202405001", f"CRM-2024050{number:02}")
        loaded = load_record(f"records/{number}.md", text.encode(), policy)
        assert loaded.customer is not None
        facts.append(facts_of(loaded.customer, policy, loaded.document))
    seen = view(facts, policy, moment=end_of(date.fromisoformat(day)))
    return rhythms(seen, lambda id: due_for(seen.standings[id], seen))[track]


def test_the_gap_is_the_one_between_the_last_two_days_with_a_contact_that_fits() -> None:
    """Thursday to Tuesday is five days; two calls of one day are one, and a machine makes none."""
    log = (
        "2025-05-01 电话\n2025-05-15 电话\n2025-05-20 微信\n2025-05-20 电话\n2025-05-21 电话\n- automatic: 是"
    )
    assert rhythm(log, day="2025-05-23") == Rhythm(asked=1, kept=1, gaps=(5,), late=0)


def test_a_gap_that_is_still_open_counts_once_it_is_longer() -> None:
    """Five days between the contacts, 13 since the last: so long it is at least, and over the week."""
    log = "2025-05-15 电话\n2025-05-20 微信"
    assert rhythm(log, day="2025-06-02") == Rhythm(asked=1, kept=0, gaps=(13,), late=1)
    assert rhythm(log, day="2025-05-25").gaps == (5,)


def test_a_gap_over_days_of_rest_is_as_long_as_the_rule_lets_it_be() -> None:
    """From 24 September the week ends on 1 October, a holiday until the 8th: the 9th is in time."""
    log = "2025-09-24 电话\n2025-10-{} 电话"
    assert rhythm(log.format("09"), day="2025-10-10") == Rhythm(asked=1, kept=1, gaps=(15,), late=0)
    assert rhythm(log.format("10"), day="2025-10-10") == Rhythm(asked=1, kept=1, gaps=(16,), late=1)


def test_the_median_is_the_middle_customer() -> None:
    logs = [f"2025-05-{day:02} 电话\n2025-05-20 电话" for day in (13, 15, 18)]
    assert rhythm(*logs, day="2025-05-21").median == 5
    assert rhythm(*logs[:2], day="2025-05-21").median == 6
    assert rhythm(logs[0], "2025-05-16 电话\n2025-05-20 电话", day="2025-05-21").median == Decimal("5.5")


def test_one_contact_makes_no_gap_and_nobody_no_median() -> None:
    found = rhythm("2025-05-20 电话", day="2025-05-21")
    assert (found.asked, found.gaps, found.median) == (1, (), None)
    assert rhythm("2025-05-20 电话", day="2025-05-21", track="b_biweekly") == Rhythm()


def test_twice_a_week_is_late_after_four_days_but_not_over_a_weekend() -> None:
    """D: three days from Thursday is a Sunday, so Monday is in time; from Monday it is Thursday."""
    more = "tier: {value: D, reason: 挽回, until: 2026-12-31}\n"
    log = "2025-05-{} 电话\n2025-05-{} 电话"
    spread = [
        rhythm(
            "2025-05-06 定级\n- to: D\n" + log.format(*days), day="2025-05-23", track="d_recovery", more=more
        )
        for days in (("15", "19"), ("19", "23"))
    ]
    assert [(found.gaps, found.late) for found in spread] == [((4,), 0), ((4,), 1)]
