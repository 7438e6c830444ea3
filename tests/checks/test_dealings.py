"""What a fix does to ids and states that disagree, and what is no finding (A7, A8)."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.view.numbered import gather

HEAD = "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: lead\n{}---\n{}"
NEED = "needs:\n  - {id: n1, text: 按车间出报表, state: 明确}  # ours\n"
DEAL = "opportunities:\n  - {id: op1, name: 二车间, stage: 方案报价}\n"


def fixed(crm: Any, profile: str, log: str) -> str:
    """The record after its findings were mended."""
    crm.write("records/CRM-202405001.md", HEAD.format(profile, log))
    crm("check", "--fix")
    return str(crm.read("records/CRM-202405001.md"))


def codes(crm: Any, profile: str, log: str) -> list[str]:
    """The findings of this check's codes, in the order of their places."""
    crm.write("records/CRM-202405001.md", HEAD.format(profile, log))
    lines = crm("check", "--format", "concise").out.split("\n")
    return [word for line in lines for word in line.split() if word.startswith("CRM54")]


def test_a_missing_need_is_added_to_the_profile_in_its_own_words(crm: Any) -> None:
    log = "\n## 2024-05-15 需求 加周报\n- 需求编号: n2\n- 需求状态: 跟进中\n"
    after = fixed(crm, NEED, log)
    assert (
        "  - {id: n1, text: 按车间出报表, state: 明确}  # ours\n"
        "  - id: n2\n    text: 加周报\n    state: in_progress\n" in after
    )
    assert after.endswith(log)
    assert codes(crm, "needs:" + after.split("needs:")[1].split("---")[0], log) == []


def test_an_id_with_another_sign_becomes_the_one_of_the_profile(crm: Any) -> None:
    log = "\n## 2024-05-15 商机 报价\n- 商机编号: OP-1\n- 商机阶段: 方案报价\n"
    assert "- 商机编号: op1\n" in fixed(crm, DEAL, log)


def test_an_id_in_another_width_or_case_is_the_same(crm: Any) -> None:
    assert codes(crm, DEAL, "\n## 2024-05-15 商机 报价\n- 商机编号: ＯＰ１\n- 商机阶段: 方案报价\n") == []


def test_a_profile_that_lags_behind_takes_the_state_of_the_last_entry(crm: Any) -> None:
    log = "\n## 2024-05-15 需求 先出样表\n- 需求编号: n1\n- 需求状态: 跟进中\n"
    assert "{id: n1, text: 按车间出报表, state: 跟进中}  # ours" in fixed(crm, NEED, log)


def test_a_profile_that_is_ahead_of_the_entries_is_told_and_never_set_back(crm: Any) -> None:
    log = "\n## 2024-05-15 需求 先出样表\n- 需求编号: n1\n- 需求状态: 未明确\n"
    assert codes(crm, NEED, log) == ["CRM542"]
    assert "state: 明确" in fixed(crm, NEED, log)


def test_an_opportunity_won_on_the_day_of_a_signing_needs_no_further_entry(crm: Any) -> None:
    won = "opportunities:\n  - {id: op1, name: 二车间, stage: 赢单, close: 2024-05-20}\n"
    log = "\n## 2024-05-15 商机 报价\n- 商机编号: op1\n- 商机阶段: 方案报价\n"
    assert codes(crm, won, log) == ["CRM542"]
    assert codes(crm, won, log + "\n## 2024-05-20 签约 二车间\n") == []


def test_an_entry_that_was_voided_contradicts_nothing(crm: Any) -> None:
    log = "\n## 2024-05-15 需求 先出样表\n- 需求编号: n1\n- 需求状态: 跟进中\n"
    void = "\n## 2024-05-16 作废 记错了\n- 作废对象: 2024-05-15 需求\n- 原因: 记错了客户\n"
    assert codes(crm, NEED, log + void) == []


def test_a_reason_that_begins_with_a_word_of_the_list_is_one(crm: Any) -> None:
    lost = DEAL.replace("方案报价", "输单")
    log = "\n## 2024-05-15 商机 没谈成\n- 商机编号: op1\n- 商机阶段: 输单\n- 原因: {}\n"
    assert codes(crm, lost, log.format("竞争对手替代：价低一成半")) == []
    assert codes(crm, lost, log.format("价低一成半")) == ["CRM544"]


def test_a_probability_of_what_ended_becomes_that_of_its_end(crm: Any) -> None:
    lost = DEAL.replace("方案报价}", "赢单, probability: 60%}")
    assert "probability: 100%" in fixed(crm, lost, "")


class Entry:
    """An entry as the gathering sees it."""

    voided_on = None

    def __init__(self, line: int, id: str, ends: bool) -> None:
        import datetime

        self.date, self.time, self.line, self.id, self.ends = datetime.date(2024, 5, 1), "", line, id, ends


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.booleans())), st.sets(st.sampled_from("ab")))
def test_gathering_loses_no_entry_and_doubles_none(said: list[tuple[str, bool]], listed: set[str]) -> None:
    entries = [Entry(line, id, ends) for line, (id, ends) in enumerate(said, 1)]
    found, strays = gather(entries, listed, lambda one: one.ends, lambda one: True)
    lines = sorted(one.line for one in (*strays, *(one for some in found.values() for one in some)))
    assert lines == [one.line for one in entries]
    assert all(one.id in ("", key) for key, some in found.items() for one in some)
