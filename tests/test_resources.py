"""Packs, templates and plug-ins are found in a checkout and installed alike (design §3)."""

from __future__ import annotations

import builtins
import importlib
import pkgutil
import re
from dataclasses import dataclass
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
    for folder in ("packs/standard", "packs/own", "site_templates", "demos/standard", "demos/own"):
        (tmp_path / "crmkit" / folder).mkdir(parents=True)
    assert resources.packs() == ("standard", "own")
    assert resources.pack("standard") == tmp_path / "crmkit/packs/standard"
    assert resources.templates() == tmp_path / "crmkit/site_templates"
    assert resources.demo("standard") == tmp_path / "crmkit/demos/standard"
    assert resources.demo("own") == tmp_path / "crmkit/demos/own"


def test_in_a_checkout_templates_and_examples_lie_beside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "HERE", tmp_path / "crmkit")
    assert resources.templates() == tmp_path / "site_templates"
    (tmp_path / "crmkit/packs/own").mkdir(parents=True)
    assert resources.demo("standard") is None
    (tmp_path / "records").mkdir()
    assert resources.demo("standard") == tmp_path / "records"
    assert resources.demo("own") is None, "the examples of one pack are no other's"
    assert resources.demo("../records") is None


# --- plug-ins ----------------------------------------------------------------------------------------------

FOLDERS = [
    ("crmkit.checks", "CHECK"), ("crmkit.cli.doctor", "PROBE"), ("crmkit.cli.formats", "FORMAT"),
    ("crmkit.compute", "QUESTION"), ("crmkit.exports", "EXPORT"), ("crmkit.imports", "IMPORT"),
    ("crmkit.pages", "PAGE"), ("crmkit.reports", "REPORT"), ("crmkit.schema.types", "TYPE"),
    ("crmkit.schema.classes", "CLASS"),
]  # fmt: skip


@dataclass(frozen=True)
class Tool:
    """What the plug-ins of these tests are."""

    name: str


def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **modules: str) -> str:
    """A package of these modules; `__init__` may name what they share."""
    name = f"plugged_{tmp_path.name}"
    (tmp_path / name).mkdir()
    for module, text in {"__init__": "", **modules}.items():
        (tmp_path / name / f"{module}.py").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(vars(builtins), "Tool", Tool)
    return name


@pytest.mark.parametrize(("package", "constant"), FOLDERS)
def test_every_file_in_a_folder_of_plug_ins_is_one(package: str, constant: str) -> None:
    """All files but those that the folder names as shared, by file name."""
    found = importlib.import_module(package)
    files = {path.stem for path in Path(str(found.__file__)).parent.glob("[!_]*.py")}
    shared = set(getattr(found, "SHARED", ()))
    names = [m.name for m in pkgutil.iter_modules(found.__path__) if m.name not in shared]
    assert files - shared <= set(names)
    assert len(list(resources.discover(package, constant, object))) == len(names)


def test_plug_ins_come_by_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder(
        tmp_path, monkeypatch,
        __init__="SHARED = ('parts',)", parts="", b='TOOL = Tool("first")', c='TOOL = Tool("a")',
    )  # fmt: skip
    assert [tool.name for tool in resources.discover(package, "TOOL", Tool)] == ["first", "a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('TOLL = Tool("saw")', "no TOOL; is TOLL meant?"),
        ('TOOL = "saw"', "TOOL is of type str, not Tool"),
        ("TOOL = Tool", "TOOL is of type type, not Tool"),
        ("TOOL = None", "TOOL is of type NoneType, not Tool"),
        ("", "no TOOL"),
    ],
)
def test_a_plug_in_that_does_not_say_what_it_is_fails_with_its_name(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt constant was once a report that nobody ever saw."""
    package = folder(tmp_path, monkeypatch, hammer='TOOL = Tool("hammer")', saw=text)
    with pytest.raises(resources.PlugInError, match=rf"^{package}\.saw: {re.escape(said)}$"):
        list(resources.discover(package, "TOOL", Tool))


def test_a_shared_module_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder(tmp_path, monkeypatch, __init__="SHARED = ('prats',)", parts='TOOL = Tool("p")')
    with pytest.raises(resources.PlugInError, match="names prats"):
        list(resources.discover(package, "TOOL", Tool))
