"""What holds for every merge of records, whatever two people did to them (L1, I3, P5)."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_shapes import Record, Said, changed, fresh, lost, said, wanted, written

from crmkit.merge import Merge, merged

RANDOM = st.integers(0, 2**32).map(Random)
MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def three(rng: Random) -> tuple[Record, Record, Record]:
    old = fresh(rng)
    return old, changed(rng, old), changed(rng, old)


def merge(*texts: bytes) -> Merge:
    made = merged(*texts)
    assert made is not None, "taken for no records"
    return made


@given(RANDOM)
@MANY
def test_what_one_side_left_is_the_other_byte_for_byte(rng: Random) -> None:
    old, one, _ = map(written, three(rng))
    assert merge(old, old, one) == merge(old, one, old) == merge(old, one, one) == Merge(one, clean=True)


@given(RANDOM)
@MANY
def test_no_line_is_lost_that_a_side_has_and_the_other_kept(rng: Random) -> None:
    old, one, two = map(written, three(rng))
    assert not lost(old, one, two, merge(old, one, two).data)


@given(RANDOM)
@MANY
def test_a_merge_says_what_both_did_and_stops_where_they_differ(rng: Random) -> None:
    versions = three(rng)
    made, want = merge(*map(written, versions)), wanted(*versions)
    if want.disputed:
        assert not made.clean
    elif not want.free:
        assert made.clean, made.data.decode()
        assert said(made.data, versions[0].words) == want.said


@given(RANDOM)
@MANY
def test_the_content_is_the_same_either_way_round(rng: Random) -> None:
    old, one, two = three(rng)
    there, back = (merge(*map(written, order)) for order in ((old, one, two), (old, two, one)))
    assert there.clean == back.clean
    if there.clean:
        assert content(there.data, old) == content(back.data, old)


@pytest.mark.soak  # a rare history stops where it could go on; nothing is lost
@given(RANDOM)
@MANY
def test_merging_again_changes_nothing(rng: Random) -> None:
    versions = three(rng)
    old, one, two = map(written, versions)
    made = merge(old, one, two)
    if made.clean:
        assert merge(old, made.data, one) == merge(old, made.data, two) == made
        assert content(merge(old, two, made.data).data, versions[0]) == content(made.data, versions[0])


def content(data: bytes, record: Record) -> Said:
    return said(data, record.words)
