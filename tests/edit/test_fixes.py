"""C1: the fixes that findings carry mend what they report, and mending twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.diagnostics import Code, Source, Splice
from crmkit.document import read
from crmkit.edit import apply_fixes

BROKEN = """\
---
name: @li
note: a: b  # why
cut: ACME #1
wide：x
draft: [draft] x
---

## 2024-5-1 电话
- by：zhang.wei

# 2024-05-02 电话 标题
"""
MENDED = """\
---
name: '@li'
note: 'a: b'  # why
cut: 'ACME #1'
wide: x
draft: '[draft] x'
---

## 2024-05-01 电话
- by: zhang.wei

## 2024-05-02 电话 标题
"""


def mend(text: str) -> str:
    return apply_fixes(text, read("x.md", text.encode())[1])


def test_fixes_mend_what_they_report() -> None:
    text = BROKEN
    for _ in range(2):  # a heading whose date is mended is an entry only when it is read again
        text = mend(text)
    assert text == MENDED
    assert read("x.md", text.encode())[1] == ()


SHAPES = st.sampled_from(
    ["@x", "a: b", "x #y", "[a] b", "{{ x }}", "客户：要", "'q'", "# c", "&a", "| x", "b: c # d", ""]
)
LINE = st.tuples(
    st.sampled_from(["a: ", "b：", "- c: ", "  d:\u00a0", "e:\t", "## 2024-5-1", "- k：v", "f:"]), SHAPES
)


@given(st.lists(LINE.map("".join), max_size=6), st.lists(LINE.map("".join), max_size=4))
def test_mending_comes_to_rest(front: list[str], body: list[str]) -> None:
    text = "\n".join(["---", *front, "---", *body, ""])
    for _ in range(6):
        mended = mend(text)
        if mended == text:
            break
        text = mended
    assert mend(text) == text


CODE = Code("CRM999", "example")


@pytest.mark.parametrize(
    ("pieces", "result"),
    [
        ([(0, 2, "x"), (1, 3, "y")], "xcd"),
        ([(0, 1, "x"), (1, 2, "y")], "xycd"),
        ([(2, 2, "x"), (2, 2, "y")], "abxcd"),
        ([(3, 4, ""), (0, 0, ">")], ">abc"),
    ],
)
def test_of_two_fixes_that_overlap_the_first_is_applied(
    pieces: list[tuple[int, int, str]], result: str
) -> None:
    findings = [CODE.at(Source("x"), fix=(Splice(*piece),)) for piece in pieces]
    assert apply_fixes("abcd", findings) == result
