"""Choose the language of the terminal and translate what the command line says."""

from __future__ import annotations

import gettext
import os
from functools import cache

from crmkit.language import Lang
from crmkit.resources import HERE


def from_environment() -> Lang:
    """The language that the environment asks for: zh for any Chinese locale, else en."""
    for name in ("CRMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(name, "")
        if said:
            return "zh" if said.lower().startswith("zh") else "en"
    return "en"


@cache
def translation(lang: str, domain: str = "cli") -> gettext.NullTranslations:
    """The catalogue of a language; English is in the source itself."""
    return gettext.translation(domain, HERE / "locale", languages=[lang], fallback=True)
