"""One bad byte is told from a file of another encoding, at its own place (P4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.document import read
from crmkit.document.encoding import Misread, misread

LINES = "杭州云杉科技有限公司\n客户经理张伟\n备注：春茶\n"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (LINES.encode() + b"Caf\xe9,x\n" + LINES.encode(), Misread(4, 4, "0xE9", "Caf", "byte")),
        (b"a\nCaf\xe9, x\n", Misread(2, 4, "0xE9", "Caf", "byte")),
        (b"\xef\xbb\xbfa\nCaf\xe9,x\n", Misread(2, 4, "0xE9", "Caf", "byte")),
        (LINES.encode()[:-2] + b"\n", Misread(3, 5, "0xE8", "备注：春", "byte")),
        (LINES.encode("gb18030"), Misread(1, 1, "0xBA", "", "GB18030")),
        (LINES.encode() + "李四光先生".encode("gbk") + b"\n", Misread(4, 1, "0xC0", "", "mixed")),
        ("名".encode("utf-16"), Misread(1, 1, "0xFF", "", "UTF-16")),
        (b"\x81\x00\xff\xff\xff\xff", Misread(1, 1, "0x81", "", "unknown")),
    ],
)  # fmt: skip
def test_each_way_of_not_being_utf_8_is_named_with_its_place(data: bytes, wrong: Misread) -> None:
    assert misread(data) == wrong


@given(st.text(st.sampled_from("a中é\n😀"), max_size=20), st.text(st.sampled_from("a中\n"), max_size=20))
def test_the_place_is_that_of_the_bad_byte(before: str, behind: str) -> None:
    data = before.encode() + b"\xff" + behind.encode()
    _, (finding,) = read("x.md", data)
    assert finding.source.line == before.count("\n") + 1
    assert finding.source.column == len(before) - before.rfind("\n")
    assert dict(finding.arguments)["byte"] == "0xFF"


@given(st.text())
def test_utf_8_is_never_misread(text: str) -> None:
    assert misread(text.encode("utf-8", "ignore")) is None
