"""Hostile content cannot run, load or leave (P7): every payload through every field and text of a record."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest

from crmkit.load import load_policy
from crmkit.schema.fields import Field
from crmkit.tree import snapshot

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PAYLOADS = (
    "<script>hacked(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "</script><script>hacked(2)</script>",
    "<!--<script>hacked(3)//-->",
    "--><img src=x onerror=hacked(4)>",
    "<img src=x onerror=hacked(5)>",
    "<img src=https://evil.example/pixel.png>",
    "<svg onload=hacked(6)>",
    "<svg><a xlink:href='javascript:hacked(7)'><text>x</text></a></svg>",
    "<svg><script>hacked(8)</script></svg>",
    "<math><mtext><script>hacked(9)</script></mtext></math>",
    "<iframe src=javascript:hacked(10)></iframe>",
    "<iframe srcdoc='<script>parent.hacked(11)</script>'></iframe>",
    "<object data=https://evil.example/x.swf></object>",
    "<embed src=//evil.example/x>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>body{background:url(//evil.example/b)}</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<form action=//evil.example/><input name=a autofocus onfocus=hacked(12)></form>",
    "<body onload=hacked(13)>",
    "<details open ontoggle=hacked(14)>",
    "<video><source onerror=hacked(15)></video>",
    "<template><script>hacked(16)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=hacked(17)>'>",
    "<textarea></textarea><script>hacked(18)</script>",
    "<a href=javascript:hacked(19)>x</a>",
    "[x](javascript:hacked(20))",
    "[x](JaVaScRiPt:hacked(21))",
    "[x](java&#115;cript:hacked(22))",
    "[x](\tjavascript:hacked(23))",
    "[x](data:text/html,<script>hacked(24)</script>)",
    "[x](vbscript:hacked(25))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/x)",
    "[x](/etc/passwd)",
    "[x](../../index.html)",
    "[x](\\\\evil.example\\x)",
    "<javascript:hacked(26)>",
    "<https://evil.example/autolink>",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:hacked(27))",
    '![x" onerror="hacked(28)](https://evil.example/p.png "t")',
    '[x](https://evil.example/"onmouseover="hacked(29))',
    '[x](https://evil.example "title\\" onmouseover=hacked(30) x=\\"")',
    "[x][ref]\n\n[ref]: javascript:hacked(31)",
    "[x][far]\n\n[far]: //evil.example/far",
    "\" onmouseover=hacked(32) x=\"",
    "' onfocus='hacked(33)' autofocus x='",
    "\"><script>hacked(34)</script>",
    "'><img src=x onerror=hacked(35)>",
    "`<script>hacked(36)</script>`",
    "```html\"><script>hacked(37)</script>\n<script>hacked(38)</script>\n```",
    "{{ ''.__class__.__mro__ }}{% for a in b %}",
    "{{ 7 * 7 }}{# #}{% raw %}${7*7}<%= 7*7 %>",
    "\u2028hacked(39)\u2029*/;hacked(40)//",
    "\\u003cscript>hacked(41)\\u003c/script>",
    "];window.hacked(42);[",
    "&lt;script&gt;hacked(43)&lt;/script&gt;",
    "&#60;script&#62;hacked(44)&#60;/script&#62;",
    "\u202e<script>hacked(45)</script>",
    "=HYPERLINK(\"//evil.example\")",
    "| <script>hacked(46)</script> | [x](javascript:hacked(47)) |\n| - | - |\n| ~~<b onclick=hacked()>~~ | |",
    "# <img src=x onerror=hacked(49)>\n\nSetext <script>\n======",
    "$(hacked(50))` ${hacked(51)}",
    "\x00title\x00 \x00main\x00",
)  # fmt: skip
ELEMENTS = words(
    "html head meta title link script body a header span div label input kbd p button nav ul li main footer "
    "code dialog h1 h2 h3 h4 dl dt dd form time ol section b details summary table caption thead tbody tr th "
    "td fieldset legend figure figcaption template noscript strong em del blockquote pre br hr bdi"
)
DRAWN = {SVG + name for name in ("svg", "path", "circle", "rect", "text", "title", "desc")}
ATTRIBUTES = words(
    "class id lang href hreflang title hidden role tabindex charset content name rel src http-equiv datetime "
    "type for value placeholder autocomplete spellcheck scope method defer start media open colspan "
    "viewBox width height x y rx d cx cy r fill focusable preserveAspectRatio"
)
SCHEMES = {"", "http", "https", "mailto", "tel"}


def spoken(field: Field, payload: str) -> Any:
    if field.fields.all:
        group = {each.key: spoken(each, payload) for each in field.fields}
        return [group] if field.type == "list" else group
    return [payload] if field.type == "list" else payload


def record(number: str, payload: str, fields: Any, kinds: list[Any], entry: Any) -> str:
    """The payload in every field, in every class of entries, in kinds, keys, subjects and free text."""
    one = " ".join(payload.split())
    lines = ["---", f"id: {number}"]
    lines += [f"{field.key}: {json.dumps(spoken(field, payload))}" for field in fields if field.key != "id"]
    lines += [f"{json.dumps('x' + payload)}: {json.dumps(payload)}", "---", "", payload, ""]
    for day, kind in enumerate(kinds, 1):
        lines.append(f"## 2024-05-{day % 28 + 1:02} {kind.key} {one}")
        lines += [f"- {each.key}: {one}" for each in entry(kind.cls) if each.fits(kind.cls)]
        lines += [f"- {one}: {one}", "", payload, ""]
    return "\n".join([*lines, f"## 2024-05-30 {one} {one}", "", payload, ""])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site for those who see everything, of one record for each payload."""
    import shutil

    from click.testing import CliRunner

    from crmkit import resources
    from crmkit.cli import main

    book = tmp_path_factory.mktemp("hostile")
    pack = resources.pack(resources.DEFAULT_PACK)
    assert pack is not None
    shutil.copytree(pack, book / "sop")
    (book / "records").mkdir()
    policy, _ = load_policy(snapshot(book))
    assert policy is not None
    kinds = list({kind.cls: kind for kind in policy.vocabulary.kinds.values()}.values())
    for at, payload in enumerate(PAYLOADS):
        text = record(
            f"CRM-202405{at + 1:03}", payload, policy.schema.profile, kinds, policy.schema.entry_fields
        )
        (book / "records" / f"CRM-202405{at + 1:03}.md").write_text(text, "utf-8", newline="\n")
    odd = "CRM-202406001'\"><img src=x onerror=hacked()>.md"  # a file name is text too
    (book / "records" / odd).write_text(f"---\nid: {json.dumps(PAYLOADS[0])}\nname: x\n---\n", "utf-8")
    with CliRunner().isolation():
        main(["-C", str(book), "--as-of", "2024-06-30", "--lang", "zh", "build", "--out", str(book / "site"),
              "--audience", "team", "--languages", "zh,en"])  # fmt: skip
    return book / "site"


def pages(site: Path) -> list[Path]:
    found = sorted(path for path in site.rglob("*.html") if path != site / "index.html")
    assert len(found) > 2 * len(PAYLOADS)
    return found


@cache
def elements(page: Path) -> list[Any]:
    tree = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


def test_pages_hold_only_known_elements_attributes_and_schemes(site: Path) -> None:
    for page in pages(site):
        for element in elements(page):
            where = f"{page.name}: <{element.tag}> {dict(element.attrib)}"
            assert element.tag in ELEMENTS | DRAWN, where
            for name, value in element.attrib.items():
                assert name in ATTRIBUTES or re.fullmatch(r"(?:aria|data)-[a-z]+", str(name)), where
                if name in ("href", "src"):
                    address = urlsplit(value)
                    assert address.scheme in SCHEMES, where
                    assert address.scheme or not (address.netloc or value.startswith(("/", "\\"))), where


def seeks(element: Any, page: Path) -> bool:
    """Whether it is the one script that stands in a page: a missing page, shown at any depth, seeks the site.

    Its digest in the page's own policy is all that lets it run, so nothing of a record could be in it.
    """
    text = element.text or ""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return page.name == "404.html" and f"'sha256-{digest}'" in page.read_text("utf-8")


def test_only_our_own_script_sheet_and_data_are_loaded(site: Path) -> None:
    for page in pages(site):
        for element in elements(page):
            if element.tag == "script" and not seeks(element, page):
                assert not (element.text or "").strip(), page.name
                assert re.fullmatch(
                    r"(?:\.\./)*(?:static/site|data/customers-\d+)\.js", element.attrib["src"]
                )
            if element.tag == "link":
                assert re.fullmatch(r"(?:\.\./)*static/(?:site|dark)\.css", element.attrib["href"])
            assert "src" not in element.attrib or element.tag == "script"


def test_every_relative_link_leads_to_a_file_of_the_site(site: Path) -> None:
    for page in pages(site):
        for element in elements(page):
            link = element.attrib.get("href", "").split("#")[0]
            if link and not urlsplit(link).scheme:
                assert (page.parent / link).is_file(), f"{page.name}: {link}"


def test_a_template_in_a_record_is_text(site: Path) -> None:
    """`{{ 7 * 7 }}` stays as it is written."""
    at = next(at for at, payload in enumerate(PAYLOADS) if "7 * 7" in payload)
    assert "{{ 7 * 7 }}" in (site / "customers" / f"CRM-202405{at + 1:03}.html").read_text("utf-8")


def test_scripts_of_data_hold_no_end_of_an_element_and_no_line_separator(site: Path) -> None:
    for script in [*(site / "search").glob("*.js"), *(site / "data").glob("*.js")]:
        text = script.read_text("utf-8")
        assert not re.search("[<\u2028\u2029]", text), script.name
        body = re.fullmatch(r"\(window\.\w+ = window\.\w+ \|\| \[\]\)\.push\(\n(.*)\);\n", text, re.DOTALL)
        if script.stem != "shards":
            assert body is not None
            json.loads(f"[{body[1]}]")


@pytest.mark.browser
def test_no_payload_runs_asks_or_complains_in_a_browser(chromium: Any, site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))

    def dismissed(dialog: Any) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("popup", lambda other: said.append(f"popup: {other.url}"))
    page.on(
        "request", lambda asked: said.append(asked.url) if not asked.url.startswith(site.as_uri()) else None
    )
    page.add_init_script(
        "window.hacked = function (n) { document.title = 'HACKED'; console.error('ran', n); }"
    )
    for path in [site / "customers.html", *sorted((site / "customers").glob("*.html"))]:
        page.goto(path.as_uri())
        assert said == [], path.name
        assert page.evaluate("document.title") != "HACKED"
    page.goto((site / "customers.html").as_uri())
    page.fill("#q", "hacked")
    page.locator("#hits a").first.wait_for()
    page.fill("#only", "script")
    page.evaluate("document.querySelectorAll('details').forEach(function (each) { each.open = true; })")
    page.evaluate("document.querySelectorAll('#list a, #hits a').forEach(function (each) { each.focus(); })")
    assert said == []
    context.close()
