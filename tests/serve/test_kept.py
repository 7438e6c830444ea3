"""What `serve` keeps and renews: after any change the site has the bytes of a full build (K3, P6)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crmkit import disk, resources, tree
from crmkit.diagnostics import Diagnostic
from crmkit.language import Lang
from crmkit.policy import Policy
from crmkit.serve import Kept, Plan, Shown, Speech, start, turn
from crmkit.serve.renew import renew
from crmkit.site import build
from crmkit.sweep import sweep

ZENG = """---
id: CRM-202405001
name: 曾国藩
type: individual
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-05-06}
potential: 35%
---

老客户。

## 2024-05-15 14:30 电话 确认采购进度
- by: zhang.wei

## 2024-05-20 订单 首期实施
- amount: 62万
"""
STAR = """---
id: CRM-202405002
name: 杭州星辰
type: business
status: lead
owner: li.na
source: {channel: 展会, referred_by: CRM-202405001}
recorded: {by: li.na, date: 2024-05-07}
---
"""
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


class Preview:
    """A book that is served, turn by turn, on a day that the test sets."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = date(2024, 6, 30)
        self.news: list[str] = []
        self.plan = Plan(root, root / "site", "team", LANGUAGES, lambda policy: self.day)
        self.kept: Kept = start(self.plan, self.policy())
        self.shown = Shown(self.plan.out, "not here", "en")
        self.speech = Speech(
            "not built", "in records", "no {name}", self.say, self.news.append, "rebuilt", "busy"
        )

    @staticmethod
    def say(finding: Diagnostic) -> str:
        return finding.name

    def policy(self) -> Policy:
        from crmkit.load import load_policy

        policy, _ = load_policy(tree.snapshot(self.root))
        assert policy is not None
        return policy

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, "utf-8", newline="\n")

    def turn(self, *noticed: str) -> str:
        """One turn; what the terminal was told."""
        self.news.clear()
        self.kept = turn(self.kept, self.plan, self.shown, self.speech, noticed)
        return "\n".join(self.news)

    def page(self, address: str) -> str:
        return self.shown.answer(address).body.decode()

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        out = folder or self.plan.out
        return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}

    def full(self) -> dict[str, bytes]:
        """What a build from nothing makes of the same disk and day."""
        files, out = tree.snapshot(self.root), self.root / "again"
        shutil.rmtree(out, ignore_errors=True)
        made = self.plan.build(sweep(files, self.policy(), as_of=self.day, check=False).view)
        assert made is not None
        build(files, made, out)
        return self.files(out)


@pytest.fixture
def preview(book: Path) -> Preview:
    for text in (ZENG, STAR):
        (book / "records" / f"{text[8:21]}.md").write_text(text, "utf-8", newline="\n")
    return Preview(book)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates that a test may break."""
    own = tmp_path / "templates"
    shutil.copytree(resources.templates(), own)
    monkeypatch.setattr(resources, "templates", lambda: own)
    return own


CHANGES = {
    "an entry": ("records/CRM-202405001.md", ZENG + "\n## 2024-06-02 订单 二期\n- amount: 9万\n"),
    "a name that another page shows": ("records/CRM-202405001.md", ZENG.replace("曾国藩", "曾涤生")),
    "a referral": ("records/CRM-202405002.md", STAR.replace(", referred_by: CRM-202405001", "")),
    "a number": ("records/CRM-202405002.md", STAR.replace("id: CRM-202405002", "id: CRM-202405009")),
    "a new customer": ("records/CRM-202406001.md", STAR.replace("202405002", "202406001")),
    "a second record of one number": ("records/CRM-202401001.md", STAR),
    "a record that cannot be read": ("records/CRM-202405001.md", "---\nid: CRM-202405001\n"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_change_the_site_has_the_bytes_of_a_full_build(preview: Preview, what: str) -> None:
    preview.write(*CHANGES[what])
    assert "rebuilt" in preview.turn()
    assert preview.files() == preview.full()
    preview.write("records/CRM-202405001.md", ZENG)
    preview.turn()
    assert preview.files() == preview.full()


def test_where_a_rule_compares_customers_the_site_is_that_of_a_full_build_too(preview: Preview) -> None:
    """A customer brought another: tier A by `referrals`, which only the other's record says (D1)."""
    tiers = (preview.root / "sop/tiers.md").read_text("utf-8")
    preview.write(
        "sop/tiers.md", tiers.replace('when: "amount_12m >= 10万', 'when: "referrer or amount_12m >= 10万')
    )
    preview.turn()
    preview.write("records/CRM-202405002.md", STAR.replace(", referred_by: CRM-202405001", ""))
    preview.turn()
    assert preview.files() == preview.full()


def test_a_removed_record_takes_its_page_along(preview: Preview) -> None:
    (preview.root / "records/CRM-202405002.md").unlink()
    preview.turn()
    assert preview.files() == preview.full()
    assert not preview.shown.answer("/customers/CRM-202405002.html").found


def test_of_two_records_with_one_number_the_second_shows_when_the_first_goes(preview: Preview) -> None:
    preview.write("records/CRM-202401001.md", STAR.replace("杭州星辰", "先来的"))
    preview.turn()
    (preview.root / "records/CRM-202401001.md").unlink()
    preview.turn()
    assert "杭州星辰" in preview.page("/customers/CRM-202405002.html")
    assert preview.files() == preview.full()


def test_nothing_changed_means_nothing_is_built(preview: Preview) -> None:
    before = preview.plan.out.stat().st_ino
    assert preview.turn() == ""
    assert preview.plan.out.stat().st_ino == before


def test_only_the_changed_record_and_those_that_name_it_are_read_again(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.write(
        "records/CRM-202405003.md", STAR.replace("202405002", "202405003").replace("202405001", "1")
    )
    preview.turn()
    read: list[str] = []
    real = disk.read_file

    def reading(path: Path) -> Any:
        read.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(disk, "read_file", reading)
    preview.write("records/CRM-202405001.md", ZENG.replace("老客户", "熟客"))
    preview.turn()
    assert [name for name in read if name.startswith("CRM-")] == ["CRM-202405001.md", "CRM-202405002.md"]


def test_a_change_that_keeps_date_and_size_is_seen_when_it_was_noticed(preview: Preview) -> None:
    import os

    path = preview.root / "records/CRM-202405001.md"
    about = path.stat()
    with path.open("r+b") as file:
        file.write(ZENG.replace("首期", "二期").encode())
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    preview.turn(str(path))
    assert "二期实施" in preview.page("/customers/CRM-202405001.html")


def test_the_new_day_is_built_when_midnight_has_passed(preview: Preview) -> None:
    """The clock is handed in: no test waits for midnight (E11)."""
    assert preview.turn() == ""
    preview.day = date(2024, 7, 1)
    assert "rebuilt" in preview.turn()
    assert "2024-07-01" in preview.page("/customers.html")
    assert preview.files() == preview.full()


def test_a_broken_policy_keeps_the_old_site_and_says_where(preview: Preview) -> None:
    """`sop/tiers.md` with a condition that does not end; then mended with another number (I7)."""
    old, tiers = preview.files(), (preview.root / "sop/tiers.md").read_text("utf-8")
    preview.write("sop/tiers.md", tiers.replace("amount_12m >= 10万 and", "amount_12m >= and"))
    assert "sop/tiers.md:" in preview.turn()
    assert preview.files() == old
    assert "sop/tiers.md:" in preview.page("/customers.html")
    assert preview.turn() == "", "a trouble is told once"
    preview.write("sop/tiers.md", tiers.replace("amount_12m >= 10万", "amount_12m >= 20万"))
    assert "rebuilt" in preview.turn()
    assert "preview-trouble" not in preview.page("/customers.html")
    assert preview.files() == preview.full()


def test_an_audience_that_went_is_said_and_shows_nothing_new(preview: Preview) -> None:
    book = (preview.root / "sop/book.md").read_text("utf-8")
    old = preview.files()
    preview.write("sop/book.md", book.replace("key: team", "key: crew"))
    assert "no team" in preview.turn()
    assert preview.files() == old


@pytest.mark.parametrize("broken", ["{% if %}", "{{ page.nothing.at_all }}", "{{ 1 + 'a' }}"])
def test_a_broken_template_keeps_the_old_site_and_says_the_line(
    templates: Path, preview: Preview, broken: str
) -> None:
    old, path = preview.files(), templates / "customers.html"
    whole = path.read_text("utf-8")
    start, title = whole.split('<div class="title">', 1)
    path.write_text(f'{start}{broken}<div class="title">{title}', "utf-8")
    line = start.count("\n") + 1
    assert f"customers.html:{line}: " in preview.turn()
    assert preview.files() == old
    assert f"customers.html:{line}: " in preview.page("/customers/CRM-202405001.html")
    path.write_text(whole.replace("<h1>", "<h1>&gt; "), "utf-8")
    assert "rebuilt" in preview.turn()
    assert "<h1>&gt; " in preview.page("/customers.html")


def test_a_record_with_errors_is_named_on_the_pages_until_it_is_mended(preview: Preview) -> None:
    preview.write("records/CRM-202405001.md", ZENG.replace("2024-05-20 订单", "2024-02-30 订单"))
    assert "records/CRM-202405001.md:16:" in preview.turn()
    assert "records/CRM-202405001.md:16:" in preview.page("/customers/CRM-202405002.html")
    preview.write("records/CRM-202405001.md", ZENG)
    preview.turn()
    assert "preview-trouble" not in preview.page("/customers/CRM-202405002.html")


def test_the_page_of_the_changed_record_is_shown_before_the_lists_are_made(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def whole(site: object, rows: object) -> list[tuple[str, bytes]]:
        seen.append(preview.page("/customers/CRM-202405001.html"))
        raise OSError("the disk is full")

    monkeypatch.setattr("crmkit.serve.renew.whole_files", whole)
    preview.write("records/CRM-202405001.md", ZENG.replace("确认采购进度", "改到下周"))
    old = preview.files()
    assert "the disk is full" in preview.turn()
    assert "改到下周" in seen[0]
    assert preview.files() == old


def test_while_everything_is_made_anew_what_is_looked_at_comes_first(
    templates: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template changes; a customer and the list are open in browsers."""
    shown = ("/customers/CRM-202405001.html", "/en/customers.html")
    seen: list[str] = []

    def building(*given: Any, **options: Any) -> object:
        seen.extend(preview.page(address) for address in shown)
        return build(*given, **options)

    monkeypatch.setattr("crmkit.serve.renew.build", building)
    for address in shown:
        preview.page(address)
    for name in ("customer.html", "customers.html"):
        path = templates / name
        path.write_text(path.read_text("utf-8") + "<p>fresh</p>\n", "utf-8")
    preview.turn()
    assert ["<p>fresh</p>" in page for page in seen] == [True, True]
    assert preview.files() == preview.full()


def test_when_a_list_fails_the_page_that_was_shown_early_is_the_old_one_again(
    templates: Path, preview: Preview
) -> None:
    old = preview.page("/customers/CRM-202405001.html")
    for name, text in (("customer.html", "<p>fresh</p>\n"), ("tiers.html", "{{ 1 + 'a' }}")):
        path = templates / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")
    assert "tiers.html:" in preview.turn()
    page = preview.page("/customers/CRM-202405001.html")
    assert "<p>fresh</p>" not in page
    assert "曾国藩" in old


def test_what_could_not_be_built_is_not_tried_again_until_something_changes(
    templates: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = templates / "customers.html"
    whole = path.read_text("utf-8")
    path.write_text(whole + "{% if %}", "utf-8")
    preview.turn()
    tried: list[object] = []

    def renewing(*given: Any) -> object:
        tried.append(given)
        return renew(*given)

    monkeypatch.setattr("crmkit.serve.loop.renew", renewing)
    assert preview.turn() == ""
    assert tried == []
    assert "customers.html:" in preview.page("/customers.html"), "still said"
    path.write_text(whole, "utf-8")
    assert "rebuilt" in preview.turn()
    assert preview.files() == preview.full()


def test_a_save_during_a_rebuild_is_the_next_turns(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a policy change is built, a record is saved that this build may have read already (K3)."""

    def building(*given: Any, **options: Any) -> object:
        built = build(*given, **options)
        preview.write("records/CRM-202405001.md", ZENG.replace("首期实施", "首期验收"))
        return built

    monkeypatch.setattr("crmkit.serve.renew.build", building)
    book = (preview.root / "sop/book.md").read_text("utf-8")
    preview.write("sop/book.md", book + "\n")
    preview.turn()
    assert "rebuilt" in preview.turn()
    assert "首期验收" in preview.page("/customers/CRM-202405001.html")
    assert preview.files() == preview.full()


def test_several_processes_make_the_same_site(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two records are not worth a process; here they are, for a policy that changed."""
    from crmkit import sweep

    monkeypatch.setattr(sweep, "_WORTH_A_PROCESS", 1)
    preview.plan = preview.plan._replace(workers=2)
    tiers = (preview.root / "sop/tiers.md").read_text("utf-8")
    preview.write("sop/tiers.md", tiers.replace("amount_12m >= 10万", "amount_12m >= 20万"))
    assert "rebuilt" in preview.turn()
    assert preview.files() == preview.full()


def test_a_site_that_somebody_removed_is_made_again(preview: Preview) -> None:
    """`git clean` takes the folder along (K3)."""
    shutil.rmtree(preview.plan.out)
    assert "rebuilt" in preview.turn()
    assert preview.files() == preview.full()


def test_an_error_in_a_record_is_still_said_after_a_policy_change(preview: Preview) -> None:
    preview.write("records/CRM-202405001.md", ZENG.replace("2024-05-20 订单", "2024-02-30 订单"))
    preview.turn()
    book = (preview.root / "sop/book.md").read_text("utf-8")
    preview.write("sop/book.md", book + "\n")
    preview.turn()
    assert "records/CRM-202405001.md:16:" in preview.page("/customers.html")
