"""Choose the language of the terminal and translate what the command line says."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

import click

from crmkit.language import Lang

LOCALE = Path(__file__).parent.parent / "locale"


def from_environment() -> Lang:
    """The language that the environment asks for: zh for any Chinese locale, else en."""
    for name in ("CRMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(name, "")
        if said:
            return "zh" if said.lower().startswith("zh") else "en"
    return "en"


@cache
def translation(lang: str, domain: str = "cli") -> gettext.NullTranslations:
    """The catalogue of a language, with click's words behind ours; English is in the source itself."""
    found = gettext.translation(domain, LOCALE, languages=[lang], fallback=True)
    if domain != "click":
        found.add_fallback(translation(lang, "click"))
    return found


def spoken(ctx: click.Context, message: str) -> str:
    """A message in the language of the run, also where the options are not all read yet."""
    lang = ctx.find_root().params.get("lang") or from_environment()
    return translation(lang).gettext(message) if message else ""


def teach_click(lang: str) -> None:
    """Have click's own messages said in the language too: it asks gettext's global domain."""
    gettext.bindtextdomain("click", str(LOCALE))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = lang
