"""Packs, templates and plug-ins are found in a checkout and installed alike (design §3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmkit import resources


def test_standard_comes_first_and_is_the_repository_s_own_folder() -> None:
    assert resources.packs() == ("standard", "abcd", "lifecycle", "partnership", "service", "toolkit")
    assert resources.pack("standard") == resources.HERE.parent / "sop"
    assert resources.pack("abcd") == resources.HERE / "packs" / "abcd"


@pytest.mark.parametrize("name", ["", "none", "../packs/abcd", "..", "/etc"])
def test_a_name_that_is_no_pack_leads_nowhere(name: str) -> None:
    assert resources.pack(name) is None


def test_an_installation_carries_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The wheel packs `sop/`, the templates and the example customers below the package."""
    monkeypatch.setattr(resources, "HERE", tmp_path / "crmkit")
    for folder in ("packs/standard", "packs/own", "site_templates", "demo_records"):
        (tmp_path / "crmkit" / folder).mkdir(parents=True)
    assert resources.packs() == ("standard", "own")
    assert resources.pack("standard") == tmp_path / "crmkit/packs/standard"
    assert resources.templates() == tmp_path / "crmkit/site_templates"
    assert resources.demo() == tmp_path / "crmkit/demo_records"


def test_in_a_checkout_templates_and_examples_lie_beside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "HERE", tmp_path / "crmkit")
    assert resources.templates() == tmp_path / "site_templates"
    assert resources.demo() is None
    (tmp_path / "records").mkdir()
    assert resources.demo() == tmp_path / "records"


def test_a_file_in_a_folder_of_plug_ins_is_one_and_others_are_passed_over() -> None:
    """`compute` has a question a file, by file name; a module without the constant is no plug-in."""
    names = [question.name for question in resources.discover("crmkit.compute", "QUESTION")]
    assert names == sorted(names)
    assert list(resources.discover("crmkit.compute", "NOTHING")) == []
