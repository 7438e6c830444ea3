"""Render one page: what all pages share, where this one lies, and the page's own context."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from crmkit.language import Lang
from crmkit.model import Customer
from crmkit.pages import FOLDER, Context, Page, Words, address, relations
from crmkit.pinyin import spellings
from crmkit.policy import Policy
from crmkit.policy.book import Audience
from crmkit.resources import discover
from crmkit.site.templates import environment, translation
from crmkit.view import View

LANGUAGE_NAMES = {"zh": ("zh-CN", "中文"), "en": ("en", "English")}
START = "customers.html"


@dataclass(frozen=True, slots=True)
class Site:
    """One build: for whom, in which languages (the first at the root), from which commit."""

    view: View
    audience: Audience
    languages: tuple[Lang, ...]
    commit: str

    @property
    def policy(self) -> Policy:
        """The policy of the view."""
        return self.view.policy

    def folder(self, lang: Lang) -> str:
        """Where a language's pages lie: the root for the first, else a folder of its own."""
        return "" if lang == self.languages[0] else f"{lang}/"


@cache
def pages() -> tuple[Page, ...]:
    """Every page file, in the order of the navigation."""
    return tuple(sorted(discover("crmkit.pages", "PAGE"), key=lambda page: page.order))


def words(site: Site, lang: Lang) -> Words:
    """How the pages of a language speak to the audience; made once per language."""
    said = translation(lang)
    names, brought = relations(site.view)
    return Words(
        lang, said.gettext, said.ngettext, site.audience.sees, spell, site.audience.text, names, brought
    )


def spell(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name; a name without Chinese stands for itself."""
    keys = spellings(name)
    return (keys[0], keys[min(1, len(keys) - 1)]) if keys else (name.lower(), "")


def book_pages(site: Site, lang: Lang, said: Words) -> list[tuple[str, bytes]]:
    """The pages about the whole book, by file name."""
    made = [
        (
            f"{page.name}.html",
            _render(site, lang, said, page, f"{page.name}.html", page.book(site.view, site.policy, said)),
        )
        for page in pages()
        if page.book is not None
    ]
    lost = Page("404", "404.html", "Not found", "", 0)
    return [*made, ("404.html", _render(site, lang, said, lost, "404.html", {}))]


def customer_pages(site: Site, lang: Lang, said: Words, customer: Customer) -> list[tuple[str, bytes]]:
    """The pages about one customer, by file name."""
    standing = site.view.standings[customer.id]
    made = []
    for page in pages():
        if page.customer is not None:
            name = FOLDER + address(customer.id)
            context = page.customer(customer, standing, site.view, site.policy, said)
            made.append((name, _render(site, lang, said, page, name, context)))
    return made


def _render(site: Site, lang: Lang, said: Words, page: Page, name: str, context: Context) -> bytes:
    """The bytes of a page that lies at `name` within its language's folder."""
    template = environment(lang).get_template(page.template)
    about = {"title": said.tr(page.label), "question": said.tr(page.question) if page.question else ""}
    text = template.render(
        site=_shared(site, lang), here=_here(site, lang, said, page, name), page=about | context
    )
    return text.encode("utf-8", "replace")


def _shared(site: Site, lang: Lang) -> dict[str, Any]:
    forge, commit = site.policy.book.forge, site.commit
    return {
        "lang": LANGUAGE_NAMES[lang][0],
        "title": site.policy.book.title.said(lang),
        "start": START,
        "commit": commit[:12] + ("+" if commit.endswith("+") else ""),
        "commit_url": forge.replace("/blob/", "/commit/").rsplit("/commit/")[0] + f"/commit/{commit.rstrip('+')}"
        if forge and "/blob/" in forge and commit else "",
        "as_of": site.view.as_of.isoformat(),
        "audience": site.audience.label.said(lang),
    }  # fmt: skip


def _here(site: Site, lang: Lang, said: Words, page: Page, name: str) -> dict[str, Any]:
    """Relative ways from this page: to its language's folder, to the root, to the other languages."""
    home = "../" * name.count("/")
    root = home + ("../" if site.folder(lang) else "")
    return {
        "home": home,
        "root": root,
        "nav": [
            {
                "name": p.name,
                "label": said.tr(p.label),
                "key": p.key,
                "href": f"{home}{p.name}.html",
                "current": p is page,
            }
            for p in pages()
            if p.key
        ],
        "languages": [
            {
                "lang": LANGUAGE_NAMES[other][0],
                "label": LANGUAGE_NAMES[other][1],
                "href": root + site.folder(other) + name,
                "current": other == lang,
            }
            for other in site.languages
        ],
    }
