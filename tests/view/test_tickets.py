"""Tickets as of a moment, every time of them worked out by hand (G1–G3)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from by_hand import pack, record

from crmkit.calendar.deadline import Deadline, Stopped
from crmkit.calendar.working import Calendar
from crmkit.compute.tickets import TICKETS
from crmkit.load import load_record
from crmkit.view import facts_of
from crmkit.view.left import left
from crmkit.view.limit import State
from crmkit.view.tickets import Told, tickets_of


def told(log: str, moment: str, under: str) -> Told:
    policy = pack(under)
    loaded = load_record("records/CRM-202405001.md", record(log).encode(), policy)
    assert loaded.customer is not None
    assert not [f for f in loaded.findings if f.severity.value == "error"], loaded.findings
    moves = facts_of(loaded.customer, policy, loaded.document).of(TICKETS)
    return tickets_of(moves, policy, datetime.fromisoformat(moment))


def limits(log: str, moment: str, under: str) -> dict[str, str]:
    """What each limit is, the last of its kind, and how it stands."""
    (ticket,) = told(log, moment, under).tickets
    found, at = {}, datetime.fromisoformat(moment)
    for one in ticket.limits(at):
        due = one.due
        if isinstance(due, Stopped):
            said = f"stopped {due.since:%m-%d %H:%M}"
        else:
            assert isinstance(due, Deadline)
            said = f"{due.at:%m-%d %H:%M}" if due.at else f"{due.day:%m-%d}"
        found[one.key] = f"{said} {one.state(at).value}"
    return found


FRIDAY = """
2025-09-26 17:30 投诉 报警不准，产线停了两次
- 工单号: TK-202509001
- 受理渠道: 热线
- 对方联系人: 李雷
- 处理人: zhou.ting
"""
ANSWERED = """
2025-09-26 18:10 电话 先安抚，约明早上门看
- 工单号: TK-202509001
"""
EVE = """
2025-09-30 17:50 投诉 节前发错了型号
- 工单号: TK-202509002
"""


@pytest.mark.parametrize(
    ("under", "solution"),
    [("service", "09-29 17:30"), ("toolkit", "09-27 17:30"), ("standard", "09-27 17:30")],
)
def test_a_natural_clock_runs_through_a_weekend_before_a_moved_workday(under: str, solution: str) -> None:
    assert limits(FRIDAY, "2025-09-26 18:30", under) == {
        "answer": "09-26 18:30 running",  # an hour after 17:30, to the minute
        "solution": f"{solution} running",  # 72 hours in service, 24 in toolkit
    }
    assert limits(FRIDAY, "2025-09-26 18:31", under)["answer"] == "09-26 18:30 breached"


@pytest.mark.parametrize(("under", "solution"), [("service", "10-03 17:50"), ("toolkit", "10-01 17:50")])
def test_a_natural_clock_runs_through_the_holiday(under: str, solution: str) -> None:
    assert limits(EVE, "2025-09-30 18:00", under) == {
        "answer": "09-30 18:50 running",
        "solution": f"{solution} running",
    }


def test_a_contact_with_the_number_is_the_answer_and_progress_counts_from_it() -> None:
    assert limits(FRIDAY + ANSWERED, "2025-09-26 20:00", "service") == {
        "answer": "09-26 18:30 met",
        "progress": "09-27 18:10 running",
        "solution": "09-29 17:30 running",
    }


def test_a_contact_without_the_number_answers_the_only_ticket_that_is_open() -> None:
    assert limits(FRIDAY + "2025-09-26 18:10 电话 先安抚", "2025-09-26 20:00", "service")["answer"].endswith(
        "met"
    )


def test_of_two_open_tickets_a_contact_without_a_number_answers_neither() -> None:
    second = FRIDAY.replace("09001", "09003").replace("17:30", "17:40")
    found = told(FRIDAY + second + "2025-09-26 18:10 电话 先安抚", "2025-09-26 20:00", "service")
    assert [one.answered for one in found.tickets] == [None, None]


@pytest.mark.parametrize("field", ["自动发送: 是", "是否接通: 否", "方向: 客户主动"])
def test_only_a_person_who_reaches_them_answers(field: str) -> None:
    log = FRIDAY + ANSWERED + f"- {field}"
    assert limits(log, "2025-09-26 20:00", "service")["answer"] == "09-26 18:30 breached"


PAUSED = """
2025-09-27 10:00 工单进展 等客户寄回样机
- 工单号: TK-202509001
- 处理环节: 等客户
- 原因: 没有样机查不了
"""
BACK = """
2025-09-28 09:00 电话 样机已寄
- 工单号: TK-202509001
- 方向: 客户主动
"""


def test_a_clock_stands_from_the_pause_on() -> None:
    assert limits(FRIDAY + ANSWERED + PAUSED, "2025-10-05 09:00", "service") == {
        "answer": "09-26 18:30 met",
        "progress": "stopped 09-27 10:00 paused",
        "solution": "stopped 09-27 10:00 paused",
    }


@pytest.mark.parametrize(("under", "solution"), [("service", "09-30 16:30"), ("toolkit", "09-28 16:30")])
def test_the_customers_next_word_ends_the_pause_and_23_hours_are_taken_off(under: str, solution: str) -> None:
    assert limits(FRIDAY + ANSWERED + PAUSED + BACK, "2025-09-28 09:30", under) == {
        "answer": "09-26 18:30 met",
        "progress": "09-28 17:10 running",  # 18:10 + 24 h = 09-27 18:10, and 23 hours
        "solution": f"{solution} running",
    }


def test_a_pause_never_stops_the_first_answer() -> None:
    pause = PAUSED.replace("2025-09-27 10:00", "2025-09-26 17:40")
    assert limits(FRIDAY + pause, "2025-09-26 19:00", "service")["answer"] == "09-26 18:30 breached"


def test_a_pause_without_its_reason_is_none() -> None:
    pause = PAUSED.replace("- 原因: 没有样机查不了\n", "")
    (ticket,) = told(FRIDAY + ANSWERED + pause, "2025-09-27 11:00", "service").tickets
    assert ticket.paused is None
    assert [one.why.value for one in ticket.refused] == ["reason"]


LONGER = """
2025-10-01 {time} 电话 说明要等厂家节后发货
- 工单号: TK-202509002
- 期限: 2025-10-09
- 期限时刻: 12:00
- 事先告知: 客户同意
- 原因: 厂家放假
"""


@pytest.mark.parametrize(
    ("under", "time", "said"),
    [
        ("service", "10:00", "10-09 12:00 running"),
        ("service", "18:00", "10-09 12:00 running"),  # the old limit is 10-03 17:50
        ("toolkit", "17:50", "10-09 12:00 running"),  # the last minute of the old limit
        ("toolkit", "17:51", "10-01 17:50 breached"),  # too late: the breach stands
    ],
)
def test_a_longer_time_counts_only_before_the_old_limit(under: str, time: str, said: str) -> None:
    found = limits(EVE + LONGER.format(time=time), "2025-10-02 09:00", under)
    assert found["solution"] == said


@pytest.mark.parametrize("line", ["- 事先告知: 客户同意\n", "- 原因: 厂家放假\n"])
def test_a_longer_time_wants_its_reason_and_that_it_was_told(line: str) -> None:
    log = EVE + LONGER.format(time="10:00").replace(line, "")
    assert limits(log, "2025-10-02 09:00", "toolkit")["solution"] == "10-01 17:50 breached"


PROPOSED = """
2025-09-27 16:00 拜访 给出方案：换新传感器
- 工单号: TK-202509001
- 根本原因: 系统故障
- 补救措施: 退换货
"""


def test_a_solution_that_is_proposed_in_time_meets_the_limit_however_long_it_takes() -> None:
    assert limits(FRIDAY + ANSWERED + PROPOSED, "2025-09-28 12:00", "toolkit") == {
        "answer": "09-26 18:30 met",
        "progress": "09-28 16:00 running",
        "solution": "09-27 17:30 met",
    }


def test_no_reopens_the_proposal_under_the_same_limit() -> None:
    no = "2025-09-27 20:00 电话 不接受\n- 工单号: TK-202509001\n- 客户认可: 否\n- 方向: 客户主动\n"
    assert limits(FRIDAY + ANSWERED + PROPOSED + no, "2025-09-27 20:30", "toolkit")["solution"] == (
        "09-27 17:30 breached"
    )


ACCEPTED = """
2025-09-27 17:00 电话 同意换新
- 工单号: TK-202509001
- 客户认可: 是
"""
DONE = """
2025-09-29 17:00 工单进展 换好了
- 工单号: TK-202509001
- 处理环节: 办结
"""
VISITED = """
2025-10-02 17:00 电话 投诉回访
- 工单号: TK-202509001
- 处理环节: 回访
- 反馈评分: 8/10
"""


def test_the_loop_of_a_complaint_ends_with_the_return_visit_and_its_score() -> None:
    log = FRIDAY + ANSWERED + PROPOSED + ACCEPTED + DONE
    (ticket,) = told(log, "2025-10-01 09:00", "service").tickets
    assert (ticket.state, ticket.missing()) == ("solved", ("return_visit", "score"))
    # three natural days after the 29th: through the 2nd of October, a holiday
    assert limits(log, "2025-10-02 23:59", "service")["return_visit"] == "10-02 running"
    assert limits(log, "2025-10-03 00:01", "service")["return_visit"] == "10-02 breached"
    assert limits(log + VISITED, "2025-10-03 09:00", "service")["return_visit"] == "10-02 met"
    (ticket,) = told(log + VISITED, "2025-10-03 09:00", "service").tickets
    assert (ticket.state, ticket.missing()) == ("closed", ())


def test_days_are_counted_from_the_day_of_an_entry_also_where_it_says_no_time() -> None:
    log = FRIDAY + ANSWERED + PROPOSED + ACCEPTED + DONE.replace(" 17:00", "")
    assert limits(log, "2025-10-01 09:00", "service")["return_visit"] == "10-02 running"


def test_a_return_visit_of_the_last_day_that_says_no_time_is_in_time() -> None:
    """It was "0 min late": what says no time happened when its day ended, and so did the limit."""
    log = FRIDAY + ANSWERED + PROPOSED + ACCEPTED + DONE
    visited = VISITED.strip()
    for day, stands in (("2025-10-02", "met"), ("2025-10-03", "breached")):
        entry = f"\n{day}{visited[visited.index(' 电话') :]}"
        assert limits(log + entry, "2025-10-04 09:00", "service")["return_visit"] == f"10-02 {stands}"


def test_without_a_return_visit_in_the_loop_done_and_a_score_close_it() -> None:
    (ticket,) = told(
        FRIDAY + ANSWERED + PROPOSED + ACCEPTED + DONE + "- 反馈评分: 9", "2025-10-01 09:00", "toolkit"
    ).tickets
    assert ticket.closed


def test_nobody_accepts_by_silence() -> None:
    silent = "2025-09-27 17:00 工单进展 客户没回\n- 工单号: TK-202509001\n- 处理环节: 客户确认\n"
    (ticket,) = told(FRIDAY + silent, "2025-09-28 09:00", "service").tickets
    assert ticket.accepted is None
    assert [one.why.value for one in ticket.refused] == ["silence"]


def test_a_yes_of_nobody_named_is_none() -> None:
    log = (FRIDAY + ACCEPTED).replace("- 对方联系人: 李雷\n", "")
    (ticket,) = told(log, "2025-09-28 09:00", "service").tickets
    assert ticket.accepted is None


def test_a_refund_with_the_number_tells_the_customer_nothing() -> None:
    refund = "2025-09-26 18:00 退款 退一半\n- 工单号: TK-202509001\n- 金额: 100\n"
    assert limits(FRIDAY + refund, "2025-09-26 19:00", "service")["answer"] == "09-26 18:30 breached"


def test_what_says_no_time_begins_when_its_day_ends() -> None:
    log = FRIDAY.replace(" 17:30", "")
    assert limits(log, "2025-09-27 00:30", "service")["answer"] == "09-27 01:00 running"


def test_an_answer_of_the_same_day_is_in_time_where_the_ticket_says_no_time() -> None:
    log = FRIDAY.replace(" 17:30", "") + ANSWERED
    assert limits(log, "2025-09-27 09:00", "service")["answer"] == "09-27 01:00 met"


def test_an_entry_that_is_voided_never_was() -> None:
    log = (
        FRIDAY
        + ANSWERED
        + "2025-09-27 09:00 作废 打错客户了\n- 作废对象: 2025-09-26 18:10 电话\n- 原因: 记错\n"
    )
    assert limits(log, "2025-09-26 20:00", "service")["answer"].endswith("met")
    assert limits(log, "2025-09-27 20:00", "service")["answer"].endswith("breached")


def test_a_number_that_nobody_opened_is_a_stray() -> None:
    found = told(FRIDAY + ANSWERED.replace("09001", "09010"), "2025-09-27 09:00", "service")
    assert [move.number for move in found.strays] == ["TK-202509010"]


def test_a_rung_is_reached_at_its_share_of_the_net_time() -> None:
    policy = pack("service")
    (ticket,) = told(FRIDAY + ANSWERED + PAUSED + BACK, "2025-09-29 09:00", "service").tickets
    (solution,) = [one for one in ticket.limits(datetime(2025, 9, 29, 9)) if one.key == "solution"]
    # 80 % of 72 hours are 57:36; 16:30 ran before the pause, so 41:06 after 09-28 09:00
    calendar = policy.get(Calendar)
    assert not solution.reached(Decimal(80), datetime(2025, 9, 30, 2, 5), calendar)
    assert solution.reached(Decimal(80), datetime(2025, 9, 30, 2, 6), calendar)
    assert solution.state(datetime(2025, 9, 30, 2, 6)) is State.RUNNING


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2025-09-26 17:30", "1 h left"),
        ("2025-09-26 18:01", "29 min left"),
        ("2025-09-26 23:59:59.999999", "5 h 30 min late"),
        ("2025-09-27 23:59:59.999999", "1 d 5 h late"),
    ],
)
def test_the_time_left_is_said_to_the_minute_the_end_of_a_day_as_its_last(moment: str, said: str) -> None:
    at = datetime.fromisoformat(moment)
    (ticket,) = told(FRIDAY, moment, "service").tickets
    assert left(ticket.limits(at)[0], at).en == said


def test_tickets_without_a_number_have_names_of_their_own() -> None:
    log = "".join(f"2025-09-26 {hour}:00 投诉 第{hour}件\n" for hour in (9, 10, 11))
    found = told(log, "2025-09-26 20:00", "service").tickets
    assert [one.key for one in found] == ["ticket-2025-09-26", "ticket-2025-09-26-2", "ticket-2025-09-26-3"]


@pytest.mark.parametrize(
    "said", ["新期限: 2025-09-30 12:00", "新期限: 2025-09-30\n- 期限时刻: 12:00", "due: 2025-09-30  12:00"]
)
def test_a_longer_time_is_a_day_with_its_time_in_one_field_or_in_two(said: str) -> None:
    told_so = "2025-09-26 18:00 电话 等货\n- 工单号: TK-202509001\n- 事先告知: 好\n- 原因: 等货\n"
    log = f"{FRIDAY}{told_so}- {said}\n"
    assert limits(log, "2025-09-29 09:00", "service")["solution"] == "09-30 12:00 running"


def test_several_remedies_stand_on_one_line_or_on_several() -> None:
    for said in ("补救措施: 退换货、补偿", "补救措施: 退换货\n- 补救措施: 补偿"):
        log = f"{FRIDAY}2025-09-27 10:00 电话 方案\n- 工单号: TK-202509001\n- {said}\n"
        (found,) = told(log, "2025-09-28 09:00", "service").tickets
        assert found.proposed is not None
        assert "remedy" not in found.missing()
