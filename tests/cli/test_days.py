"""Options that name a day take it as people say it, and what is written says the date."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.cli.days import Moment, NoDay, moment_in

from ..conftest import Crm

WEDNESDAY = date(2024, 5, 15)
RECORD = "records/CRM-202405001.md"
AS_OF = "2024-05-15"


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("昨天", "2024-05-14"), ("昨天下午3点", "2024-05-14 15:00"), ("周一 9:30", "2024-05-13 09:30"),
        ("2024-05-14 14:30", "2024-05-14 14:30"), ("2024-05-14T14:30", "2024-05-14 14:30"),
        ("2024-05-14 14:30-15:00", "2024-05-14 14:30-15:00"), ("5月14日　14：30", "2024-05-14 14:30"),
        ("昨晚8点", "2024-05-14 20:00"), ("yesterday at 3pm", "2024-05-14 15:00"),
        ("last fri, 10:15", "2024-05-10 10:15"), ("9:30", "2024-05-15 09:30"), ("12-02", "2023-12-02"),
        ("2024/5/14 9点半", "2024-05-14 09:30"), ("2024-05-14 14:30:00", "2024-05-14 14:30"),
        ("昨天 3点", NoDay.HOUR), ("昨天下午", NoDay.HOUR), ("昨晚", NoDay.HOUR),
        ("2024-05-14 25:00", NoDay.HOUR),
        ("上周", NoDay.STRETCH), ("5/1/24 9:30", NoDay.AMBIGUOUS), ("2024-02-30 9:30", NoDay.MISSING),
        ("昨天 电话", NoDay.UNREAD), ("", NoDay.UNREAD), ("2024-05-14 14:30 x", NoDay.UNREAD),
    ],
)  # fmt: skip
def test_a_moment_is_a_day_and_perhaps_a_time(said: str, wanted: str | NoDay) -> None:
    found = moment_in(said, WEDNESDAY, past=True)
    assert (found.written if isinstance(found, Moment) else found) == wanted


@given(st.text(max_size=30))
def test_what_is_echoed_reads_back_as_the_same_moment(said: str) -> None:
    found = moment_in(said, WEDNESDAY, past=True)
    if isinstance(found, Moment):
        assert moment_in(found.written, date(1999, 1, 1), past=None) == found


@pytest.fixture
def one(crm: Crm) -> Crm:
    crm.write(RECORD, "---\nid: CRM-202405001\nname: 杭州星辰\ntype: business\nstatus: lead\n---\n")
    return crm


@pytest.mark.parametrize(("said", "wanted"), [("昨天下午3点", "2024-05-14 15:00"), ("周一", "2024-05-13")])
def test_the_entry_says_the_date_that_was_meant(said: str, wanted: str, one: Crm) -> None:
    answer = one("log", "CRM-202405001", "电话", "确认", "--by", "张伟", "--on", said, as_of=AS_OF)
    assert answer.code == 0, answer.err
    assert f"+## {wanted} 电话 确认\n" in answer.out
    assert f"\n## {wanted} 电话 确认\n" in one.read(RECORD)


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "上周 is no single day: name one"), ("zh", "上周 不是具体的一天：请写明")],
)
def test_a_week_is_no_day_and_nothing_is_written(lang: str, told: str, one: Crm) -> None:
    before = one.read(RECORD)
    answer = one("log", "CRM-202405001", "电话", "--by", "张伟", "--on", "上周", as_of=AS_OF, lang=lang)
    assert answer.code == 2
    assert told in answer.err
    assert one.read(RECORD) == before


def test_as_of_takes_a_day_as_people_say_it(one: Crm) -> None:
    one.write("records/CRM-202405001.md", one.read(RECORD) + "\n## 2024-05-15 电话 约\n- by: zhang.wei\n")
    plain, said = (one("due", "--json", as_of=day) for day in ("2024-05-20", "2024年5月20日"))
    assert plain.code == said.code == 0
    assert plain.out == said.out
    assert one("due", as_of="昨天").code == 0
    refused = one("due", as_of="下周")
    assert (refused.code, "no single day" in refused.err) == (2, True)


def test_each_next_step_that_is_given_is_written_with_its_date(one: Crm) -> None:
    answer = one(
        "log", "CRM-202405001", "电话", "--by", "张伟",
        "--next", "下周三 电话 报价", "--next", "+3d 拜访 看样", as_of=AS_OF,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert "- next: 2024-05-22 电话 报价\n- next: 2024-05-18 拜访 看样\n" in one.read(RECORD)
    due = one("due", "--days", "30", as_of=AS_OF).out
    assert "报价" in due
    assert "看样" in due


@pytest.mark.parametrize("option", ["--next", "--field"])
@pytest.mark.parametrize("step", ["电话 报价", "下周 电话", "5/6/24 电话", "", "无"])
def test_a_next_step_without_a_day_is_refused(step: str, option: str, one: Crm) -> None:
    before = one.read(RECORD)
    value = step if option == "--next" else f"下一步={step}"
    answer = one("log", "CRM-202405001", "电话", "--by", "张伟", option, value, as_of=AS_OF)
    assert answer.code == 2
    assert "--next" in answer.err
    assert one.read(RECORD) == before


def test_snooze_takes_the_day_as_people_say_it(one: Crm) -> None:
    said = ("--by", "张伟")
    one("log", "CRM-202405001", "电话", *said, "--next", "明天 电话 报价", as_of=AS_OF)
    answer = one(
        "snooze", "CRM-202405001", "报价", "--until", "下周五", "--reason", "出差", *said, as_of=AS_OF
    )
    assert answer.code == 0, answer.err
    assert "- until: 2024-05-24\n" in one.read(RECORD)


def test_an_item_is_named_by_its_day_as_people_say_it(one: Crm) -> None:
    said = ("--by", "张伟", "--reason", "出差")
    steps = ("--next", "明天 电话 报价", "--next", "下周三 拜访 看样")
    one("log", "CRM-202405001", "电话", "--by", "张伟", *steps, as_of=AS_OF)
    answer = one("skip", "CRM-202405001", "下周三", *said, as_of=AS_OF)
    assert answer.code == 0, answer.err
    assert "- item: promise-2024-05-22\n" in one.read(RECORD)
    assert one("skip", "CRM-202405001", "昨天", *said, as_of=AS_OF).code == 2


def test_show_says_every_next_step_of_an_entry(one: Crm) -> None:
    steps = "- next: 2024-05-22 电话 报价\n- next: 2024-05-23 拜访 看样\n"
    one.write(RECORD, one.read(RECORD) + f"\n## 2024-05-15 电话 约\n- by: zhang.wei\n{steps}")
    said = one("show", "CRM-202405001", as_of="2024-05-15")
    assert "2024-05-22 电话 报价, 2024-05-23 拜访 看样" in said.out
    told = json.loads(one("show", "CRM-202405001", "--json", as_of="2024-05-15").out)
    assert told["entries"][0]["fields"]["next"] == ["2024-05-22 电话 报价", "2024-05-23 拜访 看样"]


def test_show_says_every_line_of_a_list(one: Crm) -> None:
    fields = one.read("sop/fields.md")
    one.write(
        "sop/fields.md", fields.replace("aliases: [协作部门, 协助], type: text", "type: list, of: text")
    )
    one.write(RECORD, one.read(RECORD) + "\n## 2024-05-15 电话 约\n- help: 产品、客服\n- help: 财务\n")
    assert "产品" in (said := one("show", "CRM-202405001", as_of="2024-05-15").out)
    assert "财务" in said
