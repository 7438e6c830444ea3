"""A table is read exactly, or refused as a whole with the place (issue 2, part 7; P3, P4)."""

from __future__ import annotations

import pytest

from crmkit.imports import Sheet, readers
from crmkit.imports.csv_file import IMPORT, delimiter

NAMES = "名称,电话\n杭州云杉科技有限公司,0571-88880000\n"


def sheet(data: bytes) -> Sheet:
    found, findings = IMPORT.read("a.csv", data)
    assert found is not None, findings
    return found


def refused(data: bytes) -> tuple[str, int]:
    found, findings = IMPORT.read("a.csv", data)
    assert found is None
    return findings[-1].name, findings[-1].source.line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_encoding_of_chinese_tables_gives_the_same_sheet(encoding: str) -> None:
    read = sheet(NAMES.encode(encoding))
    assert read.columns == ("名称", "电话")
    assert read.rows[0].cells == ("杭州云杉科技有限公司", "0571-88880000")


def test_gb18030_is_never_taken_silently() -> None:
    """Bytes of a Western table are characters in GB18030 too: only a person sees that they are wrong."""
    _, findings = IMPORT.read("a.csv", "name\nMünchen\n".encode("latin-1"))
    assert [finding.name for finding in findings] == ["table-read-as-gb18030"]
    assert IMPORT.read("a.csv", NAMES.encode("utf-8"))[1] == ()


def test_bytes_of_no_encoding_are_refused() -> None:
    assert refused(b"name\n\xff\xfe\xff\n") == ("table-encoding-unknown", 2)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
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


def test_rows_without_any_text_are_no_rows() -> None:
    assert [row.line for row in sheet(b"a,b\n\n,\n1,2\n").rows] == [4]


@pytest.mark.parametrize(
    ("data", "name", "line"),
    [
        (b"", "table-malformed", 1),
        (b'a,b\n1,2\n"3,4\n', "table-malformed", 3),
        (b'a,b\n1,2\n"3"x,4\n', "table-malformed", 3),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "table-malformed", 2),
        (b"\na,b,a\n", "table-column-twice", 2),
    ],
)
def test_a_table_that_cannot_be_read_whole_is_not_read_at_all(data: bytes, name: str, line: int) -> None:
    assert refused(data) == (name, line)


def test_readers_are_found_by_folder() -> None:
    assert {".csv", ".tsv"} <= readers().keys()
