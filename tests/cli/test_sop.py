"""`crmkit sop`: each of the nine procedures from its start to its end, and what cannot be (F2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RECORD = """---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: {status}
owner: zhang.wei
{more}contacts:
  - {{name: 李雷, role: 决策人, phone: 0571-88880000}}
---
{log}"""
PATH = "records/CRM-202405001.md"

# A line of a run: the moment, then the command; `log` writes what happens with the customer.
RUNS = {
    "new_customer_signing": (
        "signed", "", "\n## 2025-09-26 17:30 状态 签约\n- from: 商机\n- to: 已签约\n",
        """
        2025-09-26 17:30 due
        2025-09-26 17:30 sop start 星辰 new_customer_signing --by 张伟
        2025-09-28 17:00 sop step 星辰 资料复核 --by 张伟
        2025-09-29 10:00 sop step 星辰 合同审核 --by 张伟
        2025-09-29 10:00 sop step 星辰 合同审核 --by 陈刚
        2025-09-29 11:00 sop hand-over 星辰 billing --by 张伟
        2025-09-29 15:00 sop hand-over 星辰 billing --refuse 缺税号 --by 何平
        2025-09-29 18:00 sop status 星辰
        2025-09-30 10:00 due 星辰
        2025-09-30 10:30 sop hand-over 星辰 billing --by 张伟
        2025-09-30 11:00 sop hand-over 星辰 billing --accept --by 何平
        2025-10-09 09:30 log 星辰 信函 感谢合作
        2025-10-09 10:00 sop hand-over 星辰 introduce --by 张伟
        2025-10-10 10:00 sop hand-over 星辰 introduce --accept --by 周婷
        2025-10-10 11:00 sop step 星辰 归档 --by 张伟
        2025-10-10 18:00 sop status 星辰 --all
        """,
    ),
    "onboarding": (
        "active", "", "\n## 2025-09-26 14:30 订单 首单\n- amount: 1万\n",
        """
        2025-09-26 15:00 sop status 星辰
        2025-09-27 10:00 log 星辰 信函 感谢合作
        2025-09-27 11:00 log 星辰 电话 问首次体验
        2025-10-09 10:00 log 星辰 邮件 产品使用指南
        2025-10-24 10:00 log 星辰 拜访 首月回访
        2025-10-24 18:00 sop status 星辰 --all
        """,
    ),
    "after_sales_complaint": (
        "active", "", "\n## 2025-09-26 17:30 投诉 报警不准\n- ticket: TK-202509001\n- with: 李雷\n",
        """
        2025-09-26 18:10 ticket answer TK-202509001 电话 先安抚 --by 周婷
        2025-09-27 09:00 sop step 星辰 accepted --by 周婷
        2025-09-27 09:31 sop status 星辰
        2025-09-28 11:00 ticket solve TK-202509001 拜访 换传感器 --cause 系统故障 --remedy 退换货 --by 周婷
        2025-09-28 12:00 ticket accept TK-202509001 --with 李雷 --by 周婷
        2025-09-29 09:00 ticket close TK-202509001 --result 换好了 --by 周婷
        2025-10-01 10:00 ticket visit TK-202509001 电话 --score 8/10 --by 周婷
        2025-10-01 18:00 sop status 星辰 --all
        """,
    ),
    "d_recovery": (
        "active", "tier: {value: D, reason: 示例, until: 2026-12-31}\n", "\n## 2025-09-24 电话 说不做了\n",
        """
        2025-09-26 09:00 sop start 星辰 d_recovery --by 张伟
        2025-09-26 10:00 log 星辰 电话 问清原因
        2025-09-28 10:00 sop step 星辰 制定挽回方案 --by 张伟
        2025-09-28 10:00 sop step 星辰 制定挽回方案 --by 李娜
        2025-09-30 10:00 log 星辰 拜访 谈方案
        2025-10-24 09:00 sop step 星辰 decide --by 李娜
        2025-10-24 09:00 sop step 星辰 decide --result 转为流失 --by 张伟
        2025-10-24 09:00 sop step 星辰 decide --result 恢复原级 --by 李娜
        2025-10-24 18:00 sop status 星辰 --all
        """,
    ),
    "renewal": (
        "signed", "contracts:\n  - {id: HT-2024-001, start: 2024-10-25, end: 2025-10-24}\n", "",
        """
        2025-09-26 09:00 due
        2025-09-26 09:00 sop start 星辰 renewal --by 张伟
        2025-09-26 09:30 sop start 星辰 renewal --by 张伟
        2025-09-28 10:00 sop step 星辰 usage --by 张伟
        2025-09-29 10:00 sop hand-over 星辰 plan --by 张伟
        2025-09-29 16:00 sop hand-over 星辰 plan --accept --by 李娜
        2025-09-30 10:00 log 星辰 电话 告知到期，送上续约方案
        2025-10-20 09:00 sop step 星辰 outcome --result 已续签 --by 张伟
        2025-10-20 18:00 sop status 星辰 --all
        """,
    ),
    "need_change": (
        "active", "needs:\n  - {id: n2, text: 支持西门子协议, state: 明确}\n",
        "\n## 2025-09-26 14:00 需求 支持西门子协议\n- need: n2\n",
        """
        2025-09-26 14:10 sop start 星辰 need_change --by 张伟
        2025-09-26 14:30 sop hand-over 星辰 assign --by 张伟
        2025-09-26 17:00 sop hand-over 星辰 assign --accept --by 高远
        2025-09-28 10:00 sop step 星辰 assess --until 2025-10-15 --by 高远
        2025-09-28 10:00 sop step 星辰 assess --until 2025-10-15 --reason 等协议文档 --told 电话说明 --by 高远
        2025-10-14 10:00 sop step 星辰 assess --by 高远
        2025-10-14 15:00 log 星辰 电话 答复方案
        2025-10-15 10:00 log 星辰 电话 不认可 --with 李雷 --field accepted=否
        2025-10-15 11:00 sop status 星辰
        2025-10-16 10:00 log 星辰 电话 改过的方案
        2025-10-17 10:00 log 星辰 电话 认可 --with 李雷 --field accepted=是
        2025-10-17 15:00 log 星辰 变更 协议 --field field=notes --field to=支持西门子 --field reason=客户要求
        2025-10-17 18:00 sop status 星辰 --all
        """,
    ),
    "info_verification": (
        "active", "recorded: {by: zhang.wei, date: 2025-03-20}\n", "",
        """
        2025-09-26 09:00 sop start 星辰 info_verification --by 张伟
        2025-09-28 10:00 log 星辰 电话 核对联系人
        2025-09-28 15:00 log 星辰 核实 联系人未变
        2025-09-29 10:00 sop step 星辰 check --by 林霞
        2025-09-29 18:00 sop status 星辰 --all
        """,
    ),
    "large_delivery": (
        "signed", "", "",
        """
        2025-09-26 09:00 sop start 星辰 large_delivery --assign 实施与上线=吴昊 --by 张伟
        2025-09-26 15:00 sop hand-over 星辰 kickoff --by 张伟
        2025-09-28 10:00 sop hand-over 星辰 kickoff --accept --by 吴昊
        2025-09-30 17:00 sop step 星辰 plan --by 吴昊
        2025-10-03 09:01 due 星辰
        2025-10-09 10:00 log 星辰 电话 告知进展
        2025-10-10 10:00 sop step 星辰 deliver --waits --reason 等场地 --by 吴昊
        2025-10-13 10:00 sop status 星辰
        2025-10-14 10:00 log 星辰 来电 场地好了
        2025-10-20 10:00 sop step 星辰 deliver --by 吴昊
        2025-10-21 10:00 log 星辰 拜访 验收 --with 李雷 --field accepted=是
        2025-10-22 10:00 sop hand-over 星辰 service --by 吴昊
        2025-10-22 16:00 sop hand-over 星辰 service --accept --by 周婷
        2025-10-22 17:00 sop step 星辰 archive --by 张伟
        2025-10-23 10:00 sop step 星辰 invoice --by 何平
        2025-10-23 17:00 sop step 星辰 archive --by 张伟
        2025-10-23 18:00 sop status 星辰 --all
        """,
    ),
    "reactivation": (
        "active", "", "\n## 2025-05-20 电话 聊了聊\n",
        """
        2025-09-26 09:00 sop start 星辰 reactivation --by 张伟
        2025-09-28 10:00 sop step 星辰 look --by 张伟
        2025-09-29 10:00 log 星辰 微信 同行案例
        2025-10-10 10:00 log 星辰 电话 再问一次
        2025-10-13 10:00 sop step 星辰 decide --result 转为培育 --by 李娜
        2025-10-13 18:00 sop status 星辰 --all
        """,
    ),
}  # fmt: skip


@pytest.fixture
def play(crm: Any) -> Callable[[str], str]:
    """Runs every line of a run on its day, and says what the terminal says."""

    def run(key: str) -> str:
        status, more, log, lines = RUNS[key]
        crm.write(PATH, RECORD.format(status=status, more=more, log=log))
        said = []
        for line in filter(None, (one.strip() for one in lines.split("\n"))):
            day, clock, *args = line.split()
            writes = args[0] in ("log", "ticket") or (args[0] == "sop" and args[1] != "status")
            when = ["--on", f"{day} {clock}", *([] if "--by" in args else ["--by", "张伟"])] if writes else []
            done = crm(*args, *when, as_of=day)
            said.append(f"$ {line}\n{done.out}{done.err}[{done.code}]\n")
        return "\n".join(said)

    return run


@pytest.mark.parametrize("key", RUNS)
def test_a_run_goes_from_its_start_to_its_end(
    key: str, play: Callable[[str], str], crm: Any, snapshot: Callable[..., None]
) -> None:
    text = play(key)
    assert "open " not in text.rpartition("$ ")[2], text
    assert "waiting" not in text.rpartition("$ ")[2], text
    checked = crm("check", "--format", "concise", as_of="2025-12-31").out
    assert not [line for line in checked.split("\n") if " CRM52" in line], checked
    snapshot(text + "\n" + crm.read(PATH))


def start(crm: Any, log: str = "") -> None:
    status, more, own, _ = RUNS["new_customer_signing"]
    crm.write(PATH, RECORD.format(status=status, more=more, log=own + log))
    done = crm(
        "sop", "start", "星辰", "new_customer_signing", "--by", "张伟", "--on", "2025-09-26 17:30",
        as_of="2025-09-26",
    )  # fmt: skip
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("start", "星辰", "new_customer_signing"), "runs since 2025-09-26 17:30"),
        (("start", "星辰", "new_customer_singing"), "did you mean 'new_customer_signing'"),
        (("start", "星辰", "new_customer_signing", "--of", "x"), "leave --of out"),
        (("start", "星辰", "large_delivery", "--assign", "plan"), "write STEP=PERSON"),
        (("start", "星辰", "large_delivery", "--assign", "plan=吴浩"), "did you mean"),
        (("step", "星辰", "contract"), "waits for Check the file"),
        (("step", "星辰", "合同审合"), "did you mean '合同审核'"),
        (("step", "星辰", "file", "--until", "2025-09-27"), "name a later day"),
        (("step", "星辰", "file", "--waits", "--reason", "x"), "is never paused"),
        (("step", "星辰", "billing"), "waits for Contract review"),
        (("step", "星辰", "archive"), "lacks Check the file"),
        (("step", "星辰", "file", "--playbook", "renewal"), "has no such procedure running"),
        (("hand-over", "星辰", "file"), "nobody of ours takes"),
        (("hand-over", "星辰", "billing"), "waits for Contract review"),
        (("hand-over", "星辰", "billing", "--accept"), "is not handed over"),
        (("hand-over", "星辰", "billing", "--refuse", "x"), "is not handed over"),
        (("hand-over", "星辰", "billing", "--accept", "--refuse", "x"), "either --accept or --refuse"),
        (("show", "renewl"), "did you mean 'renewal'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_writes_nothing(args: tuple[str, ...], why: str, crm: Any) -> None:
    start(crm)
    before = crm.read(PATH)
    when = () if args[0] == "show" else ("--by", "张伟", "--on", "2025-09-26 18:00")
    done = crm("sop", *args, *when, as_of="2025-09-26")
    assert (done.code, why in done.err) == (2, True), done.out + done.err
    assert crm.read(PATH) == before


def test_a_dry_run_shows_the_tick_and_writes_nothing(crm: Any) -> None:
    start(crm)
    before = crm.read(PATH)
    done = crm(
        "sop", "step", "星辰", "file", "--by", "张伟", "--on", "2025-09-28 09:00", "--dry-run",
        as_of="2025-09-28",
    )  # fmt: skip
    assert "+- [x] 资料复核 · 张伟 · 截止 2025-09-28 18:00 · 完成 2025-09-28 09:00" in done.out
    assert crm.read(PATH) == before


def test_a_late_step_is_escalated_rung_by_rung(crm: Any) -> None:
    """Due 2025-09-28 18:00: the lead at once, the manager after the working day that ends 09-29 18:00."""
    start(crm)
    told = {
        day: [line for line in crm("due", as_of=day).out.split("\n") if "Escalated" in line]
        for day in ("2025-09-27", "2025-09-28", "2025-09-29")
    }
    assert [len(lines) for lines in told.values()] == [0, 1, 1], told
    assert "李娜" in told["2025-09-28"][0]
    assert "陈刚" in told["2025-09-29"][0]
    assert "waits for" in crm("due", "星辰", as_of="2025-09-29").out
