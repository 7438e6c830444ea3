"""P3: a text is written as YAML so that it reads back equal, or it is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmkit.document import plain, read
from crmkit.document.quote import REFUSED, scalar

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
# Text that is mostly made of what YAML takes for something else.
NASTY = st.text(
    st.sampled_from(list(" \t\n-?:,[]{}#&*!|>'\"%@`~=<.\\0xe+_\r\x85\u2028\ufeff：\u3000a客😀")), max_size=12
)
TEXT = st.one_of(ANY_TEXT, NASTY)


def read_back(written: str | None, frame: str) -> object:
    document, found = read("x.md", f"---\n{frame.format(written)}\n---\n".encode())
    assert not found, (written, found)
    return plain(document.profile)


@given(TEXT)
@example("a：b")
@example("- a")
@example("...")
@example("---")
@example("")
def test_a_text_reads_back_equal_in_every_place_or_is_refused(text: str) -> None:
    written = scalar(text)
    assert (written is None) == bool(REFUSED.search(text))
    if written is None:
        return
    assert "\n" not in written
    in_flow, leading = scalar(text, flow=True), scalar(text, leads=True)
    flow_leading = scalar(text, flow=True, leads=True)
    assert None not in (in_flow, leading, flow_leading)
    assert read_back(written, "k: {}") == {"k": text}
    assert read_back(in_flow, "k: {{a: {}, b: c}}") == {"k": {"a": text, "b": "c"}}
    assert read_back(in_flow, "k: [{}, b]") == {"k": [text, "b"]}
    assert read_back(leading, "k:\n  - {}") == {"k": [text]}
    if len(text) < 200 and text != "<<":
        assert read_back(leading, "{}: v") == {text: "v"}
        assert read_back(flow_leading, "k: {{{}: v}}") == {"k": {text: "v"}}


@given(TEXT, st.sampled_from(["'", '"', ""]))
def test_a_quote_is_kept_where_it_serves(text: str, style: str) -> None:
    written = scalar(text, style=style)
    if written is not None:
        assert read_back(written, "k: {}") == {"k": text}


@pytest.mark.parametrize(
    "text",
    [
        "杭州星辰科技有限公司", "12600138000", "+86 571 8888", "-5", "2024-05-15 14:30", "35%", "NO",
        "电话, 工作日上午", "it's", "a：b",
    ],
)  # fmt: skip
def test_plain_words_stay_plain(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "''"), ("#fff", "'#fff'"), ("a: b", "'a: b'"), ("@li", "'@li'"), (" x", "' x'"),
        ("- x", "'- x'"), ("'x", '"\'x"'),
        ("a\nb", '"a\\nb"'), ("a\u2028b\x85", '"a\\Lb\\N"'), ("ACME #1", "'ACME #1'"),
    ],
)  # fmt: skip
def test_what_yaml_would_read_otherwise_is_quoted(text: str, written: str) -> None:
    assert scalar(text) == written


@pytest.mark.parametrize("text", ["\0", "\x1b[31m", "\ud800", "a\x7f", "\x9b1m"])
def test_what_no_record_may_hold_is_refused(text: str) -> None:
    assert scalar(text) is None
