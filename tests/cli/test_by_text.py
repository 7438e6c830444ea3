"""A word finds in the records' text whom it finds in a list of all names, and reads no other record (B4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crmkit.cli.found import by_text as module
from crmkit.cli.found.by_text import by_text
from crmkit.cli.lookup import listed, matching
from crmkit.cli.rim import Rim

ESCAPED = """\
---
id: CRM-202406009
name: "\\u5B81波静默贸易有限公司"
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-06-05}
---

## 2024-06-06 电话 转告星辰科技的事
"""
WORDS = ["星辰", "科技", "曾国藩", "李雷", "CRM-2024", "crm-202405001", "宁波", "静默", "工作", "没有的"]


def rim_of(crm: Any, day: str = "2024-06-30") -> Rim:
    return Rim(crm.book, date.fromisoformat(day), "zh", "never", caching=False)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_means_the_same_as_in_a_list_of_all(small: Any, word: str) -> None:
    small.write("records/CRM-202406009.md", ESCAPED)
    rim = rim_of(small)
    known = matching(word, [known for known, _ in listed(rim)])
    assert sorted(by_text(rim, word)) == sorted(known)


@pytest.mark.parametrize("word", ["zgf", "zeng", "ＣＲＭ", "", "  "])
def test_pinyin_and_letters_beyond_ascii_are_left_to_the_list(small: Any, word: str) -> None:
    assert by_text(rim_of(small), word) == []


def test_who_came_later_is_not_yet_called(small: Any) -> None:
    assert by_text(rim_of(small, "2024-05-31"), "曾国藩") == []


def test_a_word_that_many_records_hold_is_left_to_the_list(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST", 1)
    assert by_text(rim_of(small), "CRM-2024") == []


def test_a_writer_reads_only_records_that_hold_the_name(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rim, "sweep", None)  # whoever reads them all would fail
    answer = small("log", "星辰", "电话", "确认方案", "--by", "张伟", "--on", "2024-06-29")
    assert answer.code == 0, answer.err
