"""A week of a salesperson by commands alone, in Chinese: read `tests/snapshots/week/` (A5, B1, C7, E6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

WEEK = (
    ("2024-06-24", ("new", "杭州云杉科技有限公司", "来源.渠道=展会", "首次需求=办公协同",
                    "线索到达.日期=今天", "联系人+=李雷", "联系人.李雷.职务=采购经理",
                    "联系人.李雷.电话=126-0013-8000", "联系人+=韩梅梅", "联系人.韩梅梅.决策角色=决策人",
                    "标签=民企、增效")),
    ("2024-06-24", ("log", "云杉", "电话", "约演示", "--on", "今天 10:00", "--with", "李雷",
                    "--next", "明天 拜访 现场演示")),
    ("2024-06-25", ("set", "云杉", "状态=待审核", "行业=C40", "--reason", "资料补齐",
                    "--on", "2024-06-25 09:00")),
    ("2024-06-25", ("log", "云杉", "拜访", "现场演示", "--on", "下午2点", "--with", "李雷",
                    "--with", "韩梅梅", "--field", "客户反馈=当场定下首批",
                    "--next", "周四 微信 发合同")),
    ("2024-06-25", ("due", "云杉")),
    ("2024-06-26", ("snooze", "云杉", "周四", "--until", "后天",
                    "--reason", "客户法务未回")),
    ("2024-06-26", ("log", "云杉", "订单", "首批", "--on", "6月26日", "--field", "金额=16万")),
    ("2024-06-26", ("log", "云杉", "信函", "感谢信", "--on", "2024-06-26 16:00", "--with", "韩梅梅")),
    ("2024-06-28", ("log", "云杉", "微信", "发合同", "--on", "2024-06-28 09:30", "--with", "李雷")),
    ("2024-06-28", ("set", "云杉", "合同+=HT-2024-018", "合同[HT-2024-018].开始日期=下周一",
                    "合同[HT-2024-018].合同金额=16万")),
    ("2024-06-28", ("set", "云杉", "联系人.李雷.离职日期=今天", "--reason", "客户告知",
                    "--on", "15:00")),
    ("2024-06-28", ("set", "云杉", "客户经理=li.na", "--reason", "区域调整", "--on", "2024-06-28 17:00")),
    ("2024-06-28", ("check", "--quiet")),
)  # fmt: skip


def test_a_week_by_commands_alone(
    crm: Any, transcript: Callable[..., str], snapshot: Callable[..., None]
) -> None:
    said = []
    for day, command in WEEK:
        writes = command[0] in ("new", "log", "set", "snooze")
        told = transcript(crm, *command, *(("--by", "张伟") if writes else ()), lang="zh", as_of=day)
        said.append(
            f"# {day}\n{told}" if writes and command[0] != "snooze" else f"# {day}\n{clockless(told)}"
        )
    record = crm.read("records/CRM-202406001.md")
    snapshot("\n".join(said))
    snapshot(clockless(record), "record.md")


def clockless(text: str) -> str:
    """The text without the time of day at which an entry was made: the clock is the machine's."""
    return re.sub(r"(## \d{4}-\d\d-\d\d) \d\d:\d\d (?=延后)", r"\1 09:00 ", text)
