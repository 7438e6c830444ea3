"""Late, in one list: for one person, a team, a role; what breaks first on top, and no silence (E1, G1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crmkit import git

RECORD = """\
---
id: CRM-2024050{n}
name: {name}
type: business
status: signed
owner: {owner}
source: {{channel: 展会}}
recorded: {{by: {owner}, date: 2024-01-10}}
first_cooperation: 2024-01-15
potential: {potential}
---

## 2024-01-15 订单 首期
- amount: {amount}

## 2024-05-20 电话 近况
- by: {owner}
"""
COMPLAINT = """
## 2024-06-29 10:00 投诉 停机
- 工单号: TK-202406001
"""


@pytest.fixture
def team(crm: Any) -> Any:
    """A large customer of 张伟, two small ones of 刘洋 and 赵磊, a complaint at one that nobody answered."""
    customers = {
        "01": ("云杉", "liu.yang", "0%", "2000", ""),
        "02": ("星辰", "zhang.wei", "40%", "600000", ""),
        "03": ("白桦", "zhao.lei", "0%", "2000", COMPLAINT),
    }
    for n, (name, owner, potential, amount, more) in customers.items():
        text = RECORD.format(n=n, name=name, owner=owner, potential=potential, amount=amount)
        crm.write(f"records/CRM-2024050{n}.md", text + more)
    return crm


def rows(crm: Any, *more: str, command: tuple[str, ...] = ("due",)) -> list[dict[str, Any]]:
    done = crm(*command, "--json", *more)
    assert done.code == 0, done
    found: list[dict[str, Any]] = json.loads(done.out)["rows"]
    return found


def test_what_somebody_waits_for_stands_first_and_then_the_better_tier(team: Any) -> None:
    """The day alone put a small customer's call of May before a complaint of this morning."""
    late = [row for row in rows(team) if row["bucket"] == "overdue"]
    timed = [row["due_at"] is not None for row in late]
    assert timed == sorted(timed, reverse=True)
    assert timed[0]
    tiers = [row["tier"] for row in late if row["due_at"] is None]
    assert tiers == sorted(tiers)
    assert len(set(tiers)) > 1
    assert [row["due"] for row in late if row["tier"] == "C" and row["due_at"] is None] == sorted(
        row["due"] for row in late if row["tier"] == "C" and row["due_at"] is None
    )


def test_a_tier_that_warns_of_a_loss_takes_its_turn_before_the_best(crm: Any) -> None:
    for n, score in (("01", 9), ("02", 2)):
        text = RECORD.format(n=n, name=n, owner="zhang.wei", potential="40%", amount="600000")
        crm.write(f"records/CRM-2024050{n}.md", f"{text}- score: {score}\n")
    late = [row["tier"] for row in rows(crm) if row["bucket"] == "overdue"]
    assert late == sorted(late, key="DABC".index)
    assert {"A", "D"} <= set(late)


def test_what_a_role_owes_is_listed_for_everybody_who_holds_it(team: Any) -> None:
    """Routed to 客服专员, a complaint stood on nobody's list."""
    owed = [row for row in rows(team) if row["owner"] == "agent"]
    assert owed
    assert owed == [row for row in rows(team, "--owner", "周婷") if row["owner"] == "agent"]
    assert owed == [row for row in rows(team, "--owner", "黄艳") if row["owner"] == "agent"]
    assert [row for row in rows(team, "--owner", "张伟") if row["owner"] == "agent"] == []
    command = ("ticket", "list")
    assert [row["ticket"] for row in rows(team, "--owner", "周婷", command=command)] == ["TK-202406001"]
    assert rows(team, "--owner", "张伟", command=command) == []


@pytest.mark.parametrize("word", ["agent", "客服专员", "客服", "Service agent"])
def test_a_role_is_asked_for_by_any_of_its_words(team: Any, word: str) -> None:
    assert {row["owner"] for row in rows(team, "--role", word)} == {"agent"}


def test_a_role_s_work_is_also_what_its_holders_do_by_name(team: Any) -> None:
    assert {row["owner"] for row in rows(team, "--role", "客户经理")} == {"liu.yang", "zhang.wei", "zhao.lei"}


def test_a_team_is_whoever_somebody_leads_and_so_on_down(team: Any) -> None:
    owners = {"liu.yang", "zhang.wei", "zhao.lei"}
    assert owners <= {row["owner"] for row in rows(team, "--team", "李娜")}
    assert owners <= {row["owner"] for row in rows(team, "--team", "王敏")}
    assert "agent" not in {row["owner"] for row in rows(team, "--team", "李娜")}
    assert {row["owner"] for row in rows(team, "--team", "黄艳")} >= {"agent"}
    assert {row["owner"] for row in rows(team, "--team", "张伟")} == {"zhang.wei"}


@pytest.mark.parametrize("word", ["me", "我", "ME"])
def test_me_is_who_git_says_one_is(team: Any, book: Path, word: str) -> None:
    git.init(book)
    (book / ".git" / "config").open("a", encoding="utf-8").write("[user]\n\temail = zhang.wei@crm.example\n")
    assert rows(team, "--owner", word) == rows(team, "--owner", "张伟") != []


def test_whose_work_is_asked_for_in_one_way(team: Any) -> None:
    for words in (("--owner", "张伟", "--role", "客服"), ("--team", "李娜", "--owner", "张伟")):
        done = team("due", *words)
        assert (done.code, done.out) == (2, ""), done
        assert "--team" in done.err


def test_a_role_that_nobody_knows_is_an_error_with_the_nearest(team: Any) -> None:
    done = team("due", "--role", "客服专工")
    assert (done.code, done.out) == (2, "")
    assert "客服专员" in done.err


EMPTY = [
    ("due", "--owner", "何平"), ("due", "--days", "0", "--role", "财务"), ("segments", "silent"),
    ("segments", "--owner", "何平"), ("report", "churn"), ("report", "tier-review"), ("ticket", "list"),
    ("list", "--owner", "何平"), ("find", "没有的话"), ("tiers",),
]  # fmt: skip


@pytest.mark.parametrize("command", EMPTY, ids=" ".join)
def test_an_empty_list_says_so_and_stdout_stays_empty(crm: Any, command: tuple[str, ...]) -> None:
    """Silence was taken for "all is well", and for a command that does nothing."""
    done = crm(*command)
    assert (done.code, done.out, done.err) == (0, "", "nothing found\n")
    assert crm(*command, lang="zh").err == "没有找到\n"


@pytest.mark.parametrize("command", EMPTY, ids=" ".join)
def test_programs_get_no_rows_and_no_talk(crm: Any, command: tuple[str, ...]) -> None:
    done = crm(*command, "--json")
    assert json.loads(done.out)["rows"] == []
    assert done.err == ""


def test_what_a_role_owes_stands_on_the_pages_of_those_who_hold_it(team: Any, tmp_path: Path) -> None:
    """A handler who looks after no customer has a page of Today, with their tickets first (K1)."""
    done = team("build", "--out", str(tmp_path / "site"), "--audience", "team", "--languages", "zh")
    assert done.code == 0, done
    pages = {path.name: path.read_text("utf-8") for path in (tmp_path / "site").glob("today*.html")}
    assert "TK-202406001" in pages["today-zhou~2eting.html"]
    assert "TK-202406001" in pages["today-huang~2eyan.html"]
    assert "TK-202406001" not in pages["today-zhang~2ewei.html"]
    everybody = pages["today.html"]
    assert everybody.index("TK-202406001") < everybody.index("CRM-202405002")
