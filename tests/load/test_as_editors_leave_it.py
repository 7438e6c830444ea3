"""Running a Markdown formatter over a record changes nothing that is read, or `check` says so (B1, P4).

`formatted/` holds one record and what the formatters themselves made of it: Prettier 3.10.1 as it comes
(`prettier`), with `--prose-wrap always --print-width 40 --tab-width 4` (`prettier-narrow`), with
`--use-tabs --prose-wrap never --single-quote` (`prettier-tabs`), and markdownlint-cli2 0.22.1 `--fix`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.document import Document, plain, read
from crmkit.load import load_record
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.entry_class import UNKNOWN

FORMATTED = Path(__file__).parent / "formatted"
PATH = "records/CRM-202405001.md"
HEAD = "---\nid: CRM-202405001\nname: 杭州云杉\ntype: business\nstatus: lead\n---\n\n"


def said(document: Document) -> list[tuple[str, ...]]:
    return [
        (str(e.date), e.time, e.end_time, e.kind, e.subject, *(f"{f.key}={f.value}" for f in e.fields))
        for e in document.entries
    ]


def events(text: str, policy: Policy) -> tuple[Event, ...]:
    loaded = load_record(PATH, text.encode(), policy)
    assert loaded.customer is not None
    return loaded.customer.events


def fields(text: str, policy: Policy) -> list[dict[str, str]]:
    return [{key: str(value.data) for key, value in e.fields.items()} for e in events(text, policy)]


def codes(text: str, policy: Policy) -> list[str]:
    found = load_record(PATH, text.encode(), policy).findings
    return sorted({f.code for f in found if f.severity != "notice"})


@pytest.mark.parametrize("name", ["prettier", "prettier-narrow", "prettier-tabs", "markdownlint"])
def test_what_a_formatter_made_reads_as_what_it_was_given(name: str, policy: Policy) -> None:
    before, after = (
        load_record(PATH, (FORMATTED / f"{n}.md").read_bytes(), policy) for n in ("original", name)
    )
    assert said(after.document) == said(before.document)
    assert plain(after.document.profile) == plain(before.document.profile)
    assert [f.code for f in after.findings] == [f.code for f in before.findings]


WORDS = st.sampled_from(["They", "want", "the", "证书", "2024-06-01", "、", "a:b", "x", "8", "(no)", "“好”"])
VALUES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
LAYOUT = st.tuples(
    st.sampled_from(["", "\n", "\n\n", " \n", "<!-- x -->\n", "\n<!-- prettier-ignore -->\n"]),
    st.sampled_from(["- ", "* ", "+ ", "-   ", " - ", "   * ", "－ ", "• ", "-"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)


@given(st.lists(VALUES, min_size=1, max_size=4), LAYOUT)
def test_fields_read_the_same_however_an_editor_lays_them_out(
    values: list[str], layout: tuple[str, str, bool, str]
) -> None:
    gap, bullet, wraps, newline = layout
    lines = [f"feedback: {value}" for value in values]
    tight = HEAD + "## 2024-05-20 电话 x\n" + "".join(f"- {line}\n" for line in lines) + "\nText\n"
    if wraps:
        lines = [re.sub(r" (?=\S)", "\n  ", line) for line in lines]
    loose = (
        HEAD + "## 2024-05-20 电话 x\n" + gap + "".join(f"{bullet}{line}\n" for line in lines) + "\nText\n"
    )
    before, _ = read(PATH, tight.encode())
    after, _ = read(PATH, loose.replace("\n", newline).encode())
    assert said(after) == said(before)
    entry = after.entries[0]
    assert after.text[entry.text_start : entry.end].strip() == "Text"


def test_fields_behind_a_blank_line_count(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-06 订单 首期\n\n- amount: 100000\n\n"
    text += "## 2024-05-20 电话\n\n- next: 2024-05-25 电话 跟进\n"
    assert codes(text, policy) == []
    order, call = fields(text, policy)
    assert "100000" in order["amount"]
    assert call == {"next": "2024-05-25 电话 跟进"}


@pytest.mark.parametrize("bullet", ["* ", "+ ", " - ", "   - ", "\t- "])
def test_every_bullet_of_markdown_begins_a_field_without_a_word(bullet: str, policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n{bullet}attitude: 8\n"
    assert (fields(text, policy), codes(text, policy)) == ([{"attitude": "8"}], [])


@pytest.mark.parametrize("bullet", ["－ ", "－", "• ", "· ", "– ", "-", "*", "●"])
def test_a_bullet_that_markdown_does_not_know_is_read_and_told(bullet: str, policy: Policy) -> None:
    """A formatter that wraps lines would make one line of two such fields."""
    text = f"{HEAD}## 2024-05-20 电话\n{bullet}attitude: 8\n{bullet}by: zhang.wei\n"
    assert fields(text, policy) == [{"attitude": "8", "by": "zhang.wei"}]
    assert codes(text, policy) == ["CRM213"]


def test_a_list_of_words_that_nobody_knows_stays_text(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n\n- 价格: 太高\n- 交期: 太长\n"
    assert (fields(text, policy), codes(text, policy)) == ([{}], [])
    assert events(text, policy)[0].text == "- 价格: 太高\n- 交期: 太长"


def test_one_known_key_makes_the_first_list_one_of_fields(policy: Policy) -> None:
    """Straight below the heading the others were fields before a formatter came, too."""
    text = f"{HEAD}## 2024-05-20 电话\n\n- by: zhang.wei\n- 价格: 太高\n"
    assert fields(text, policy) == [{"by": "zhang.wei", "价格": "太高"}]
    assert codes(text, policy) == ["CRM300"]


def test_a_list_behind_the_fields_is_more_of_them_only_when_all_is_known(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n- by: zhang.wei\n\n- attitude: 8\n\n- 价格: 太高\n- score: 9\n"
    assert fields(text, policy) == [{"by": "zhang.wei", "attitude": "8"}]
    assert events(text, policy)[0].text == "- 价格: 太高\n- score: 9"


def test_a_wrapped_value_is_joined_and_the_fields_behind_it_are_read(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n- next:\n  2024-06-20 电话 看看\n  第二批\n- attitude: 8\n"
    assert fields(text, policy) == [{"next": "2024-06-20 电话 看看 第二批", "attitude": "8"}]


def test_no_fix_is_written_over_a_value_on_several_lines(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 订单\n- amount:\n  ￥\n  12,00\n- due:\n  2024/5/\n  1\n"
    assert not any(f.fix for f in load_record(PATH, text.encode(), policy).findings)


@pytest.mark.parametrize(
    "line", ["- [ ] next: x", "1. one", "> quoted", "| a | b |", "### deeper", "~~~", "- x"]
)
def test_an_indented_line_that_begins_something_goes_on_with_no_value(line: str, policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n- feedback: good\n  {line}\n"
    assert fields(text, policy) == [{"feedback": "good"}]


def test_four_blanks_behind_a_blank_line_are_code(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话\n\n    - attitude: 8\n"
    assert fields(text, policy) == [{}]


SURE = [
    ("2024-05-20 14:30:00 电话 x", "14:30", "", "CRM206"),
    ("2024-05-20 14:30 - 15:30 电话 x", "14:30", "15:30", "CRM206"),
    ("2024-05-20 14:30～15:30 电话 x", "14:30", "15:30", "CRM206"),
    ("2024-05-20 下午3点 电话 x", "15:00", "", "CRM206"),
    ("2024-05-20 上午9点半 电话 x", "09:30", "", "CRM206"),
    ("2024-05-20 下午3点到4点半 电话 x", "15:00", "16:30", "CRM206"),
    ("2024-05-20 2:30pm 电话 x", "14:30", "", "CRM206"),
    ("2024-05-20 12:30 AM 电话 x", "00:30", "", "CRM206"),
    ("2024-05-20 14点30分 电话 x", "14:30", "", "CRM206"),
    ("2024-05-20 周一 电话 x", "", "", "CRM211"),
    ("2024-05-20 (Mon) 14:30 电话 x", "14:30", "", "CRM211"),
    ("2024-05-20 [电话] x", "", "", "CRM211"),
    ("2024-05-20 \\[电话] x", "", "", "CRM211"),
    ("2024-05-20 【电话】x", "", "", "CRM211"),
    ("2024-05-20 **电话** x", "", "", "CRM211"),
    ("2024-05-20 电话\u200b x", "", "", "CRM211"),
    ("2024-05-20 - 电话 x", "", "", "CRM211"),
    ("2024-05-20 电话：x", "", "", "CRM212"),
    ("2024-05-20 电话-x", "", "", "CRM212"),
    ("2024-05-20 电话,x", "", "", "CRM212"),
    ("2024-05-20 phone:x", "", "", "CRM212"),
]


@pytest.mark.parametrize(("heading", "time", "until", "code"), SURE)
def test_a_heading_with_one_meaning_is_read_by_it_and_reported(
    heading: str, time: str, until: str, code: str, policy: Policy
) -> None:
    loaded = load_record(PATH, f"{HEAD}## {heading}\n".encode(), policy)
    assert loaded.customer is not None
    (event,) = loaded.customer.events
    assert (event.time, event.end_time, event.cls, event.subject) == (time, until, CONTACT, "x")
    (finding,) = [f for f in loaded.findings if f.severity == "error"]
    assert finding.code == code
    (piece,) = finding.fix
    mended = loaded.document.text[: piece.start] + piece.text + loaded.document.text[piece.end :]
    (again,) = events(mended, policy)
    assert codes(mended, policy) == []
    assert again[2:] == event[2:6] + again[6:]


DATES = [
    ("2024–05–20 电话", "2024-05-20"), ("2024—05—20 电话", "2024-05-20"), ("2024‑05‑20 电话", "2024-05-20"),
    ("2024‐05‐20 电话", "2024-05-20"), ("2024‒05‒20 电话", "2024-05-20"), ("2024−05−20 电话", "2024-05-20"),
    ("2024.5.18 电话", "2024-05-18"), ("2024 年 5 月 18 日 电话", "2024-05-18"),
    ("24-05-18 电话", "2024-05-18"), ("05/18/2024 phone", "2024-05-18"), ("18.05.2024 phone", "2024-05-18"),
    ("May 18, 2024 phone", "2024-05-18"), ("18 May 2024 phone", "2024-05-18"),
    ("2024-05-20\u00a0电话", "2024-05-20"), ("2024-05-20电话", "2024-05-20"),
    ("2024-05-20T14:30 电话", "2024-05-20"), ("2024-05-20（周一）电话", "2024-05-20"),
    ("14:30 2024-05-20 电话", "## 2024-05-20 14:30 电话"), ("[2024-05-20] 电话", "## 2024-05-20 电话"),
    ("[2024-05-20](x.md) 电话", "## 2024-05-20 电话"), ("**2024-05-20** 电话", "## 2024-05-20 电话"),
    ("1. 2024-05-20 电话", "## 2024-05-20 电话"),
    ("5月18日 电话", ""), ("五月十八日 电话", ""), ("05/06/2024 phone", ""), ("2024-02-30 电话", ""),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "suggestion"), DATES)
def test_a_date_in_another_form_opens_no_entry_but_is_an_error(
    heading: str, suggestion: str, policy: Policy
) -> None:
    loaded = load_record(PATH, f"{HEAD}## {heading}\n".encode(), policy)
    (finding,) = [f for f in loaded.findings if f.severity == "error"]
    assert finding.code in ("CRM201", "CRM203")
    assert dict(finding.arguments)["suggestion"] == suggestion
    assert bool(finding.fix) == bool(suggestion)
    assert loaded.document.sections[0].dated


@pytest.mark.parametrize(
    "title",
    ["背景", "2 things", "1.2.3 版本说明", "第3季度", "How they decide", "No. 5", "3月", "10:30", "100万"],
)
def test_a_title_with_a_number_is_no_date(title: str, policy: Policy) -> None:
    assert codes(f"{HEAD}## {title}\n", policy) == []


@pytest.mark.parametrize("kind", ["e-mail", "social_media", "上门", "晚宴x", "3D打印", "Sundry"])
def test_a_kind_that_begins_like_a_time_keeps_its_word(kind: str) -> None:
    document, found = read(PATH, f"{HEAD}## 2024-05-20 {kind} x\n".encode())
    assert (document.entries[0].kind, document.entries[0].subject, found) == (kind, "x", ())


@pytest.mark.parametrize("when", ["上午", "九点半", "下午"])
def test_a_time_that_cannot_be_kept_is_told_and_never_thrown_away(when: str, policy: Policy) -> None:
    loaded = load_record(PATH, f"{HEAD}## 2024-05-20 {when} 电话 x\n".encode(), policy)
    assert loaded.customer is not None
    assert loaded.customer.events[0].cls is CONTACT
    (finding,) = [f for f in loaded.findings if f.severity == "error"]
    assert (finding.code, finding.fix) == ("CRM211", ())


def test_a_new_word_that_begins_like_a_kind_is_offered_and_not_taken(policy: Policy) -> None:
    text = f"{HEAD}## 2024-05-20 电话会议 x\n"
    (event,) = events(text, policy)
    assert (event.kind, event.cls) == ("电话会议", UNKNOWN)
    (finding,) = [f for f in load_record(PATH, text.encode(), policy).findings if f.severity == "error"]
    assert (finding.code, finding.fix) == ("CRM212", ())


@given(st.text(st.sampled_from("2024-05.年月日 :：点电话\u200b*[](【】下午周一pm#\\T-–x、"), max_size=24))
def test_any_heading_is_read_or_reported_and_loses_no_word(title: str) -> None:
    document, found = read(PATH, f"{HEAD}## {title}\n".encode())
    assert len(document.entries) + len(document.sections) == 1
    for finding in found:
        for piece in finding.fix:
            assert HEAD in document.text[: piece.start] + piece.text
            words = re.findall("[电话x]", document.text[piece.start : piece.end])
            assert words == re.findall("[电话x]", piece.text)
