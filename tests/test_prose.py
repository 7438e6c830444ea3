"""What Markdown would multiply or leave out is shown as it was written, and told (P8, K2)."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.prose import DEEPEST, FREE_CELLS, Swallows, guarded, risks
from crmkit.site.markdown import markdown

TAG = re.compile(r"<[^>]*>")


def seen(text: str) -> str:
    """What a reader sees: the words of a page without its markup."""
    return html.unescape(TAG.sub("", str(markdown(text))))


def kinds(text: str) -> list[Swallows]:
    return [risk.kind for risk in risks(text)]


@pytest.mark.parametrize(
    "text",
    [
        "[王总]: 明天再说",
        "- [王总]: 明天再说",
        "> [王总]: 明天再说",
        "[备注]:下周",
        "[site]: https://e.example/",
        "| 月份 | 数量 |\n|---|---|\n| 一月 | 12 | 加急 |",
        "月份 | 数量\n--- | ---\n一月 | 12 | 加急",
        "> | 月份 |\n> |---|\n> | 一月 | 加急 |",
        "见[报价](第三版.pdf)",
        "![](照片.png)",
        "![照片](files/a.png)",
        ">" * 40 + " 同意",
    ],
)
def test_every_word_of_a_text_is_seen(text: str) -> None:
    shown = seen(text)
    for word in re.findall(r"[\w.]+", text):
        assert word in shown, shown


def test_a_definition_that_a_link_uses_is_none_of_the_text() -> None:
    assert seen("see [the site]\n\n[the site]: https://e.example/").strip() == "see the site"


@pytest.mark.parametrize(
    "text",
    [
        "| 月份 | 数量 |\n|------|------|\n| 一月 | 12 |\n| 二月 |",
        "> 一\n> > 二\n\n- 三\n  - 四",
        "```\n| a |\n|---|\n| 1 | 2 |\n[a]: b\n```",
        "a | b\n\n---\n\n- c | d | e",
        "| a |\n|---|\n| 1 \\| 2 |",
    ],
)
def test_what_people_write_keeps_its_shape(text: str) -> None:
    assert kinds(text) == []
    assert guarded(text) == text


def table(columns: int, rows: int) -> str:
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|x|\n" * rows


@pytest.mark.parametrize("before", ["", "# 标题\n", "文字\n\n", "|a|\n|-|\n|x|\n# 标题\n", "> "])
def test_a_table_of_empty_cells_is_shown_plain(before: str) -> None:
    text = before + table(300, 400)
    assert Swallows.TABLE in kinds(text)
    page = str(markdown(text))
    assert len(page) < 3 * len(text) + 1_000


def test_a_table_may_have_some_empty_cells_and_any_number_of_written_ones() -> None:
    assert kinds(table(FREE_CELLS // 10, 9)) == []
    full = "|a" * 30 + "|\n" + "|-" * 30 + "|\n" + ("|12" * 30 + "|\n") * 1_000
    assert kinds(full) == []


@pytest.mark.parametrize("mark", [">", "> ", "* ", "1. ", "- > "])
def test_a_text_nests_so_deep_and_no_deeper(mark: str) -> None:
    levels = len(re.findall(r"[>*.-]", mark))
    assert kinds(mark * (DEEPEST // levels) + "a") == []
    text = mark * (DEEPEST // levels + 1) + "a"
    assert kinds(text) == [Swallows.DEPTH]
    assert "<blockquote>" not in str(markdown(text))


@given(st.text(st.sampled_from("ab|-:> \n[]*`\\1.#~"), max_size=120))
def test_guarding_only_adds_backslashes(text: str) -> None:
    written = guarded(text)
    kept = iter(written)
    assert all(any(char == other for other in kept) for char in text)
    assert set(written) <= set(text) | {"\\"}
    markdown(text)
