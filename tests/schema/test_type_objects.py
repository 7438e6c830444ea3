"""A type of field is one file: what it reads is checked, shown, built, imported and offered to editors."""

from __future__ import annotations

import datetime
import json
import pickle
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plug_in import Add, beside

from crmkit.schema import types as package
from crmkit.schema.field_type import Context, Problem, ValueText
from crmkit.schema.fields import Field
from crmkit.schema.types import types
from crmkit.schema.types.date import TYPE as DATE
from crmkit.schema.types.day import TYPE as DAY
from crmkit.schema.types.money import TYPE as MONEY
from crmkit.schema.types.percent import TYPE as PERCENT
from crmkit.schema.types.score import TYPE as SCORE
from crmkit.schema.types.time import TYPE as TIME
from crmkit.schema.values import Day, Money, Score

NUMBER = "CRM-202405001"
RECORD = f"""---
id: {NUMBER}
name: 杭州星辰科技有限公司
type: business
status: active
owner: li.na
recorded: {{by: li.na, date: 2024-05-06}}
---
"""
COUNTRY = '''"""Read a country by its two letters."""

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import FieldType, Problem, ValueText

CALLED = {"CN": Label("中国", "China"), "DE": Label("德国", "Germany")}


def read(text, field, context):
    """The code in capitals."""
    return text.upper() if text.upper() in CALLED else Problem(Code("CRM320", "not-a-choice"))


TYPE = FieldType(
    "country",
    Label("国家", "country"),
    read,
    example="DE",
    say=lambda code, lang, currency: ValueText(CALLED[code].said(lang), f"https://{code}.example"),
    json_schema={"enum": ["CN", "DE"]},
    closed=True,
)
'''
FIELD = "  - {key: country, label: {zh: 国家, en: Country}, type: country}\n"
MAP = (
    "---\nformat: 1\nkey: no\ncustomers:\n  no: external\n"
    "  name: name\n  land: country\n  =business: type\n  =lead: status\n---\n"
)


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Puts a file beside the types for one test."""
    with beside(package, tmp_path / "plug-ins", types) as write:
        yield write


def with_field(crm: Any, field: str) -> None:
    fields = crm.read("sop/fields.md")
    crm.write("sop/fields.md", fields.replace("profile:\n", f"profile:\n{field}", 1))


def page(crm: Any, audience: str = "team", language: str = "en") -> str:
    out = crm.book / "site"
    said = crm("build", "--out", str(out), "--audience", audience, "--languages", language)
    assert said.code in (0, 1), said
    return str(next(out.rglob(f"{NUMBER}.html")).read_text("utf-8"))


def test_a_type_is_one_file_and_its_values_are_checked_shown_built_and_imported(crm: Any, add: Any) -> None:
    add("country", COUNTRY)
    with_field(crm, FIELD)
    crm.write(f"records/{NUMBER}.md", RECORD.replace("type: business", "type: business\ncountry: ge"))
    assert f"records/{NUMBER}.md:5:10: CRM320" in crm("check", "--format", "concise").out
    crm("set", NUMBER, "country=de", "--by", "li.na")
    assert "CRM320" not in crm("check", "--format", "concise").out
    assert "Country" in crm("show", NUMBER).out
    for language, called in (("zh", "德国"), ("en", "Germany")):
        assert f'<a href="https://DE.example">{called}</a>' in page(crm, "office", language)
    shape = json.loads(crm("schema").out)["properties"]["country"]
    assert shape["enum"] == ["CN", "DE"]
    crm.write("c.csv", "no,name,land\n1,柏林光学,DE\n2,某公司,XX\n")
    crm.write("map.md", MAP)
    said = crm("import", str(crm.book / "c.csv"), "--map", str(crm.book / "map.md"), "--apply")
    assert "CRM320" in said.err, said
    assert " 1        0          0       0         1 " in said.out, said
    made = [path.read_text("utf-8") for path in (crm.book / "records").rglob("*.md")]
    assert ["DE" in text for text in made if "柏林光学" in text] == [True]
    assert not [text for text in made if "某公司" in text]


def test_every_type_has_its_words_and_reads_and_writes_its_example() -> None:
    for kind in types().values():
        assert all(kind.label)
        assert kind.closed or kind.ref is None
        if kind.example:
            field = Field("f", kind.label, kind.name)
            data = kind.read(kind.example, field, Context())
            assert not isinstance(data, Problem) or data.data is not None, kind.name
            data = data.data if isinstance(data, Problem) else data
            again = kind.read(kind.write(data), field, Context())
            assert (again.data if isinstance(again, Problem) else again) == data


DAYS = st.dates()
YEARS = st.none() | st.integers(1900, 2099)
LUNAR = st.builds(Day, st.just(True), YEARS, st.integers(1, 12), st.integers(1, 30), st.booleans())
SOLAR = st.builds(Day, st.just(False), YEARS, st.integers(1, 12), st.integers(1, 28), st.just(False))
AMOUNTS = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)
COINS = st.sampled_from(["", "USD", "CNY", "JPY"])


def read_back(kind: Any, data: object) -> object:
    return kind.read(kind.write(data), Field("f", kind.label, kind.name), Context())


@given(DAYS, LUNAR | SOLAR, AMOUNTS, COINS, st.times())
def test_what_a_type_writes_it_reads_back(
    date: datetime.date, day: Day, amount: Decimal, coin: str, time: datetime.time
) -> None:
    assert read_back(DATE, date) == date
    assert read_back(DAY, day) == day
    assert read_back(MONEY, Money(amount, coin)) == Money(amount, coin)
    assert read_back(PERCENT, amount) == amount
    minute = time.replace(second=0, microsecond=0)
    assert read_back(TIME, minute) == minute


def test_values_are_said_in_the_language_of_who_reads() -> None:
    said = {
        (DAY, Day(True, 2025, 6, 15, True)): ("农历 2025 闰 06-15", "lunar 2025 leap 06-15"),
        (types()["flag"], True): ("是", "yes"),
        (MONEY, Money(Decimal("1200.5"))): ("¥1,200.50", "¥1,200.50"),
        (SCORE, Score(Decimal(4), Decimal(5))): ("4/5", "4/5"),
        (TIME, datetime.time(9, 30)): ("09:30", "09:30"),
    }
    for (kind, data), (zh, en) in said.items():
        assert (kind.say(data, "zh", "CNY"), kind.say(data, "en", "CNY")) == (ValueText(zh), ValueText(en))


def test_what_another_process_is_told_of_is_the_same_type() -> None:
    for kind in types().values():
        assert pickle.loads(pickle.dumps(kind)) is kind


def test_who_reads_no_free_text_sees_only_values_of_closed_types() -> None:
    assert {name for name, kind in types().items() if not kind.closed} == {"text", "url", "path"}


def test_a_finding_on_a_definition_calls_types_as_people_do(crm: Any) -> None:
    with_field(crm, "  - {key: founded_on, label: {zh: 成立, en: Founded}, type: date, minimum: 3}\n")
    zh, en = (crm("check", lang=lang).out for lang in ("zh", "en"))
    assert "日期（`date`）类型的字段不用写" in zh
    assert "for the type `date`" in en
    assert "integer, money, number, percent" in en


def test_each_customer_that_a_list_names_is_looked_for(crm: Any) -> None:
    """A list of customers' numbers was read and never followed."""
    with_field(crm, "  - {key: sisters, label: {zh: 姊妹公司, en: Sisters}, type: list, of: reference}\n")
    more = "type: business\nsisters: [CRM-202405002, CRM-202405003]"
    crm.write(f"records/{NUMBER}.md", RECORD.replace("type: business", more))
    crm.write("records/CRM-202405002.md", RECORD.replace("05001", "05002").replace("星辰", "明月"))
    said = [line for line in crm("check", "--format", "concise").out.splitlines() if "CRM-202405003" in line]
    assert len(said) == 1
    assert said[0].startswith(f"records/{NUMBER}.md:5:26:")


def test_a_changed_choice_is_called_as_its_list_calls_it(crm: Any) -> None:
    """It stood on the page as the key that was written, and not at all for who reads no free text."""
    change = "\n## 2024-06-01 变更\n- by: li.na\n- field: potential_level\n- from: low\n- to: high\n"
    with_field(
        crm,
        "  - {key: potential_level, label: {zh: 潜力档, en: Level}, type: choice, choices: "
        "[{key: low, label: {zh: 低, en: Low}}, {key: high, label: {zh: 高档, en: Highest}}]}\n",
    )
    crm.write(f"records/{NUMBER}.md", RECORD + change)
    for audience in ("team", "office"):
        assert "Highest" in page(crm, audience)
