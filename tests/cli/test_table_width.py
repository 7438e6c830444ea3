"""How tables meet a terminal: broken into lines where too wide, whole in a pipe (site.md, terminal)."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, wcswidth

from crmkit.cli.layout import _COMMON, fit, width, wrapped
from crmkit.cli.present import print_table
from crmkit.language import Label
from crmkit.table import Column, Table

TABLE = Table(
    (
        Column("id", Label("编号", "Number")),
        Column("name", Label("名称", "Name")),
        Column("sum", Label("金额", "Amount"), "right"),
    ),
    (
        {"id": "CRM-1", "name": "杭州星辰科技有限公司（滨江）", "sum": "1,200"},
        {"id": "CRM-2", "name": "Kestrel & Moor Archives Ltd", "sum": None},
    ),
)


def test_a_pipe_gets_every_row_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE, "zh")
    assert capsys.readouterr().out == (
        "编号   名称                           金额\n"
        "CRM-1  杭州星辰科技有限公司（滨江）  1,200\n"
        "CRM-2  Kestrel & Moor Archives Ltd       —\n"
    )


def test_a_narrow_terminal_breaks_the_widest_column_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE, "zh", 31)
    assert capsys.readouterr().out == (
        "编号   名称                金额\n"
        "CRM-1  杭州星辰科技有限   1,200\n"
        "       公司（滨江）\n"
        "CRM-2  Kestrel & Moor         —\n"
        "       Archives Ltd\n"
    )


WHOLE = sorted("编号名称金额CRM-1杭州星辰科技有限公司（滨江）1,200CRM-2Kestrel&MoorArchivesLtd—")


@pytest.mark.parametrize("room", range(26, 60))
def test_no_line_is_wider_than_the_terminal(room: int, capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE, "zh", room)
    lines = capsys.readouterr().out.split("\n")
    assert max(map(width, lines)) <= room
    assert sorted("".join("".join(lines).split())) == WHOLE


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("é", 1), ("Zoe\u0308", 3), ("ก็", 1), ("\u1112\u1161\u11ab", 2), ("葛\U000e0100城", 4),
        ("张ａ１", 6), ("𠮷野家", 6), ("ﾔﾏﾀﾞ", 4), ("한글", 4), ("　", 2),
        ("½", 1), ("①", 1), ("±", 1), ("“好”", 4), ("—…·", 3),
        ("❤", 1), ("❤\ufe0f", 2), ("☎\ufe0f", 2), ("👍🏽", 2), ("🇨🇳", 2), ("1\ufe0f\u20e3", 2),
        ("👩\u200d👧\u200d👦", 2), ("👩🏽\u200d💻好", 4), ("a\u200bb", 2), ("a\x07张\x1b", 3),
    ],
)  # fmt: skip
def test_a_text_takes_the_columns_that_a_terminal_gives_it(text: str, columns: int) -> None:
    assert width(text) == columns


def test_what_is_counted_without_the_library_is_counted_as_the_library_does() -> None:
    here = [chr(point) for point in range(sys.maxunicode) if _COMMON.fullmatch(chr(point))]
    assert len(here) > 20_000
    assert [each for each in here if width(each) != wcswidth(each)] == []


@given(st.text(max_size=30))
def test_texts_of_any_characters_fill_a_column_and_lose_nothing_when_broken(text: str) -> None:
    assert width(fit(text, 80)) == 80
    lines = wrapped(text, 5)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(["👩\u200d👧", "❤\ufe0f", "👍🏽", "e\u0301", "張\u0301", "🇨🇳"]),
        min_size=1,
        max_size=9,
    )
)
def test_a_line_is_broken_between_characters_and_never_within_one(parts: list[str]) -> None:
    assert [each for line in wrapped("".join(parts), 4) for each in iter_graphemes(line)] == parts


CELLS = (
    "杭州星辰", "１２３號", "Zoë Zoe\u0308", "❤\ufe0f 医疗", "👍🏽👍", "👩\u200d👧", "½ ① ±", "bell\x07",
    "tab\there", "한글", "ok",
)  # fmt: skip


def test_the_column_behind_begins_in_one_place_whatever_stands_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    columns = (Column("a", Label("甲", "A")), Column("b", Label("乙", "B")))
    table = Table(columns, tuple({"a": each, "b": "|"} for each in CELLS))
    print_table(table, "zh")
    _, *lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CELLS)
    assert len({wcswidth(line.partition("|")[0]) for line in lines}) == 1


def test_chinese_tables_need_no_library_and_others_load_it() -> None:
    code = """if True:
        import sys
        from crmkit.cli.present import print_table
        from crmkit.language import Label
        from crmkit.table import Column, Table
        def loaded(cell):
            column = Column("a", Label("名称（全）", "Name"))
            print_table(Table((column,), ({"a": cell}, {"a": None})), "zh")
            return "wcwidth" in sys.modules
        assert not loaded("杭州星辰科技有限公司（滨江）· “甲”—1,200.00")
        assert loaded("Zoë")
    """
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
