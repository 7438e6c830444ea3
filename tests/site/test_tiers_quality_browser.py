"""Tiers and Quality with full lists in a browser: sound for axe, no sideways scrolling (K2)."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HEAD = "---\nid: CRM-2024050{0:02}\nname: {1}\ntype: business\nstatus: active\nowner: zhang.wei\n{2}---\n{3}"
OLD = "recorded: {by: zhang.wei, date: 2023-01-02}\n"
MOVED = "\n## 2024-04-10 分级复核\n- to: C\n- approved_by: li.na\n\n## 2024-05-20 订单\n- amount: 20万\n"
BOOK = {
    "孙记": (OLD + "regoin: 杭州\n", MOVED),
    "李记" * 20: (
        OLD + "tier: {value: A, reason: 谈判中, until: 2024-08-31}\n",
        "\n## 2024-06-20 电话\n- by: zhang.wei\n\n## 2024-06-27 电话\n- by: zhang.wei\n",
    ),
    "Averyveryverylongnamewithoutanyspaceinitthatmustnotpushthepage": (
        OLD,
        "\n## 2024-05-20 订单\n- amount: 6万\n\n## 2024-06-20 抽查\n- missing: 地址\n",
    ),
    "周记": (OLD + "type: x\n", "\n## 2024-06-01 电话\n- attitude: 2\n"),
}
RULES = "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}}"


@pytest.fixture
def site(crm: Any) -> Path:
    for number, (name, (profile, log)) in enumerate(BOOK.items(), 1):
        crm.write(f"records/{number}.md", HEAD.format(number, name, profile, log))
    out = crm.book.parent / "site"
    done = crm("build", "--out", str(out), "--audience", "team", "--languages", "en,zh")
    assert done.code == 0, done
    return Path(out)


def test_full_lists_are_sound_and_fit(chromium: Any, site: Path) -> None:
    axe = importlib.import_module("axe_core_python")
    code = (Path(axe.__path__[0]) / "axe.min.js").read_text("utf-8")
    for name in ("tiers.html", "zh/quality.html"):
        for width, scheme in ((1366, "light"), (320, "dark")):
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
            )
            page = context.new_page()
            page.goto((site / name).as_uri())
            page.evaluate(code)
            found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], (name, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            context.close()


def test_the_command_of_a_finding_is_there_without_javascript(chromium: Any, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "quality.html").as_uri())
    assert page.locator("code:visible", has_text="crmkit check records/1.md").count() >= 1
    context.close()


def test_the_keys_walk_through_the_tables_and_nothing_covers_where_they_stand(
    chromium: Any, site: Path
) -> None:
    seen = """(() => {
        const at = document.activeElement, box = at.getClientRects()[0];
        return at.closest('tr') && document.elementFromPoint(box.x + 2, box.y + box.height / 2) === at;
    })()"""
    context = chromium.new_context(viewport={"width": 1366, "height": 320}, reduced_motion="reduce")
    page = context.new_page()
    for name in ("tiers.html", "quality.html"):
        page.goto((site / name).as_uri())
        for key in "jjjjkkkk":
            page.keyboard.press(key)
            assert page.evaluate(seen), (name, key)
    context.close()
