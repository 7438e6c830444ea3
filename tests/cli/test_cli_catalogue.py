"""Every word of the command line has its Chinese, and the catalogue holds no word that nobody says (K2)."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from crmkit import resources
from crmkit.cli.command import parts

CLI = resources.HERE / "cli"
WORDS = resources.HERE / "locale" / "zh" / "LC_MESSAGES"
SPEAKERS = {"_", "fail", "many", "nearest", "spoken"}

Ids = dict[str, str | None]
"""Message ids with their plurals."""


def said_in_source() -> Ids:
    found: Ids = {}
    for path in sorted(CLI.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= said_in_call(node)
            elif isinstance(node, ast.FunctionDef) and node.name in ("COMMAND", "crmkit"):
                page = parts(ast.get_docstring(node) or "")
                found |= dict.fromkeys((page.duty, *page.notes))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "EXAMPLES":
                found |= dict.fromkeys(what for _, what in ast.literal_eval(node.value))
        if path.name == "__init__.py" and (CLI / "commands") in path.parent.parents:  # a group of commands
            page = parts(ast.get_docstring(tree) or "")
            found |= dict.fromkeys((page.duty, *page.notes))
        found |= {one: many for one, many in chosen_plurals(tree) if one and many}
        found |= dict.fromkeys(list(messages_in_variables(tree)))
    return found


def said_in_call(node: ast.Call) -> Ids:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name == "many":
        return {texts[0]: texts[1]} if len(texts) > 1 else {}
    if name in SPEAKERS:
        return dict.fromkeys(texts[:1])
    helps = (k.value for k in node.keywords if k.arg == "help")
    return dict.fromkeys(h.value for h in helps if isinstance(h, ast.Constant) and isinstance(h.value, str))


def chosen_plurals(tree: ast.Module) -> list[tuple[str, str]]:
    """`one = A if x else B` and `many = …`: the pairs that `rim.many(one, many, …)` may be handed."""
    choices: dict[str, list[str]] = {"one": [], "many": []}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in choices:
            both = [n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            choices[node.targets[0].id] += [t for t in both if isinstance(t, str)]  # type: ignore[attr-defined]
    return list(zip(choices["one"], choices["many"], strict=True))


def messages_in_variables(tree: ast.Module) -> list[str]:
    """Texts that are said later: a `said = "…"`, or the second argument of a function that asks names."""
    found = [
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and getattr(node.targets[0], "id", "") == "said"
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    return found + [
        node.args[1].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "_known"
        and isinstance(node.args[1], ast.Constant)
        and isinstance(node.args[1].value, str)
    ]


def catalogue(domain: str = "cli") -> Catalog:
    with open(WORDS / f"{domain}.po", "rb") as file:
        return read_po(file, locale="zh")


def ids(said: Catalog) -> Ids:
    return {forms[0]: forms[1] if len(forms) > 1 else None for m in said if (forms := each(m.id))[0]}


def each(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a message: one, or the singular and the plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def test_zh_says_all_that_the_source_says_and_nothing_else() -> None:
    known, said = ids(catalogue()), said_in_source()
    assert [message for message in said if message not in known] == [], "missing"
    assert [message for message in known if message not in said] == [], "stale"
    assert {m: p for m, p in said.items() if p and known[m] != p} == {}, "another plural"


@pytest.mark.parametrize("domain", ["cli", "click"])
def test_translations_are_there_and_keep_the_placeholders(domain: str) -> None:
    for message in catalogue(domain):
        if message.id:
            ids, texts = each(message.id), each(message.string)
            assert all(texts), ids
            assert not message.fuzzy, ids
            for text in texts:
                assert places(text) == places(ids[-1]), text


@pytest.mark.parametrize("domain", ["cli", "click", "site"])
def test_babel_compiles_every_catalogue_without_a_complaint(domain: str) -> None:
    """A text with a place that its message has not is left out, or fails when it is said."""
    assert [(message.id, faults) for message, faults in catalogue(domain).check()] == []


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


@pytest.mark.parametrize("domain", ["cli", "click", "site"])
def test_the_compiled_catalogue_is_made_from_the_text(domain: str) -> None:
    """`pybabel compile -D cli -d crmkit/locale` makes it."""
    compiled = gettext.GNUTranslations((WORDS / f"{domain}.mo").open("rb"))
    table = {k: v for k, v in compiled._catalog.items() if k}  # type: ignore[attr-defined]
    expected: dict[str | tuple[str, int], str] = {}
    for message in catalogue(domain):
        forms, texts = each(message.id), each(message.string)
        if len(forms) > 1:
            expected |= {(forms[0], number): text for number, text in enumerate(texts)}
        elif forms[0]:
            expected[forms[0]] = texts[0]
    assert table == expected


def test_clicks_own_messages_are_ones_that_click_says() -> None:
    """A message that a newer click words otherwise is shown in English: no failure, but stale here."""
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    said = {
        node.value
        for node in ast.walk(ast.parse(source.replace("from __future__ import annotations", "")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    known = set(ids(catalogue("click")))
    older = {m for m in known if "{name}" in m}  # 8.2 has no quotes about a name
    assert known - older <= said
