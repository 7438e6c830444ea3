"""A small book for the command line: a company with orders, a person, and one record with mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

STARS = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司
short_name: 星辰科技
type: business
status: signed
owner: zhang.wei
industry: C40
size: medium
region: 浙江杭州
source: {channel: 展会, detail: 2024 杭州软件展}
recorded: {by: zhang.wei, date: 2024-05-06}
first_need: 设备台账
potential: 35%
contacts:
  - name: 李雷
    title: 采购经理
    role: decision_maker
    phone: 126-0013-8000
    prefers: 电话, 工作日上午
tags: [民企, 增效]
---

做精密检测仪器的。

## 2024-05-15 14:30 电话 确认采购进度
- by: zhang.wei
- with: 李雷
- feedback: 需评估预算
- attitude: 7
- next: 2024-06-05 电话 跟进预算评估结果

## 2024-05-20 订单 首期实施
- amount: 600000

## 2024-06-10 微信 约下周演示
- by: zhang.wei
- with: 李雷
"""

PERSON = """\
---
id: CRM-202406002
name: 曾国藩
type: individual
status: active
owner: liu.yang
source: {channel: 转介绍, referred_by: CRM-202405001}
recorded: {by: liu.yang, date: 2024-06-02}
first_need: 家庭办公
---

## 2024-06-03 10:00 电话 初次沟通
- by: liu.yang
- feedback: 想先试用
"""

WRONG = """\
---
id: CRM-202406003
name: 杭州星河贸易有限公司
type: business
status: actve
owner: zhang.wei
source: {channel: 展会}
recorded: {by: zhang.wei, date: 2024-06-05}
first_need: 库存
---

## 2024-02-30 电话 这一天没有
"""


@pytest.fixture
def small(crm: Any) -> Any:
    """The tool on a sound book of two customers: a company (星辰科技) and a person (曾国藩)."""
    crm.write("records/CRM-202405001.md", STARS)
    crm.write("records/CRM-202406002.md", PERSON)
    return crm


@pytest.fixture
def wrong(small: Any) -> Any:
    """The same book with a third record that holds mistakes."""
    small.write("records/CRM-202406003.md", WRONG)
    return small


@pytest.fixture
def transcript() -> Callable[..., str]:
    """`transcript(crm, "show", "zgf", lang="zh")`: the command, stdout, stderr behind `! `, the exit code."""

    def run(crm: Any, *args: str, lang: str = "en", **more: Any) -> str:
        done = crm(*args, lang=lang, **more)
        said = " ".join(f"'{a}'" if re.search(r"[\s*?]", a) else a for a in args)
        talk = "".join(f"! {line}\n" for line in done.err.rstrip("\n").split("\n") if done.err)
        text = f"$ crmkit --lang {lang} {said}\n{done.out}{talk}[{done.code}]\n"
        return text.replace(str(crm.book.parent), "…")

    return run
