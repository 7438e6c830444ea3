"""B3, P1, P2: an entry is appended in date order, and no other byte of the file changes."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from crmkit.document import Document, read
from crmkit.document.entries import settled_entry
from crmkit.edit import append_entry, entry_text

HEAD = "---\nname: x\n---\n"
RECORD = """\
---
name: 杭州星辰
---

About the customer.

## 2024-05-15 14:30 电话 推送更新
- by: zhang.wei

They asked for a price.

## 2024-05-20 订单
- amount: 160000

## 背景

Kept as it is.
"""


def document(text: str) -> Document:
    return read("x.md", text.encode("utf-8"))[0]


def appended(text: str, heading: str, fields: tuple[tuple[str, str], ...] = (), free: str = "") -> str:
    after, found = append_entry(document(text), heading, fields, free)
    assert found == ()
    return after.text


def days(text: str) -> list[str]:
    return [f"{entry.date:%m-%d} {entry.time}".strip() for entry in document(text).entries]


def test_an_entry_stands_between_blank_lines_in_date_order() -> None:
    text = appended(
        RECORD, "2024-05-18 09:00-09:30 邮件 报价", (("by", "li.na"), ("next", "")), "\nSent.\n\n- a: b\n"
    )
    new = "## 2024-05-18 09:00-09:30 邮件 报价\n- by: li.na\n- next:\n\nSent.\n\n- a: b\n\n"
    before, behind = RECORD.split("## 2024-05-20")
    assert text == f"{before}{new}## 2024-05-20{behind}"


@pytest.mark.parametrize(
    ("heading", "order"),
    [
        ("2024-05-01 call", ["05-01", "05-15 14:30", "05-20"]),
        ("2024-05-15 call", ["05-15 14:30", "05-15", "05-20"]),
        ("2024-05-15 9:30 call", ["05-15 09:30", "05-15 14:30", "05-20"]),
        ("2024-05-15 14:30 call", ["05-15 14:30", "05-15 14:30", "05-20"]),
        ("2024-05-20 00:01 call", ["05-15 14:30", "05-20", "05-20 00:01"]),
        ("2024-06-01 call", ["05-15 14:30", "05-20", "06-01"]),
    ],
)
def test_it_stands_behind_the_last_entry_that_is_not_later(heading: str, order: list[str]) -> None:
    text = appended(RECORD, heading)
    assert days(text) == order
    assert text.endswith("## 背景\n\nKept as it is.\n")


@pytest.mark.parametrize(
    ("heading", "order"),
    [
        ("2024-06-01 call", ["06-01", "05-20", "05-20", "05-01"]),
        ("2024-05-20 call", ["05-20", "05-20", "05-20", "05-01"]),
        ("2024-05-09 call", ["05-20", "05-20", "05-09", "05-01"]),
        ("2024-04-01 call", ["05-20", "05-20", "05-01", "04-01"]),
    ],
)
def test_a_file_written_newest_first_stays_so(heading: str, order: list[str]) -> None:
    text = f"{HEAD}\n## 2024-05-20 a\n\n## 2024-05-20 b\n\n## 2024-05-01 c\n"
    assert days(appended(text, heading)) == order


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n{new}"),
        ("\nText", "\nText\n\n{new}"),
        ("\nText\n\n\n", "\nText\n\n{new}\n\n"),
        ("## 2024-01-01 a", "## 2024-01-01 a\n\n{new}"),
        ("## 2024-01-01 a\n## 2024-09-09 b\n", "## 2024-01-01 a\n\n{new}\n## 2024-09-09 b\n"),
        ("## 2024-01-01 a\n  \n\n## 2024-09-09 b\n", "## 2024-01-01 a\n\n{new}  \n\n## 2024-09-09 b\n"),
        ("## 2024-09-09 b\n", "\n{new}\n## 2024-09-09 b\n"),
    ],
)
def test_one_blank_line_stands_before_it(before: str, after: str) -> None:
    assert appended(HEAD + before, "2024-05-01 call") == HEAD + after.format(new="## 2024-05-01 call\n")


def test_a_closing_line_without_a_line_end_gets_one() -> None:
    assert appended("---\na: b\n---", "2024-05-01 call") == "---\na: b\n---\n\n## 2024-05-01 call\n"


def test_crlf_and_bom_are_kept() -> None:
    before = ("\ufeff" + RECORD).replace("\n", "\r\n")
    after, found = append_entry(document(before), "2024-06-01 call", [("by", "x")], "one\ntwo")
    assert found == ()
    assert after.render().startswith(b"\xef\xbb\xbf---\r\n")
    assert b"## 2024-06-01 call\r\n- by: x\r\n\r\none\r\ntwo\r\n" in after.render()
    assert b"\n" not in after.render().replace(b"\r\n", b"")
    assert entry_text(after, after.entries[-1]) == "one\ntwo"


@pytest.mark.parametrize(
    "heading",
    [
        "call", "2024-05-01", "2024-13-01 call", "2024-05-01  call", "2024-05-01 call ", " 2024-05-01 call",
        "2024-05-01 call  x", "2024-05-01 call\u3000x", "2024-05-01 call\nx", "2024-05-01 call \x1b",
        "2024-05-01 call a\u2028b", "２０２４-05-01 call",
    ],
)  # fmt: skip
def test_a_heading_that_would_be_read_otherwise_is_refused(heading: str) -> None:
    before = document(RECORD)
    after, found = append_entry(before, heading, ())
    assert [finding.code for finding in found] == ["CRM257"]
    assert after is before


def test_a_refused_heading_is_shown_as_it_was_typed_but_for_what_cannot_be_seen() -> None:
    _, (finding,) = append_entry(document(RECORD), "2024-05-01 电话 确认\n方案", ())
    assert dict(finding.arguments)["heading"] == "2024-05-01 电话 确认\\n方案"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("a", " b"), ("a", "b\nc"), ("a", "b\u3000"), ("a:", "b"), ("", "b"), ("1", "b"), ("a", "\0"),
        ("a b c", "d"),
    ],
)  # fmt: skip
def test_a_field_that_would_be_read_otherwise_is_refused(key: str, value: str) -> None:
    _, found = append_entry(document(RECORD), "2024-05-01 call", [(key, value)])
    assert [finding.code for finding in found] == ["CRM258"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ok\n## 2024-05-15 phone", 2), ("## notes", 1), ("##", 1), ("a\n---", 2), ("```\n## x", 1),
        ("<!-- x", 1), ("# 2024-05-15 x", 1), ("<<<<<<< HEAD", 1), ("ok\n\n~~~\nx\n~~\n", 3),
    ],
)  # fmt: skip
def test_a_line_that_would_open_something_is_named(text: str, line: int) -> None:
    _, found = append_entry(document(RECORD), "2024-05-01 call", (), text)
    assert [(finding.code, dict(finding.arguments)["line"]) for finding in found] == [("CRM259", str(line))]


@pytest.mark.parametrize(
    "text",
    ["### small", "#tag", "```sh\n## 2024-05-15 phone\n---\n```", "- [ ] do", "> ## quote", "a\n    ---"],
)
def test_text_that_opens_nothing_is_kept(text: str) -> None:
    after, found = append_entry(document(RECORD), "2024-05-01 call", (), text)
    assert found == ()
    assert entry_text(after, after.entries[0]) == text


@pytest.mark.parametrize("opener", ["```\nopen", "<!-- open"])
def test_text_that_would_close_what_an_older_entry_left_open_is_refused(opener: str) -> None:
    before = document(f"{HEAD}\n## 2024-01-01 a\n\n{opener}\n\n## 2024-02-01 b\n")
    closer = "```\nx\n```" if opener.startswith("`") else "-->"
    after, found = append_entry(before, "2024-05-01 call", (), closer)
    assert [finding.code for finding in found] == ["CRM255"]
    assert after is before


@pytest.mark.parametrize(
    "text", ["<<<<<<< HEAD\n", "no front-matter", "---\na: [\n---\n", "---\na: b\n---\n\x01"]
)
def test_a_bad_file_is_not_touched(text: str) -> None:
    full = text if text.startswith(("no", "---")) else HEAD + text
    before = document(full)
    assert append_entry(before, "2024-05-01 call", ())[0] is before


def test_a_file_at_its_limit_is_not_grown() -> None:
    before = document(HEAD + "x" * (1_048_576 - len(HEAD)))
    assert before.sound
    assert [f.code for f in append_entry(before, "2024-05-01 call", ())[1]] == ["CRM255"]


# --- properties ---------------------------------------------------------------------------------------------

ENTRY = st.tuples(
    st.dates().map(lambda day: f"{day:%Y}".rjust(4, "0") + f"{day:-%m-%d}"),
    st.sampled_from(["", " 09:00", " 14:30-15:00"]),
    st.sampled_from(["\n", "\n- by: x\n", "\n- a: b  \n\nText  \n", "\n\n```\n## no\n```\n", "\n  \n\n\n"]),
).map(lambda parts: f"## {parts[0]}{parts[1]} call{parts[2]}")
SECTION = st.sampled_from(
    ["## 背景\n\nText\n", "Words\n", "\n\n", "<!-- crmkit: allow x -->\n", "### deep\n"]
)


@st.composite
def records(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.one_of(ENTRY, SECTION), max_size=6))
    if draw(st.booleans()):
        parts.sort(reverse=draw(st.booleans()))
    text = HEAD + "\n".join(parts)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text


FREE = st.one_of(
    st.text(st.characters(exclude_categories=[])),
    st.lists(
        st.sampled_from(["a", "", "  ", "- k: v", "```", "~~~~", "## x", "---", "-->", "<!--", "客户 "])
    ).map("\n".join),
)


@given(records(), st.dates(), FREE, st.text(st.characters(exclude_categories=[])))
def test_what_is_appended_reads_back_equal_and_every_other_byte_stays(
    text: str, day: object, free: str, value: str
) -> None:
    before = document(text)
    heading = f"{day!s} 14:30 电话 主题"
    after, found = append_entry(before, heading, [("feedback", value)], free)
    event("refused" if found else "done")
    if found:
        assert after is before
        return
    (entry,) = [e for e in after.entries if e.get("feedback") == value and e.subject == "主题"]
    body = free.split("\n")
    while body and not body[0].strip(" \t"):
        del body[0]
    while body and not body[-1].strip(" \t"):
        del body[-1]
    assert entry_text(after, entry) == "\n".join(body)
    assert len(after.entries) == len(before.entries) + 1
    # The result without one inserted piece is the original.
    old, new = before.render(), after.render()
    length = len(new) - len(old)
    assert any(new[:at] == old[:at] and new[at + length :] == old[at:] for at in range(len(old) + 1))


@given(records(), st.lists(st.dates(), min_size=1, max_size=4))
def test_a_file_in_order_stays_in_order(text: str, new: list[object]) -> None:
    current = document(text)
    key = [(e.date, e.time) for e in current.entries]
    by_day = [day for day, _ in key]
    ascending, descending = by_day == sorted(by_day), by_day == sorted(by_day, reverse=True)
    for day in new:
        current, found = append_entry(current, f"{day!s} call", ())
        assert found == ()
        now = [e.date for e in current.entries]
        assert not ascending or len(set(by_day)) < 2 or now == sorted(now)
        assert not descending or len(set(by_day)) < 2 or now == sorted(now, reverse=True)


FORMATTED = RECORD.split("\n## ", 1)[0] + "\n## 2024-05-15 电话 询价\n\n- by: zhang.wei\n\n他们在等。\n"


def test_an_entry_stands_as_a_formatter_left_the_others() -> None:
    """A blank line below each heading: the formatter's next run changes nothing."""
    before = document(FORMATTED)
    after, found = append_entry(before, "2024-05-20 订单 首期", [("amount", "160000")], "已付定金。")
    assert found == ()
    assert after.text == FORMATTED + "\n## 2024-05-20 订单 首期\n\n- amount: 160000\n\n已付定金。\n"
    assert after.entries[-1].get("amount") == "160000"


@pytest.mark.parametrize(
    "line", ["- next: x", "* 价格：高", "－ by: x", "   - a: b", "<!-- x -->\n- a: b", "-a: b"]
)
def test_a_text_that_begins_like_fields_is_refused(line: str) -> None:
    """Behind a blank line it would be read as more fields of the entry."""
    before = document(RECORD)
    after, found = append_entry(before, "2024-06-01 call", [("by", "x")], f"{line}\nmore")
    assert after is before
    assert [f.code for f in found] == ["CRM259"]


def test_a_text_that_begins_with_a_list_of_other_words_is_kept_as_text() -> None:
    known = {"by", "next"}.__contains__
    after, found = append_entry(
        document(RECORD), "2024-06-01 call", [("by", "x")], "- 价格: 高\n- 交期: 长", known
    )
    assert found == ()
    assert entry_text(after, settled_entry(after.text, after.entries[-1], known)) == "- 价格: 高\n- 交期: 长"
    _, (finding,) = append_entry(document(RECORD), "2024-06-01 call", [("by", "x")], "- next: y", known)
    assert finding.code == "CRM259"
