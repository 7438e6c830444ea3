"""A customer's number is sound, the file's own name, and its alone (A2)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.numbers import CHECK
from crmkit.document import splice


def record(number: str) -> str:
    return f"---\nid: {number}\nname: 杭州星辰科技有限公司\n---\n"


def test_a_record_named_by_its_number_is_fine(found: Any) -> None:
    assert found(CHECK, record("CRM-202405001")) == []
    assert found(CHECK, {"records/华东/CRM-001.md": record("CRM-001")}) == []


def test_two_files_with_one_number_are_told_with_both_names(told: Any) -> None:
    two = {f"records/{folder}/CRM-202405001.md": record("CRM-202405001") for folder in "ba"}
    (finding,) = told(CHECK, two)
    assert finding.code == "CRM400"
    assert finding.source == ("records/b/CRM-202405001.md", 2, 5)
    assert dict(finding.arguments)["other"] == "records/a/CRM-202405001.md"


def test_a_copied_record_whose_number_was_not_changed(found: Any) -> None:
    copied = {"records/CRM-202405002.md": record("CRM-202405001")}
    assert found(CHECK, copied) == ["records/CRM-202405002.md:2:5 CRM401 name-differs"]


def test_a_number_that_the_pattern_does_not_make(found: Any) -> None:
    assert found(CHECK, {"records/CRM-24.md": record("CRM-24")}) == [
        "records/CRM-24.md:2:5 CRM402 number-malformed"
    ]


def test_full_width_digits_are_mended_because_they_can_mean_nothing_else(told: Any) -> None:
    text = record("CRM-２０２４０５００１")
    (finding,) = told(CHECK, text)
    assert (finding.code, dict(finding.arguments)["suggestion"]) == ("CRM402", "CRM-202405001")
    assert splice(text, finding.fix) == record("CRM-202405001")


def test_look_alikes_are_suggested_but_not_mended(told: Any) -> None:
    """The letter O for a zero, a Cyrillic С for C."""
    for wrong in ("CRM-2024O5OO1", "СRM-202405001", "crm-202405001"):
        (finding,) = told(CHECK, record(wrong))
        assert (finding.code, dict(finding.arguments)["suggestion"]) == ("CRM402", "CRM-202405001"), wrong
        assert finding.fix == ()


def test_a_file_without_any_number(found: Any) -> None:
    nameless = "---\nname: 杭州星辰科技有限公司\n---\n"
    assert found(CHECK, {"records/notes.md": nameless}) == ["records/notes.md:1:1 CRM029 name-is-no-number"]
    assert found(CHECK, nameless) == []
