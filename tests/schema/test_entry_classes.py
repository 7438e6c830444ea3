"""A class of entries is one file: entries of it are logged, checked, shown and built under its own name."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plug_in import Add, beside

from crmkit.policy.stages import Stage
from crmkit.resources import PlugInError
from crmkit.schema import classes as package
from crmkit.schema.classes import classes
from crmkit.schema.entry_class import UNKNOWN

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "CRM-202405001"
RECORD = f"""---
id: {NUMBER}
name: 杭州星辰科技有限公司
type: business
status: active
owner: li.na
recorded: {{by: li.na, date: 2024-05-06}}
---
"""
GIFT = '''"""Something was given."""

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass, Meaning, ToldField
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="gift",
    label=Label("赠礼", "Gift"),
    plural=Label("赠礼", "Gifts given"),
    tone=Tone.OK,
    first=Label("第一份礼", "First gift"),
    told=(ToldField("item", Meaning.ITEM),),
)
'''
KIND = "  - {key: present, class: gift, label: {zh: 送礼, en: Present}}\n"


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Puts a file beside the classes for one test."""
    with beside(package, tmp_path / "plug-ins", classes) as write:
        yield write


def with_presents(crm: Any) -> None:
    words, fields = crm.read("sop/vocabulary.md"), crm.read("sop/fields.md")
    crm.write("sop/vocabulary.md", words.replace("kinds:\n", f"kinds:\n{KIND}", 1))
    before = "  - {key: item, label: {zh: 跟进事项, en: Item}, aliases: [事项], type: text, classes: [plan]"
    assert before in fields
    fields = fields.replace(before, before.replace("[plan]", "[plan, gift]"))
    crm.write("sop/fields.md", fields.replace("      - plan\n", "      - plan\n      - gift\n"))


def test_a_class_is_one_file_and_its_entries_are_logged_checked_shown_and_built(crm: Any, add: Add) -> None:
    add("gift", GIFT)
    with_presents(crm)
    crm.write(f"records/{NUMBER}.md", RECORD)
    said = crm("log", NUMBER, "送礼", "台历", "--by", "li.na", "--on", "2024-06-20", "--field", "item=台历")
    assert (said.code, "2024-06-20 送礼 台历" in crm.read(f"records/{NUMBER}.md")) == (0, True), said
    told = crm("check", "--format", "concise").out.splitlines()
    assert [line for line in told if not line.startswith(f"records/{NUMBER}.md:2:")] == []
    assert "2024-06-20  Present  台历" in crm("show", NUMBER).out
    out = crm.book / "site"
    crm("build", "--out", str(out), "--audience", "team", "--languages", "en")
    page = next(out.rglob(f"{NUMBER}.html")).read_text("utf-8")
    assert 'data-class="gift"' in page
    assert "Gifts given" in page
    assert "First gift: 台历" in page


def test_without_its_file_a_class_is_an_unknown_word_with_its_place(crm: Any) -> None:
    with_presents(crm)
    told = crm("check", "--format", "concise").out.splitlines()
    assert [("CRM906" in line, "`gift`" in line) for line in told] == [(True, True)] * 4


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gift", GIFT.replace("CLASS =", "CLAS ="), "crmkit.schema.classes.gift: no CLASS; is CLAS meant?"),
        ("gifts", GIFT, "crmkit.schema.classes: a CLASS has the key gift, but no file is called gift.py"),
    ],
)
def test_a_class_misspelt_in_its_file_is_told_by_name(add: Add, name: str, text: str, said: str) -> None:
    add(name, text)
    with pytest.raises(PlugInError) as told:
        classes()
    assert str(told.value) == said


def test_what_another_process_is_told_of_is_the_same_class() -> None:
    for one in (*classes().values(), UNKNOWN):
        assert pickle.loads(pickle.dumps(one)) is one


def test_no_text_equals_a_class_or_a_stage() -> None:
    every: list[object] = [*classes().values(), *Stage]
    keys: list[object] = [*classes(), *(stage.key for stage in Stage)]
    assert not any(one == key for one in every for key in keys)


def test_the_type_checker_sees_a_class_or_stage_compared_with_a_text(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from crmkit.model import Event\n"
        "from crmkit.policy.files.status import Status\n"
        "def f(event: Event, status: Status) -> bool:\n"
        '    return event.cls == "order" or status.stage in ("open", "active")\n',
        "utf-8",
    )
    config, cache = str(ROOT / "pyproject.toml"), str(ROOT / ".mypy_cache")
    options = ["--config-file", config, "--cache-dir", cache, "--follow-imports", "silent"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(wrong)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count("Non-overlapping")) == (1, 2), done.stdout


def test_what_is_put_off_is_a_plan_on_the_timeline(crm: Any) -> None:
    """It was an entry of no class, under a filter for others."""
    crm.write(
        f"records/{NUMBER}.md",
        RECORD + "\n## 2024-06-20 跳过 简报\n- by: li.na\n- item: b_newsletter\n- reason: 太忙\n",
    )
    out = crm.book / "site"
    crm("build", "--out", str(out), "--audience", "team", "--languages", "zh,en")
    pages = sorted(path.read_text("utf-8") for path in out.rglob(f"{NUMBER}.html"))
    chips = [page[page.index('data-class="plan" aria') :].split("</button>")[0] for page in pages]
    assert sorted("计划" in chip for chip in chips) == [False, True]
    assert sorted("Plans" in chip for chip in chips) == [False, True]


def test_show_says_what_changed_and_what_is_put_off_in_words(crm: Any) -> None:
    """It said the keys that the entry was written with."""
    crm.write(
        f"records/{NUMBER}.md",
        RECORD
        + "\n## 2024-06-19 变更\n- by: li.na\n- field: owner\n- from: zhang.wei\n- to: li.na\n"
        + "\n## 2024-06-20 跳过 简报\n- by: li.na\n- item: b_newsletter\n- reason: 太忙\n"
        + "\n## 2024-06-21 跳过 无此项\n- by: li.na\n- item: 没有的事\n- reason: 太忙\n",
    )
    zh, en = (crm("show", NUMBER, lang=lang).out for lang in ("zh", "en"))
    for shown, words in ((zh, ("客户经理", "张伟", "李娜")), (en, ("Owner", "张伟", "李娜"))):
        assert all(f": {word}" in shown or f"：{word}" in shown for word in words), shown
        assert "b_newsletter" not in shown
        assert "没有的事" in shown


def test_who_may_know_no_person_reads_of_a_change_nothing_that_names_one(crm: Any) -> None:
    """The path of the changed field names the contact, and so may what it was."""
    book = crm.read("sop/book.md")
    audience = "  - {key: partner, label: {zh: 伙伴, en: Partner}, sees: [public, internal], text: yes}\n"
    crm.write("sop/book.md", book.replace("forge:", audience + "forge:", 1))
    change = "\n## 2024-06-19 变更\n- by: li.na\n- field: contacts[韩梅梅].title\n- to: 韩梅梅接任\n"
    crm.write(
        f"records/{NUMBER}.md",
        RECORD.replace("---\n", "---\ncontacts:\n  - {name: 韩梅梅, title: 经理}\n", 1) + change,
    )
    out = crm.book / "site"
    crm("build", "--out", str(out), "--audience", "partner", "--languages", "en")
    assert "韩梅梅" not in next(out.rglob(f"{NUMBER}.html")).read_text("utf-8")
