"""A1, C1, P4, P8: any bytes make a document with places, quickly, and render as the same bytes."""

from __future__ import annotations

import gc
import resource
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.diagnostics import Diagnostic, Source
from crmkit.document import Document, MappingNode, Node, Scalar, plain, read
from crmkit.document.decode import Places, decode, place

RECORD = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司  # as registered
potential: 35%
contacts:
  - name: 李雷
    phone: '0571 8888'
tags: [价格敏感, 技术关注]
---

Free text.

## 2024-05-15 14:30-15:00 电话 推送更新
- by: zhang.wei
- attitude: 7

They asked for a price.

```text
## 2024-01-01 no entry, for it stands in a fence
```

## 背景

## 2024-05-20 订单 首期实施
- amount: 160000
"""


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [finding.code for finding in found]


def test_a_record_is_read_as_profile_entries_and_note_sections() -> None:
    document, found = read("records/CRM-202405001.md", RECORD.encode())
    assert found == ()
    assert plain(document.profile) == {
        "id": "CRM-202405001",
        "name": "杭州星辰科技有限公司",
        "potential": "35%",
        "contacts": [{"name": "李雷", "phone": "0571 8888"}],
        "tags": ["价格敏感", "技术关注"],
    }
    first, second = document.entries
    assert (first.date.isoformat(), first.time, first.end_time, first.kind) == (
        "2024-05-15",
        "14:30",
        "15:00",
        "电话",
    )
    assert [(f.key, f.value) for f in first.fields] == [("by", "zhang.wei"), ("attitude", "7")]
    assert "no entry" in document.text[first.text_start : first.end]
    assert (second.kind, second.subject, second.get("amount")) == ("订单", "首期实施", "160000")
    assert [section.title for section in document.sections] == ["背景"]


@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_without_raising(data: bytes) -> None:
    document, _ = read("x.md", data)
    if document.text:
        assert document.render() == data


MARKS = ["---\n", "## ", "\r", "\r\n", "```", "<!--", "- ", ": ", "[", "{", "&a ", "|\n"]
MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, len(RECORD)),
        st.integers(0, 6),
        st.one_of(st.text(max_size=4), st.sampled_from(MARKS)),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def mutated(edits: list[tuple[int, int, str]]) -> str:
    text = RECORD
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    return text


@given(MUTATIONS)
def test_a_damaged_record_is_read_and_renders_the_same_bytes(edits: list[tuple[int, int, str]]) -> None:
    data = mutated(edits).encode()
    document, found = read("x.md", data)
    assert document.render() == data
    for finding in found:
        line = document.text.split("\n")[finding.source.line - 1]
        assert 1 <= finding.source.column <= len(line) + 1, finding
        for piece in finding.fix:
            assert 0 <= piece.start <= piece.end <= len(document.text)


def scalars(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, MappingNode):
        return [s for item in node.items for s in [item.key, *scalars(item.value)]]
    return [s for item in node.items for s in scalars(item)]


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff\ufeff")
    )
)
def test_places_count_characters_whatever_their_width(word: str) -> None:
    text = f"---\n'{word.replace(chr(39), '')}': \"{'😀' * 3}\" # {word}\nb: 中\n---\n"
    document, _ = read("x.md", text.encode())
    if document.whole:
        for node in scalars(document.profile):
            assert text[node.start : node.end] in (node.text, f"'{node.text}'", f'"{node.text}"')
            source = document.source(node.start)
            assert text.split("\n")[source.line - 1][source.column - 1 :].startswith(
                text[node.start : node.end]
            )


@given(st.text(st.sampled_from("a\n中")), st.data())
def test_the_index_of_places_agrees_with_counting(text: str, data: st.DataObject) -> None:
    at = Places("x", text)
    for offset in data.draw(st.lists(st.integers(0, len(text)), min_size=12, max_size=24)):
        assert at(offset) == place("x", text, offset)


def test_a_bom_in_front_of_the_profile_shifts_no_place() -> None:
    document, _ = read("x.md", "---\n\ufeffname: x\n---\n".encode())
    assert document.text[document.profile.items[0].key.start :].startswith("name")


SUSPICIOUS = [
    *map(chr, range(9)),
    *map(chr, range(0x0E, 0x20)),
    *map(chr, range(0x7F, 0xA0)),
    "\u2028",
    "\u2029",
]


@given(
    st.text("中“”—…·é¥ a\n", max_size=6), st.sampled_from(SUSPICIOUS), st.text("中“”—…·é¥ a\n", max_size=6)
)
def test_what_an_editor_hides_is_found_among_any_other_signs(before: str, char: str, behind: str) -> None:
    """Also where the same first bytes begin quotation marks, dots and signs of money."""
    _, found = decode("x.md", f"{before}{char}{behind}".encode())
    assert {f.name for f in found} <= {"control-character", "strange-line-break"}
    assert len(found) == 1
    assert decode("x.md", (before + behind).encode())[1] == []


@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029"])
def test_a_line_end_that_only_yaml_sees_is_warned_of_at_its_place(char: str) -> None:
    """`name: a<LS>b` folds to `a b`, and Git's lines stay Git's."""
    document, found = read("x.md", f"---\nx: 1\nname: a{char}  b\nlast: y\n---\n".encode())
    assert [(f.code, f.source.line, f.source.column) for f in found] == [("CRM007", 3, 8)]
    last = document.profile.items[-1].value
    assert document.source(last.start) == Source("x.md", 4, 7)


def test_a_yaml_comment_that_looks_like_a_heading_does_not_end_the_front_matter() -> None:
    document, found = read("x.md", b"---\n## contacts\nname: x\n---\n")
    assert found == ()
    assert plain(document.profile) == {"name": "x"}


def test_an_unclosed_front_matter_still_shows_its_entries() -> None:
    document, found = read("x.md", b"---\nname: x\n\n## 2024-05-15 call\n- a: b\n\n---\n")
    assert codes(found) == ["CRM101"]
    assert len(document.entries) == 1


@pytest.mark.parametrize(
    ("heading", "mended"),
    [
        ("## 2024-5-1 电话", "## 2024-05-01 电话"),
        ("## 2024年5月1日电话", "## 2024-05-01 电话"),
        ("## ２０２４-０５-０１　电话", "## 2024-05-01 电话"),
        ("## 2024-05-15电话 报价", "## 2024-05-15 电话 报价"),
        ("## 2024/5/1", "## 2024-05-01"),
    ],
)
def test_a_bad_date_is_mended_without_losing_a_word(heading: str, mended: str) -> None:
    document, found = read("x.md", f"---\na: b\n---\n{heading}\n".encode())
    (piece,) = found[0].fix
    text = document.text[: piece.start] + piece.text + document.text[piece.end :]
    assert text.split("\n")[3] == mended


@pytest.mark.parametrize(("opener", "code"), [("```", "CRM204"), ("~~~ sh", "CRM204"), ("<!--", "CRM205")])
def test_what_is_never_closed_hides_nothing_and_is_reported_once(opener: str, code: str) -> None:
    text = f"---\na: b\n---\n{opener}\n\n## 2024-05-15 call\n\n{opener.replace('```', '``` sh')}\n"
    document, found = read("x.md", text.encode())
    assert [(f.code, f.source.line) for f in found] == [(code, 4)]
    assert len(document.entries) == 1


def test_a_comment_hides_the_headings_in_it() -> None:
    document, found = read("x.md", b"---\na: b\n---\n<!-- old\n## 2024-05-15 call\n-->\n## 2024-05-16 call\n")
    assert found == ()
    assert [entry.date.day for entry in document.entries] == [16]


def test_backticks_in_a_line_open_no_fence() -> None:
    document, found = read("x.md", b"---\na: b\n---\n```x``` y\n## 2024-05-16 call\n")
    assert found == ()
    assert len(document.entries) == 1


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("a: [", "CRM103"), ("a: b\na: c", "CRM104"), ("a: [&x b]", "CRM105"), ("a: [!t b]", "CRM105"),
        ("a: [*x]", "CRM105"), ("- &a [b]", "CRM105"), ("a: *x", "CRM112"), ("<<: {a: b}", "CRM105"),
        ("? [a]\n: b", "CRM107"), ("a: {b}", "CRM108"),
        ("\ta: b", "CRM109"), ('a: "\\e[31m"', "CRM110"), ('a: "\\0"', "CRM110"), ("- a", "CRM102"),
        ("", "CRM115"), ("''", "CRM115"), ("a: b\n...\nc: d", "CRM111"), ("a: b\n---\nc: d\n---", "CRM111"),
        ("a: " + "b" * 70_000, "CRM116"), ("a: b\x07", "CRM002"),
        ("a：b", "CRM114"), ("a: @b", "CRM112"), ("a: b #c", "CRM113"),
    ],
)  # fmt: skip
def test_each_bad_front_matter_has_its_code(front: str, code: str) -> None:
    _, found = read("x.md", f"---\n{front}\n---\n".encode())
    assert code in codes(found)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("## 2024-02-30 call", "CRM201"), ("## 2024年2月30日 call", "CRM201"), ("## 2024-W20-3", "CRM201"),
        ("## 2024-05-01", "CRM202"), ("##2024-05-01 call", "CRM203"), ("＃＃ 2024-05-01 call", "CRM203"),
        ("2024-05-01 call\n-----", "CRM203"), ("## 2024-05-01 25:00 call", "CRM206"),
        ("## 2024-05-01 call\n- a：b", "CRM207"),
    ],
)  # fmt: skip
def test_each_bad_entry_has_its_code(body: str, code: str) -> None:
    _, found = read("x.md", f"---\na: b\n---\n{body}\n".encode())
    assert codes(found) == [code]


def test_a_block_scalar_may_hold_anything() -> None:
    text = "---\nnotes:\n  - text: |\n      a: b: c\n      客户：要 #快\n  - >-\n    x: @y\nend: ok\n---\n"
    document, found = read("x.md", text.encode())
    assert found == ()
    assert document.whole


def front(text: str) -> bytes:
    return f"---\n{text}\n---\n".encode()


BOMBS = {
    "30,000 brackets": front("a: " + "[" * 30_000),
    "merge keys": front("a: &a0 {k: v}" + "".join(f"\nb: &a{n} {{<<: [*a{n - 1}]}}" for n in range(1, 30))),
    "a 1 MiB line": b"---\na: b\n---\n" + b"x" * (1_048_576 - 20),
    "a long heading": b"---\na: b\n---\n## 2024-01-01 " + b"a " * 500_000,
    "spaces behind a colon": front("a:" + " " * 60_000 + "x"),
    "dashes": front("- " * 30_000),
    "hazards at one depth": front("\n".join("a: @" for _ in range(13_000))),
    "hazards under block scalars": front("\n".join("a: |\n  x\nb：c" for _ in range(4_000))),
    "duplicate keys": front("\n".join("a: b" for _ in range(12_000))),
    "65,000 entries": b"---\na: b\n---\n" + b"## 2024-01-01 x\n" * 65_000,
    "100,000 entries": b"---\na: b\n---\n" + b"## 2024-01-01 x\n" * 100_000,
    "bad entries": b"---\na: b\n---\n" + b"## 2024-99-99 x\n" * 65_000,
    "open fences": b"---\na: b\n---\n" + b"~~~x\n" * 200_000,
    "fences of all lengths": b"---\na: b\n---\n"
    + b"".join(b"`" * n + b"x\n" for n in range(1_400, 3, -1))
    + b"```\n" * 9_000,
    "open comments": b"---\na: b\n---\n" + b"<!--\n" * 200_000,
    "control characters": b"---\na: b\n---\n" + b"\x01" * 1_000_000,
    "fields": b"---\na: b\n---\n## 2024-01-01 x\n" + "- a：b\n".encode() * 100_000,
    "words without a colon": b"---\na: b\n---\n## 2024-01-01 x\n- " + b"a" * 500_000 + b" " * 500_000,
    "setext": b"---\na: b\n---\n" + b"2024-01-01\n---\n" * 60_000,
    "loose lists": b"---\na: b\n---\n## 2024-01-01 x\n" + b"- a: b\n\n" * 120_000,
    "wrapped lines": b"---\na: b\n---\n## 2024-01-01 x\n- a: b\n" + b"  c\n" * 250_000,
    "blanks behind a bullet": b"---\na: b\n---\n## 2024-01-01 x\n\n-" + b" " * 1_000_000 + b"a",
    "times of day": b"---\na: b\n---\n" + "## 2024-01-01 下午3点 x\n".encode() * 20_000,
    "words behind hashes in brackets": front("a: [" + "b, #c\n" * 10_000 + "]"),
    "hashes in a list": front("a:\n" + "- #x\n" * 12_000),
    "brackets with wide commas": front("a: " + "[，" * 15_000),
    "wide indents": front("a:\n" + "\u3000- x\n" * 8_000),
    "line ends": b"---\na: b\n---\n" + b"\n" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_file_costs_less_than_two_seconds_of_work(name: str) -> None:
    """P8, in processor time, which no busy machine stretches."""
    limit = 2 if sys.gettrace() is None else 4  # counting covered lines doubles the work
    gc.disable()  # what other tests left behind is not this file's work
    try:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        read("x.md", BOMBS[name])
    finally:
        gc.enable()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < limit


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("---\nid: x # crmkit: allow aa\n---\n", ((2, ("aa",)),)),
        ("---\n# crmkit: allow aa bb\nid: x\n---\n", ((3, ("aa", "bb")),)),
        ("---\n  # crmkit: allow aa\nid: x\n---\n", ((3, ("aa",)),)),
        ("<!-- crmkit: allow aa -->\n## 2024-05-15 x\n", ((2, ("aa",)),)),
        ("\n<!-- crmkit: allow aa -->\n<!-- crmkit: allow bb -->\n\n", ((3, ("aa",)), (4, ("bb",)))),
        ("x <!-- crmkit: allow aa --> <!-- crmkit: allow bb -->\n", ((1, ("aa",)), (1, ("bb",)))),
        ("x <!-- crmkit: allow aa -->\n<!-- crmkit: allow bb -->\ny", ((1, ("aa",)), (3, ("bb",)))),
    ],
)
def test_an_allowance_speaks_for_its_line_and_alone_for_the_next(
    text: str, allowed: tuple[tuple[int, tuple[str, ...]], ...], end: str
) -> None:
    assert read("x.md", text.replace("\n", end).encode())[0].allowances == allowed


def test_a_document_reads_the_same_whatever_the_line_ends() -> None:
    lf: Document = read("x.md", RECORD.encode())[0]
    crlf: Document = read("x.md", RECORD.replace("\n", "\r\n").encode())[0]
    assert plain(lf.profile) == plain(crlf.profile)
    assert [(e.kind, e.subject, e.get("by")) for e in lf.entries] == [
        (e.kind, e.subject, e.get("by")) for e in crlf.entries
    ]
