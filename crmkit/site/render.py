"""Render one page: what all pages share, where this one lies, and the page's own context."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from crmkit.diagnostics import Findings
from crmkit.followups import DueItem, due_for
from crmkit.language import Lang
from crmkit.model import Customer
from crmkit.pages import FOLDER, HIDDEN, Context, Page, Words, address, later, relations, somebody
from crmkit.pinyin import readings
from crmkit.policy import Policy
from crmkit.policy.book import Audience
from crmkit.resources import discover, templates
from crmkit.site.templates import environment, translation
from crmkit.view import View

LANGUAGE_NAMES = {"zh": ("zh-CN", "中文"), "en": ("en", "English")}
START = "today.html"
LOST = Page("404", "404.html", later("This page is not here"), "", 0)
# Where a shell is cut: no text of a policy can hold them, since policies are read without controls.
TITLE, NAME, MAIN = "\x00title\x00", "\x00name\x00", "\x00main\x00"


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One build: for whom, in which languages (the first at the root), from which commit.

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


@lru_cache(maxsize=8)
def words(site: Site, lang: Lang) -> Words:
    """How the pages of a language speak to the audience; made once per language."""
    said = translation(lang)
    sees_name = site.policy.schema.profile.find("name")
    names, brought = relations(site.view, sees_name is not None and sees_name.privacy in site.audience.sees)
    return Words(
        lang, said.gettext, said.ngettext, site.audience.sees, readings, site.audience.text, names, brought,
        plan(site), once(site), site.findings, _private(site),
    )  # fmt: skip


def _private(site: Site) -> Callable[[str], bool]:
    """Whether a text names a person; who may know them all is asked nothing."""
    if HIDDEN in site.audience.sees:
        return lambda _: False
    names: Callable[[str], bool] = once(site)("somebody", lambda: somebody(site.view))
    return names


@lru_cache(maxsize=2)
def known_due(site: Site) -> dict[str, tuple[DueItem, ...]]:
    """What is due by customer number, as far as some page has asked; a build adds what its parts found."""
    return {}


def plan(site: Site) -> Callable[[str], tuple[DueItem, ...]]:
    """What is due for a customer's number; worked out once in a build, whatever page or language asks."""
    known = known_due(site)

    def items(id: str) -> tuple[DueItem, ...]:
        found = known.get(id)
        if found is None:
            found = known[id] = due_for(site.view.standings[id], site.view)
        return found

    return items


@lru_cache(maxsize=2)
def _answers(site: Site) -> dict[str, Any]:
    return {}


def once(site: Site) -> Callable[[str, Callable[[], Any]], Any]:
    """Finds what pages ask of the whole book, by name; worked out once in a build, in whatever language."""
    known = _answers(site)

    def answer(name: str, find: Callable[[], Any]) -> Any:
        if name not in known:
            known[name] = find()
        return known[name]

    return answer


def book_pages(
    site: Site, lang: Lang, said: Words, *, only: Container[str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The pages about the whole book with the data they load, by file name; only some pages when asked so."""
    for page in pages():
        if only is not None and f"{page.name}.html" not in only:
            continue
        if page.book is not None:
            name = f"{page.name}.html"
            yield name, _render(site, lang, said, page, name, page.book(site.view, site.policy, said))
        for name, sheet in page.sheets(site.view, site.policy, said) if page.sheets is not None else ():
            yield name, sheet if isinstance(sheet, bytes) else _render(site, lang, said, page, name, sheet)
    yield "404.html", _render(site, lang, said, LOST, "404.html", {})


def customer_pages(site: Site, lang: Lang, said: Words, customer: Customer) -> Iterator[tuple[str, bytes]]:
    """The pages about one customer, by file name."""
    standing = site.view.standings[customer.id]
    for page in pages():
        if page.customer is not None:
            context = page.customer(customer, standing, site.view, site.policy, said)
            name = FOLDER + address(customer.id)
            yield name, _render(site, lang, said, page, name, context)


def forget() -> None:
    """Let go what is held of earlier sites: whoever builds again and again would hold them all."""
    for held in (words, known_due, _answers, _shell):
        held.cache_clear()


def _render(site: Site, lang: Lang, said: Words, page: Page, name: str, context: Context) -> bytes:
    """The bytes of a page that lies at `name` within its language's folder."""
    home = "../" * name.count("/")
    title = context.get("title") or said.tr(page.label)
    question = said.tr(page.question) if page.question else ""
    main = environment(lang).get_template(page.template).render(
        home=home, page={"title": title, "question": question, **context}
    )  # fmt: skip
    filled = {TITLE: str(escape(title)), NAME: name, MAIN: main}
    return "".join(filled.get(part, part) for part in _shell(site, lang, page, home)).encode(
        "utf-8", "replace"
    )


@lru_cache(maxsize=64)
def _shell(site: Site, lang: Lang, page: Page, home: str) -> tuple[str, ...]:
    """What all pages of a kind share, rendered once, in pieces around the marks for what differs."""
    said = words(site, lang)
    root = home + ("../" if site.folder(lang) else "")
    text = environment(lang).get_template("base.html").render(
        site=_shared(site, lang), here=_here(site, lang, said, page, home, root),
        title=TITLE, main=MAIN, kind=page.name,
    )  # fmt: skip
    return tuple(re.split(f"({TITLE}|{NAME}|{MAIN})", text))


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


def _here(site: Site, lang: Lang, said: Words, page: Page, home: str, root: str) -> dict[str, Any]:
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
