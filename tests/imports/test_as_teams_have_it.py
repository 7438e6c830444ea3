"""Tables as spreadsheets leave them: mended, refused or told, every row counted (B1, L10, P3)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from crmkit.document import plain, read
from crmkit.imports.plan.day import ORDERS as DAYS
from crmkit.imports.plan.day import Way, told, way
from crmkit.load import load_policy
from crmkit.policy import Policy
from crmkit.tree import snapshot

ROOT = Path(__file__).resolve().parent.parent.parent

MAP = """format: 1
key: 编号
customers:
  编号: external
  客户名称: name
  =企业: type
  =lead: status
"""
PEOPLE = MAP + "  联系人: contacts.name\n  电话: contacts.phone\n"
ORDERS = """orders:
  单号: id
  客户: customer
  日期: date
  金额: amount
"""


@pytest.fixture
def take(crm: Any) -> Any:
    """Import tables by a map and answer what was said; the map stands between its marks."""

    def run(map: str, customers: str, orders: str = "", *more: str, **how: Any) -> Any:
        crm.write("map.md", f"---\n{map}---\n")
        crm.write("c.csv", customers)
        crm.write("o.csv", orders)
        given = ("--orders", "o.csv") if orders else ()
        return crm("import", "c.csv", "--map", "map.md", *given, *(more or ("--apply",)), **how)

    return run


@cache
def standard() -> Policy:
    """The pack that ships as the default."""
    policy, _ = load_policy(snapshot(ROOT, ("sop/",)))
    assert policy is not None
    return policy


def profiles(crm: Any) -> list[dict[str, Any]]:
    paths = sorted((crm.book / "records").glob("*.md"))
    return [plain(read("", path.read_bytes())[0].profile) for path in paths]  # type: ignore[misc]


def bodies(crm: Any) -> str:
    paths = sorted((crm.book / "records").glob("*.md"))
    return "".join(path.read_text("utf-8").partition("\n---\n")[2] for path in paths)


def counted(crm: Any, *more: str) -> dict[str, dict[str, int]]:
    """The table of counts, which must add up to the rows of the file."""
    said = json.loads(crm("import", "c.csv", "--map", "map.md", *more, "--json").out)
    for row in said["rows"]:
        kinds = ("new", "updated", "unchanged", "joined", "rejected", "skipped")
        assert sum(row[kind] for kind in kinds) == row["rows"]
    return {row.pop("table"): row for row in said["rows"]}


# --- cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("1.3700000102E+10", "13700000102"),
        ("1.3700000102e10", "13700000102"),
        ("13700000103.0", "13700000103"),
        ("13700000103.00", "13700000103"),
        ("'13700000104", "13700000104"),
        ("’13700000104", "13700000104"),
        ('"=""13700000105"""', "13700000105"),
        ("１３７００００００１０", "13700000010"),
        ("\u202d13700000106\u202c", "13700000106"),
        (" 137 0000 0107 ", "137 0000 0107"),
        ("+8613700000108", "+8613700000108"),
        ("0571-88880000转8001", "0571-88880000转8001"),
        ("137\u00a00000\u00a00109", "137 0000 0109"),
        ("088.60.15.31", "088.60.15.31"),
    ],
)
def test_a_phone_that_a_spreadsheet_took_for_a_number_is_mended_where_no_digit_is_lost(
    take: Any, crm: Any, cell: str, kept: str
) -> None:
    done = take(PEOPLE, f"编号,客户名称,联系人,电话\n1,甲,张三,{cell}\n")
    assert profiles(crm)[0]["contacts"] == [{"name": "张三", "phone": kept}]
    if cell.strip() != kept:
        assert "c.csv:2: 电话: CRM721 cell-mended: " in done.err


@pytest.mark.parametrize(
    "cell",
    [
        "1.37E+10",
        "1.37e10",
        "1.370000010E+10",
        "########",
        "138****0108",
        "138＊＊＊＊0108",
        "138xxxx0108",
        "138●●●●0108",
        "****0108",
        "#N/A",
        "#REF!",
    ],
)
def test_a_phone_with_lost_digits_is_refused_before_anything_is_written(
    take: Any, crm: Any, cell: str
) -> None:
    table = f"编号,客户名称,联系人,电话\n1,甲,张三,{cell}\n"
    for more in ("--dry-run", "--apply"):
        done = take(PEOPLE, table, "", more)
        assert done.code == 1
        assert "c.csv:2: 电话: CRM720 cell-damaged: " in done.err
    assert profiles(crm) == []


@pytest.mark.parametrize(
    ("cell", "id"), [("2.02405E+11", ""), ("1.2345678901E+10", "12345678901"), ('"=""007"""', "007")]
)
def test_a_key_in_scientific_notation_never_makes_one_customer_of_two(
    take: Any, crm: Any, cell: str, id: str
) -> None:
    done = take(MAP, f"编号,客户名称\n{cell},甲\n")
    assert [one["external"] for one in profiles(crm)] == ([id] if id else [])
    assert done.code == (0 if id else 1)


def test_an_error_of_a_spreadsheet_is_nobodys_name(take: Any, crm: Any) -> None:
    assert take(MAP, "编号,客户名称\n1,#N/A\n2,#REF!\n3,#1 工厂\n").code == 1
    assert [one["name"] for one in profiles(crm)] == ["#1 工厂"]


@pytest.mark.parametrize(
    "cell",
    [
        "2024/5/1",
        "2024年5月1日",
        "2024.5.1",
        "2024-05-01 00:00:00",
        "2024/05/01 0:00",
        "20240501",
        "2024-05-01T00:00:00",
        "２０２４－５－１",
        "2024年5月1日 星期三",
        "1 May 2024",
        "May 1, 2024",
        "Wed, 1 May 2024",
        "01-May-2024",
    ],
)
def test_a_date_that_can_mean_one_day_only_is_taken_and_told(take: Any, crm: Any, cell: str) -> None:
    done = take(MAP + "  签约日期: signed\n", f'编号,客户名称,签约日期\n1,甲,"{cell}"\n')
    assert done.code == 0
    assert profiles(crm)[0]["signed"] == "2024-05-01"


@pytest.mark.parametrize("cell", ["5/1/2024", "01.05.2024", "24/5/1", "13/5/2024"])
def test_day_and_month_are_taken_in_the_order_of_the_map_only(take: Any, crm: Any, cell: str) -> None:
    done = take(MAP + "  签约日期: signed\n", f"编号,客户名称,签约日期\n1,甲,{cell}\n")
    assert "CRM723 day-or-month-first" in done.err
    assert "dates: D/M/Y" in done.err
    assert profiles(crm) == []


@pytest.mark.parametrize(
    ("dates", "cell", "day"),
    [
        ("D/M/Y", "5/1/2024", "2024-01-05"),
        ("M/D/Y", "5/1/2024", "2024-05-01"),
        ("DD.MM.YYYY", "05.01.2024", "2024-01-05"),
        ("{签约日期: M/D/Y}", "5/1/2024", "2024-05-01"),
        ("[M/D/YY, excel]", "5/1/24", "2024-05-01"),
        ("[M/D/YY, excel]", "45413", "2024-05-01"),
        ("excel-1904", "43951", "2024-05-01"),
        ("Y/M/D", "2024/5/1", "2024-05-01"),
        ("YY/M/D", "24/5/1", "2024-05-01"),
        ("D/M/Y", "2024/5/1", "2024-05-01"),
        ("月/日/年", "5/1/2024", "2024-05-01"),
    ],
)
def test_the_map_says_how_dates_are_written(take: Any, crm: Any, dates: str, cell: str, day: str) -> None:
    map = MAP.replace("customers:", f"dates: {dates}\ncustomers:") + "  签约日期: signed\n"
    assert take(map, f"编号,客户名称,签约日期\n1,甲,{cell}\n").code == 0
    assert profiles(crm)[0]["signed"] == day


def test_a_serial_number_is_a_day_only_where_the_map_says_so(take: Any) -> None:
    done = take(MAP + "  签约日期: signed\n", "编号,客户名称,签约日期\n1,甲,45413\n")
    assert done.code == 1
    assert "2024-05-01" in done.err
    assert "dates: excel" in done.err


def test_a_time_of_day_beside_a_date_is_kept_in_an_entry_and_told_where_no_field_takes_it(
    take: Any, crm: Any
) -> None:
    map = MAP + "  签约日期: signed\n" + ORDERS + "  方式: kind\n"
    customers = "编号,客户名称,签约日期\n1,甲,2024/5/1 14:30\n"
    orders = "单号,客户,日期,金额,方式\nG1,1,2024/5/7 下午3:05:00,,电话\nG2,1,2024-05-08 00:00:00,,电话\n"
    done = take(map, customers, orders)
    assert "CRM722 time-of-day-left-out" in done.err
    assert "## 2024-05-07 15:05 电话\n- id: G1\n" in bodies(crm)
    assert "## 2024-05-08 电话\n- id: G2\n" in bodies(crm)


def test_a_moment_that_says_its_offset_is_a_day_of_the_books_zone(take: Any, crm: Any) -> None:
    """Half past eleven at night in Greenwich is the next day in Shanghai."""
    take(MAP + "  签约日期: signed\n", "编号,客户名称,签约日期\n1,甲,2024-05-01T23:30:00Z\n")
    assert profiles(crm)[0]["signed"] == "2024-05-02"


@given_any(st.dates(), st.sampled_from(DAYS), st.sampled_from("-/."))
def test_a_date_written_as_the_map_says_is_read_as_that_day(day: Any, order: str, mark: str) -> None:
    parts = {"D": f"{day.day}", "M": f"{day.month}", "Y": f"{day.year:04}"}
    said = told(mark.join(parts[letter] for letter in order), (Way(order),))
    assert said is not None
    assert (said.day, said.why) == (day.isoformat(), "")
    assert way(order.replace("", "/").strip("/")) == Way(order)


@given_any(st.text(max_size=40))
def test_any_text_is_a_day_or_none_and_never_an_error(text: str) -> None:
    for ways in ((), (Way("DMY"),), (Way("excel"),)):
        said = told(text, ways)
        assert said is None or len(said.day) == 10
    assert way(text) is None or isinstance(way(text), Way)


def test_amounts_that_mean_one_thing_are_taken_and_all_others_say_what_was_meant(take: Any, crm: Any) -> None:
    rows = ["１２３４", '"1，234.50"', '"(1,234.50)"', '"1.234,50"', '"1200.00 "', '"$1,200"', "1.2E+06"]
    rows += ["人民币12万元", "￥1200元整", "−5", "1200-", "1 200.50", "1'200"]
    orders = "单号,客户,日期,金额\n" + "".join(f"S{i},1,2024-05-01,{row}\n" for i, row in enumerate(rows, 1))
    done = take(MAP + ORDERS, "编号,客户名称\n1,甲\n", orders)
    assert [line for line in bodies(crm).split("\n") if "amount" in line] == [
        "- amount: 1234", "- amount: 1,234.50", "- amount: 1200.00", "- amount: 12万元", "- amount: 1200元",
        "- amount: -5",
    ]  # fmt: skip
    for meant in (
        "-1200",
        "1200.50",
        "`1'200`",
        "-1,234.50",
        "1234.50",
        "USD 1,200",
        "1200000",
        "accountant",
        "scientific",
    ):
        assert meant in done.err


# --- reasons ----------------------------------------------------------------------------------------------


def test_every_reason_of_a_row_is_told_at_once_with_what_is_known(take: Any, crm: Any) -> None:
    map = MAP.replace(
        "  =lead: status\n", "  状态: status\n  行业: industry\n  官网: website\n  签约日期: signed\n"
    )
    done = take(
        map, "编号,客户名称,状态,行业,官网,签约日期\n1,,Actve,IT服务,a.example,2024/5/32\n", lang="zh"
    )
    for said in (
        "状态: CRM323",
        "active",
        "可选：",
        "行业: CRM320",
        "https://a.example",
        "签约日期: CRM307",
        "2024-05-31",
        "客户名称: CRM303",
    ):
        assert said in done.err
    assert done.err.count("c.csv:2: ") == 5


def test_equal_reasons_are_told_once_with_their_lines(take: Any) -> None:
    rows = "".join(f"{n},甲{n},{'x' if n != 4 else '2024-05-01'}\n" for n in range(1, 9))
    done = take(MAP + "  签约日期: signed\n", "编号,客户名称,签约日期\n" + rows)
    assert "c.csv:2-4, 6-9: 7 × 签约日期: CRM307 wrong-date: " in done.err
    assert done.err.count("CRM307") == 1


def test_many_values_of_one_reason_show_the_first_and_all_lines(take: Any) -> None:
    rows = "".join(f"{n},甲{n},x{n}\n" for n in range(1, 101))
    done = take(MAP + "  签约日期: signed\n", "编号,客户名称,签约日期\n" + rows)
    assert "c.csv:2-101: 100 × 签约日期: CRM307 wrong-date: " in done.err
    assert "`x1`" in done.err
    assert "`x100`" not in done.err


def test_what_a_refused_row_says_elsewhere_is_not_shown(take: Any) -> None:
    """J1: the reason shows the cell that it is about, nothing else of the row."""
    done = take(
        PEOPLE + "  签约日期: signed\n", "编号,客户名称,联系人,电话,签约日期\n1,甲,王小明,13700000101,x\n"
    )
    assert "CRM307" in done.err
    assert not any(said in done.err + done.out for said in ("王小明", "13700000101"))


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("  =amazing: industry\n", "not-a-choice"),
        ("defaults:\n  signed: 01/05/2024\n", "day-or-month-first"),
        ("orders:\n  a: customer\n  b: date\n  c: id\n  =订购: kind\n", "unknown-kind"),
        ("orders:\n  a: customer\n  b: date\n  c: id\n  d: kind\nvalues:\n  d: {打: 电活}\n", "unknown-kind"),
        ("  状态: stage\nvalues:\n  状态: {客户: bogus}\n", "not-a-choice"),
    ],
)
def test_a_constant_that_would_refuse_every_row_is_told_once_in_the_map(
    take: Any, crm: Any, more: str, name: str
) -> None:
    done = take(MAP + more, "编号,客户名称,状态\n" + "".join(f"{n},甲{n},客户\n" for n in range(50)))
    assert done.code == 2
    assert done.err.count(f" {name}: ") == 1
    assert "map.md:" in done.err
    assert profiles(crm) == []


# --- the map ----------------------------------------------------------------------------------------------


def test_the_map_says_what_words_mean(take: Any, crm: Any) -> None:
    """Width and case do not count; an empty word drops the value; other words are the schema's own."""
    map = MAP.replace("  =lead: status\n", "  状态: status\n  行业: industry\n")
    map += 'values:\n  状态: {成交客户: signed, vip: 活跃, "": lead}\n  行业: {未知: ""}\n'
    table = "编号,客户名称,状态,行业\n1,甲,成交客户,未知\n2,乙,ＶＩＰ,软件\n3,丙,,\n4,丁,流失,\n"
    assert take(map, table).code == 0
    said = [(one["status"], one.get("industry", "")) for one in profiles(crm)]
    assert said == [("signed", ""), ("活跃", "软件"), ("lead", ""), ("流失", "")]


def test_rows_that_the_map_leaves_out_are_counted_and_named(take: Any, crm: Any) -> None:
    map = MAP + ORDERS
    map += "only:\n  customers: {阶段: [客户, 商机]}\n  orders: {状态: 已付款}\n"
    map += "except:\n  customers: {测试: 是}\n"
    customers = "编号,客户名称,阶段,测试\n1,甲,客户,\n2,乙,线索,\n3,丙,商机,是\n"
    orders = "单号,客户,日期,金额,状态\nS1,1,2024-05-01,1,已付款\nS2,1,2024-05-02,2,取消\n"
    done = take(map, customers, orders)
    assert "left out by the map 3-4" in done.err
    assert [one["name"] for one in profiles(crm)] == ["甲"]
    found = counted(crm, "--orders", "o.csv")
    assert found["customers"] == {
        "rows": 3,
        "new": 0,
        "updated": 0,
        "unchanged": 1,
        "joined": 0,
        "rejected": 0,
        "skipped": 2,
    }
    assert found["orders"]["skipped"] == 1


def test_columns_put_together_say_what_there_is_of_them(take: Any, crm: Any) -> None:
    map = MAP + '  "{姓}{名}": contacts.name\n  "{省}, {市}, {区}": address\n'
    table = "编号,客户名称,姓,名,省,市,区\n1,甲,,晓彤,,杭州,\n2,乙,王,,浙江,,西湖\n"
    table += "3,丙,,,,,\n4,丁,李,雷,浙江,杭州,西湖\n"
    take(map, table)
    said = [(one.get("contacts", [{}])[0].get("name"), one.get("address")) for one in profiles(crm)]
    assert said == [("晓彤", "杭州"), ("王", "浙江, 西湖"), (None, None), ("李雷", "浙江, 杭州, 西湖")]


def test_rows_that_agree_in_all_but_the_contact_are_one_customer(take: Any, crm: Any) -> None:
    """An empty cell agrees with anything; the whole row twice changes nothing."""
    second = "1,杭州云杉,李四,13700000002\n"
    table = f"编号,客户名称,联系人,电话\n1,杭州云杉,张三,13700000001\n{second}1,,王五,\n{second}"
    done = take(PEOPLE, table)
    assert done.code == 0
    assert profiles(crm)[0]["contacts"] == [
        {"name": "张三", "phone": "13700000001"}, {"name": "李四", "phone": "13700000002"}, {"name": "王五"},
    ]  # fmt: skip
    found = counted(crm)["customers"]
    assert (found["unchanged"], found["joined"], found["rows"]) == (1, 3, 4)


@pytest.mark.parametrize("row", ["1,宁波海川,李四,13700000002", "1,杭州云杉,张三,13700000009"])
def test_rows_of_one_customer_that_disagree_are_refused_with_the_field(take: Any, crm: Any, row: str) -> None:
    done = take(PEOPLE, f"编号,客户名称,联系人,电话\n1,杭州云杉,张三,13700000001\n{row}\n")
    assert "c.csv:3: 编号: CRM706 row-twice: " in done.err
    assert ("`name`" in done.err) != ("`contacts.phone`" in done.err)
    assert profiles(crm)[0]["contacts"] == [{"name": "张三", "phone": "13700000001"}]


def test_numbered_columns_are_several_contacts(take: Any, crm: Any) -> None:
    map = MAP + "".join(f"  联系人{n}: contacts[{n}].name\n  电话{n}: contacts[{n}].phone\n" for n in (1, 2))
    take(
        map,
        "编号,客户名称,联系人1,电话1,联系人2,电话2\n1,甲,张三,13700000001,李四,13700000002\n2,乙,,,王五,\n",
    )
    assert [one["contacts"] for one in profiles(crm)] == [
        [{"name": "张三", "phone": "13700000001"}, {"name": "李四", "phone": "13700000002"}],
        [{"name": "王五"}],
    ]  # fmt: skip
    assert counted(crm)["customers"]["unchanged"] == 2


def test_two_contacts_of_one_name_in_a_row_are_never_made_one_silently(take: Any, crm: Any) -> None:
    map = MAP + "".join(f"  联系人{n}: contacts[{n}].name\n  电话{n}: contacts[{n}].phone\n" for n in (1, 2))
    table = "编号,客户名称,联系人1,电话1,联系人2,电话2\n1,甲,张三,13700000001,张三,13700000002\n"
    done = take(map, table)
    assert "c.csv:2: 编号: CRM706 row-twice: " in done.err
    assert profiles(crm) == []


def test_a_phone_without_a_name_is_kept_as_the_customers_own(take: Any, crm: Any) -> None:
    table = "编号,客户名称,联系人,电话\n1,甲,,13700000001\n"
    done = take(PEOPLE, table)
    assert "CRM742 phone-without-name-kept" in done.err
    assert (profiles(crm)[0]["phone"], "contacts" in profiles(crm)[0]) == ("13700000001", False)
    assert counted(crm)["customers"]["unchanged"] == 1
    other = take(PEOPLE, table.replace("13700000001", "13700000002"))
    assert other.code == 1
    assert "CRM741 contact-without-name" in other.err
    assert profiles(crm)[0]["phone"] == "13700000001"


def test_what_belongs_to_nobody_is_refused_with_the_column_of_the_name(take: Any, crm: Any) -> None:
    map = PEOPLE.replace("联系人:", '"{姓}{名}":') + "  邮箱: contacts.email\n"
    done = take(map, "编号,客户名称,姓,名,电话,邮箱\n1,甲,,,13700000001,a@crm.example\n")
    assert "CRM741 contact-without-name" in done.err
    assert "{姓}{名}" in done.err
    assert profiles(crm) == []


def test_cells_that_were_merged_are_filled_from_above_where_the_map_says_so(take: Any, crm: Any) -> None:
    table = "编号,客户名称,联系人,电话\n1,甲,张三,\n,,李四,\n2,乙,王五,\n合计,,,\n"
    take(PEOPLE + "fill: [编号, 客户名称]\n", table)
    assert [len(one["contacts"]) for one in profiles(crm)] == [2, 1]
    assert counted(crm)["customers"]["skipped"] == 1


LINES = (
    "单号,客户,日期,金额,产品,数量\nS1,1,2024-05-01,100,A,1\nS1,1,2024/5/1,50.5,B,2\nS2,1,2024-05-02,7,C,1\n"
)
LINED = MAP + ORDERS + "  产品: product\n  数量: quantity\n"


def test_lines_of_an_order_are_refused_unless_the_map_says_what_they_are(take: Any, crm: Any) -> None:
    done = take(LINED, "编号,客户名称\n1,甲\n", LINES)
    assert "lines: sum" in done.err
    assert bodies(crm).count("- amount: ") == 2


def test_lines_of_an_order_are_summed_up_exactly(take: Any, crm: Any) -> None:
    assert take(LINED + "lines: sum\n", "编号,客户名称\n1,甲\n", LINES).code == 0
    assert bodies(crm).startswith(
        "\n## 2024-05-01 订单\n- id: S1\n- amount: 150.5\n- quantity: 3\n- product: A; B\n"
    )
    found = counted(crm, "--orders", "o.csv")["orders"]
    assert (found["unchanged"], found["joined"]) == (2, 1)


def test_lines_of_an_order_are_kept_as_entries_of_their_own(take: Any, crm: Any) -> None:
    assert take(LINED + "lines: keep\n", "编号,客户名称\n1,甲\n", LINES).code == 0
    for id in ("S1-1", "S1-2", "S2"):
        assert f"- id: {id}\n" in bodies(crm)
    assert counted(crm, "--orders", "o.csv")["orders"]["unchanged"] == 3


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("S1,1,2024-05-01,x,B,2", "order-line-refused"),
        ("S1,1,2024-05-09,5,B,2", "order-lines-disagree"),
        ("S1,1,2024-05-01,USD 5,B,2", "order-lines-disagree"),
        ("S1,2,2024-05-01,5,B,2", "order-lines-disagree"),
    ],
)
def test_an_order_is_never_summed_without_one_of_its_lines(take: Any, crm: Any, line: str, name: str) -> None:
    orders = LINES.replace("S1,1,2024/5/1,50.5,B,2", line)
    done = take(LINED + "lines: sum\n", "编号,客户名称\n1,甲\n2,乙\n", orders)
    assert name in done.err
    assert "S1" not in bodies(crm)
    found = counted(crm, "--orders", "o.csv")["orders"]
    assert (found["rejected"], found["unchanged"]) == (2, 1)


def test_free_text_of_several_lines_is_kept_line_for_line(take: Any, crm: Any) -> None:
    map = MAP + ORDERS.replace("  金额: amount\n", "  方式: kind\n  内容: text\n")
    orders = '单号,客户,日期,方式,内容\nG1,1,2024-05-07,电话,"谈了三点：\r\n1. 价格  \r\n\r\n2. 交期 "\n'
    assert take(map, "编号,客户名称\n1,甲\n", orders).code == 0
    assert bodies(crm) == "\n## 2024-05-07 电话\n- id: G1\n\n谈了三点：\n1. 价格  \n\n2. 交期\n"
    assert counted(crm, "--orders", "o.csv")["orders"]["unchanged"] == 1
    other = take(map, "编号,客户名称\n1,甲\n", orders.replace("交期", "账期"))
    assert "order-differs" in other.err
    assert "交期" in bodies(crm)


@pytest.mark.parametrize("text", ["## 2024-05-01 订单\n- amount: 5", "---\nid: x", "```\nopen"])
def test_free_text_that_would_read_as_structure_is_refused(take: Any, crm: Any, text: str) -> None:
    map = MAP + ORDERS.replace("  金额: amount\n", "  方式: kind\n  内容: text\n")
    done = take(
        map, "编号,客户名称\n1,甲\n", f'单号,客户,日期,方式,内容\nG1,1,2024-05-07,电话,"好\n{text}"\n'
    )
    assert done.code == 1
    assert bodies(crm) == ""


def test_several_lines_for_a_field_of_one_name_the_way_that_takes_them(take: Any) -> None:
    map = MAP + ORDERS.replace("  金额: amount\n", "  方式: kind\n  内容: feedback\n")
    done = take(map, "编号,客户名称\n1,甲\n", '单号,客户,日期,方式,内容\nG1,1,2024-05-07,电话,"一\n二"\n')
    assert "`内容: text`" in done.err


@pytest.mark.parametrize(
    ("map", "said"),
    [
        (MAP, ["begins with a line `---`"]),
        ("---\n" + MAP, ["ends with a line `---`"]),
        ("---\n" + MAP.replace("客户名称:", "*客户名称:") + "---\n", ['"*客户名称": name']),
        ("---\n" + MAP.replace("客户名称:", "{客户}{名称}:") + "---\n", ['"{客户}{名称}": name']),
        ("---\n" + MAP.replace("客户名称:", "@客户名称:") + "---\n", ['"@客户名称": name']),
        ("---\n" + MAP + "default:\n  address: x\n---\n", ["no key `default`", "defaults"]),
        ("---\n" + MAP + "values:\n  状太: {a: b}\n---\n", ["values: 状太"]),
        ("---\n" + MAP + "dates: D/M/Y\n---\n", ["`dates`"]),
        ("---\n" + MAP + "  签约日期: signed\ndates: european\n---\n", ["european", "D/M/Y"]),
        ("---\n" + MAP + "lines: sum\n---\n", ["lines: orders"]),
        ("---\n" + MAP + "keep: [address]\n---\n", ["keep: address"]),
        ("---\n" + MAP + "fill: 编码\n---\n", ["fill: 编码", "编号"]),
        ("---\n" + MAP + "only: {customer: {编号: 1}}\n---\n", ["only.customer", "customers"]),
    ],
)
def test_a_map_is_told_in_its_own_words_and_no_key_of_it_is_dead(crm: Any, map: str, said: list[str]) -> None:
    crm.write("map.md", map)
    crm.write("c.csv", "编号,客户名称,签约日期\n1,甲,\n")
    done = crm("import", "c.csv", "--map", "map.md")
    assert done.code == 2
    assert all(one in done.err for one in said), done.err
    assert "profile" not in done.err


# --- refused rows -----------------------------------------------------------------------------------------


def test_a_file_of_refused_rows_imports_again_as_often_as_one_likes(take: Any, crm: Any) -> None:
    map = PEOPLE + "  签约日期: signed\n"
    take(map, "编号;客户名称;联系人;电话;签约日期;不用的列\n1;甲;张三;;x;a\n2;乙;;;y;b\n3;丙;;;;c\n")
    first = crm.read("c.rejected.csv")
    assert (
        first.split("\r\n")[0]
        == "\ufeff编号;客户名称;联系人;电话;签约日期;不用的列;reject_line;reject_column;reject_reason"
    )
    for _ in range(3):
        crm.write("again.csv", crm.read("c.rejected.csv"))
        assert crm("import", "again.csv", "--map", "map.md", "--apply").code == 1
        assert crm.read("again.rejected.csv") == crm.read("c.rejected.csv")
    crm.write("c.rejected.csv", first.replace(";x;a", ";2024-05-01;a"))
    assert crm("import", "c.rejected.csv", "--map", "map.md", "--apply").code == 1
    assert crm.read("c.rejected.csv").count("\r\n") == 2
    crm.write("c.rejected.csv", crm.read("c.rejected.csv").replace(";y;b", ";;b"))
    done = crm("import", "c.rejected.csv", "--map", "map.md", "--apply")
    assert (done.code, (crm.book / "c.rejected.csv").exists()) == (0, False)
    assert [one["name"] for one in profiles(crm)] == ["丙", "甲", "乙"]


def test_an_old_file_of_refused_rows_goes_when_none_is_refused(take: Any, crm: Any) -> None:
    map = MAP + "  签约日期: signed\n"
    take(map, "编号,客户名称,签约日期\n1,甲,x\n")
    take(map, "编号,客户名称,签约日期\n1,甲,2024-05-01\n", "", "--dry-run")
    assert (crm.book / "c.rejected.csv").exists()
    done = take(map, "编号,客户名称,签约日期\n1,甲,2024-05-01\n")
    assert not (crm.book / "c.rejected.csv").exists()
    assert "removed" in done.err


def test_a_file_that_no_import_wrote_is_never_removed_nor_a_table_written_over(take: Any, crm: Any) -> None:
    crm.write("c.rejected.csv", "my own notes\n")
    take(MAP, "编号,客户名称\n1,甲\n")
    assert crm.read("c.rejected.csv") == "my own notes\n"
    assert take(MAP, "编号,客户名称\n1,\n", "", "--apply", "--rejected", "c.csv").code == 2
    assert crm.read("c.csv") == "编号,客户名称\n1,\n"


def test_a_row_with_too_many_cells_comes_back_whole_each_time(take: Any, crm: Any) -> None:
    take(MAP, "编号,客户名称\n1,杭州,云杉\n")
    crm.write("c.csv", crm.read("c.rejected.csv"))
    crm("import", "c.csv", "--map", "map.md", "--apply")
    line = crm.read("c.rejected.csv").split("\r\n")[1]
    assert (line.startswith("1,杭州,2,,CRM704"), line.endswith(",云杉")) == (True, True)
    crm.write("c.csv", crm.read("c.rejected.csv").replace("杭州,", "杭州云杉,", 1).removesuffix(",云杉\r\n"))
    assert crm("import", "c.csv", "--map", "map.md", "--apply").code == 0


def test_a_header_of_two_rows_comes_back_with_the_refused_rows(take: Any, crm: Any) -> None:
    map = MAP + "  姓名: contacts.name\n  签约日期: signed\n"
    take(map, "客户表,,,\n编号,客户名称,联系人,\n,,姓名,签约日期\n1,甲,张三,x\n")
    again = crm.read("c.rejected.csv")
    crm.write("c.csv", again)
    crm("import", "c.csv", "--map", "map.md", "--apply")
    assert crm.read("c.rejected.csv").replace(",4,", ",3,") == again.replace(",4,", ",3,")


def test_the_counts_speak_the_asked_language(take: Any) -> None:
    done = take(MAP, "编号,客户名称\n1,甲\n", "", "--dry-run", lang="zh")
    said = " ".join(done.out.split())
    assert said.startswith("甲 CRM-202406001 records/CRM-202406001.md:1 ")
    assert (
        said.partition(":1 ")[2]
        == "表 行数 新增 更新 不变 并入 未导入 跳过 客户 1 1 0 0 0 0 0 订单 0 0 0 0 0 0 0"
    )


def test_names_that_are_missing_say_their_labels(take: Any) -> None:
    done = take(
        MAP + ORDERS,
        "编号,客户名称\n1,甲\n",
        "单号,客户,日期,金额\nS1,1,2024-05-01,\nS2,,2024-05-01,1\nS3,1,,1\n",
        lang="zh",
    )
    for said in ("“金额”（`amount`）", "“客户”（`customer`）", "“日期”（`date`）"):
        assert said in done.err


def test_an_option_that_a_table_has_no_use_for_is_misuse(take: Any, crm: Any) -> None:
    for more in (["--sheet", "x"], ["--encoding", "klingon"], ["--encoding", "zip"], ["--separator", "ab"]):
        assert take(MAP, "编号,客户名称\n1,甲\n", "", *more, "--apply").code == 2, more
    assert take(MAP, "编号:客户名称\n1:甲\n", "", "--separator", ":", "--apply").code == 0
    crm.write("c.xlsx", b"")
    for more in (["--encoding", "gbk"], ["--separator", ";"]):
        assert crm("import", "c.xlsx", "--map", "map.md", *more).code == 2


@pytest.mark.parametrize("separator", ["tab", "\\t", "\t"])
def test_a_tab_can_be_said(take: Any, separator: str) -> None:
    assert take(MAP, "编号\t客户名称\n1\t甲\n", "", "--separator", separator, "--apply").code == 0


def test_a_map_without_a_name_is_about_known_customers_only(take: Any, crm: Any) -> None:
    take(MAP, "编号,客户名称\n1,甲\n")
    map = "format: 1\nkey: 公司\ncustomers:\n  公司: external\n  联系人: contacts.name\n"
    done = take(map, "公司,联系人\n1,张三\n2,李四\n1,王五\n")
    assert "c.csv:3: 公司: CRM707 order-without-customer: " in done.err
    assert done.err.count("CRM707") == 1
    assert profiles(crm)[0]["contacts"] == [{"name": "张三"}, {"name": "王五"}]


@pytest.mark.parametrize("cell", ["13700000001/13700000002", "手机13700000001", "1370000000"])
def test_a_phone_that_is_only_doubtful_is_kept_as_written_and_told(take: Any, crm: Any, cell: str) -> None:
    for more in ("--dry-run", "--apply"):
        done = take(PEOPLE, f"编号,客户名称,联系人,电话\n1,甲,张三,{cell}\n", "", more)
        assert done.code == 0
        assert "c.csv:2: 电话: CRM31" in done.err
    assert profiles(crm)[0]["contacts"] == [{"name": "张三", "phone": cell}]


@given_any(st.lists(st.lists(st.text(max_size=6), max_size=4), max_size=6))
def test_any_rows_whatever_they_hold_are_all_accounted_for(rows: list[list[str]]) -> None:
    """Every row is data, blank, title, header or total: none is lost between."""
    from crmkit.diagnostics import Source
    from crmkit.imports import Grid, Row
    from crmkit.imports.plan import sheet_of
    from crmkit.imports.plan.header import WantedColumn

    cells = [*rows[:2], ["编号", "名称"], *rows[2:]]
    grid = Grid("a.csv", tuple(Row(line, tuple(row)) for line, row in enumerate(cells, 1)))
    wanted = [WantedColumn(name, Source("map.md")) for name in ("编号", "名称")]
    sheet, _ = sheet_of(grid, wanted, keys=["编号"], alone=())
    assert sheet is not None
    lines = [row.line for row in (*sheet.rows, *sheet.head)] + [line for line, _ in sheet.skipped]
    assert sorted(lines) == list(range(1, len(cells) + 1))


def test_a_subject_keeps_its_blanks_and_takes_one_line(take: Any, crm: Any) -> None:
    map = MAP + ORDERS.replace("  金额: amount\n", "  方式: kind\n  主题: subject\n")
    orders = '单号,客户,日期,方式,主题\nG1,1,2024-05-07,电话,回访  二期\nG2,1,2024-05-08,电话,"一\n二"\n'
    done = take(map, "编号,客户名称\n1,甲\n", orders)
    assert "## 2024-05-07 电话 回访  二期\n" in bodies(crm)
    assert "o.csv:3: 主题: CRM726 cell-of-several-lines: " in done.err


def test_an_import_that_was_cut_short_ends_with_an_error_and_the_next_completes_it(
    take: Any, crm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P1: exit 0 means that every record is on the disk; what stands is not written twice."""
    from crmkit import tree
    from crmkit.cli.commands import import_

    made: list[str] = []

    def create(root: Any, path: str, data: bytes) -> None:
        if len(made) == 5:
            raise OSError(28, "No space left on device")
        made.append(path)
        tree.create(root, path, data)

    table = "编号,客户名称\n" + "".join(f"{n},甲{n}\n" for n in range(40))
    with monkeypatch.context() as patched:
        patched.setattr(import_, "create", create)
        patched.setattr(import_, "_WRITERS", 1)
        done = take(MAP, table)
    assert (done.code, len(profiles(crm))) == (3, 5)
    assert "Traceback" not in done.err
    found = counted(crm, "--apply")["customers"]
    assert (found["new"], found["unchanged"]) == (35, 5)
    assert len({one["external"] for one in profiles(crm)}) == 40


def test_records_written_at_once_keep_the_umask(take: Any, crm: Any) -> None:
    """The umask can only be asked by setting it: many writers at once must not leave it changed."""
    import os
    import sys

    before, pace = os.umask(0o027), sys.getswitchinterval()
    sys.setswitchinterval(1e-7)  # threads take turns between any two steps
    try:
        take(MAP, "编号,客户名称\n" + "".join(f"{n},甲{n}\n" for n in range(600)))
        after = os.umask(0o027)
    finally:
        os.umask(before)
        sys.setswitchinterval(pace)
    assert after == 0o027
    assert {path.stat().st_mode & 0o777 for path in (crm.book / "records").glob("*.md")} == {0o640}


@given_any(
    st.text(max_size=30), st.sampled_from(["phone", "signed", "name", "potential", "website", "status"])
)
def test_any_text_of_a_cell_is_taken_or_refused_and_never_an_error(text: str, key: str) -> None:
    from crmkit.imports.plan.cell import Ways, cell

    policy = standard()
    field = policy.schema.profile.find(key)
    assert field is not None
    made = cell(text, field, policy.context, Ways())
    assert made.wrong is not None or made.text == "" or made.text.strip()
    if made.wrong is None and made.text:  # what was taken is taken again as it is
        assert cell(made.text, field, policy.context, Ways()).text == made.text
