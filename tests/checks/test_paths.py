"""Every file's name can be checked out on every system and printed by every tool (J4, P7)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.paths import CHECK


def names(policy: Any, *paths: str) -> list[str]:
    assert CHECK.paths is not None
    return [f"{one.source.path} {one.code} {one.name}" for one in CHECK.paths(paths, policy)]


def test_ordinary_names_are_fine(policy: Any) -> None:
    fine = (
        "records/CRM-001.md",
        "records/杭州/重点 客户/CRM-002.md",
        "records/Café/CRM-003.md",
        "sop/book.md",
    )
    litter = ("records/.CRM-001.md.swp", "records/#CRM-001.md#", "records/~$CRM-001.md", "records/COMPANY.md")
    assert names(policy, *fine, *litter, "records/a/CRM-001.md", "records/console.md", ".gitignore") == []


def test_two_names_that_differ_only_in_case(policy: Any) -> None:
    assert names(policy, "records/crm-001.md", "records/CRM-001.md") == [
        "records/crm-001.md CRM020 case-collision"
    ]


def test_decomposed_characters_with_and_without_a_twin(policy: Any) -> None:
    apart = "records/Cafe\u0301/CRM-001.md"
    assert names(policy, apart) == [f"{apart} CRM021 name-decomposed"]
    assert CHECK.paths is not None
    (finding,) = CHECK.paths((apart, "records/Caf\u00e9/CRM-001.md"), policy)
    assert dict(finding.arguments) == {
        "name": "records/Caf\u00e9/CRM-001.md",
        "other": "records/Caf\u00e9/CRM-001.md",
    }


@pytest.mark.parametrize(
    "path",
    ["records/CON.md", "records/a /x.md", "records/a./x.md", "records/lpt1", "records/a:b.md", "aux/x.md"],
)
def test_names_that_windows_refuses(policy: Any, path: str) -> None:
    assert names(policy, path) == [f"{path} CRM022 reserved-name"]


def test_a_name_over_255_bytes(policy: Any) -> None:
    assert names(policy, f"records/{'长' * 85}") == []
    long = f"records/{'长' * 86}"
    assert names(policy, long) == [f"{long} CRM023 name-too-long"]


@pytest.mark.parametrize(
    "name", ["-rf.md", "a\x1b[31m.md", "a\nb.md", "a\u202eb.md", " a.md", "a\u3000b.md", "a\u200b.md"]
)
def test_odd_characters(policy: Any, name: str) -> None:
    assert names(policy, f"records/{name}") == [f"records/{name} CRM024 odd-name"]


@pytest.mark.parametrize(
    "path", ["records/../x.md", "/etc/x.md", "records//x.md", "records\\x.md", "C:/x.md"]
)
def test_paths_that_leave_the_book(policy: Any, path: str) -> None:
    assert names(policy, path) == [f"{path} CRM025 path-outside"]


@pytest.mark.parametrize(
    "path", ["records/.git/x.md", "records/.GIT/x.md", "records/git~1/x.md", "a/.git./x.md"]
)
def test_gits_own_folder(policy: Any, path: str) -> None:
    assert names(policy, path) == [f"{path} CRM026 git-folder-inside"]
