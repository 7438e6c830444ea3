"""Render one page: what all pages share, where this one lies, and the page's own context."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Container, Iterator
from functools import cache, cached_property
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from crmkit.diagnostics import Findings
from crmkit.language import Lang
from crmkit.model import Customer
from crmkit.pages import FOLDER, BookIndex, Context, Page, address, called, later
from crmkit.policy import Policy
from crmkit.policy.files.book import Audience
from crmkit.reader import HIDDEN, Reader
from crmkit.resources import discover, templates
from crmkit.site.templates import Environments, Templates, environment, translation
from crmkit.view import View

LANGUAGE_NAMES = {"zh": ("zh-CN", "中文"), "en": ("en", "English")}
START = "today.html"
LOST = Page("404", "404.html", later("This page is not here"), "", 0, book=lambda index, words: {})
# Where a shell is cut: no text of a policy can hold them, since policies are read without controls.
TITLE, NAME, MAIN = "\x00title\x00", "\x00name\x00", "\x00main\x00"


class Site(NamedTuple):
    """What is to be built: for whom, in which languages (the first at the root), from which commit.

    `findings` are those of procedures and records, None where nobody looked for them.
    """

    view: View
    audience: Audience
    languages: tuple[Lang, ...]
    commit: str
    findings: Findings | None = None

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
    return tuple(sorted(discover("crmkit.pages", "PAGE", Page), key=lambda page: page.order))


def book_pages() -> tuple[Page, ...]:
    """Those about the whole book, and what stands for a page that is missing."""
    return (*(page for page in pages() if page.book is not None or page.sheets is not None), LOST)


class Build:
    """One build of a site, and all that is worked out once for it; what is let go with it.

    `environments` are templates compiled by an earlier build from the same files.
    """

    def __init__(self, site: Site, environments: Environments | None = None) -> None:
        self.site, self.index = site, BookIndex(site.view, site.findings)
        self.environments: Environments = {} if environments is None else environments
        self._readers: dict[Lang, Reader] = {}
        self._shells: dict[tuple[Lang, str, str], tuple[str, ...]] = {}

    def __reduce__(self) -> tuple[type[Build], tuple[Site]]:
        """Another process gets the site and works out again what it needs: templates cannot be sent."""
        return Build, (self.site,)

    @cached_property
    def _names(self) -> dict[str, str]:
        name = self.site.policy.schema.profile.find("name")
        sees_name = name is not None and name.privacy in self.site.audience.sees
        return called(self.site.view, sees_name=sees_name)

    def reader(self, lang: Lang) -> Reader:
        """Who reads the pages of a language; who may know all persons is asked of none."""
        if lang not in self._readers:
            said, audience = translation(lang), self.site.audience
            private = self.index.somebody if HIDDEN not in audience.sees else lambda _: False
            self._readers[lang] = Reader(
                lang, said.gettext, said.ngettext, audience.sees, audience.text, self._names, private
            )
        return self._readers[lang]

    def templates(self, lang: Lang) -> Templates:
        """The templates in a language."""
        if lang not in self.environments:
            self.environments[lang] = environment(lang)
        return self.environments[lang]

    def book_pages(self, lang: Lang, *, only: Container[str] | None = None) -> Iterator[tuple[str, bytes]]:
        """The pages about the whole book with the data they load, by file name; some only, when asked so."""
        for page in book_pages():
            if only is None or page is LOST or f"{page.name}.html" in only:
                yield from self.book_page(lang, page)

    def book_page(self, lang: Lang, page: Page) -> Iterator[tuple[str, bytes]]:
        """One of them, in all its files."""
        said = self.reader(lang)
        if page.book is not None:
            name = f"{page.name}.html"
            yield name, self._render(lang, page, name, page.book(self.index, said))
        for name, sheet in page.sheets(self.index, said) if page.sheets is not None else ():
            yield name, sheet if isinstance(sheet, bytes) else self._render(lang, page, name, sheet)

    def customer_pages(self, lang: Lang, customer: Customer) -> Iterator[tuple[str, bytes]]:
        """The pages about one customer, by file name."""
        standing = self.site.view.standings[customer.id]
        for page in pages():
            if page.customer is not None:
                context = page.customer(customer, standing, self.index, self.reader(lang))
                name = FOLDER + address(customer.id)
                yield name, self._render(lang, page, name, context)

    def _render(self, lang: Lang, page: Page, name: str, context: Context) -> bytes:
        """The bytes of a page that lies at `name` within its language's folder."""
        home, said = "../" * name.count("/"), self.reader(lang)
        title = context.get("title") or said.tr(page.label)
        question = said.tr(page.question) if page.question else ""
        main = self.templates(lang).filled(
            page.template, {"home": home, "page": {"title": title, "question": question, **context}}
        )
        filled = {TITLE: str(escape(title)), NAME: name, MAIN: main}
        return "".join(filled.get(part, part) for part in self._shell(lang, page, home)).encode(
            "utf-8", "replace"
        )

    def _shell(self, lang: Lang, page: Page, home: str) -> tuple[str, ...]:
        """What all pages of a kind share, rendered once, in pieces around the marks for what differs."""
        known = self._shells.get((lang, page.name, home))
        if known is None:
            root = home + ("../" if self.site.folder(lang) else "")
            here = _here(self.site, lang, self.reader(lang), page, home, root)
            text = self.templates(lang).filled("base.html", {
                "site": _shared(self.site, lang), "here": here,
                "title": TITLE, "main": MAIN, "kind": page.name,
            })  # fmt: skip
            known = tuple(re.split(f"({TITLE}|{NAME}|{MAIN})", text))
            self._shells[lang, page.name, home] = known
        return known


def _shared(site: Site, lang: Lang) -> dict[str, str]:
    forge, commit = site.policy.book.forge, site.commit
    base = forge.replace("/blob/", "/commit/").rsplit("/commit/")[0] if "/blob/" in forge and commit else ""
    return {
        "lang": LANGUAGE_NAMES[lang][0],
        "title": site.policy.book.title.said(lang),
        "start": START,
        "commit": commit[:12] + ("+" if commit.endswith("+") else ""),
        "commit_url": f"{base}/commit/{commit.rstrip('+')}" if base else "",
        "as_of": site.view.as_of.isoformat(),
        "audience": site.audience.label.said(lang),
    }


def _here(site: Site, lang: Lang, said: Reader, page: Page, home: str, root: str) -> dict[str, Any]:
    """Relative ways from this page: to its language's folder, to the root, to the other languages."""
    nav = [
        {"name": each.name, "label": said.tr(each.label), "key": each.key, "href": f"{home}{each.name}.html",
         "current": each is page}
        for each in pages() if each.key
    ]  # fmt: skip
    languages = [
        {"lang": LANGUAGE_NAMES[other][0], "label": LANGUAGE_NAMES[other][1],
         "href": root + site.folder(other) + NAME, "current": other == lang}
        for other in site.languages
    ]  # fmt: skip
    lost = {"folder": site.folder(lang), **_seek()} if page is LOST else None
    return {"home": home, "root": root, "nav": nav, "languages": languages, "lost": lost}


def _seek() -> dict[str, str]:
    """What looks for the site from the page of what is missing, which hosts show at any depth.

    No file can be named from there, so this is the one script within a page; the page's policy lets run what
    has its digest, and nothing else.
    """
    text = templates().joinpath("lost.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return {"script": Markup(text), "digest": f"sha256-{digest}"}
