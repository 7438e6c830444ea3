"""A name is masked for those who do not see its line, and said to those who do (A8)."""

from __future__ import annotations

from typing import Any

import pytest

STRANGER = """

## 2024-06-20 电话 问进度
- by: zhang.wei
- with: 韩梅梅
"""


@pytest.fixture
def named(small: Any) -> Any:
    small.write("records/CRM-202405001.md", small.read("records/CRM-202405001.md") + STRANGER)
    return small


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_sees_the_line_reads_whom_it_names(named: Any, lang: str) -> None:
    said = named("check", "--format", "full", lang=lang).out
    assert "`韩梅梅`" in said
    assert "•••" not in said


@pytest.mark.parametrize("format", ["concise", "github", "json"])
def test_a_log_names_nobody(named: Any, format: str) -> None:
    said = named("check", "--format", format).out
    assert "•••" in said
    assert "韩梅梅" not in said


def test_a_line_too_long_to_be_shown_names_nobody(small: Any) -> None:
    small.write(
        "records/CRM-202405001.md",
        small.read("records/CRM-202405001.md") + STRANGER.rstrip() + "（" + "采购经理" * 30 + "）\n",
    )
    said = small("check", "--format", "full").out
    assert "•••" in said
    assert "韩梅梅" not in said


def test_who_writes_reads_what_was_just_typed(small: Any) -> None:
    done = small("log", "星辰", "电话", "--with", "李垒", "--by", "张伟", "--on", "2024-06-29")
    assert (done.code, "`李垒`" in done.err, "•••" in done.err) == (0, True, False)
    done = small("set", "星辰", "contacts.李雷.birthday=9999")
    assert (done.code, "`9999`" in done.err, "•••" in done.err) == (1, True, False)


@pytest.mark.parametrize("word", ["全体联系人", "所有联系人", "全体", "大家"])
def test_everybody_is_a_word_for_all_contacts(small: Any, word: str) -> None:
    done = small("log", "星辰", "电话", "--with", word, "--by", "张伟", "--on", "2024-06-29")
    assert (done.code, done.err) == (0, "")
