"""Every finding has its words, in Chinese and English, and they can never act (C1, P7)."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmkit
from crmkit import words
from crmkit.diagnostics import Code, Severity, Source
from crmkit.document import Document, MappingNode, Scalar, plain, read
from crmkit.language import Label, Word

PACKAGE = Path(crmkit.__file__).parent
FILES = sorted((PACKAGE / "findings").glob("*.md"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
# The keywords of Code.at that are no arguments of the words.
NOT_SAID = {"fix", "length"}


@cache
def constants() -> dict[str, tuple[str, Code]]:
    """Every Code constant by number, with the module that has it."""
    found: dict[str, tuple[str, Code]] = {}
    for module in pkgutil.walk_packages(crmkit.__path__, "crmkit."):
        if module.name.endswith("__main__"):
            continue
        for code in vars(importlib.import_module(module.name)).values():
            if isinstance(code, Code):
                assert found.setdefault(code.number, (module.name, code))[1] == code, (
                    f"{code.number} stands twice"
                )
    return found


@cache
def passed() -> dict[str, set[str] | None]:
    """The arguments each code is reported with, as far as the source shows them; None where it does not.

    Only `NAME.at(place, key=…)` of a constant of the same module shows them all; anything else that uses the
    constant (a table of codes, a `**` of arguments) may pass more.
    """
    found: dict[str, set[str] | None] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        own = {
            node.targets[0].id: node.value.args[0].value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "Code"
            and isinstance(node.value.args[0], ast.Constant)
            and isinstance(node.value.args[0].value, str)
        }
        seen = dict.fromkeys(own, 0)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in own:
                seen[node.id] += 1
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "at":
                base = node.func.value
                if isinstance(base, ast.Name) and base.id in own:
                    seen[base.id] -= 1
                    _add(found, own[base.id], node.keywords)
        for name, uses in seen.items():
            if uses or own[name] not in found:
                found[own[name]] = None
    return found


def _add(found: dict[str, set[str] | None], number: str, keywords: list[ast.keyword]) -> None:
    known = found.setdefault(number, set())
    if any(keyword.arg is None for keyword in keywords):
        found[number] = None
    elif known is not None:
        given = {keyword.arg for keyword in keywords if keyword.arg} - NOT_SAID
        both = {arg.removesuffix("_zh") for arg in given if {arg, f"{arg.removesuffix('_zh')}_en"} <= given}
        known |= given | both


def page(path: Path) -> Document:
    document, found = read(path.name, path.read_bytes())
    # The page on allowances shows one that is wrong.
    assert {finding.name for finding in found} <= {"allowance-without-name"}, f"{path.name}: {found}"
    return document


def templates(path: Path) -> dict[str, str]:
    """`message.en` and so on, as written."""
    told = plain(page(path).profile)
    assert isinstance(told, dict)
    return {f"{part}.{lang}": told[part][lang] for part in ("message", "help") for lang in words.LANGUAGES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_words_is_complete(path: Path) -> None:
    """A message and a help in both languages, each on one line; a page with what, why, wrong and right."""
    document = page(path)
    told = templates(path)
    assert {item.key.text for item in document.profile.items} <= {"name", "message", "help", "values"}
    for where, text in told.items():
        assert text.strip(), where
        assert "\n" not in text, where
    assert [section.title for section in document.sections] == ["en", "zh"]
    for section in document.sections:
        body = document.text[section.heading_end : section.end]
        assert len(re.findall(r"^(?:### \S|\*\*)", body, re.M)) >= 4, (
            f"{section.title}: what, why, wrong, right"
        )
        assert body.count("```") >= 4, f"{section.title}: a wrong and a right snippet"


def test_every_code_has_words_and_all_words_a_code() -> None:
    numbers = {path.stem for path in FILES}
    assert constants().keys() - numbers == set(), "codes without words in crmkit/findings/"
    assert numbers - constants().keys() == set(), "words of codes that nothing reports"


def test_numbers_and_names_agree() -> None:
    """`explain duplicate-key` finds what `explain CRM104` finds; no name stands for two codes."""
    names = {number: code.name for number, (_, code) in constants().items()}
    assert len(set(names.values())) == len(names)
    assert dict(words.codes()) == names


def test_words_use_only_what_the_code_passes() -> None:
    """A placeholder that the reporting code does not fill would stand empty in a sentence."""
    wrong = []
    for path in FILES:
        arguments = passed().get(path.stem)
        for where, text in templates(path).items():
            used = set(PLACEHOLDER.findall(text))
            if arguments is not None and not used <= arguments:
                wrong.append(f"{path.name} {where}: {used - arguments} not among {arguments}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_both_languages_say_the_same_facts() -> None:
    """What is filled into the Chinese sentence is filled into the English one."""
    wrong = []
    for path in FILES:
        told = templates(path)
        for part in ("message", "help"):
            if {*PLACEHOLDER.findall(told[f"{part}.en"])} != {*PLACEHOLDER.findall(told[f"{part}.zh"])}:
                wrong.append(f"{path.name} {part}")
    assert not wrong


DUPLICATE = Code("CRM104", "duplicate-key")


def test_a_finding_is_said_in_both_languages() -> None:
    found = DUPLICATE.at(Source("records/a.md", 7), key="owner", first=6)
    assert words.say(found, "en")[0] == "The key `owner` stands here again; it was written first on line 6."
    assert words.say(found, "zh")[0] == "键 `owner` 在这里又写了一次，第一次写在第 6 行。"


def test_an_optional_part_falls_out_when_its_argument_is_empty() -> None:
    """`[[, here {suggestion}]]` needs a suggestion."""
    code = Code("CRM201", "entry-date-invalid")
    with_one = code.at(Source("a"), date="2024-5-1", suggestion="2024-05-01")
    without = code.at(Source("a"), date="2024-02-30", suggestion="")
    assert words.say(with_one, "en")[1].endswith("here 2024-05-01.")
    assert words.say(without, "en")[1].endswith("two digits each.")


def test_an_argument_that_is_a_word_is_translated() -> None:
    found = Code("CRM001", "not-utf8").at(Source("a"), guess="mixed")
    assert "混在了一起" in words.say(found, "zh")[0]
    assert "mixed" in words.say(found, "en")[0]


def test_an_argument_in_two_languages_is_said_in_the_one_asked_for() -> None:
    code = Code("CRM631", "churn-risk", Severity.NOTICE)
    found = code.at(
        Source("a"),
        label_zh="流失风险",
        label_en="Churn risk",
        evidence_zh="近 3 个月",
        evidence_en="3-month",
    )
    assert words.say(found, "zh")[0] == "流失风险：近 3 个月。"
    assert words.say(found, "en")[0] == "This customer needs attention (Churn risk): 3-month."


def test_a_code_without_words_is_named_never_an_error() -> None:
    found = Code("CRM899", "brand-new", Severity.NOTICE).at(Source("a"), key="\x1b")
    assert words.say(found, "zh") == (r"brand-new (key=\x1b)", "")
    assert words.say(DUPLICATE.at(Source("a")), "fr")[0] == "duplicate-key"


@given(st.text())
def test_no_argument_acts(text: str) -> None:
    """Record text is data: no line end, control or turning mark of it is put out, and it stays short."""
    for message in words.say(DUPLICATE.at(Source("a"), key=text, first=1), "en"):
        assert not UNSEEN.search(message)
        assert len(message) < 200


@given(st.sampled_from(["{first}", "{0.__class__}", "[[x{first}]]", "{key}", "%(first)s", "{{first}}"]))
def test_no_argument_is_a_template(text: str) -> None:
    """`{first}` in a key is shown, not filled: words are put in once."""
    assert f"`{text}`" in words.say(DUPLICATE.at(Source("a"), key=text, first=1), "en")[0]


def test_what_is_hidden_is_spelt_out_and_what_is_long_is_cut() -> None:
    assert words.visible("a\x1b[31m\n\u202eb") == r"a\x1b[31m\n\u202eb"
    assert words.visible("长" * 80) == "长" * 80
    assert words.visible("长" * 81) == "长" * 79 + "…"
    assert len(words.visible("\x1b" * 60)) == 80


@pytest.mark.parametrize("asked", ["CRM104", "crm104", "duplicate-key", " Duplicate-Key "])
def test_explain_finds_a_code_by_number_and_by_name(asked: str) -> None:
    page_en, page_zh = words.explanation(asked, "en"), words.explanation(asked, "zh")
    assert page_en is not None
    assert page_zh is not None
    assert page_en.startswith("# CRM104 duplicate-key\n\n### What")
    assert "### 是什么" in page_zh


@pytest.mark.parametrize("asked", ["", "CRM000", "../CRM104", "duplicate", "CRM104.md", "\x00"])
def test_explain_knows_only_its_codes(asked: str) -> None:
    assert words.explanation(asked, "en") is None


def test_the_names_in_files_are_scalars() -> None:
    for path in FILES:
        profile = page(path).profile
        assert isinstance(profile, MappingNode)
        assert isinstance(profile.get("name"), Scalar), path.name


def test_a_label_is_said_in_either_language_and_a_word_keeps_its_key() -> None:
    about = Label("逾期", "overdue")
    made = Code("CRM999", "made-up").at(
        Source("a.md"), about=about, tier=Word("A", Label("甲", "Tier A")), n=1
    )
    assert made.arguments == (
        ("about_en", "overdue"), ("about_zh", "逾期"), ("n", "1"),
        ("tier", "A"), ("tier_en", "Tier A"), ("tier_zh", "甲"),
    )  # fmt: skip
