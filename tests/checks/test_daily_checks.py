"""Checks that time drives: files, churn, verification, too much contact, holidays, next steps."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from crmkit import resources
from crmkit.checks import attachments, calendar_years, churn, contact_load, next_steps, silence, verification
from crmkit.load import load_record, size
from crmkit.policy import Policy, read_policy
from crmkit.view import brief, facts_of
from crmkit.words import say
from sop import sop

HEAD = "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: {}\nowner: zhang.wei\n"
Told = Any


def record(log: str = "", more: str = "", status: str = "active") -> str:
    return HEAD.format(status) + more + "---\n" + log


def test_a_next_step_names_its_day(found: Any) -> None:
    """E6."""
    assert found(next_steps.CHECK, record("\n## 2024-05-15 电话\n- next: 下月初再联系\n")) == [
        "10:9 CRM453 next-step-without-day"
    ]
    assert found(next_steps.CHECK, record("\n## 2024-05-15 电话\n- next: 2024-06-05 电话 跟进\n")) == []
    assert found(next_steps.CHECK, record("\n## 2024-05-15 电话\n- next: 2024-06-05\n")) == []


def files(text: str, policy: Policy, there: dict[str, int | None]) -> list[tuple[int, str]]:
    loaded = load_record("records/a/CRM-202405001.md", text.encode("utf-8"), policy)
    assert loaded.customer is not None
    assert attachments.CHECK.files is not None
    facts = [facts_of(loaded.customer, policy, loaded.document)]
    return [
        (f.source.line, f.code)
        for f in attachments.CHECK.files(there.get, [brief(each) for each in facts], policy)
    ]


def test_linked_files_are_there_and_not_too_large(policy: Policy) -> None:
    """A10: attachments, the signed form, files of entries; counted from the record's folder."""
    text = record(
        "\n## 2024-05-15 电话\n- file: files/note.txt\n",
        "attachments:\n  - path: files/card.jpg\n  - path: files/big.pdf\n"
        "confirmed: {date: 2024-05-08, file: form.pdf}\n",
    )
    there: dict[str, int | None] = {"records/a/files/card.jpg": 9, "records/a/files/big.pdf": 10_000_001}
    assert files(text, policy, there) == [(7, "CRM461"), (10, "CRM460"), (13, "CRM460")]
    there |= {"records/a/form.pdf": 1, "records/a/files/note.txt": 1, "records/a/files/big.pdf": 10_000_000}
    assert files(text, policy, there) == []


def test_the_size_of_a_snapshots_file() -> None:
    assert size({"records/x.md": b"1234"}, "records/x.md") == 4
    assert size({}, "records/x.md") is None


def test_check_looks_at_the_disk(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", record("", "attachments:\n  - path: files/card.jpg\n"))
    assert "CRM460" in crm("check", "--format", "concise").out
    crm.write("records/files/card.jpg", b"\xff\xd8")
    assert "CRM460" not in crm("check", "--format", "concise").out


def test_churn_risk_has_its_evidence(told: Told) -> None:
    """D8: two orders in the 3 months before, one in the last 3: down by half; a score of 5 or less."""
    log = "".join(f"\n## {day} 订单\n- amount: 1万\n" for day in ("2024-02-01", "2024-03-01", "2024-05-01"))
    (finding,) = told(churn.CHECK, record(log))
    said = dict(finding.arguments)
    assert (said["segment"], said["evidence_en"]) == ("churn_risk", "3-month orders change −50% < 0%")
    assert (said["label_zh"], said["evidence_zh"]) == ("流失风险", "近 3 个月订单数比前 3 个月减少 50%")
    assert finding.severity == "notice"
    (finding,) = told(churn.CHECK, record("\n## 2024-06-01 电话\n- attitude: 5\n"))
    assert finding.source.line == 9
    assert told(churn.CHECK, record("\n## 2024-06-01 电话\n- attitude: 6\n")) == ()
    assert told(churn.CHECK, record("\n## 2024-06-01 电话\n- attitude: 5\n", status="lost")) == ()


def test_verification_is_due_half_a_year_after_the_last(told: Told) -> None:
    """C5, S0. Recorded on 2023-12-29, so due by 2024-06-29; a verification starts anew."""
    made = "recorded: {by: zhang.wei, date: 2023-12-29}\n"
    (finding,) = told(verification.CHECK, record("", made))
    assert say(finding, "zh")[0] == "关键信息应在 2024-06-29 前核实，至今未核实。"
    assert told(verification.CHECK, record("", made.replace("-29", "-30"))) == ()
    assert told(verification.CHECK, record("\n## 2024-01-02 核实\n- verified: 电话\n", made)) == ()
    assert told(verification.CHECK, record("", made + "verified: {date: 2024-01-02}\n")) == ()
    voided = "\n## 2024-01-02 核实\n\n## 2024-01-03 作废\n- voids: 2024-01-02 核实\n- reason: 没打通\n"
    assert len(told(verification.CHECK, record(voided, made))) == 1
    assert told(verification.CHECK, record("", made, status="dormant")) == ()


@pytest.mark.parametrize(
    ("profile", "log"),
    [
        ("", "\n## 2023-03-01 核实\n- verified: 电话\n\n## 2024-01-02 核实\n- verified: 电话\n"),
        ("", "\n## 2024-01-02 核实\n- verified: 电话\n\n## 2023-03-01 核实\n- verified: 电话\n"),
        ("verified: {date: 2024-01-02}\n", "\n## 2023-03-01 核实\n- verified: 电话\n"),
        ("verified: {date: 2023-03-01}\n", "\n## 2024-01-02 核实\n- verified: 电话\n"),
    ],
)
def test_of_several_verifications_the_latest_counts(told: Told, profile: str, log: str) -> None:
    """Wherever it stands, it is due half a year after that one, and on its day it is done."""
    made = "recorded: {by: zhang.wei, date: 2022-01-04}\n" + profile
    assert told(verification.CHECK, record(log, made), on=date(2024, 1, 2)) == ()
    assert told(verification.CHECK, record(log, made), on=date(2024, 7, 2)) == ()
    (finding,) = told(verification.CHECK, record(log, made), on=date(2024, 7, 3))
    assert say(finding, "zh")[0] == "关键信息应在 2024-07-02 前核实，上次核实是 2024-01-02。"


SMS = "".join(f"\n## {day} 短信\n- purpose: {{}}\n" for day in ("2024-06-03", "2024-06-10", "2024-06-17"))


def test_too_much_contact_is_told(found: Any) -> None:
    """E8: C bears two a month; A and B more, once they agreed; answers do not count."""
    assert found(contact_load.CHECK, record(SMS.format("care", "care", "care"))) == [
        "15:1 CRM633 contacted-too-often"
    ]
    assert found(contact_load.CHECK, record(SMS.format("care", "care", "answer"))) == []
    hand = "tier: {value: A, reason: 示例, until: 2026-12-31}\n"
    assert found(contact_load.CHECK, record(SMS.format("care", "care", "care"), hand)) == [
        "16:1 CRM635 more-contact-not-agreed"
    ]
    agreed = hand + "extra_contact: {agreed: 2024-05-01, when: 上午}\n"
    assert found(contact_load.CHECK, record(SMS.format("care", "care", "care"), agreed)) == []


def test_nothing_but_promotion_is_told(found: Any) -> None:
    """E8: the last five, spread so far that no cap is met."""
    days = ("2023-01-02", "2023-05-02", "2023-09-02", "2024-01-02", "2024-05-02")
    log = "".join(f"\n## {day} 微信\n- purpose: promotion\n" for day in days)
    assert found(contact_load.CHECK, record(log)) == ["21:1 CRM634 only-promotion"]
    assert found(contact_load.CHECK, record(log + "\n## 2024-05-03 电话\n- purpose: care\n")) == []


def test_the_holidays_end_is_said_once(told: Told, policy: Policy) -> None:
    """E11: the table ends with 2026, the longest cadence is a quarter."""
    both = {f"records/CRM-20240500{n}.md": record().replace("001", f"00{n}") for n in (1, 2)}
    (finding,) = told(calendar_years.CHECK, both, on=date(2026, 10, 1))
    assert (finding.source.path, dict(finding.arguments)) == ("sop/calendar.md", {"years": "2027"})
    assert told(calendar_years.CHECK, both, on=date(2026, 9, 30)) == ()
    (finding,) = told(calendar_years.CHECK, both, on=date(2030, 5, 1))
    assert dict(finding.arguments) == {"years": "2030"}
    bare = dataclasses.replace(policy, files=frozenset())
    assert told(calendar_years.CHECK, both, on=date(2030, 5, 1), under=bare) == ()


def test_silence_past_the_limit(told: Told) -> None:
    """E8, `partnership`: a key customer weekly, a month at the most."""
    folder = resources.pack("partnership")
    assert folder is not None
    theirs, _ = read_policy(sop(folder))
    hand = "tier: {value: key, reason: 示例, until: 2026-12-31}\n"
    text = record("\n## 2024-05-20 电话\n", hand)
    (finding,) = told(silence.CHECK, text, on=date(2024, 6, 21), under=theirs)
    assert {("item", "key_weekly"), ("limit", "2024-06-20")} <= set(finding.arguments)
    assert told(silence.CHECK, text, on=date(2024, 6, 20), under=theirs) == ()
    assert told(silence.CHECK, text, on=date(2024, 6, 21)) == ()
