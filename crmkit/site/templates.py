"""Make the template environment: our own templates only, everything escaped, no undefined name."""

from __future__ import annotations

import gettext
import re
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from crmkit import resources
from crmkit.pages import later
from crmkit.site.html import Pieces
from crmkit.site.markdown import markdown

_SAID = re.compile(r"""\b_\((?:"([^"\\]*)"|'([^'\\]*)')\)""")


@cache
def translation(lang: str) -> gettext.NullTranslations:
    """The site's catalogue; English is in the templates themselves."""
    return gettext.translation("site", resources.HERE / "locale", languages=[lang], fallback=True)


class SaidOnce(Extension):
    """Translate `_("…")` without values when a template is compiled, not on each of ten thousand pages."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template with its plain messages as literals of the environment's language."""
        said = translation(self.environment.lang)  # type: ignore[attr-defined]

        def literal(found: re.Match[str]) -> str:
            text = said.gettext(found[1] or found[2])
            return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

        return _SAID.sub(literal, source)


class Templates(Environment):
    """Templates of one language. A context is made of dicts, so a name is looked up as a key first."""

    lang = ""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`page.title` of a dict without asking it for an attribute."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def filled(self, name: str, values: dict[str, Any]) -> str:
        """The text that a template makes of some values.

        It is `Template.render`, but for the end: a macro holds the context that holds it, so that every page
        would wait for a collection, which costs more than the page.
        """
        template = self.get_template(name)
        context = template.new_context(values)
        try:
            return "".join(template.root_render_func(context))
        except Exception:
            self.handle_exception()
        finally:
            for names in (context.vars, context.exported_vars, context.parent):
                names.clear()


Environments = dict[str, Templates]
"""Templates by language."""


def environment(lang: str) -> Templates:
    """Templates in one language; nothing of a record is ever compiled."""
    env = Templates(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", SaidOnce],
    )
    said = translation(lang)
    env.lang = lang
    env.install_gettext_callables(said.gettext, said.ngettext, newstyle=True)  # type: ignore[attr-defined]
    pieces = Pieces(said.gettext(later("Hidden from this audience")), said.gettext(later(", ")))
    env.filters.update(pieces.filters())
    env.filters["markdown"] = markdown
    return env
