"""A list of many files: filters, order and CSV cover every customer; without JavaScript it has parts (K1)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import crmkit.pages.customers as customers

pytestmark = pytest.mark.browser
NAMES = ("Acme", "Borealis", "曾国藩", "单雄信", "杭州星辰", "Émile", "Zenith")
ON_LIST = "[...document.querySelectorAll('#list tbody tr')].map(row => row.cells[1].textContent)"


@pytest.fixture
def site(crm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven customers, two to a page and three to a script."""
    monkeypatch.setattr(customers, "A_SHEET", 2)
    monkeypatch.setattr(customers, "A_SCRIPT", 3)
    for n, name in enumerate(NAMES, 1):
        crm.write(
            f"records/CRM-202405{n:03}.md",
            f"---\nid: CRM-202405{n:03}\nname: {name}\nstatus: active\nowner: zhang.wei\n"
            f"tags: [降本, 增效, 品质, 交付慢]\n---\n\n## 2024-05-{n:02} 订单 首期\n- amount: {n}万\n",
        )
    done = crm("build", "--out", str(tmp_path / "site"), "--audience", "team", "--languages", "zh,en")
    assert done.code == 0, done
    return tmp_path / "site"


def visit(chromium: Any, site: Path, name: str, **options: Any) -> Any:
    page = chromium.new_context(**options).new_page()
    page.goto((site / name.split("#")[0]).as_uri() + name[len(name.split("#")[0]) :])
    return page


def alone(page: Any, name: str) -> None:
    """Wait until this customer is the only one on the list."""
    page.locator("#list tbody tr:only-child th").get_by_text(name, exact=True).wait_for(timeout=5000)


def test_without_javascript_the_parts_hold_every_customer_once_in_order(chromium: Any, site: Path) -> None:
    page = visit(chromium, site, "customers.html", java_script_enabled=False)
    seen: list[str] = []
    for part in range(1, 5):
        seen += page.locator("#list tbody th").all_inner_texts()
        if part < 4:
            page.click(f".sheets a:text-is('{part + 1}')")
    assert sorted(seen) == sorted(NAMES)
    assert seen.index("单雄信") < seen.index("曾国藩")
    page.click(".az a[data-letter=H]")
    assert page.url.endswith("#az-H")
    assert "杭州星辰" in page.locator("tr:target").inner_text()


@pytest.mark.parametrize("start", ["customers.html", "customers-3.html"])
def test_the_script_shows_all_and_draws_what_the_page_lacks_alike(
    chromium: Any, site: Path, start: str
) -> None:
    page = visit(chromium, site, start)
    assert sorted(page.evaluate(ON_LIST)) == sorted(NAMES)
    shapes = page.evaluate(
        "[...document.querySelectorAll('#list tbody tr')].map(row => row.innerHTML.replace(/>[^<]*/g, '>')"
        '.replace(/ (href|title|width)="[^"]*"/g, \'\'))'
    )
    assert len(set(shapes)) == 1


@pytest.mark.parametrize("query", ["zgf", "cengguofan", "zeng", "曾", "202405003"])
def test_every_reading_of_a_surname_finds_in_the_list(chromium: Any, site: Path, query: str) -> None:
    page = visit(chromium, site, "customers.html")
    page.fill("#only", query)
    alone(page, "曾国藩")


READ = """\
---
id: CRM-202405008
name: 臺灣電機（廣州）有限公司
status: active
contacts:
  - {name: 欧阳娜娜, phone: 126-0013-8000, email: "na@crm.example"}
tags: [老客户]
---

## 2024-05-08 电话 谈保养合同
"""


@pytest.mark.parametrize(
    "query",
    ["台湾电机", "臺灣", "廣州", "广州", "ｔａｉｗａｎ", "tw", "dianji", "欧阳", "ouyang", "nana",
     "12600138000", "126 0013 8000", "+86 126-0013-8000", "8000", "crm-202405008",
     "ＣＲＭ－２０２４０５００８", "老客"],
)  # fmt: skip
def test_the_filter_finds_whom_the_search_finds(chromium: Any, crm: Any, site: Path, query: str) -> None:
    """Scripts, widths, accents, sounds of every reading, contacts, digits of phones: by one function."""
    crm.write("records/CRM-202405008.md", READ)
    done = crm("build", "--out", str(site), "--audience", "team", "--languages", "zh,en")
    assert done.code == 0, done
    page = visit(chromium, site, "customers.html")
    page.fill("#only", query)
    alone(page, "臺灣電機（廣州）有限公司")
    page.fill("#q", query)
    page.wait_for_selector("#hits a")
    assert "CRM-202405008" in page.locator("#hits").inner_text()


def test_the_filter_folds_accents(chromium: Any, site: Path) -> None:
    page = visit(chromium, site, "customers.html")
    page.fill("#only", "EMILE")
    alone(page, "Émile")


def test_the_filter_passes_over_what_only_an_entry_says(chromium: Any, crm: Any, site: Path) -> None:
    crm.write("records/CRM-202405008.md", READ)
    assert crm("build", "--out", str(site), "--audience", "team", "--languages", "zh,en").code == 0
    page = visit(chromium, site, "customers.html")
    page.fill("#q", "保养合同")
    page.wait_for_selector("#hits a")
    page.fill("#only", "保养合同")
    assert page.evaluate(ON_LIST) == []


def test_where_the_search_is_missing_the_filter_reads_its_own_lines(chromium: Any, site: Path) -> None:
    shutil.rmtree(site / "zh" / "search", ignore_errors=True)
    shutil.rmtree(site / "search", ignore_errors=True)
    page = visit(chromium, site, "customers.html")
    for query in ("zgf", "曾国", "202405003"):
        page.fill("#only", query)
        alone(page, "曾国藩")


def test_order_and_csv_cover_all_customers(chromium: Any, site: Path, tmp_path: Path) -> None:
    page = visit(chromium, site, "customers.html#sort=-amount")
    assert page.evaluate(ON_LIST) == list(reversed(NAMES))
    with page.expect_download() as download:
        page.click("#csv")
    download.value.save_as(tmp_path / "all.csv")
    lines = (tmp_path / "all.csv").read_text("utf-8-sig").strip().split("\n")
    assert [line.split(",")[1] for line in lines[1:]] == list(reversed(NAMES))
