"""One name in two records is told with both places, whatever its form, and refuses nobody (C6)."""

from __future__ import annotations

import time
from typing import Any

import pytest

from crmkit.checks.same_names import CHECK


def record(number: str, name: str, more: str = "") -> str:
    return f"---\nid: {number}\nname: {name}\ntype: business\n{more}---\n"


def book(*names: str) -> dict[str, str]:
    """Records of some names; `name / short name` has both."""
    said = {}
    for at, each in enumerate(names, 1):
        name, _, short = each.partition(" / ")
        more = f"short_name: {short}\n" if short else ""
        said[f"records/CRM-20240500{at}.md"] = record(f"CRM-20240500{at}", name, more)
    return said


SAME = [
    ("上海晨光科技有限公司", "晨光科技（上海）有限公司"),
    ("上海晨光科技有限公司", "上海市晨光科技"),
    ("上海晨光科技有限公司", "上海晨光科技股份有限公司"),
    ("苏州晨光", "江苏省苏州市晨光有限责任公司"),
    ("臨江張記", "临江张记有限公司"),
    ("Acme Co., Ltd.", "ＡＣＭＥ limited"),
    ("Müller GmbH", "MULLER"),
    ("张 三", "张三"),
    ("杭州远山科技 / 远山", "远山有限公司"),
]
OTHER = [
    ("上海晨光科技有限公司", "北京晨光科技有限公司"),
    ("晨光科技(上海)", "晨光科技(北京)"),
    ("晨光集团有限公司", "晨光有限公司"),
    ("晨光科技有限公司", "晨光科技有限公司上海分公司"),
    ("张三", "张三丰"),
    ("公司", "有限公司"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_name_in_another_form_is_the_same(first: str, second: str, told: Any) -> None:
    for names in ((first, second), (second, first)):
        (finding,) = told(CHECK, book(*names))
        assert (finding.code, finding.source) == ("CRM405", ("records/CRM-202405002.md", 3, 7))
        assert dict(finding.arguments) == {"other": "CRM-202405001", "place": "records/CRM-202405001.md:3"}


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_place_branch_or_person_is_another(first: str, second: str, found: Any) -> None:
    assert found(CHECK, book(first, second)) == []


def test_two_files_of_one_number_are_told_elsewhere(found: Any) -> None:
    twins = {f"records/{folder}/CRM-202405001.md": record("CRM-202405001", "远山") for folder in "ab"}
    assert found(CHECK, twins) == []


def test_a_name_of_many_is_told_once_a_record(found: Any) -> None:
    assert len(found(CHECK, book(*["远山"] * 9))) == 8


def test_same_names_are_allowed_on_the_line_of_the_name(crm: Any) -> None:
    for path, text in book("远山", "远山 # crmkit: allow same-name").items():
        crm.write(path, text)
    assert "CRM405" not in crm("check", "--format", "concise").out


def test_looking_for_same_names_takes_time_in_proportion(told: Any) -> None:
    """Hostile names of one shape cost no more than so many times one."""
    spent = []
    for length in (20_000, 40_000):
        name = "(" * length + "上海" + " " * length + "co., " * 40
        began = time.process_time()
        told(CHECK, {"records/CRM-202405001.md": record("CRM-202405001", f'"{name}"')})
        spent.append(time.process_time() - began)
    assert spent[1] < 3 * spent[0] + 0.5
