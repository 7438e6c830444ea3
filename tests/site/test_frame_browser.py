"""What all pages share, in a browser: the missing page at any depth, input methods, a site grown old (K2)."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from built_site import built

pytestmark = pytest.mark.browser

BELOW = "/team/book/"
RECORD = """\
---
id: CRM-202405001
name: 张记
type: business
status: signed
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-05-06}
---

## 2024-05-15 电话 聊
- by: zhang.wei
- next: 2024-06-30 电话 再聊
"""


@pytest.fixture
def site(crm: Any) -> Path:
    """As of 2024-06-30, English at the root."""
    crm.write("records/CRM-202405001.md", RECORD)
    return built(crm)


@pytest.fixture
def hosted(site: Path) -> Iterator[str]:
    """The address of a host that has the site below a folder, and its 404.html for all that is missing."""

    class Host(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(self.path.split("?")[0])
            file = site / path.removeprefix(BELOW)
            there = path.startswith(BELOW) and file.is_file()
            data = (file if there else site / "404.html").read_bytes()
            self.send_response(200 if there else 404)
            kind = self.guess_type(str(file)) if there else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}{BELOW}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "missed", ["gone.html", "customers/CRM-199901001.html", "zh/customers/gone.html", "a/b/c/d.html"]
)
def test_the_missing_page_is_whole_at_any_depth(missed: str, hosted: str, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(hosted + missed)
    page.wait_for_function("document.documentElement.classList.contains('scripted')")
    page.wait_for_function("getComputedStyle(document.querySelector('.skip')).position === 'absolute'")
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    assert hosted + "today.html" in links
    assert hosted + "customers.html" in links
    assert hosted + "zh/404.html" in links
    page.fill("#q", "张记")
    page.locator("#hits a").wait_for()
    assert page.get_attribute("#hits a", "href") == hosted + "customers/CRM-202405001.html"
    page.close()


def test_the_missing_page_runs_the_one_script_that_its_policy_names(site: Path) -> None:
    for name in ("404.html", "zh/404.html"):
        text = (site / name).read_text("utf-8")
        (script,) = re.findall(r"<script[^>]*>(.*?)</script>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'self' 'sha256-{digest}';" in text
    assert "sha256" not in (site / "today.html").read_text("utf-8")


@pytest.mark.parametrize("told", ["keyCode: 229, which: 229", "isComposing: true"])
@pytest.mark.parametrize("key", ["Enter", "Escape", "ArrowDown"])
def test_a_key_that_ends_a_composition_is_the_input_methods(
    key: str, told: str, site: Path, chromium: Any
) -> None:
    """Safari ends the composition first, and then tells of the key by the code 229 alone."""
    page = chromium.new_page()
    page.goto((site / "today.html").as_uri())
    page.fill("#q", "zhang")
    page.locator("#hits a").wait_for()
    event = f"new KeyboardEvent('keydown', {{key: '{key}', {told}, bubbles: true, cancelable: true}})"
    kept = page.evaluate(f"document.querySelector('#q').dispatchEvent({event})")
    assert kept, "the browser's own answer to the key was prevented"
    assert page.locator("#hits a[aria-selected=true]").count() == 0
    assert page.locator("#hits").is_visible()
    with page.expect_navigation():
        page.press("#q", "Enter")
    assert page.url.endswith("customers/CRM-202405001.html")
    page.close()


@pytest.mark.parametrize(
    "name",
    [
        "today.html",
        "customers.html",
        "tiers.html",
        "tickets.html",
        "pipeline.html",
        "quality.html",
        "zh/today.html",
    ],
)
def test_every_page_says_at_its_top_for_which_day_it_is(name: str, site: Path, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    page.goto((site / name).as_uri())
    assert "2024-06-30" in page.inner_text("header.bar")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2024-06-29T23:59:00", ""),
        ("2024-06-30T23:59:00", ""),
        ("2024-07-01T00:01:00", "Built for 2024-06-30, yesterday"),
        ("2024-07-15T12:00:00", "Built for 2024-06-30, 15 days ago"),
    ],
)
@pytest.mark.parametrize("name", ["today.html", "tickets.html", "customers/CRM-202405001.html"])
def test_who_reads_later_is_told_by_how_many_days(
    name: str, now: str, said: str, site: Path, chromium: Any
) -> None:
    """By the reader's own calendar day, wherever the reader is."""
    context = chromium.new_context(timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.clock.set_fixed_time(f"{now}+08:00")
    page.goto((site / name).as_uri())
    page.wait_for_function("document.documentElement.classList.contains('scripted')")
    stale = page.locator("#stale")
    assert stale.is_visible() is bool(said)
    assert (stale.text_content() or "").startswith(said)
    context.close()
