"""A table is read exactly, or refused as a whole with the place (issue 2, part 7; P3, P4)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.diagnostics import Source
from crmkit.imports import Asked, Grid, Sheet, readers
from crmkit.imports.csv_file import IMPORT, delimiter
from crmkit.imports.plan import fits, sheet_of
from crmkit.imports.plan.header import WantedColumn

NAMES = "名称,电话\n杭州云杉科技有限公司,0571-88880000\n"


def sheet(data: bytes, columns: str = "") -> Sheet:
    """The table below the header that has the columns, all of the first row's unless some are named."""
    grid, findings = IMPORT.read("a.csv", data, Asked(fits=fits(columns.split())))
    assert grid is not None, findings
    wanted = columns.split() or [cell for cell in next(r for r in grid.rows if not r.blank).cells if cell]
    found, findings = sheet_of(
        grid, [WantedColumn(one, Source("map.md")) for one in wanted], keys=wanted[:1], alone=()
    )
    assert found is not None, findings
    return found


def grid(data: bytes, **asked: Any) -> Grid:
    found, findings = IMPORT.read("a.csv", data, Asked(**asked))
    assert found is not None, findings
    return found


def refused(data: bytes, **asked: Any) -> tuple[str, int]:
    found, findings = IMPORT.read("a.csv", data, Asked(**asked))
    assert found is None
    return findings[-1].name, findings[-1].source.line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_of_chinese_tables_gives_the_same_sheet(encoding: str) -> None:
    read = sheet(NAMES.encode(encoding))
    assert read.columns == ("名称", "电话")
    assert read.rows[0].cells == ("杭州云杉科技有限公司", "0571-88880000")


def test_gb18030_is_never_taken_silently() -> None:
    """Bytes of a Western table are characters in GB18030 too: only a person sees that they are wrong."""
    _, findings = IMPORT.read("a.csv", "name\nMünchen\n".encode("latin-1"), Asked())
    assert [finding.name for finding in findings] == ["table-read-as-gb18030"]
    assert IMPORT.read("a.csv", NAMES.encode("utf-8"), Asked())[1] == ()


def test_bytes_of_no_encoding_are_refused() -> None:
    assert refused(b"name\n\xff\xfe\xff\n") == ("table-encoding-unknown", 2)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_in_the_header(separator: str) -> None:
    """Commas in addresses do not make a comma of the semicolon."""
    text = (
        separator.join(["name", "address"])
        + "\n"
        + separator.join(["Ana", '"Mataderos  2312, México"'])
        + "\n"
    )
    assert delimiter(text) == separator
    assert sheet(text.encode()).rows[0].cells == ("Ana", "Mataderos  2312, México")


def test_cells_keep_every_character() -> None:
    """Leading zeros, brackets, dots, accents, outer spaces, a line end, what looks like a formula."""
    cells = ["05021", "(5) 555-4729", "88.60.15.31", "Táchira", " x ", "a\nb", "=1+1", "+49", "-5", "@x", '"']
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    read = sheet(("a,b,c,d,e,f,g,h,i,j,k\r\n" + line + "\r\nlast,,,,,,,,,,\r\n").encode())
    assert list(read.rows[0].cells) == cells
    assert [row.line for row in read.rows] == [2, 4]


def test_rows_without_any_text_are_skipped_and_counted() -> None:
    """Blanks of every kind say nothing: a space, U+3000, U+00A0, U+200B, NUL."""
    data = "a,b\n\n,\n 　,\u00a0\n\u200b,\0\n1,2\n".encode()
    read = sheet(data)
    assert [row.line for row in read.rows] == [6]
    assert read.skipped == ((2, "blank"), (3, "blank"), (4, "blank"), (5, "blank"))


@pytest.mark.parametrize(
    ("data", "name", "line"),
    [
        (b"", "table-malformed", 1),
        (b'a,b\n1,2\n"3,4\n', "table-malformed", 3),
        (b'a,b\n1,2\n"3"x,4\n', "table-malformed", 3),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "table-malformed", 2),
    ],
)
def test_a_table_that_cannot_be_read_whole_is_not_read_at_all(data: bytes, name: str, line: int) -> None:
    assert refused(data) == (name, line)


def test_readers_are_found_by_folder() -> None:
    assert {".csv", ".tsv"} <= readers().keys()


@pytest.mark.parametrize("head", ["sep=;", '"sep=;"', "SEP=;", "sep=;\r"])
def test_the_line_that_a_spreadsheet_writes_for_itself_names_the_separator(head: str) -> None:
    """A comma in the header does not outvote it; lines are those of the file."""
    read = sheet(f"{head}\nno;a, b\n1;x\n".encode(), "no")
    assert read.columns == ("no", "a, b")
    assert [(row.line, row.cells) for row in read.rows] == [(3, ("1", "x"))]
    assert read.skipped == ((1, "title"),)


def test_the_separator_is_the_one_that_has_the_maps_columns() -> None:
    """More commas than semicolons in the header: only the map can tell."""
    text = "no;name, first;name, last\n1;a;b\n"
    assert sheet(text.encode(), "no").separator == ";"
    assert delimiter(text) == ";"
    assert sheet(b"no,name; short; long; other\n1,a\n", "no").separator == ","


def test_a_separator_or_encoding_that_is_named_is_taken() -> None:
    assert grid(b"a:b\n", separator=":").rows[0].cells == ("a", "b")
    assert grid("電話\n".encode("big5"), encoding="big5").rows[0].cells == ("電話",)
    assert grid("München\n".encode("cp1252"), encoding="cp1252").rows[0].cells == ("München",)
    assert refused(b"a\nb\xe9\n", encoding="utf-8") == ("table-not-in-encoding", 2)


def test_the_unicode_text_of_a_spreadsheet_is_read_by_its_mark() -> None:
    assert grid("名称\t电话\n".encode("utf-16")).rows[0].cells == ("名称", "电话")


@pytest.mark.parametrize(
    "name",
    [
        "*客户名称",
        "客户名称*",
        "＊客户名称",
        "客户名称（必填）",
        "客户名称 (必填)",
        "客户\n名称",
        " 客户名称：",
        "\ufeff客户名称",
    ],
)
def test_marks_of_required_columns_are_no_part_of_their_names(name: str) -> None:
    data = f'编号,"{name}"\n1,杭州云杉\n'.encode()
    assert sheet(data, "编号 客户名称").where == {"编号": 0, "客户名称": 1}
    assert sheet(data, "编号 *客户名称").where == {"编号": 0, "*客户名称": 1}


def test_two_columns_of_one_name_matter_only_to_a_map_that_reads_them() -> None:
    data = b"no,phone,phone\n1,2,3\n"
    assert sheet(data, "no").rows[0].cells == ("1", "2", "3")
    read, _ = IMPORT.read("a.csv", data, Asked())
    assert read is not None
    wanted = [WantedColumn(one, Source("map.md")) for one in ("no", "phone")]
    found, findings = sheet_of(read, wanted, keys=["no"], alone=())
    assert found is None
    assert [finding.name for finding in findings] == ["table-header-not-found", "table-column-twice"]


def test_the_header_is_the_first_row_that_has_all_columns() -> None:
    data = "客户汇总表,,\n制表日期：2024/5/31,,\n\n编号,客户名称,联系人\n1,杭州云杉,张三\n".encode()
    read = sheet(data, "编号 客户名称")
    assert (read.head[0].line, [row.line for row in read.rows]) == (4, [5])
    assert read.skipped == ((1, "title"), (2, "title"), (3, "blank"))


def test_a_header_of_merged_cells_names_a_column_by_both_or_by_the_lower_one() -> None:
    """Where both are needed to tell two columns apart the short name is no name."""
    data = "编号,联系人,,金额,\n,姓名,电话,去年,今年\n1,张三,137,5,6\n".encode()
    assert sheet(data, "编号 姓名 电话 联系人/姓名 金额/今年 去年").where == {
        "编号": 0, "姓名": 1, "电话": 2, "联系人/姓名": 1, "金额/今年": 4, "去年": 3,
    }  # fmt: skip
    assert [row.line for row in sheet(data, "编号 姓名").rows] == [3]
    both = "编号,甲方,,乙方,\n,姓名,电话,姓名,电话\n1,a,b,c,d\n".encode()
    assert sheet(both, "编号 乙方/姓名").where == {"编号": 0, "乙方/姓名": 3}


@pytest.mark.parametrize(
    "row", ["合计,,3", "合 计：,,3", ",总计,3", "小计,小计,3", "Total,,3", "Grand Total,,3"]
)
def test_rows_of_totals_are_skipped_and_told(row: str) -> None:
    read = sheet(f"编号,名称,金额\n1,a,1\n{row}\n2,b,2\n".encode(), "编号 名称 金额")
    assert [line.cells[0] for line in read.rows] == ["1", "2"]
    assert read.skipped == ((3, "total"),)


def test_a_customer_called_total_is_a_customer() -> None:
    read = sheet("编号,名称\n7,Total\n8,合计\n".encode(), "编号 名称")
    assert [row.cells[1] for row in read.rows] == ["Total", "合计"]


def test_a_header_that_comes_again_is_no_row() -> None:
    read = sheet("编号,名称\n1,a\n编号,名称\n2,b\n".encode(), "编号 名称")
    assert [row.cells[0] for row in read.rows] == ["1", "2"]
    assert read.skipped == ((3, "header"),)


def test_blank_cells_at_the_end_of_a_row_do_not_matter() -> None:
    read = sheet(b"a,b,c\n1\n2,x,y, ,\n3,x,y,z\n", "a b c")
    assert [row.cells for row in read.rows] == [("1", "", ""), ("2", "x", "y"), ("3", "x", "y", "z")]
    assert read.short == (2,)
