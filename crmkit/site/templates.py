"""Make the template environment: our own templates only, everything escaped, no undefined name."""

from __future__ import annotations

import gettext
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crmkit import resources
from crmkit.site.markdown import markdown


@cache
def translation(lang: str) -> gettext.NullTranslations:
    """The site's catalogue; English is in the templates themselves."""
    return gettext.translation("site", resources.HERE / "locale", languages=[lang], fallback=True)


@cache
def environment(lang: str) -> Environment:
    """Templates in one language; nothing of a record is ever compiled."""
    env = Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    said = translation(lang)
    env.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["markdown"] = markdown
    return env
