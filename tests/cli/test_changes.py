"""What an edit changed is told as git tells it, however long the text and however alike its lines (P2)."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from crmkit.cli.changes import ChangedField, changes, first_line, shown

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "## 2024-05-20 电话", "- by: li.na"]), max_size=12)


def undone(after: list[str], found: list[ChangedField]) -> list[str]:
    """The lines before, from those after and what changed."""
    lines = list(after)
    for line, out, new in reversed(found):
        assert lines[line - 1 : line - 1 + len(new)] == list(new)
        lines[line - 1 : line - 1 + len(new)] = out
    return lines


@given(LINES, LINES)
def test_changes_lead_from_one_text_to_the_other(before: list[str], after: list[str]) -> None:
    found = changes("\n".join(before), "\n".join(after))
    assert undone("\n".join(after).split("\n"), found) == "\n".join(before).split("\n")


@given(LINES)
def test_equal_texts_have_no_changes(lines: list[str]) -> None:
    assert changes("\n".join(lines), "\n".join(lines)) == []


def test_a_field_above_and_an_entry_below_are_two_changes() -> None:
    before = "---\npotential: 35%\n---\n\n## 2024-05-15 电话\n- by: li.na\n"
    after = before.replace("35%", "40%") + "\n## 2024-06-01 潜力\n- by: li.na\n"
    found = changes(before, after)
    assert (first_line(found), [line for line, _, _ in found]) == (2, [2, 8])
    assert shown(found) == [
        "-potential: 35%", "+potential: 40%", "+## 2024-06-01 潜力", "+- by: li.na", "+"
    ]  # fmt: skip


def test_the_line_told_is_that_of_the_heading_not_of_the_blank_above() -> None:
    assert first_line(changes("a\n", "a\n\n## 2024-06-01 电话\n")) == 3
    assert first_line(changes("a\nb\nc", "a\nc")) == 2


def test_very_many_lines_that_are_alike_are_compared_at_once() -> None:
    body = "".join(f"p{number % 150}\n" for number in range(180_000))
    began = time.process_time()
    found = changes(f"x: 1\n{body}", f"x: 2\n{body}## 2024-06-01 备注\n")
    assert time.process_time() - began < 2
    assert shown(found) == ["-x: 1", "+x: 2", "+## 2024-06-01 备注"]
