"""`crmkit import`: rows in, records out, nothing twice, nothing lost (issue 2, part 7; L10, P2, P3)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

MAP = """---
format: 1
key: no
customers:
  company: name
  =business: type
  =active: status
  phone: phone
  address: address
  contact: contacts.name
  title: contacts.title
  mobile: contacts.phone
  industry: industry
  potential: potential
  tags: tags
orders:
  no: customer
  "S-{order}": id
  day: date
  sum: amount
---
"""
HEAD = "no,company,phone,address,contact,title,mobile,industry,potential,tags\n"
ROW = "007,杭州云杉科技有限公司,0571-88880000,文三路 1 号,李雷,采购经理,12600138000,软件,35%,VIP\n"
ORDERS = "no,order,day,sum\n007,01,2024-05-20,16万\n007,02,2024-03-01,1200.50\n"
RECORD = """---
id: CRM-202406001
name: 杭州云杉科技有限公司
external: 007
type: business
status: active
industry: 软件
address: 文三路 1 号
phone: 0571-88880000
potential: 35%
contacts:
  - name: 李雷
    title: 采购经理
    phone: 12600138000
tags: [VIP]
---

## 2024-03-01 订单
- id: S-02
- amount: 1200.50

## 2024-05-20 订单
- id: S-01
- amount: 16万
"""
PATH = "records/CRM-202406001.md"


@pytest.fixture
def given(crm: Any) -> Any:
    """A book with a map and two tables beside `records/`."""
    crm.write("map.md", MAP)
    crm.write("c.csv", HEAD + ROW)
    crm.write("o.csv", ORDERS)
    return crm


def run(crm: Any, *more: str, orders: bool = True, **how: Any) -> Any:
    return crm("import", "c.csv", "--map", "map.md", *(("--orders", "o.csv") if orders else ()), *more, **how)


def counts(crm: Any, *more: str, orders: bool = True) -> dict[str, tuple[int, int, int, int]]:
    said = json.loads(run(crm, "--json", *more, orders=orders).out)
    keys = ("new", "updated", "unchanged", "rejected")
    return {row["table"]: tuple(row[key] for key in keys) for row in said["rows"]}


def rejected(crm: Any, *more: str, orders: bool = False) -> list[tuple[int, str, str]]:
    said = json.loads(run(crm, "--json", *more, orders=orders).out)
    return [(one["line"], one["column"], one["name"]) for one in said["rejected"]]


def tree(book: Path) -> dict[str, bytes]:
    files = (path for path in book.rglob("*") if path.is_file() and ".crmkit" not in path.parts)
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in files}


def test_without_apply_nothing_is_written(given: Any, book: Path) -> None:
    before = tree(book)
    result = run(given)
    assert result.code == 0
    said = " ".join(result.out.split())
    head = "Table Rows New Updated Unchanged Joined Rejected Skipped"
    whose = "杭州云杉科技有限公司 CRM-202406001 records/CRM-202406001.md:1"
    assert said == f"{whose} {head} customers 1 1 0 0 0 0 0 orders 2 2 0 0 0 0 0"
    assert "--apply" in result.err
    assert tree(book) == before
    assert run(given, "--apply", "--dry-run").code == 0
    assert tree(book) == before


def test_apply_writes_the_records_as_the_format_has_them(given: Any) -> None:
    """Fields in the order of sop/fields.md, constants, one contact, entries by date; `check` is content."""
    assert run(given, "--apply").code == 0
    assert given.read(PATH) == RECORD
    assert given("check", "--quiet").code == 0


def test_the_same_tables_again_change_no_byte(given: Any, book: Path) -> None:
    run(given, "--apply")
    before = tree(book)
    assert counts(given, "--apply") == {"customers": (0, 0, 1, 0), "orders": (0, 0, 2, 0)}
    assert tree(book) == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_spreadsheets_encoding_makes_the_same_record(given: Any, encoding: str) -> None:
    given.write("c.csv", (HEAD + ROW).encode(encoding))
    assert run(given, "--apply").code == 0
    assert given.read(PATH) == RECORD


def test_values_are_kept_exactly_and_never_act(given: Any) -> None:
    """P3: leading zeros, formulas, marks of YAML, quotes and line ends read back equal."""
    company = '=HYPERLINK("http://x") # @a: {b}'
    cells = ["=1+1", company, "(5) 555-4729", " - 05021\n", "+x", "@y", "030.007", "", "", ""]
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    given.write("c.csv", HEAD + out.getvalue())
    assert run(given, "--apply", orders=False).code == 0
    from crmkit.document import plain, read

    said = plain(read(PATH, given.read(PATH).encode())[0].profile)
    assert isinstance(said, dict)
    assert (said["external"], said["name"], said["phone"]) == ("=1+1", company, "(5) 555-4729")
    assert said["address"] == " - 05021\n"
    assert said["contacts"] == [{"name": "+x", "title": "@y", "phone": "030.007"}]


def test_a_changed_cell_changes_its_line_only(given: Any) -> None:
    """P2: comments, odd indents, unknown keys and CRLF stay as people wrote them."""
    run(given, "--apply")
    kept = RECORD.replace("phone: 0571-88880000\n", "phone:   0571-88880000  # old\nours: x\n").replace(
        "\n", "\r\n"
    )
    given.write(PATH, kept)
    given.write("c.csv", HEAD + ROW.replace("0571-88880000", "0571-88880001"))
    assert counts(given, "--apply")["customers"] == (0, 1, 0, 0)
    assert given.read(PATH) == kept.replace("88880000", "88880001")


def test_what_a_row_does_not_say_is_never_removed(given: Any) -> None:
    """Empty cells, other contacts, other tags, a status that went on."""
    run(given, "--apply")
    people = RECORD.replace("status: active", "status: signed").replace("[VIP]", "[老客户]")
    people = people.replace("  - name: 李雷\n    title", "  - name: 韩梅梅\n  - name: 李雷\n    title")
    given.write(PATH, people)
    given.write("c.csv", HEAD + "007,杭州云杉科技有限公司,,,李雷,,,I65,,VIP\n")
    assert counts(given, "--apply")["customers"] == (0, 1, 0, 0)
    assert given.read(PATH) == people.replace("[老客户]", "[老客户, VIP]")


def test_a_record_in_chinese_words_is_known_by_them(given: Any) -> None:
    """B4: labels and aliases are names of fields; `I65` and 软件 are one choice."""
    run(given, "--apply")
    chinese = RECORD.replace("external:", "外部编号:").replace("phone: 0571", "总机: 0571")
    chinese = chinese.replace("contacts:\n  - name:", "联系人:\n  - 姓名:").replace(
        "industry: 软件", "行业: I65"
    )
    chinese = chinese.replace("- id: S-01", "- 编号: S-01").replace("- amount: 16万", "- 金额: 160000")
    given.write(PATH, chinese)
    assert counts(given, "--apply") == {"customers": (0, 0, 1, 0), "orders": (0, 0, 2, 0)}
    assert given.read(PATH) == chinese


def test_history_in_the_record_wins_over_a_table(given: Any) -> None:
    """A field whose change somebody wrote down with its reason keeps what it says (C7)."""
    run(given, "--apply")
    told = RECORD.replace("potential: 35%", "potential: 20%")
    told += "\n## 2024-06-01 潜力\n- from: 35%\n- to: 20%\n- reason: 预算削减\n"
    given.write(PATH, told)
    assert counts(given, "--apply")["customers"] == (0, 0, 1, 0)
    assert given.read(PATH) == told


def test_a_field_that_the_map_keeps_is_filled_but_never_written_over(given: Any) -> None:
    given.write("map.md", MAP.replace("orders:", "keep: [phone, contacts.phone]\norders:"))
    run(given, "--apply")
    people = RECORD.replace("phone: 0571-88880000\n", "").replace("12600138000", "12600138001")
    given.write(PATH, people)
    assert counts(given, "--apply")["customers"] == (0, 1, 0, 0)
    assert given.read(PATH) == RECORD.replace("12600138000", "12600138001")


def test_a_sealed_value_is_never_written_over(given: Any) -> None:
    run(given, "--apply")
    sealed = RECORD.replace("address: 文三路 1 号", "address: sealed:abc")
    given.write(PATH, sealed)
    assert counts(given, "--apply")["customers"] == (0, 0, 1, 0)
    assert given.read(PATH) == sealed


def test_a_new_contact_stands_behind_the_others(given: Any) -> None:
    run(given, "--apply")
    given.write("c.csv", HEAD + ROW.replace("李雷,采购经理,12600138000", "韩梅梅,厂长,"))
    run(given, "--apply")
    assert "  - name: 韩梅梅\n    title: 厂长\ntags" in given.read(PATH)
    assert "  - name: 李雷\n" in given.read(PATH)


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        ("8,x,1,,,,,,35,\n", "potential", "wrong-percent"),
        ("8,x,1,,,,,养猫,,\n", "industry", "not-a-choice"),
        ("8,,1,,,,,,,\n", "company", "missing-field"),
        ("8,x,1,,,经理,,,,\n", "title", "contact-without-name"),
        (",x,1,,,,,,,\n", "no", "row-without-key"),
        ("007,y,1,,,,,,,\n", "no", "row-twice"),
        ("8,x,1,,,,,,,,y\n", "", "row-of-other-width"),
        ("8,a\x1bb,1,,,,,,,\n", "company", "text-not-writable"),
    ],
)
def test_a_bad_row_is_refused_with_column_and_reason_and_the_others_are_taken(
    given: Any, row: str, column: str, name: str
) -> None:
    given.write("c.csv", HEAD + ROW + row)
    assert rejected(given) == [(3, column, name)]
    result = run(given, "--apply", orders=False)
    assert result.code == 1
    assert "c.csv:3: " in result.err
    back = list(csv.reader(io.StringIO((given.book / "c.rejected.csv").read_text("utf-8-sig"), newline="")))
    assert back[0] == [*HEAD.strip().split(","), "reject_line", "reject_column", "reject_reason"]
    cells = row.rstrip("\n").split(",")
    assert back[1][:10] == cells[:10]
    assert back[1][10:12] == ["3", column]
    assert back[1][13:] == cells[10:]
    assert [path.name for path in (given.book / "records").iterdir()] == ["CRM-202406001.md"]


def test_a_mended_row_gets_the_next_number(given: Any) -> None:
    """A refused row uses up no number."""
    given.write("c.csv", HEAD + "8,,1,,,,,,,\n" + ROW)
    run(given, "--apply")
    given.write("c.csv", HEAD + "8,x,,,,,,,,\n" + ROW)
    run(given, "--apply")
    assert given.read(PATH) == RECORD
    assert "external: 8\n" in given.read("records/CRM-202406002.md")


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        ("404,03,2024-05-20,1\n", "no", "order-without-customer"),
        ("007,03,2024-02-30,1\n", "day", "wrong-date"),
        ("007,03,2024-05-20,5w\n", "sum", "ambiguous-money"),
        ("007,03,2024-05-20,\n", "sum", "missing-field"),
        ("007,,2024-05-20,1\n", "S-{order}", "missing-field"),
        ("007,01,2024-05-20,16万\n", "", "row-twice"),
        ("007,a\nb,2024-05-20,1\n", "order", "cell-of-several-lines"),
    ],
)
def test_a_bad_order_is_refused_alone(given: Any, row: str, column: str, name: str) -> None:
    cells = ",".join(f'"{cell}"' for cell in row.rstrip("\n").split(","))
    given.write("o.csv", ORDERS + cells + "\n")
    assert rejected(given, orders=True) == [(4, column.strip("S-{}"), name)]
    assert run(given, "--apply").code == 1
    assert given.read(PATH) == RECORD
    assert (given.book / "o.rejected.csv").exists()


def test_orders_of_a_refused_new_customer_are_refused(given: Any) -> None:
    given.write("c.csv", HEAD + ROW.replace("35%", "35"))
    assert counts(given) == {"customers": (0, 0, 0, 1), "orders": (0, 0, 0, 2)}


def test_an_order_that_people_corrected_is_not_rewritten(given: Any) -> None:
    run(given, "--apply")
    corrected = RECORD.replace("1200.50", "1200.00")
    given.write(PATH, corrected)
    assert rejected(given, "--apply", orders=True) == [(3, "", "order-differs")]
    assert given.read(PATH) == corrected
    voided = RECORD.replace("1200.50", "1200.00") + "\n## 2024-06-02 作废\n- voids: S-02\n- reason: 重复\n"
    given.write(PATH, voided)
    assert counts(given, "--apply")["orders"] == (0, 0, 2, 0)


def test_an_order_of_another_customer_is_not_taken_twice(given: Any) -> None:
    run(given, "--apply")
    given.write("c.csv", HEAD + "8,x,,,,,,,,\n")
    given.write("o.csv", "no,order,day,sum\n8,01,2024-05-20,16万\n")
    assert rejected(given, orders=True) == [(2, "", "order-elsewhere")]


def test_new_orders_join_the_entries_of_a_record_by_date(given: Any) -> None:
    run(given, "--apply")
    given.write("o.csv", ORDERS + "007,03,2024-04-01,5\n")
    assert counts(given, "--apply")["orders"] == (1, 0, 2, 0)
    fresh = "## 2024-04-01 订单\n- id: S-03\n- amount: 5\n\n## 2024-05-20"
    assert given.read(PATH) == RECORD.replace("## 2024-05-20", fresh)


def test_a_record_that_cannot_be_edited_refuses_its_row(given: Any) -> None:
    run(given, "--apply")
    broken = RECORD.replace("\n\n## 2024-03", "\n<<<<<<< ours\n\n## 2024-03")
    given.write(PATH, broken)
    given.write("c.csv", HEAD + ROW.replace("0571", "0572"))
    assert rejected(given, "--apply") == [(2, "", "file-not-editable")]
    assert given.read(PATH) == broken


def test_two_records_with_one_key_refuse_the_row(given: Any) -> None:
    run(given, "--apply")
    given.write("records/CRM-001.md", RECORD.replace("CRM-202406001", "CRM-001"))
    assert (2, "no", "key-in-two-records") in rejected(given)


def test_our_own_number_can_be_the_key(given: Any) -> None:
    """`id` finds the record by its number; a new one must look like a number of the book."""
    given.write("map.md", MAP.replace("customers:\n", "customers:\n  no: id\n"))
    given.write("c.csv", HEAD + ROW.replace("007", "CRM-007") + ROW.replace("007", "seven"))
    assert rejected(given, "--apply") == [(3, "no", "wrong-reference")]
    assert given.read("records/CRM-007.md").startswith("---\nid: CRM-007\nname:")
    assert counts(given, orders=False)["customers"] == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "name"),
    [
        ("phone: phone", "phone: fone", 8, "import-field-unknown"),
        ("contact: contacts.name", "contact: contacts", 10, "import-field-not-one-value"),
        ("contact: contacts.name", "contact: contacts.notes", 10, "policy-key-missing"),
        ("title: contacts.title", "title: contacts.name", 11, "policy-twice"),
        ("company: name", "firm: name", 5, "import-column-missing"),
        ("key: no", "kee: no", 2, "policy-key-missing"),
        ("  day: date", "  day: note", 17, "policy-key-missing"),
        ("  sum: amount", "  sum: amuont", 20, "import-field-unknown"),
        ("format: 1", "format: 2", 2, "policy-not-listed"),
        ("customers:\n", "customers: no\nxx:\n", 4, "policy-wrong-shape"),
    ],
)
def test_a_mistake_in_the_map_has_its_place(given: Any, right: str, wrong: str, line: int, name: str) -> None:
    assert right in MAP
    given.write("map.md", MAP.replace(right, wrong))
    result = run(given, "--apply")
    assert result.code == 2
    assert f"map.md:{line}:" in result.err
    assert f" {name}: " in result.err
    assert list((given.book / "records").iterdir()) == []


def test_orders_need_their_part_of_the_map(given: Any) -> None:
    given.write("map.md", MAP.split("orders:")[0] + "---\n")
    assert run(given).code == 2
    assert run(given, orders=False).code == 0


def test_a_file_that_is_no_table_or_not_there_is_wrong_use(given: Any) -> None:
    given.write("c.doc", b"\xd0\xcf")
    assert given("import", "c.doc", "--map", "map.md").code == 2
    assert given("import", "none.csv", "--map", "map.md").code == 2


def test_refused_rows_go_where_they_are_wanted(given: Any) -> None:
    """A dry run writes them only when asked to."""
    given.write("c.csv", HEAD + "8,,,,,,,,,\n")
    run(given, orders=False)
    assert not (given.book / "c.rejected.csv").exists()
    run(given, "--rejected", "bad.csv", orders=False)
    assert (given.book / "bad.csv").read_bytes().startswith(b"\xef\xbb\xbfno,")


def test_a_default_speaks_where_a_cell_is_empty_and_only_for_new_customers(given: Any) -> None:
    given.write(
        "map.md", MAP.replace("orders:", "defaults:\n  address: 未知\n  source.channel: 展会\norders:")
    )
    given.write("c.csv", HEAD + ROW.replace("文三路 1 号", ""))
    run(given, "--apply")
    assert "address: 未知\n" in given.read(PATH)
    assert "source:\n  channel: 展会\n" in given.read(PATH)
    people = given.read(PATH).replace("address: 未知\n", "")
    given.write(PATH, people)
    run(given, "--apply")
    assert given.read(PATH) == people


def test_a_new_customer_gets_no_number_that_any_file_has(given: Any) -> None:
    """A1: of a record that cannot be read, and of a file that is read as none."""
    given.write("records/odd.md", '---\n"id": CRM-202406001\nname: [\n---\n')
    given.write("records/CRM-202406002.md.txt", "")
    assert run(given, "--apply", orders=False).code == 0
    assert (given.book / "records/CRM-202406003.md").is_file()
