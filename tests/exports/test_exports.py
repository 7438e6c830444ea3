"""A table written for others: nothing in a cell acts in Markdown, a spreadsheet or JSON (H6, J4)."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from crmkit.exports import About, exports
from crmkit.language import Label
from crmkit.table import Column, Table

ABOUT = About("客户|表", date(2025, 12, 31), "zh")
TABLE = Table(
    (Column("name", Label("名称", "Name")), Column("amount", Label("金额", "Amount"), "right")),
    (
        {"name": "=HYPERLINK(1)", "amount": "-12.50"},
        {"name": "甲 | **乙**\n丙", "amount": None},
        {"name": "+86", "amount": ["a", "b"]},
    ),
)


def test_csv_runs_no_formula_and_keeps_negative_numbers() -> None:
    said = exports()["csv"].write(TABLE, ABOUT)
    assert said.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(said[1:]))) == [
        ["名称", "金额"],
        ["'=HYPERLINK(1)", "-12.50"],
        ["甲 | **乙**\n丙", ""],
        ["'+86", "a; b"],
    ]


def test_markdown_keeps_each_row_on_its_line_and_acts_on_nothing() -> None:
    said = exports()["md"].write(TABLE, ABOUT).split("\n")
    assert said[0] == r"# 客户\|表"
    assert said[4:6] == ["| 名称 | 金额 |", "| --- | ---: |"]
    assert said[7] == r"| 甲 \| \*\*乙\*\* 丙 |  |"


def test_json_says_day_columns_and_rows() -> None:
    said = json.loads(exports()["json"].write(TABLE, ABOUT))
    assert said["schema_version"] == 1
    assert said["as_of"] == "2025-12-31"
    assert said["columns"] == ["name", "amount"]
    assert said["rows"][2] == {"name": "+86", "amount": ["a", "b"]}


@pytest.mark.parametrize("name", ["csv", "json", "md"])
def test_an_empty_table_is_still_a_file(name: str) -> None:
    assert exports()[name].write(Table(TABLE.columns, ()), ABOUT).strip()
