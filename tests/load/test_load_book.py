"""A snapshot becomes a book, purely, and one bad file never hides another (C1, P4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crmkit.load import Absent, Snapshot, absence, load, load_policy, record_paths

Files = Callable[..., Snapshot]


def good(number: str) -> str:
    return f"---\nid: {number}\nname: 星辰科技\ntype: business\nstatus: lead\nowner: zhang.wei\n---\n"


BROKEN = "---\nname: [杭州\n---\n"


def codes(snapshot: Snapshot) -> list[str]:
    errors = [finding for finding in load(snapshot).findings if finding.severity == "error"]
    return [f"{error.source.path.rpartition('/')[2]} {error.code}" for error in errors]


def test_one_bad_file_hides_no_other(files: Files) -> None:
    """Two bad files between three good ones: both are told, and the good ones are there."""
    records = {"a.md": good("CRM-202405001"), "b.md": BROKEN, "c.md": good("CRM-202405002"),
               "d.md": b"\xff\xfe\x00", "e.md": good("CRM-202405003")}  # fmt: skip
    loaded = load(files(records))
    assert list(loaded.book.customers) == ["CRM-202405001", "CRM-202405002", "CRM-202405003"]
    assert {line.partition(" ")[0] for line in codes(files(records))} == {"b.md", "d.md"}
    alone = codes(files({"b.md": BROKEN}))
    assert [line for line in codes(files(records)) if line.startswith("b.md")] == alone


def test_loading_is_pure(files: Files) -> None:
    """The same book and findings twice, and in whatever order the files come (P6)."""
    snapshot = files({"b.md": good("CRM-202405002"), "a.md": good("CRM-202405001"), "c.md": BROKEN})
    shuffled = dict(reversed(list(snapshot.items())))
    one, two = load(snapshot), load(shuffled)
    assert one.book == load(snapshot).book == two.book
    assert one.findings == two.findings
    assert [customer.id for customer in two.book] == ["CRM-202405001", "CRM-202405002"]
    assert len(two.book) == 2


def test_of_two_records_with_one_number_the_first_file_is_kept(files: Files) -> None:
    book = load(files({"b.md": good("CRM-202405001"), "a.md": good("CRM-202405001")})).book
    assert [customer.path for customer in book] == ["records/a.md"]


@pytest.mark.parametrize(
    ("why", "code"),
    [(Absent.LINK, "CRM010"), (Absent.IRREGULAR, "CRM011"), (Absent.VANISHED, "CRM012"),
     (Absent.UNREADABLE, "CRM013"), (Absent.TOO_LARGE, "CRM004")],
)  # fmt: skip
def test_a_path_without_bytes_is_told_and_the_rest_is_read(files: Files, why: Absent, code: str) -> None:
    loaded = load(files({"a.md": why, "b.md": good("CRM-202405002")}))
    assert [f.code for f in loaded.findings if f.source.path == "records/a.md"] == [code]
    assert absence("records/a.md", why).code == code
    assert len(loaded.book) == 1


def test_a_policy_file_without_bytes_is_told_and_no_record_is_judged(files: Files) -> None:
    snapshot = {**files({"a.md": BROKEN}), "sop/tiers.md": Absent.LINK}
    loaded = load(snapshot)
    assert (loaded.policy, len(loaded.book)) == (None, 0)
    assert {(f.source.path, f.code) for f in loaded.findings} == {
        ("sop/tiers.md", "CRM010"),
        ("sop/tiers.md", "CRM900"),
    }
    assert load_policy(snapshot) == (None, loaded.findings)


def test_a_policy_file_that_is_not_needed_may_be_missing(files: Files) -> None:
    snapshot = {**files({}), "sop/kpis.md": Absent.UNREADABLE, "sop/notes.txt": b"\xff"}
    policy, findings = load_policy(snapshot)
    assert policy is not None
    assert [(f.source.path, f.code) for f in findings] == [("sop/kpis.md", "CRM013")]


def test_records_are_markdown_below_their_folder_without_readme_and_editor_litter() -> None:
    litter = ["records/.b.md.swp", "records/.hidden/c.md", "records/#b.md", "records/~b.md", "records/b.txt"]
    others = ["records/readme.md", "records/x/README.md", "sop/b.md", "b.md"]
    paths = ["records/b.md", "records/2024/A.MD", *litter, *others]
    assert record_paths(paths) == ("records/2024/A.MD", "records/b.md")


def test_what_lies_in_a_folder_of_attachments_is_no_record() -> None:
    """A10; entries in files of their own (`records/CRM-202405001/2024-05-15-k3f9.md`) stay readable."""
    linked = ["records/files/a.md", "records/杭州/附件/CRM-1.md", "records/CRM-1/Attachments/x/form.md"]
    others = ["records/CRM-202405001/2024-05-15-k3f9.md", "records/files.md", "records/profiles/b.md"]
    assert record_paths([*linked, *others]) == tuple(sorted(others))
    assert record_paths(["records/files/"]) == ("records/files/",)  # a link to a folder is still told


def test_the_digest_of_a_policy_changes_with_any_of_its_bytes(files: Files) -> None:
    one, _ = load_policy(files({}))
    two, _ = load_policy({**files({}), "sop/kpis.md": SOP_OTHER})
    assert one is not None
    assert two is not None
    assert one.digest != two.digest
    assert replace(one, digest="") != one


SOP_OTHER = b"---\nformat: 1\n---\n"
