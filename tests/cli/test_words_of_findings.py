"""Findings name fields, choices and types in the reader's words, keys where one must type them (D6, I1)."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = """\
---
id: CRM-202405009
name: 白桦
type: business
status: {status}
{line}
---
"""


def said(crm: Any, text: str, lang: str) -> str:
    crm.write("records/CRM-202405009.md", text)
    done = crm("check", "--format", "full", lang=lang)
    return str(done.out)


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("birthday: 1990-01-01", "“生日”是“个人”客户的字段，这位客户的类型是“企业”",
         "“Birthday” is asked of customers of type Individual; this one's type is Business"),
        ("size: hugee", "“企业规模”没有 `hugee` 这个选项", "“Company size” has no choice `hugee`"),
        ("potential: 0.35", "“增长潜力”里的 `0.35` 不是百分数",
         "`0.35` in “Growth potential” is not a percentage"),
        ("sizee: micro", "最接近的字段是 企业规模（`size`）", "the nearest field is Company size (`size`)"),
        ("规膜: micro", "最接近的字段是 企业规模（`规模`）", "the nearest field is Company size (`规模`)"),
        ("signed: 2024-13-01", "“签约日期”里的 `2024-13-01` 不是有效日期",
         "`2024-13-01` in “Signed” is not a date"),
        ("signed: 2093-01-01", "“签约日期”是 2093-01-01", "“Signed” is 2093-01-01"),
        ("contracts: [{id: H1, start: 2025-02-01, end: 2024-01-01}]",
         "“到期日期”是 2024-01-01，早于“开始日期”的 2025-02-01",
         "“End” is 2024-01-01, before “Start”, 2025-02-01"),
        ("tags: {a: b}", "“标签”需要", "“Tags” wants"),
        ("contacts: [{name: 李雷, role: bos}]", "“决策角色”没有 `bos` 这个选项",
         "“Decision role” has no choice `bos`"),
    ],
)  # fmt: skip
def test_a_field_is_said_by_its_label(crm: Any, line: str, zh: str, en: str) -> None:
    text = HEAD.format(status="active", line=line)
    assert zh in said(crm, text, "zh")
    assert en in said(crm, text, "en")


@pytest.mark.parametrize(
    ("lang", "near"), [("zh", "可能是 活跃（`active`）"), ("en", "Perhaps Active (`active`)")]
)
def test_a_near_word_is_said_with_its_label_and_as_it_is_typed(crm: Any, lang: str, near: str) -> None:
    shown = said(crm, HEAD.format(status="activ", line="size: micro"), lang)
    assert near in shown
    shown = said(
        crm, HEAD.format(status="active", line="size: micro") + "\n## 2024-05-20 状态 x\n- to: activ\n", lang
    )
    assert near in shown


@pytest.mark.parametrize(
    ("lang", "message", "help"),
    [
        ("zh", "2024-05-15 与“电话”之间缺空格", "请在“电话”前面空一格"),
        ("en", "Between 2024-05-15 and “电话” a blank is missing", "Put a blank before “电话”"),
    ],
)
def test_a_word_glued_to_a_date_is_told_as_such(crm: Any, lang: str, message: str, help: str) -> None:
    shown = said(crm, HEAD.format(status="active", line="size: micro") + "\n## 2024-05-15电话 询价\n", lang)
    assert message in shown
    assert help in shown


@pytest.mark.parametrize("written", ["2024-05-15T14:30 电话", "2024/5/15 电话", "2024-05-32 电话"])
def test_what_is_no_date_is_told_as_such(crm: Any, written: str) -> None:
    shown = said(crm, HEAD.format(status="active", line="size: micro") + f"\n## {written} 询价\n", "zh")
    assert f"`{written.split()[0]}` 不是有效日期" in shown


def test_words_that_hold_the_mark_between_words_are_told_apart(crm: Any) -> None:
    text = HEAD.format(status="active", line="industry: zzz")
    assert "：农、林、牧、渔业；农业种植；" in said(crm, text, "zh")
    assert "Food manufacturing; Wine, drinks and tea; Textiles" in said(crm, text, "en")


def test_known_words_are_listed_to_the_end(crm: Any) -> None:
    text = HEAD.format(status="active", line="size: micro") + "\n## 2024-05-20 电话 x\n- purpose: zzz\n"
    assert "…" not in said(crm, text, "zh").partition("可选：")[2].partition("。")[0]
    text = HEAD.format(status="active", line="verified: {date: 2024-05-01, by: li.na, way: zzz}")
    assert "…" not in said(crm, text, "en")
