"""A workbook is read as a person sees it: days, phones, merged cells; and never beyond bounds (L10, P8)."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest

from crmkit.imports import Asked, Grid
from crmkit.imports.plan import fits
from crmkit.imports.workbook import IMPORT, spelled

openpyxl = pytest.importorskip("openpyxl")

MAP = """---
format: 1
key: 编号
customers:
  编号: external
  客户名称: name
  =企业: type
  =lead: status
  姓名: contacts.name
  电话: contacts.phone
  签约日期: signed
orders:
  单号: id
  客户: customer
  日期: date
  金额: amount
---
"""
HEAD: list[object] = ["编号", "客户名称", "姓名", "电话", "签约日期"]


def workbook(*sheets: tuple[str, Sequence[Sequence[object]]], merged: str = "") -> bytes:
    """The bytes of a workbook; `merged` names ranges of its last sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merged.split():
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grid(data: bytes, columns: str = "", sheet: str = "") -> Grid:
    found, findings = IMPORT.read("a.xlsx", data, Asked(sheet=sheet, fits=fits(columns.split())))
    assert found is not None, findings
    return found


def problem(data: bytes, **asked: Any) -> tuple[str, dict[str, str]]:
    found, findings = IMPORT.read("a.xlsx", data, Asked(**asked))
    assert found is None
    return findings[-1].name, dict(findings[-1].arguments)


@pytest.fixture
def take(crm: Any) -> Any:
    def run(data: bytes, *more: str) -> Any:
        crm.write("map.md", MAP)
        crm.write("c.xlsx", data)
        return crm("import", "c.xlsx", "--map", "map.md", *more, "--apply")

    return run


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13700000103.0, "13700000103"),
        (7.0, "7"),
        (0.1 + 0.2, "0.3"),
        (1200.5, "1200.5"),
        (-5, "-5"),
        (True, "TRUE"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 14, 30), "2024-05-01 14:30"),
        (datetime.time(9, 5), "09:05"),
        ("0137001", "0137001"),
        (110101199001011234, "1.10101199001011E+17"),
    ],
)
def test_a_cell_is_the_text_that_a_person_sees_in_it(value: object, text: str) -> None:
    """A number of more than fifteen digits is no number any more: it shows that digits are lost."""
    assert spelled(value) == text


def test_numbers_days_and_results_of_formulas_come_as_records_write_them(take: Any, crm: Any) -> None:
    rows: list[list[object]] = [HEAD, [1, "杭州云杉", "张三", 13700000101, datetime.date(2024, 5, 1)]]
    assert take(workbook(("客户", rows))).code == 0
    said = crm.read("records/CRM-202406001.md")
    assert "external: 1\n" in said
    assert "signed: 2024-05-01\n" in said
    assert "phone: 13700000101\n" in said


def test_a_number_that_lost_digits_names_no_customer(take: Any, crm: Any) -> None:
    done = take(workbook(("客户", [HEAD, [110101199001011234, "甲", None, None, None]])))
    assert done.code == 1
    assert "c.xlsx:2: 编号: CRM720 cell-damaged" in done.err
    assert list((crm.book / "records").glob("*.md")) == []


def test_a_merged_cell_speaks_for_every_row_and_column_that_it_spans(take: Any, crm: Any) -> None:
    """A title, a header of two rows, one customer over two rows, a row of totals."""
    rows: list[list[object]] = [
        ["客户汇总表"],
        ["编号", "客户名称", "联系人", None, "签约日期"],
        [None, None, "姓名", "电话", None],
        [1, "杭州云杉", "张三", 13700000101, datetime.date(2024, 5, 1)],
        [None, None, "李四", 13700000102, None],
        [2, "宁波海川", "王五", None, None],
        ["合计", None, None, None, 2],
    ]
    data = workbook(("客户", rows), merged="A1:E1 A2:A3 B2:B3 C2:D2 E2:E3 A4:A5 B4:B5 A7:D7")
    done = take(data)
    assert done.code == 0
    assert "no data in these lines: header 2-3; above the header 1; totals 7" in done.err
    first = crm.read("records/CRM-202406001.md")
    assert first.count("  - name: ") == 2
    assert "name: 宁波海川" in crm.read("records/CRM-202406002.md")


def test_an_amount_in_a_merged_cell_counts_once(crm: Any) -> None:
    rows: list[list[object]] = [
        ["单号", "客户", "日期", "金额"],
        ["S1", 1, "2024-05-01", 100],
        ["S2", 1, "2024-05-02", None],
    ]
    crm.write("map.md", MAP)
    crm.write("c.xlsx", workbook(("客户", [HEAD, [1, "甲", None, None, None]])))
    crm.write("o.xlsx", workbook(("订单", rows), merged="B2:B3 D2:D3"))
    done = crm("import", "c.xlsx", "--map", "map.md", "--orders", "o.xlsx", "--apply")
    assert "o.xlsx:3: 金额: CRM303 missing-field" in done.err
    assert crm.read("records/CRM-202406001.md").count("- amount: 100\n") == 1


def test_each_table_is_the_sheet_that_has_its_columns(take: Any, crm: Any) -> None:
    orders: list[list[object]] = [
        ["单号", "客户", "日期", "金额"],
        ["S1", 1, datetime.date(2024, 5, 1), 100],
        ["S2", 9, "x", "y"],
    ]
    data = workbook(("说明", [["请先阅读"]]), ("订单", orders), ("客户", [HEAD, [1, "甲", None, None, None]]))
    assert take(data, "--orders", "c.xlsx").code == 1
    assert "- id: S1\n- amount: 100\n" in crm.read("records/CRM-202406001.md")
    assert crm.read("c-2.rejected.csv").startswith("\ufeff单号,客户,日期,金额,reject_line")


def test_refused_rows_of_two_tables_in_one_workbook_go_into_two_files(take: Any, crm: Any) -> None:
    orders: list[list[object]] = [["单号", "客户", "日期", "金额"], ["S2", 9, "x", "y"]]
    take(workbook(("订单", orders), ("客户", [HEAD, [1, None, None, None, None]])), "--orders", "c.xlsx")
    assert sorted(path.name for path in crm.book.glob("*.rejected*.csv")) == [
        "c-2.rejected.csv",
        "c.rejected.csv",
    ]


def test_sheets_that_have_the_same_columns_are_named_and_one_can_be_asked_for(take: Any, crm: Any) -> None:
    data = workbook(
        ("2023", [HEAD, [1, "甲", None, None, None]]), ("2024", [HEAD, [2, "乙", None, None, None]])
    )
    assert "sheets-alike" in take(data).err
    done = take(data, "--sheet", "2024")
    assert "sheets-alike" not in done.err
    assert "name: 乙" in crm.read("records/CRM-202406002.md")
    assert problem(data, sheet="2025")[0] == "sheet-unknown"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK" + b"\0" * 50, b"\xd0\xcf\x11\xe0", b"no workbook at all"]
)
def test_what_is_no_workbook_is_told_as_such(data: bytes) -> None:
    assert problem(data) == ("workbook-unreadable", {"problem": "broken"})


def test_a_workbook_cut_or_changed_anywhere_is_read_or_refused() -> None:
    data = workbook(("客户", [HEAD, [1, "甲", "张三", 137, "x"]]))
    for place in range(0, len(data), 97):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]):
            found, findings = IMPORT.read("a.xlsx", damaged, Asked())
            assert found is not None or findings


def test_a_workbook_laid_out_beyond_all_bounds_is_refused_before_memory_is_asked_for() -> None:
    """One cell in the last row and column makes the library lay out 17 thousand million cells."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "编号", "x"
    out = io.BytesIO()
    book.save(out)
    assert problem(out.getvalue()) == ("workbook-unreadable", {"problem": "large"})


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/worksheets/a.xml", "w") as part,
    ):
        for _ in range(600):
            part.write(b" " * (1 << 20))
    assert problem(out.getvalue())[1] == {"problem": "large"}


def test_without_the_library_the_line_that_installs_it_is_told(
    take: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    done = take(workbook(("客户", [HEAD])))
    assert done.code == 1
    assert "pip install 'crmkit[xlsx]'" in done.err
