"""Every word of the site has its Chinese, and the catalogue holds no word that nobody says (K2)."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

from jinja2.ext import GETTEXT_FUNCTIONS, babel_extract

from crmkit import resources

LOCALE = resources.HERE / "locale"
SPEAKERS = ("tr", "count", "later")


def said_in_templates() -> set[str]:
    found: set[str] = set()
    for path in resources.templates().rglob("*.html"):
        with open(path, "rb") as file:
            for _, _, message, _ in babel_extract(file, GETTEXT_FUNCTIONS, [], {"silent": "false"}):
                texts = message if isinstance(message, tuple) else (message,)
                found |= {text for text in texts if isinstance(text, str)}
    return found


def said_in_python() -> set[str]:
    """The texts that page files hand to `tr`, `count` and `later`."""
    found: set[str] = set()
    for folder in ("pages", "site"):
        for path in (resources.HERE / folder).rglob("*.py"):
            found |= spoken(ast.parse(path.read_text("utf-8")))
    return found


def spoken(tree: ast.AST) -> set[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        argument.value
        for call in calls
        if len(call.args) > 2 or getattr(call.func, "attr", "") != "count"
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in SPEAKERS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def catalogue() -> gettext.GNUTranslations:
    return gettext.GNUTranslations((LOCALE / "zh" / "LC_MESSAGES" / "site.mo").open("rb"))


def entries(said: gettext.GNUTranslations) -> dict[str, str]:
    """Singular message ids with their translations; the header has no id."""
    table: dict[object, str] = said._catalog  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else str(key): text for key, text in table.items() if key}


def test_zh_is_complete() -> None:
    known = entries(catalogue())
    plurals = {
        text for text in said_in_templates() | said_in_python() if re.search(r"%\(num\)s \w+s\b", text)
    }
    missing = (said_in_templates() | said_in_python()) - set(known) - plurals
    assert missing == set()


def test_zh_says_nothing_that_is_never_said() -> None:
    assert set(entries(catalogue())) - said_in_templates() - said_in_python() == set()


def test_translations_keep_the_placeholders() -> None:
    """`%(m)s` is the one more that Chinese months use: no leading zero."""
    for message, text in entries(catalogue()).items():
        places = set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", text)) - {("m", "")}
        assert places <= set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", message)), message


def test_the_compiled_catalogue_is_made_from_the_text() -> None:
    text = Path(LOCALE / "zh" / "LC_MESSAGES" / "site.po").read_text("utf-8")
    for message, translation in entries(catalogue()).items():
        assert translation.replace('"', '\\"') in text or len(translation) > 60, message
