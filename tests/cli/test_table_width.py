"""How tables meet a terminal: broken into lines where too wide, whole in a pipe (site.md, terminal)."""

from __future__ import annotations

import pytest

from crmkit.cli.layout import width
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
    ("text", "columns"), [("é", 1), ("ก็", 1), ("Zoe\u0308", 3), ("\u2764\ufe0f", 1), ("张ａ", 4), ("½", 1)]
)
def test_marks_and_selectors_take_no_column(text: str, columns: int) -> None:
    assert width(text) == columns
