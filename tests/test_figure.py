"""A figure knows what it was worked out from, and is written as a number always was (L5)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.diagnostics import Source
from crmkit.exports import cell
from crmkit.figure import Figure, Unit, amount, count, days, share
from crmkit.language import Label
from crmkit.table import Cell, Column, Table, sources

LINE = Source("records/CRM-202405001.md", 12)


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        (share(1, 3), "33.33"),
        (share(0, 3), "0.00"),
        (share(0, 0), None),
        (amount(Decimal("-12.5"), "CNY"), "-12.50"),
        (amount(None, "CNY"), None),
        (count(3), 3),
        (days(184), 184),
    ],
)
def test_a_figure_is_written_by_its_unit(figure: Figure, written: object) -> None:
    assert figure.written == written
    column = Column("n", Label("数", "Number"))
    assert Table((column,), ({"n": figure},)).records("en") == [{"n": written}]
    assert cell(figure, "zh") == ("" if written is None else str(written))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_share_keeps_both_parts_and_is_unknown_of_nothing(part: int, whole: int) -> None:
    figure = share(part, whole)
    assert (figure.unit, figure.numerator, figure.denominator) == (Unit.SHARE, part, whole)
    assert figure.value == (Decimal(part) * 100 / whole if whole else None)


@pytest.mark.parametrize(("whole", "least", "small"), [(4, 5, True), (5, 5, False), (4, None, None)])
def test_a_share_is_small_where_its_whole_is_below_what_is_asked(
    whole: int, least: int | None, small: bool | None
) -> None:
    assert share(1, whole, least=least).small is small


def test_a_value_leads_to_the_lines_that_it_rests_on() -> None:
    assert sources(count(1, [LINE])) == sources(Cell("text", (LINE,))) == (LINE,)
    assert sources("text") == ()


def test_a_cell_is_shown_as_its_value() -> None:
    table = Table(
        (Column("a", Label("甲", "A")),), ({"a": Cell(Label("是", "it is"), (LINE,))}, {"a": Cell(None)})
    )
    assert table.records("en") == [{"a": "it is"}, {"a": None}]
    assert [cell(value, "zh") for (value,) in table.cells()] == ["是", ""]


def test_a_row_that_lacks_a_column_is_an_error_and_one_that_has_more_is_none() -> None:
    columns = (Column("id", Label("编号", "Number")), Column("name", Label("名称", "Name")))
    with pytest.raises(KeyError, match="name"):
        Table(columns, ({"id": "CRM-1", "nmae": "甲"},))
    assert list(Table(columns, ({"name": "甲", "id": "1", "more": 2},)).cells()) == [["1", "甲"]]
