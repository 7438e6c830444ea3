"""Lists tell people what a sum lacks and which owner has left; programs get keys and numbers (D6, A2)."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

RECORD = """\
---
id: CRM-2024050{n}
name: {name}
status: signed
owner: {owner}
source: {{channel: 展会}}
---

## 2024-05-20 订单 首期
- amount: {amount}
"""


@pytest.fixture
def book_of_four(crm: Any) -> Any:
    """An order that counts, one in a currency without a rate, a refund below zero, and one without a sum."""
    records = {
        "01": ("星辰", "zhang.wei", "600000"),
        "02": ("海川", "li.na", "XAU 500\n\n## 2024-05-21 订单 二期\n- amount: 1000"),
        "03": ("云杉", "li.na", "2000\n\n## 2024-05-22 退款 一期\n- amount: -300"),
        "04": ("白桦", "liu.yang", "请见合同"),
    }
    for n, (name, owner, amount) in records.items():
        text = RECORD.format(n=n, name=name, owner=owner, amount=amount)
        crm.write(f"records/CRM-2024050{n}.md", text)
    return crm


@pytest.fixture
def deserted(small: Any, book: Path) -> Any:
    """The same small book after 张伟, who owns 星辰, has left."""
    people = book / "sop" / "people.md"
    text = people.read_text("utf-8")
    left = re.sub(r"(- id: zhang\.wei\n)", r"\1    until: 2024-06-01\n", text)
    assert left != text
    people.write_text(left, "utf-8")
    return small


@pytest.mark.parametrize(
    ("lang", "one", "some"),
    [("zh", "（有 1 笔未能计入）", "（有未能计入的）"),
     ("en", " (1 not counted)", " (some not counted)")]
)  # fmt: skip
def test_an_amount_says_what_it_lacks_wherever_it_is_listed(
    book_of_four: Any, lang: str, one: str, some: str
) -> None:
    listed = book_of_four("list", lang=lang).out
    assert f"1000.00{one}" in listed
    assert f"2000.00{one}" in listed
    assert re.search(r"600000\.00(?! ?[（(])", listed)
    assert f"1000.00{one}" in book_of_four("tiers", lang=lang).out
    owners = book_of_four("report", "owners", lang=lang).out
    assert f"3000.00{some}" in owners
    assert f" 0.00{some}" in owners
    assert re.search(r"600000\.00(?! ?[（(])", owners)
    assert f"603000.00{some}" in book_of_four("report", "sources", lang=lang).out


def test_programs_and_spreadsheets_get_the_number(book_of_four: Any) -> None:
    rows = json.loads(book_of_four("list", "--json").out)["rows"]
    assert [row["amount_12m"] for row in rows] == ["600000.00", "1000.00", "2000.00", None]
    rows = json.loads(book_of_four("report", "owners", "--json").out)["rows"]
    assert {row["owner"]: row["amount_12m"] for row in rows}["li.na"] == "3000.00"
    table = csv.DictReader(
        io.StringIO(book_of_four("report", "owners", "--format", "csv").out.lstrip("\ufeff"))
    )
    assert {row["Owner"]: row["12-month amount"] for row in table}["李娜"] == "3000.00"


@pytest.mark.parametrize(("lang", "said"), [("zh", "张伟（已离职）"), ("en", "张伟 (left)")])
def test_an_owner_who_left_is_marked_in_lists_and_on_pages(
    deserted: Any, tmp_path: Path, lang: str, said: str
) -> None:
    assert said in deserted("list", lang=lang).out
    assert said not in deserted("list", lang=lang, as_of="2024-05-31").out
    assert said in deserted("list", "--owner", "张伟", lang=lang).out
    done = deserted("build", "--out", str(tmp_path / "site"), "--audience", "team", "--languages", lang)
    assert done.code == 0, done
    for page in ("customers.html", "customers/CRM-202405001.html"):
        assert said in (tmp_path / "site" / page).read_text("utf-8")


def test_who_left_is_listed_under_their_key(deserted: Any) -> None:
    rows = json.loads(deserted("list", "--json").out)["rows"]
    assert [row["owner"] for row in rows] == ["zhang.wei", "liu.yang"]
