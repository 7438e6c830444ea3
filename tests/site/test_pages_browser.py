"""The built pages in a real browser, opened as files: what `site.md` says must hold (K1, K2, J4)."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from crmkit import resources

pytestmark = pytest.mark.browser

ZENG = """---
id: CRM-202405001
name: 曾国藩
type: individual
status: active
owner: zhang.wei
industry: I65
recorded: {by: zhang.wei, date: 2024-05-06}
potential: 35%
tags: [降本, 价格敏感, 技术关注, 老客户]
contacts:
  - {name: 李雷, title: 采购经理, role: decision_maker, phone: 12600138000, email: li.lei@star.example}
contracts:
  - {id: HT-2024-018, product: 设备管理云, start: 2024-05-20, end: 2025-05-19, amount: 32万}
---

老客户介绍,注重**交付速度**。<script>window.hacked = 1</script> [bad](javascript:alert(1))

## 2024-05-15 14:30-15:00 电话 确认采购进度
- by: zhang.wei
- next: 2024-06-05 电话 跟进预算评估结果

财务总监关心三年总成本,预算审批要到下月。

## 2024-05-20 订单 首期实施
- amount: 62万
"""
STAR = """---
id: CRM-202405002
name: "<img src=x onerror=window.hacked=1> Northwind Traders International Holdings"
type: business
status: lead
owner: li.na
source: {channel: 展会, referred_by: CRM-202405001}
---

## 2023-01-09 拜访 Averyveryverylongwordwithoutanyspaceinitthatmustnotpushthepagesidewaysonaphone
- by: li.na

## 2024-05-30 10:00 complaint Averyverylongwordthatsayswhattheywant<b>and</b>more
- ticket: TK-202405001
- by: li.na
"""
TURNED = """---
id: CRM-202405003
name: "\\u202e<b>abc</b> 孙记"
type: individual
status: lost
owner: sun.jing
---
"""
LIST, PROFILE, TODAY = "customers.html", "customers/CRM-202405001.html", "today.html"
PAGES = (
    LIST, PROFILE, "customers/CRM-202405002.html", "404.html", "en/" + LIST, "en/" + PROFILE,
    TODAY, "today-zhang~2ewei.html", "en/" + TODAY, "tiers.html", "tickets.html",
    "pipeline.html", "sop.html", "quality.html",
)  # fmt: skip
OTHERWISE = [
    pytest.param(width, scheme, marks=pytest.mark.soak) for width, scheme in ((1366, "dark"), (375, "light"))
]
"""The other two ways to look at a page, whole in `make soak`."""
ON_LIST = "document.querySelectorAll('#list tbody tr:not([hidden])').length"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site for the team, built by the command from three records and the shipped procedures."""
    book = tmp_path_factory.mktemp("book")
    pack = resources.pack(resources.DEFAULT_PACK)
    assert pack is not None
    shutil.copytree(pack, book / "sop")
    (book / "records").mkdir()
    for text in (ZENG, STAR, TURNED):
        number = re.search(r"CRM-\d+", text)
        assert number is not None
        (book / "records" / f"{number[0]}.md").write_text(text, "utf-8", newline="\n")
    build(book, book / "site", "--audience", "team", "--languages", "zh,en")
    return book / "site"


def build(book: Path, out: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "crmkit", "-C", str(book), "--as-of", "2024-06-01"]
    done = subprocess.run(
        [*command, "build", "--out", str(out), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert (out / LIST).is_file(), done.stderr


class Elements(HTMLParser):
    """The elements of a page with their attributes, as a browser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


class Visit:
    """A page opened from the file system, with what it complained of and asked for."""

    def __init__(self, chromium: Any, site: Path, name: str, **options: Any) -> None:
        viewport = {"width": options.pop("width", 1366), "height": 900}
        self.context = chromium.new_context(viewport=viewport, **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        path, _, state = name.partition("#")
        self.page.goto((site / path).as_uri() + (f"#{state}" if state else ""))

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def search(self, query: str) -> list[str]:
        """Type into the search box and read the hits."""
        self.page.fill("#q", query)
        self.page.locator("#hits a").first.wait_for()
        return [str(text) for text in self.page.locator("#hits a").all_inner_texts()]


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark"), (320, "light"), *OTHERWISE])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_a_file_without_complaint_or_sideways_scrolling(
    chromium: Any, site: Path, name: str, width: int, scheme: str
) -> None:
    with Visit(chromium, site, name, width=width, color_scheme=scheme) as visit:
        assert visit.complaints == []
        assert all(url.startswith(site.as_uri()) for url in visit.requests)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("query", ["审批", "zeng", "zgf", "8000", "202405001", "降本", "交付速度"])
def test_search_finds_by_word_in_mid_sentence_pinyin_initials_digits_and_tag(
    chromium: Any, site: Path, query: str
) -> None:
    with Visit(chromium, site, LIST) as visit:
        hits = visit.search(query)
        assert len(hits) == 1
        assert "曾国藩" in hits[0]
        assert visit.complaints == []


@pytest.fixture(scope="session")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose customers can be written in many ways."""
    book = tmp_path_factory.mktemp("spelled")
    pack = resources.pack(resources.DEFAULT_PACK)
    assert pack is not None
    shutil.copytree(pack, book / "sop")
    (book / "records").mkdir()
    for number, name, contact, phone in (
        (1, "北京朝阳化工有限公司", "覃辉", "0571-8888 0007"),
        (2, "臨江張記有限公司", "Jürgen Müller", "+86 126 0013 8000"),
        (3, "大连渤舷", "赵敏", "(0411) 6000-0001 转 12"),
    ):
        (book / f"records/CRM-20240500{number}.md").write_text(
            f"---\nid: CRM-20240500{number}\nname: {name}\ntype: business\nstatus: lead\nowner: zhang.wei\n"
            f'contacts:\n  - name: {contact}\n    phone: "{phone}"\n---\n',
            "utf-8",
        )
    build(book, book / "site", "--audience", "team", "--languages", "zh")
    build(book, book / "office", "--audience", "office", "--languages", "zh")
    return book


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("chaoyang", "朝阳"), ("zhaoyang", "朝阳"), ("qinhui", "朝阳"), ("tanhui", "朝阳"), ("cy", "朝阳"),
        ("057188880007", "朝阳"), ("+86 571 8888 0007", "朝阳"), ("0571-88880007", "朝阳"), ("0007", "朝阳"),
        ("张记", "張記"), ("張記", "張記"), ("临江", "張記"), ("jurgen", "張記"), ("juergen", "張記"),
        ("JÜRGEN", "張記"), ("12600138000", "張記"), ("008612600138000", "張記"), ("126-0013-8000", "張記"),
        ("１２６００１３８０００", "張記"), ("041160000001", "大连"), ("dalian", "大连"),
    ],
)  # fmt: skip
def test_search_finds_whatever_way_a_name_or_number_is_written(
    chromium: Any, spelled: Path, query: str, name: str
) -> None:
    with Visit(chromium, spelled / "site", LIST) as visit:
        (hit,) = visit.search(query)
        assert name in hit
        assert visit.complaints == []


def test_who_may_not_see_phones_has_none_of_their_digits(spelled: Path) -> None:
    """Not even the last four, in no file (P9)."""
    digits = re.compile(rb"8888.?0007|88880007|0013.?8000|6000.?0001")
    assert not [path for path in (spelled / "office").rglob("*.*") if digits.search(path.read_bytes())]
    assert digits.search((spelled / "site/search/0.js").read_bytes())


def test_search_leads_from_a_profile_to_another_in_the_same_language(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, "en/" + PROFILE) as visit:
        visit.search("northwind")
        visit.page.press("#q", "Enter")
        visit.page.wait_for_url("**/en/customers/CRM-202405002.html")


def test_filters_live_behind_the_hash_and_the_csv_holds_exactly_the_rows_shown(
    chromium: Any, site: Path, tmp_path: Path
) -> None:
    with Visit(chromium, site, LIST + "#status=lead&sort=-amount") as visit:
        page = visit.page
        assert page.evaluate(ON_LIST) == 1
        with page.expect_download() as download:
            page.click("#csv")
        download.value.save_as(tmp_path / "rows.csv")
        lines = (tmp_path / "rows.csv").read_text("utf-8-sig").strip().split("\n")
        assert len(lines) == 2
        assert "CRM-202405002" in lines[1]
        page.click("#clear")
        page.locator("#list tbody tr >> nth=1").wait_for()
        page.click("[data-facet=tag] summary")
        page.check("[data-facet=tag] input[value=降本]")
        assert page.evaluate(ON_LIST) == 1
        assert "tag=" in page.url
        page.reload()
        assert page.evaluate(ON_LIST) == 1


def test_the_list_sorts_by_column(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, LIST) as visit:
        visit.page.click("th[data-sort=amount] button")
        assert "CRM-202405001" in visit.page.inner_text("#list tbody tr:first-child")
        visit.page.click("th[data-sort=amount] button")
        assert "CRM-202405002" in visit.page.inner_text("#list tbody tr:first-child")


def test_a_page_reads_well_without_javascript(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, LIST, java_script_enabled=False) as visit:
        assert visit.page.locator("#list tbody tr").count() == 3
        assert not visit.page.locator("#q").is_visible()
        visit.page.click("text=曾国藩")
        assert visit.page.locator(".entry").count() == 2
        assert visit.page.locator("a[href^='tel:']").first.is_visible()


def test_today_without_javascript_shows_every_row_its_command_and_a_page_per_owner(
    chromium: Any, site: Path
) -> None:
    with Visit(chromium, site, TODAY, java_script_enabled=False) as visit:
        page = visit.page
        folded = page.locator("details.bucket:not([open]) > summary")
        while folded.count():
            folded.first.click()
        rows, commands = page.locator("#list .queue tbody tr"), page.locator("#list code:visible")
        assert rows.count() == commands.count() > 1
        assert "crmkit log CRM-202405001" in page.inner_text("#list")
        assert "跟进预算评估结果" in page.inner_text("#list")
        page.click(".sheets a:text-is('李娜')")
        assert "跟进预算评估结果" not in page.inner_text("#list")  # which 张伟 promised


def test_a_command_is_copied_and_the_keys_walk_through_today(chromium: Any, site: Path) -> None:
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with Visit(chromium, site, TODAY, **options) as visit:
        visit.page.locator("[data-copy]").first.click()
        visit.page.locator("#list button:text-is('已复制')").wait_for()
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert copied == "crmkit ticket answer TK-202405001"
        visit.page.keyboard.press("j")
        assert visit.page.evaluate("document.activeElement.closest('tr') !== null")


def test_keys_work_and_are_silent_in_inputs(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, PROFILE) as visit:
        page = visit.page
        page.keyboard.press("/")
        page.keyboard.type("gc?j")
        assert page.input_value("#q") == "gc?j"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("c")
        page.wait_for_url("**/customers.html")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('tr') !== null")


def test_a_contact_is_kept_as_a_card_of_just_what_the_page_shows(chromium: Any, site: Path) -> None:
    """B3: the phone's own address book reads it."""
    with Visit(chromium, site, PROFILE) as visit:
        with visit.page.expect_download() as download:
            visit.page.click("[data-card='李雷']")
        card = Path(download.value.path()).read_text("utf-8").split("\n")
        assert [line.strip() for line in card] == [
            "BEGIN:VCARD", "VERSION:3.0", "N:李雷;;;;", "FN:李雷", "ORG:曾国藩", "TITLE:采购经理",
            "TEL:12600138000", "EMAIL:li.lei@star.example", "END:VCARD", "",
        ]  # fmt: skip
        assert download.value.suggested_filename == "李雷.vcf"


def test_the_keys_pass_over_what_is_folded(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, TODAY) as visit:
        page = visit.page
        assert page.locator("details.bucket:not([open]) .c-name a").count() > 0
        for _ in range(page.locator(".bucket .c-name a").count()):
            page.keyboard.press("j")
            assert page.evaluate("document.activeElement.closest('details').open")


@pytest.mark.parametrize("width", [1000, 700])
@pytest.mark.parametrize("name", [LIST, TODAY, PROFILE])
def test_a_window_between_desk_and_phone_scrolls_no_page_sideways(
    chromium: Any, site: Path, name: str, width: int
) -> None:
    with Visit(chromium, site, name, width=width) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["en/" + LIST, "en/" + TODAY])
def test_on_a_phone_no_name_runs_under_the_pill_beside_it(chromium: Any, site: Path, name: str) -> None:
    apart = """[...document.querySelectorAll('#list tbody tr:has(.c-tier)')].every(row => {
        const pill = row.querySelector('.c-tier .pill').getBoundingClientRect();
        return [...row.querySelector('.c-name a').getClientRects()].every(line =>
            line.right <= pill.left || line.top >= pill.bottom || line.bottom <= pill.top);
    })"""
    with Visit(chromium, site, name, width=320) as visit:
        assert visit.page.evaluate(apart)


def test_the_list_shows_for_whom_nothing_is_planned(chromium: Any, site: Path) -> None:
    """K1: the facet that Today's tile links to."""
    with Visit(chromium, site, TODAY) as visit:
        tile = visit.page.locator(".tile a").first
        count = int(tile.inner_text())
        tile.click()
        visit.page.wait_for_url("**/customers.html#next=idle")
        shown = visit.page.locator("#list tbody tr:visible").count()
        assert shown == count


@pytest.mark.parametrize("clear", ["#clear", "#clear-none"])
@pytest.mark.parametrize("asked", ["owner=wang.wu", "next=idle", "tag=nobody"])
def test_a_link_to_what_nobody_has_shows_nobody_until_it_is_cleared(
    asked: str, clear: str, chromium: Any, site: Path
) -> None:
    with Visit(chromium, site, f"customers.html#{asked}") as visit:
        rows = visit.page.locator("#list tbody tr:visible")
        assert visit.page.locator("#none").is_visible()
        assert rows.count() == 0
        visit.page.locator(clear).click()
        rows.first.wait_for()
        assert (rows.count(), "#" in visit.page.url) == (3, False)


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_light_switch_is_kept(chromium: Any, site: Path, system: Any, chosen: str) -> None:
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}
    with Visit(chromium, site, LIST, color_scheme=system) as visit:
        page = visit.page
        shown = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(shown) == ground[system]
        page.click("#theme")
        page.goto((site / PROFILE).as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == chosen
        assert page.evaluate(shown) == ground[chosen]


def test_switching_the_language_keeps_the_page(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, PROFILE) as visit:
        assert visit.page.get_attribute("html", "lang") == "zh-CN"
        visit.page.click(".tools a[hreflang=en]")
        visit.page.wait_for_url("**/en/" + PROFILE)
        assert visit.page.get_attribute("html", "lang") == "en"


def test_a_link_with_filters_opens_the_other_language_with_them(chromium: Any, site: Path) -> None:
    """K2: filters came with the address and nobody touched one."""
    with Visit(chromium, site, LIST + "#owner=li.na&status=lead") as visit:
        visit.page.click(".tools a[hreflang=en]")
        visit.page.wait_for_url("**/en/" + LIST + "#owner=li.na&status=lead")
        assert visit.page.locator("input:checked").count() == 2


def test_what_is_folded_is_printed_too(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, TODAY) as visit:
        folded = visit.page.locator("details.bucket:not([open]) tbody tr").first
        assert not folded.is_visible()
        visit.page.emulate_media(media="print")
        assert folded.is_visible()


@pytest.mark.parametrize(
    "name", [TODAY, LIST, PROFILE, "tiers.html", "tickets.html", "pipeline.html", "sop.html", "quality.html"]
)
def test_paper_begins_with_the_day_it_shows(chromium: Any, site: Path, name: str) -> None:
    with Visit(chromium, site, name) as visit:
        visit.page.emulate_media(media="print")
        assert "截至 2024-06-01" in visit.page.inner_text("main")[:40]


def test_a_name_that_turns_the_writing_turns_nothing_beside_it(chromium: Any, site: Path) -> None:
    """J4: U+202E in a name leaves the tier on its right; the goal of a step leaves its channel there."""
    with Visit(chromium, site, "customers/CRM-202405003.html") as visit:
        place = "document.querySelector('h1 %s').getBoundingClientRect().%s"
        assert visit.page.evaluate(place % ("bdi", "right")) <= visit.page.evaluate(place % (".pill", "left"))


@pytest.mark.parametrize("name", [LIST, "en/" + TODAY])
@pytest.mark.parametrize("width", [1366, 375])
def test_a_name_of_300_letters_takes_three_lines_of_a_list(
    chromium: Any, site: Path, name: str, width: int
) -> None:
    with Visit(chromium, site, name, width=width) as visit:
        link = visit.page.locator(".list .c-name a:visible").first
        link.evaluate("link => { link.textContent = '很长的名称'.repeat(60); }")
        assert link.evaluate("link => link.getBoundingClientRect().height") <= 3 * 24
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_profile_without_a_word_leaves_no_empty_box(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, "customers/CRM-202405003.html") as visit:
        assert not visit.page.locator(".profile").is_visible()
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".profile").is_visible()


def test_the_timeline_shows_one_class_and_a_link_brings_back_the_rest(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, PROFILE) as visit:
        order = visit.page.get_attribute("a.ref", "href") or ""
        visit.page.click(".chip[data-class=contact]")
        assert not visit.page.locator(order).is_visible()
        visit.page.click(f"a.ref[href='{order}']")
        visit.page.locator(order).wait_for()


def test_the_registration_form_fits_one_a4_page_with_a_signature_line(chromium: Any, site: Path) -> None:
    with Visit(chromium, site, PROFILE) as visit:
        pdf = visit.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".sign").is_visible()
        assert not visit.page.locator(".nav").is_visible()
        assert not visit.page.locator("#timeline").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_the_bytes_hold_a_policy_no_inline_script_or_style_and_no_dead_link(site: Path, name: str) -> None:
    text = (site / name).read_text("utf-8")
    assert "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'" in text
    elements = Elements()
    elements.feed(text)
    for tag, attributes in elements.seen:
        assert tag not in ("style", "iframe", "object", "embed", "base")
        # What is missing is missed at any depth, so its page looks for the site by a script with a digest.
        assert tag != "script" or attributes.get("src") or ("404" in name and "'sha256-" in text)
        assert not [key for key in attributes if key == "style" or key.startswith("on")]
        for key in ("href", "src"):
            link = (attributes.get(key) or "#").split("#")[0]
            assert not link.startswith(("/", "javascript:"))
            assert (
                not link or re.match(r"(https?|mailto|tel):", link) or ((site / name).parent / link).is_file()
            )


def test_sheet_and_script_stay_small_and_ask_nothing(site: Path) -> None:
    sheet, script = (
        b"".join(path.read_bytes() for path in (site / "static").glob(kind)) for kind in ("*.css", "*.js")
    )
    assert len(sheet) <= 30 * 1024
    assert len(script) <= 60_000
    assert not re.search(rb"url\(|@import|@font-face", sheet)
    assert not re.search(rb"fetch\(|XMLHttpRequest|eval\(|innerHTML|import\(", script)


def test_the_default_audience_finds_no_character_of_a_hidden_value(site: Path) -> None:
    out = site.parent / "public"
    build(site.parent, out, "--languages", "zh,en")
    secrets = ("12600138000", "li.lei", "李雷")
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.parent.name != "static":
            text = path.read_text("utf-8")
            assert not [secret for secret in secrets if secret in text], path
    assert "●●●" in (out / PROFILE).read_text("utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (375, "dark"), *OTHERWISE])
@pytest.mark.parametrize(
    "name", [LIST, PROFILE, TODAY, "tiers.html", "tickets.html", "pipeline.html", "sop.html", "quality.html"]
)
def test_axe_finds_nothing(chromium: Any, site: Path, name: str, width: int, scheme: str) -> None:
    axe = importlib.import_module("axe_core_python")
    code = (Path(axe.__path__[0]) / "axe.min.js").read_text("utf-8")
    options = (
        "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}}"
    )
    with Visit(chromium, site, name, width=width, color_scheme=scheme, bypass_csp=True) as visit:
        visit.page.evaluate(code)
        found = visit.page.evaluate(f"axe.run(document, {options})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_a_saved_view_filters_the_list_as_the_policy_says(chromium: Any, site: Path) -> None:
    """K1: sop/views.md names filters; a click shows just those rows, and the address keeps them."""
    with Visit(chromium, site, LIST) as visit:
        visit.page.get_by_role("link", name="核心客户").click()
        visit.page.wait_for_selector("input[name=tier][value=A]:checked", state="attached")
        assert len(visit.page.query_selector_all("input:checked")) == 1
        assert visit.page.url.endswith("#tier=A")
        assert visit.complaints == []
