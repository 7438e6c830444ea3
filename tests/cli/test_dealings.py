"""The week of a need, an opportunity and a contract's end by commands, in two packs (A7, A8, E5)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
RECORD = """---
客户编号: CRM-202303001
客户全称: 杭州星辰科技有限公司
客户类型: 企业
状态: 活跃
客户经理: zhang.wei
联系人:
  - 姓名: 李雷
    电话: 0571-88880000
---
"""
WEEK = (
    ("2023-03-17 14:20", ("need", "open", "星辰", "按车间出报表", "--handler", "高远", "--with", "李雷")),
    ("2023-03-18 09:00", ("need", "list")),
    ("2023-03-18 10:00", ("need", "update", "星辰", "先出样表", "--state", "跟进中", "--handler", "高远")),
    ("2023-03-20 16:00", ("need", "solve", "星辰", "报表上线", "--result", "三个车间都在用")),
    ("2023-03-20 16:05", ("need", "show", "星辰", "--id", "n1")),
    ("2023-03-17 15:00", ("deal", "open", "星辰", "二厂区", "--amount", "24万", "--close", "2023-03-31")),
    ("2023-03-19 11:00", ("deal", "move", "星辰", "方案报价", "报价已送", "--probability", "60%")),
    ("2023-03-19 11:05", ("deal", "list")),
    ("2023-03-21 17:00", ("deal", "win", "星辰", "合同已签", "--amount", "22万")),
    ("2023-03-21 17:05", ("contract", "sign", "星辰", "HT-2023-030", "--start", "2023-04-01",
                          "--end", "2024-03-31", "--amount", "22万", "--product", "网关")),
    ("2024-03-02 09:00", ("contract", "list")),
    ("2024-03-03 10:00", ("contract", "tell", "星辰", "电话", "送上续约方案", "--with", "李雷")),
    ("2024-03-20 10:00", ("contract", "renew", "星辰", "HT-2024-030", "第二年", "--end", "2025-03-31")),
    ("2024-03-20 10:05", ("report", "renewals", "--period", "2024-03")),
    ("2024-03-20 10:10", ("deal", "open", "星辰", "三厂区", "--amount", "1万美元")),
    ("2024-03-23 10:00", ("deal", "lose", "星辰", "选了别家", "--because", "竞品")),
    ("2024-03-23 10:05", ("report", "pipeline", "--period", "2024-03")),
    ("2025-03-31 10:00", ("contract", "end", "星辰", "到期不续", "--because", "价格")),
)  # fmt: skip


@pytest.fixture(params=["toolkit", "service"])
def pack(request: pytest.FixtureRequest, crm: Any) -> str:
    """The book under another pack's procedures, with one customer."""
    shutil.rmtree(crm.book / "sop")
    shutil.copytree(ROOT / "crmkit" / "packs" / request.param, crm.book / "sop")
    crm.write("records/CRM-202303001.md", RECORD)
    return str(request.param)


def test_a_week(pack: str, crm: Any, transcript: Callable[..., str], snapshot: Callable[..., None]) -> None:
    """Nothing is left due of the three in the end, and no finding of theirs."""
    said = []
    for at, command in WEEK:
        writes = command[1] in {
            "open",
            "update",
            "solve",
            "move",
            "win",
            "lose",
            "sign",
            "tell",
            "renew",
            "end",
        }
        told = transcript(
            crm, *command, *(("--by", "张伟", "--on", at) if writes else ()), lang="zh", as_of=at[:10]
        )
        said.append(f"# {at[:10]}\n{told}")
    snapshot("\n".join(said), pack)
    findings = crm("check", "--format", "concise", as_of="2025-03-31").out
    assert "CRM54" not in findings, findings
    assert "sop/deals.md" not in crm("due", as_of="2025-04-01").out


def test_the_limit_of_a_need_is_told_until_it_is_answered(pack: str, crm: Any) -> None:
    """From 14:20 the 24 hours end at 14:20 of the next day; the day after, that is a day late."""
    run(crm, "2023-03-17 14:20", "need", "open", "星辰", "按车间出报表", "--handler", "高远")
    told = crm("due", "星辰", as_of="2023-03-19").out
    assert "2023-03-18 14:20  1 day late  Answer the need: 按车间出报表" in told
    assert "crmkit need update" in crm("build", "--out", "site", as_of="2023-03-19").out + crm.read(
        "site/today.html"
    )
    run(crm, "2023-03-19 09:00", "need", "update", "星辰", "先出样表", "--state", "跟进中")
    assert "Answer the need" not in crm("due", "星辰", as_of="2023-03-19").out


@pytest.fixture
def one(crm: Any) -> Any:
    """A customer with two open opportunities, two needs and no contract."""
    crm.write("records/CRM-202303001.md", RECORD)
    for name in ("二厂区", "三厂区"):
        run(crm, "2023-03-17 09:00", "deal", "open", "星辰", name)
        run(crm, "2023-03-17 09:00", "need", "open", "星辰", name)
    return crm


def run(crm: Any, at: str, *args: str, code: int = 0) -> Any:
    done = crm(*args, "--by", "张伟", "--on", at, as_of=at[:10])
    assert done.code == code, done.err
    return done


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("deal", "move", "星辰", "方案报价"), "say with --id which of these:\n  op1  二厂区\n  op2  三厂区"),
        (("deal", "move", "星辰", "报價"), "none of Discovery, Qualified"),
        (("deal", "move", "星辰", "赢单", "--id", "op1"), "use crmkit deal win"),
        (("deal", "move", "星辰", "方案报价", "--id", "op9"), "has no op9: there are op1, op2"),
        (("deal", "open", "星辰", "四厂区", "--stage", "输单"), "ends an opportunity"),
        (("deal", "open", "星辰", " "), "NAME: the value is blank"),
        (("deal", "lose", "星辰", "--because", "算了", "--id", "op1"), "--because: '算了' is none of Price"),
        (("need", "update", "星辰", "--state", "已关闭", "--id", "n1"), "none of Unclear, Clear"),
        (("need", "open", "星辰", "x", "--handler", "没这人"), "nobody in sop/people.md"),
        (("need", "solve", "星辰"), "say with --id which of these:\n  n1  二厂区\n  n2  三厂区"),
        (("contract", "tell", "星辰", "电话"), "has nothing open"),
        (
            ("contract", "sign", "星辰", "HT-1", "--start", "2023-04-01", "--end", "2023-03-01"),
            "before it begins",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(one: Any, args: tuple[str, ...], said: str) -> None:
    before = one.read("records/CRM-202303001.md")
    assert said in run(one, "2023-03-18 09:00", *args, code=2).err
    assert one.read("records/CRM-202303001.md") == before


def test_a_wrong_amount_is_refused_at_its_place_and_neither_half_is_written(one: Any) -> None:
    before = one.read("records/CRM-202303001.md")
    done = run(one, "2023-03-18 09:00", "deal", "open", "星辰", "四厂区", "--amount", "很多", code=1)
    assert "CRM309" in done.err
    assert one.read("records/CRM-202303001.md") == before


def test_the_next_id_counts_on_from_entries_too(one: Any) -> None:
    one.write(
        "records/CRM-202303001.md",
        one.read("records/CRM-202303001.md") + "\n## 2023-03-17 10:00 需求 旧的\n- 需求编号: n7\n",
    )
    assert "需求编号: n8" in run(one, "2023-03-18 09:00", "need", "open", "星辰", "新的").out


def test_a_need_that_only_an_entry_knows_comes_into_the_profile_when_it_moves(crm: Any) -> None:
    crm.write("records/CRM-202303001.md", RECORD + "\n## 2023-03-17 10:00 需求 报表\n- 需求编号: n1\n")
    done = run(crm, "2023-03-18 09:00", "need", "update", "星辰", "先出样表", "--state", "跟进中")
    assert "+  - 需求编号: n1\n+    需求内容: 报表\n+    需求状态: 跟进中\n" in done.out


def test_a_contract_without_a_new_number_lasts_longer(crm: Any) -> None:
    crm.write("records/CRM-202303001.md", RECORD)
    run(
        crm,
        "2023-03-18 09:00",
        "contract",
        "sign",
        "星辰",
        "HT-1",
        "--start",
        "2023-04-01",
        "--end",
        "2024-03-31",
    )
    done = run(crm, "2024-03-20 09:00", "contract", "renew", "星辰", "--end", "2025-03-31")
    assert "-    到期日期: 2024-03-31\n+    到期日期: 2025-03-31\n" in done.out
    assert "ends on 2024-03-31" not in crm("due", "星辰", as_of="2024-04-01").out
    assert "ends on 2024-03-31" in crm("due", "星辰", as_of="2024-03-19").out
    again = run(crm, "2024-03-21 09:00", "contract", "renew", "星辰", "--end", "2024-12-31", code=2)
    assert "HT-1 lasts until 2025-03-31" in again.err
