"""Prettier and markdownlint themselves, over the whole demo book, change no figure (B1, P4); `make soak`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crmkit.document import plain, read
from tests.conftest import Crm

ROOT = Path(__file__).resolve().parent.parent
DAY = "2025-12-31"
PACKAGES = ("prettier@3.10.1", "markdownlint-cli2@0.22.1")
PRETTIER = {
    "as it comes": (),
    "wrapped": ("--prose-wrap", "always"),
    "narrow, four blanks": ("--prose-wrap", "always", "--print-width", "40", "--tab-width", "4"),
    "never wrapped, tabs": ("--prose-wrap", "never", "--use-tabs", "--single-quote"),
    "line ends of Windows": ("--end-of-line", "crlf", "--embedded-language-formatting", "off"),
}
MARKDOWNLINT = {
    "as it comes": {"default": True},
    "asterisks, four blanks": {
        "default": True,
        "MD004": {"style": "asterisk"},
        "MD007": {"indent": 4, "start_indented": True, "start_indent": 2},
        "MD030": {"ul_single": 3, "ul_multi": 3},
    },
    "plus signs": {"default": True, "MD004": {"style": "plus"}},
}
QUESTIONS = (
    ("report", "owners"),
    ("due",),
    ("tiers",),
    ("segments",),
    ("list",),
    ("check", "--format", "concise"),
)

pytestmark = [pytest.mark.soak, pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two commands."""
    home = tmp_path_factory.mktemp("npm")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *PACKAGES]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        pytest.skip("the registry of npm does not answer")
    return home / "node_modules" / ".bin"


@pytest.fixture
def demo(crm: Crm) -> Crm:
    """The demo book, to be formatted."""
    shutil.rmtree(crm.book / "records")
    shutil.copytree(ROOT / "records", crm.book / "records")
    return crm


def answers(crm: Crm) -> list[tuple[int, str]]:
    """What the book says, without the lines it says it on."""
    found = [crm("--no-cache", *question, as_of=DAY) for question in QUESTIONS]
    return [(done.code, re.sub(r"(\.md):\d+(:\d+)?", r"\1", done.out)) for done in found]


def values(crm: Crm) -> list[object]:
    """Every value of every record; blanks aside, of which a formatter may take some."""
    said: list[object] = []
    for path in sorted((crm.book / "records").rglob("CRM-*.md")):
        document, _ = read(path.name, path.read_bytes())
        entries = [
            (e.date, e.time, e.kind, e.subject.split(), [(f.key, f.value.split()) for f in e.fields])
            for e in document.entries
        ]
        said.append((path.name, plain(document.profile), entries))
    return said


@pytest.mark.parametrize("options", PRETTIER.values(), ids=PRETTIER)
def test_prettier_changes_no_figure(options: tuple[str, ...], demo: Crm, tools: Path) -> None:
    before, said = answers(demo), values(demo)
    records = demo.book / "records"
    subprocess.run(
        [tools / "prettier", "--write", *options, "."], cwd=records, capture_output=True, check=True
    )
    assert answers(demo) == before
    assert values(demo) == said


@pytest.mark.parametrize("rules", MARKDOWNLINT.values(), ids=MARKDOWNLINT)
def test_markdownlint_changes_no_figure(rules: dict[str, object], demo: Crm, tools: Path) -> None:
    before, said = answers(demo), values(demo)
    (demo.book / ".markdownlint-cli2.jsonc").write_text(json.dumps({"config": rules}), "utf-8")
    for _ in range(3):  # what one rule moves, another one finds
        command: list[str | Path] = [tools / "markdownlint-cli2", "--fix", "records/**/*.md"]
        subprocess.run(command, cwd=demo.book, capture_output=True, check=False)
    assert answers(demo) == before
    assert values(demo) == said


def test_what_is_written_into_a_formatted_book_is_formatted(demo: Crm, tools: Path) -> None:
    subprocess.run([tools / "prettier", "--write", "records"], cwd=demo.book, capture_output=True, check=True)
    told = (
        "--by",
        "张伟",
        "--on",
        "2025-12-30 10:30",
        "--next",
        "2026-01-05 微信 发报价",
        "--text",
        "他们在等。",
    )
    assert demo("log", "CRM-202405001", "电话", "确认", *told, as_of=DAY).code == 0
    path = demo.book / "records" / "CRM-202405001.md"
    written = path.read_bytes()
    subprocess.run([tools / "prettier", "--write", path], capture_output=True, check=True)
    assert path.read_bytes() == written
