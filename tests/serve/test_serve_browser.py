"""`serve` in a real browser: edit a record, a policy, a template, break each, mend it (K3)."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
RECORD = "records/CRM-202405001.md"
ZENG = """---
id: CRM-202405001
name: 曾国藩
type: individual
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-05-06}
potential: 35%
---

## 2024-05-20 订单 首期实施
- by: zhang.wei
- amount: 30万
"""
STAR = """---
id: CRM-202405002
name: 杭州星辰
type: business
status: lead
owner: li.na
source: {channel: 展会}
recorded: {by: li.na, date: 2024-05-07}
---
"""
WAIT = 30_000


class Served(NamedTuple):
    """A book that is served, and a page open on it."""

    book: Path
    url: str
    page: Any
    complaints: list[str]

    def write(self, path: str, text: str) -> None:
        (self.book / path).write_text(text, "utf-8", newline="\n")

    def read(self, path: str) -> str:
        return (self.book / path).read_text("utf-8")

    def shows(self, text: str, page: Any = None) -> None:
        """Wait until the open page, or another one, shows a text, without a reload by hand."""
        page = page or self.page
        page.bring_to_front()  # only the tab that is looked at follows
        page.locator("body", has_text=text).wait_for(timeout=WAIT)

    def troubled(self, text: str) -> None:
        self.page.locator(".preview-trouble", has_text=text).wait_for(timeout=WAIT)

    def sound(self) -> None:
        self.page.locator("body:not(:has(.preview-trouble)) main").wait_for(timeout=WAIT)


@pytest.fixture
def served(chromium: Any, book: Path, tmp_path: Path) -> Iterator[Served]:
    """`crmkit serve` with templates of the test's own: a copy of the package beside them."""
    shutil.copytree(ROOT / "crmkit", tmp_path / "crmkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "site_templates", tmp_path / "site_templates")
    (book / RECORD).write_text(ZENG, "utf-8", newline="\n")
    options = ["-C", str(book), "--as-of", "2024-06-30", "--lang", "zh"]
    command = [sys.executable, "-m", "crmkit", *options, "serve", "--port", "0", "--audience", "team"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert running.stdout is not None
    url = running.stdout.readline().strip()
    context = chromium.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Served(book, url, page, complaints)
    context.close()
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 130


def test_what_the_browser_shows_while_a_book_is_written(served: Served, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    customer = served.url + "customers/CRM-202405001.html"

    served.page.goto(customer)
    served.shows("首期实施")

    # a record: edited, broken so that it cannot be read, mended
    served.write(RECORD, ZENG.replace("首期实施", "首期验收"))
    served.shows("首期验收")
    served.write(RECORD, ZENG.replace("name: 曾国藩", "name: [曾国藩"))
    served.troubled(RECORD)
    assert "首期" not in served.page.locator("main").inner_text()
    served.write(RECORD, ZENG.replace("首期实施", "首期结清"))
    served.shows("首期结清")
    served.sound()

    # the policy: B becomes A, then a condition that does not end, then mended
    tiers = served.read("sop/tiers.md")
    served.page.goto(served.url)
    served.page.wait_for_url("**/*.html")
    served.page.goto(served.url + "customers.html")
    cell = served.page.locator("#list td.c-tier")
    before = cell.inner_text()
    served.write("sop/tiers.md", tiers.replace("amount_12m >= 50万", "amount_12m >= 20万"))
    served.page.locator("#list td.c-tier", has_not_text=before).wait_for(timeout=WAIT)
    after = cell.inner_text()
    served.write("sop/tiers.md", tiers.replace("amount_12m >= 50万", "amount_12m >="))
    served.troubled("sop/tiers.md:")
    assert cell.inner_text() == after, "the last good site"
    served.write("sop/tiers.md", tiers)
    served.sound()
    assert cell.inner_text() == before

    # a template: edited, broken, mended; and the style
    path = tmp_path / "site_templates" / "customers.html"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("<h1>", "<h1>模板一 "), "utf-8")
    served.shows("模板一")
    path.write_text(whole.replace("<h1>", "<h1>{% if %} "), "utf-8")
    served.troubled("customers.html:")
    served.shows("模板一")
    path.write_text(whole.replace("<h1>", "<h1>模板二 "), "utf-8")
    served.shows("模板二")
    served.sound()
    style = tmp_path / "site_templates" / "static" / "site.css"
    style.write_text(style.read_text("utf-8") + "\nh1 { letter-spacing: 7px; }\n", "utf-8")
    expect(served.page.locator("h1")).to_have_css("letter-spacing", "7px", timeout=WAIT)

    # no complaint but that a page was not there; nothing of the preview is on the disk
    assert [said for said in served.complaints if not re.search("404", said)] == []
    assert not [p for p in (served.book / "site").rglob("*.html") if "_serve" in p.read_text("utf-8")]


def test_two_tabs_follow_a_new_a_renamed_and_a_removed_record(served: Served) -> None:
    """One tab shows the list, the other a page that is not there yet (K3)."""
    lost, path = "没有这个页面", "records/CRM-202405002.md"
    tab = served.page.context.new_page()
    served.page.goto(served.url + "customers.html")
    tab.goto(served.url + "customers/CRM-202405002.html")
    served.shows(lost, tab)

    served.write(path, STAR)
    served.shows("杭州星辰", tab)
    served.shows("杭州星辰")

    served.write(path, STAR.replace("杭州星辰", "杭州月华"))
    served.shows("杭州月华", tab)
    served.shows("杭州月华")

    # another number in a file of another name, as `git mv` and an edit leave it
    served.write("records/CRM-202405009.md", STAR.replace("202405002", "202405009"))
    (served.book / path).unlink()
    served.shows(lost, tab)
    tab.goto(served.url + "customers/CRM-202405009.html")
    served.shows("杭州星辰", tab)
    served.shows("杭州星辰")

    (served.book / "records/CRM-202405009.md").unlink()
    served.shows(lost, tab)
    served.page.bring_to_front()
    served.page.locator("body", has_not_text="杭州星辰").wait_for(timeout=WAIT)


def test_a_trouble_is_seen_wherever_the_page_was_scrolled_to(served: Served) -> None:
    served.page.set_viewport_size({"width": 375, "height": 300})
    served.page.goto(served.url + "customers/CRM-202405001.html")
    served.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    served.write("sop/book.md", "---\n")
    served.troubled("sop/book.md:")
    top, height = served.page.evaluate(
        "(box => [box.top, box.height])(document.querySelector('.preview-trouble').getBoundingClientRect())"
    )
    assert 0 <= top < 300
    assert height > 0


def test_after_midnight_the_open_page_shows_the_new_day(chromium: Any, book: Path, tmp_path: Path) -> None:
    """The clock is handed in: the day changes between two turns (E11)."""
    from datetime import date

    from crmkit import tree
    from crmkit.load import load_policy
    from crmkit.serve import Front, Plan, Served, Speech, listen, start, turn

    (book / RECORD).write_text(ZENG, "utf-8", newline="\n")
    policy, _ = load_policy(tree.snapshot(book))
    assert policy is not None
    days = [date(2024, 6, 30)]
    plan = Plan(book, tmp_path / "site", "team", ("zh",), lambda policy: days[-1])
    speech = Speech("", "", "", repr, lambda text: None, "", "")
    with listen(0) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/customers.html"
        front = Front(listening, Served(plan.out, "", "zh", plan.folders))
    context = chromium.new_context()
    try:
        kept = start(plan, policy)
        front.open()
        page = context.new_page()
        page.goto(url)
        page.locator("body", has_text="2024-06-30").wait_for(timeout=WAIT)
        days.append(date(2024, 7, 1))
        turn(kept, plan, front, speech)
        page.locator("body", has_text="2024-07-01").wait_for(timeout=WAIT)
    finally:
        context.close()
        front.close()
