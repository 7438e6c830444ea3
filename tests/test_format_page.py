"""What the pages on the record format show is what the tool reads (P12)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmkit.document import Scalar, read
from crmkit.language import Label
from crmkit.schema.field_type import Context
from crmkit.schema.fields import Field
from crmkit.schema.types import currency, date, day, money, percent, score, time

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("docs/format.md", "docs/format.zh-CN.md")
# Row of the table of values in either language → what reads it.


def read_score(text: str) -> object:
    return score.read(text, Field("score", Label("评分", "Score")), Context())


READERS: dict[str, Callable[[str], object]] = {
    "date": date.parse, "日期": date.parse, "time": time.parse, "时间": time.parse, "day": day.parse,
    "每年的日子": day.parse, "money": money.parse, "金额": money.parse, "percent": percent.parse,
    "百分比": percent.parse, "currency": currency.parse, "币种": currency.parse, "score": read_score,
    "评分": read_score,
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_the_example_is_a_record_without_a_finding(page: str) -> None:
    example, *_ = re.findall(r"^```markdown\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    document, found = read("records/CRM-202405001.md", example.encode())
    assert found == ()
    assert [(entry.date.isoformat(), entry.time, entry.kind) for entry in document.entries] == [
        ("2024-05-15", "14:30", "电话"),
        ("2024-05-20", "", "订单"),
    ]
    assert document.entries[0].get("next") == "2024-06-05 电话 跟进预算评估结果"
    assert len(document.sections) == 1
    number = document.profile.get("id")
    assert isinstance(number, Scalar)
    assert number.text == "CRM-202405001"


@pytest.mark.parametrize("page", PAGES)
def test_the_ticket_of_the_page_waits_for_the_customer(page: str, crm: Any) -> None:
    _, log, *_ = re.findall(r"^```markdown\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    head = "---\nid: CRM-202405001\nname: 星辰\ntype: business\nstatus: active\nowner: zhang.wei\n"
    crm.write("records/CRM-202405001.md", f"{head}contacts:\n  - {{name: 李雷}}\n---\n\n{log}")
    assert "CRM4" not in crm("check", "--format", "concise", as_of="2025-09-27").out
    said = crm("ticket", "show", "TK-202509001", as_of="2025-09-27").out
    assert "2025-09-26 18:30  in time" in said
    assert "paused since 09-27 10:00" in said


@pytest.mark.parametrize("page", PAGES)
def test_the_approval_of_the_page_is_sent_back_and_then_given(page: str, crm: Any) -> None:
    log = re.findall(r"^```markdown\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)[2]
    head = "---\nid: CRM-202405001\nname: 星辰\ntype: business\nstatus: active\nowner: zhang.wei\n---\n\n"
    crm.write("records/CRM-202405001.md", f"{head}{log}")
    assert "CRM56" not in crm("check", "--format", "concise", as_of="2025-03-06").out
    assert "Sent back, mend: Address, Contacts·Phone" in crm("due", "星辰", as_of="2025-03-05").out
    assert "Sent back" not in crm("due", "星辰", as_of="2025-03-06").out


@pytest.mark.parametrize("page", PAGES)
def test_the_procedure_of_the_page_is_at_its_second_step(page: str, crm: Any) -> None:
    blocks = re.findall(r"^```markdown\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.M | re.S)
    (log,) = (block for block in blocks if "\n- 流程: " in block)
    head = "---\nid: CRM-202405001\nname: 星辰\ntype: business\nstatus: signed\nowner: zhang.wei\n---\n\n"
    crm.write("records/CRM-202405001.md", head + log)
    assert "CRM52" not in crm("check", "--format", "concise", as_of="2025-09-28").out
    assert "Contract review  open   2025-09-29 18:00" in crm("sop", "status", as_of="2025-09-28").out


@pytest.mark.parametrize("page", PAGES)
def test_every_way_to_write_a_value_is_read(page: str) -> None:
    seen = set()
    for row in re.findall(r"^\| (\S+) \| (.*?) \|", (ROOT / page).read_text("utf-8"), re.M):
        if row[0] in READERS:
            seen.add(READERS[row[0]])
            for written in re.findall(r"`(.*?)`", row[1]):
                said = READERS[row[0]](written)
                assert getattr(said, "data", said) is not None, written
    assert len(seen) == 7
