"""Twice the hostile text costs no more than twice the time, whatever it holds (P8)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from time import process_time

import pytest
from by_hand import pack
from hostile import BODIES, PROFILE_SAMPLE, PROFILES, SAMPLE, Make

from crmkit.allowance import apply
from crmkit.calendar.deadline import end_of
from crmkit.checks import checks
from crmkit.excess import bounded
from crmkit.followups import due_for, see
from crmkit.followups.past import weeks
from crmkit.load import load_record
from crmkit.site.markdown import markdown
from crmkit.view import facts_of, view
from crmkit.words import say

DAY = date(2024, 6, 30)
RATIO, NOISE = 2.3, 0.01
ROUNDS = 6
BODY, PROFILE = 60_000, 25_000


def work(text: str) -> None:
    """All that is done with one record: read, checked, told, counted, planned, and its texts rendered."""
    policy, path = pack("standard"), "records/CRM-202405001.md"
    loaded = load_record(path, text.encode("utf-8"), policy)
    found = list(loaded.findings)
    for one in checks():
        if one.record is not None:
            found.extend(one.record(loaded, policy, DAY))
    for finding in bounded(apply(found, {path: loaded.document.allowances})):
        say(finding, "zh")
    if loaded.customer is None:
        return
    seen = view([facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(DAY))
    for standing in seen.standings.values():
        due_for(standing, seen)
        weeks(see(standing, seen), 8)
    markdown(loaded.customer.about)
    for event in loaded.customer.events:
        markdown(event.text)


def cost(text: str) -> float:
    """Seconds of this process for one record, without the pauses of a collector that no run has."""
    gc.collect()
    gc.disable()
    try:
        begin = process_time()
        work(text)
        return process_time() - begin
    finally:
        gc.enable()


def doubled(make: Make, size: int, spend: Callable[[str], float] = cost) -> tuple[float, float]:
    """The least that both sizes cost in some rounds; the first round that is good enough ends them."""
    small, large = make(size), make(2 * size)
    least = most = float("inf")
    for _ in range(ROUNDS):
        least, most = min(least, spend(small)), min(most, spend(large))
        if most <= RATIO * least + NOISE:
            break
    return least, most


def cases(made: dict[str, Make], sample: tuple[str, ...]) -> list[object]:
    return [pytest.param(name, marks=() if name in sample else pytest.mark.soak) for name in made]


@pytest.mark.parametrize("name", cases(BODIES, SAMPLE))
def test_twice_the_body_costs_twice_the_time(name: str) -> None:
    least, most = doubled(BODIES[name], BODY)
    assert most <= RATIO * least + NOISE, f"{least:.3f} s, then {most:.3f} s"


@pytest.mark.parametrize("name", cases(PROFILES, PROFILE_SAMPLE))
def test_twice_the_profile_costs_twice_the_time(name: str) -> None:
    least, most = doubled(PROFILES[name], PROFILE)
    assert most <= RATIO * least + NOISE, f"{least:.3f} s, then {most:.3f} s"


def test_the_samples_name_what_there_is() -> None:
    assert set(SAMPLE) <= BODIES.keys()
    assert set(PROFILE_SAMPLE) <= PROFILES.keys()


def test_a_quadratic_way_is_noticed() -> None:
    """The rule itself: a cost that grows with the square is four times, not two."""
    least, most = doubled(lambda size: "x" * size, 1_000, lambda text: len(text) ** 2 / 1e6)
    assert most > RATIO * least + NOISE
