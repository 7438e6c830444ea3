"""Write a book of N made-up customers, the same bytes for the same seed on any machine.

A record is what a well kept one looks like: about 4.65 KB, some forty lines of profile with nested contacts
and contracts, fifteen dated entries in Chinese and English with orders among them. Record i does not depend
on N, so a book of 1,000 is the beginning of one of 10,000. The policy is this repository's own `sop/`.
"""

from __future__ import annotations

import argparse
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MARK = ".made-by-benchmarks"
LAST_DAY = date(2024, 6, 30)
FIRST_MONTHS = 24
ENTRIES = 15

OWNERS = ("zhang.wei", "liu.yang", "zhao.lei", "li.na")
CITIES = ("杭州", "上海", "苏州", "宁波", "南京", "合肥", "武汉", "成都", "深圳", "厦门", "青岛", "西安")
WORDS = (
    "星辰",
    "晨光",
    "远山",
    "明德",
    "博文",
    "嘉禾",
    "瑞丰",
    "天泽",
    "云帆",
    "海川",
    "启元",
    "正阳",
    "华信",
    "金石",
)
TRADES = (
    ("科技", "I65"),
    ("机械", "C34"),
    ("食品", "C14"),
    ("物流", "G59"),
    ("医药", "C27"),
    ("电子", "C39"),
)
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "磊",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀英",
    "志强",
    "晓东",
)
TITLES = ("采购经理", "信息部主任", "总经理", "生产主管", "财务总监", "仓储主管")
ROLES = ("decision_maker", "influencer", "user")
CHANNELS = ("exhibition", "referral", "website", "call_in", "event", "partner")
PRODUCTS = ("设备管理云", "仓储管理系统", "质量追溯平台", "能耗监测服务", "现场运维服务")
TAGS = ("价格敏感", "技术关注", "老客户", "降本", "增效", "偏好电话", "复购", "续约", "谨慎型", "高意向")
CONTACTS = (
    ("电话", "推送本季度产品更新,确认采购进度", "需评估预算,下月初反馈;希望先看同行案例"),
    ("拜访", "现场了解二期产线的设备台账与点检流程", "车间希望手机扫码点检,报表按班次汇总"),
    ("微信", "发送培训录像与操作手册", "已转给使用部门,周五前集中学习一次"),
    ("邮件", "Sent the revised quotation", "Price is fine; asks for payment in two parts"),
    ("视频", "Quarterly review with the plant and IT", "Satisfied with support, wants an export to Excel"),
    ("phone", "Asked how the pilot is going", "Two workshops use it daily; the third starts next month"),
    ("visit", "Walked through the warehouse with the manager", "Labels are hard to read; will send a photo"),
)
STEPS = (
    "跟进预算评估结果",
    "发送同行案例",
    "确认培训时间",
    "agree on the dates of the training",
    "send the new quotation",
)
NOTES = (
    "客户对响应速度比较看重,上次故障两小时内到场,印象很好;希望今后由同一位工程师负责。",
    "注意:财务每月二十五日封账,发票要提前寄出;合同用印需要三个工作日。",
    "The plant runs three shifts; call in the morning, after the handover at eight, not on Mondays.",
    "一期上线后停机时间下降约两成,客户愿意作为参考案例,对外使用前需走审批。",
)


class Event(NamedTuple):
    """A dated entry: its heading behind `## `, its field lines, and free text."""

    heading: str
    fields: tuple[str, ...]
    text: str = ""


def number(index: int) -> str:
    """`CRM-YYYYMMnnn`, spread over the months before the last day; the counter grows beyond three digits."""
    month = index % FIRST_MONTHS
    year, month = 2022 + (6 + month) // 12, (6 + month) % 12 + 1
    return f"CRM-{year}{month:02d}{index // FIRST_MONTHS + 1:03d}"


def person(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def phone(rng: random.Random) -> str:
    """A number in a range that no operator has."""
    return f"1260013{rng.randrange(10_000):04d}"


def contact(rng: random.Random, name: str) -> list[str]:
    return [
        f"  - name: {name}",
        f"    title: {rng.choice(TITLES)}",
        f"    role: {rng.choice(ROLES)}",
        f"    phone: {phone(rng)}",
        f"    email: contact{rng.randrange(10_000)}@customer.example",
        f"    birthday: {rng.choice(('农历 ', ''))}{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "    prefers: 电话, 工作日上午",
    ]


def contract(rng: random.Random, index: int, start: date) -> list[str]:
    return [
        f"  - id: HT-{start.year}-{index:05d}",
        f"    product: {rng.choice(PRODUCTS)}",
        f"    start: {start}",
        f"    end: {start + timedelta(days=364)}",
        f"    amount: {rng.randint(8, 90)}万",
    ]


def profile(rng: random.Random, index: int, names: list[str], start: date) -> list[str]:
    trade, industry = rng.choice(TRADES)
    city = rng.choice(CITIES)
    recorded = start - timedelta(days=rng.randint(10, 60))
    owner = OWNERS[index % len(OWNERS)]
    words = "".join(WORDS[index // len(WORDS) ** place % len(WORDS)] for place in range(4))  # no two alike
    return [
        f"id: {number(index)}",
        f"name: {city}{words}{trade}有限公司",
        "type: business",
        "status: active",
        f"owner: {owner}",
        f"industry: {industry}",
        f"size: {rng.choice(('small', 'medium', 'large'))}",
        f"address: {city}市示例区创新路 {rng.randint(1, 400)} 号",
        "source:",
        f"  channel: {rng.choice(CHANNELS)}",
        f"  date: {recorded}",
        f"first_need: {rng.choice(('设备台账电子化', '仓库账实相符', '减少停机时间', '质量追溯到批次'))}",
        "recorded:",
        f"  by: {owner}",
        f"  date: {recorded}",
        "goal: repurchase",
        f"potential: {rng.randint(0, 60)}%",
        "needs:",
        "  - {id: n1, text: 采购办公设备管理系统, state: 跟进中}",
        "contacts:",
        *(line for name in names for line in contact(rng, name)),
        "contracts:",
        *contract(rng, index, start),
        f"tags: [{', '.join(sorted(rng.sample(TAGS, 3)))}]",
    ]


def touch(rng: random.Random, day: date, owner: str, who: str) -> Event:
    kind, subject, feedback = rng.choice(CONTACTS)
    fields = [f"by: {owner}", f"with: {who}", f"feedback: {feedback}", f"attitude: {rng.randint(4, 10)}"]
    if rng.random() < 0.5:
        fields.append(f"next: {day + timedelta(days=rng.randint(7, 40))} 电话 {rng.choice(STEPS)}")
    clock = f"{rng.randint(9, 17):02d}:{rng.choice((0, 15, 30, 45)):02d}"
    return Event(f"{day} {clock} {kind} {subject}", tuple(fields), rng.choice(NOTES))


def order(rng: random.Random, day: date, owner: str) -> Event:
    amount = rng.randint(4_000, 160_000)
    fields = (
        f"by: {owner}",
        f"amount: {amount}",
        f"margin: {amount // 5}",
        f"product: {rng.choice(PRODUCTS)}",
    )
    return Event(
        f"{day} {rng.choice(('订单', 'order'))} {rng.choice(('追加授权', '年度服务', 'extra seats'))}", fields
    )


def events(rng: random.Random, owner: str, names: list[str]) -> list[Event]:
    """Fifteen entries in the order of their days, every third or so an order."""
    days = sorted(LAST_DAY - timedelta(days=rng.randint(1, 700)) for _ in range(ENTRIES))
    return [
        order(rng, day, owner) if position % 3 == 2 else touch(rng, day, owner, rng.choice(names))
        for position, day in enumerate(days)
    ]


def record(index: int, seed: int) -> str:
    """The text of record number `index` from 0."""
    rng = random.Random(f"{seed}:{index}")
    names = [person(rng), person(rng)]
    if names[0] == names[1]:
        names[1] += "华"
    start = LAST_DAY - timedelta(days=rng.randint(20, 340))
    lines = ["---", *profile(rng, index, names, start), "---", "", rng.choice(NOTES)]
    for event in events(rng, OWNERS[index % len(OWNERS)], names):
        lines += ["", f"## {event.heading}", *(f"- {field}" for field in event.fields)]
        lines += ["", event.text] if event.text else []
    return "\n".join(lines) + "\n"


def write_book(book: Path, count: int, seed: int) -> int:
    """Lay out `book` anew with `count` records; the bytes of the records together.

    SystemExit where `book` holds something that this program did not write.
    """
    if book.exists() and any(book.iterdir()) and not (book / MARK).exists():
        raise SystemExit(f"{book} holds files of somebody else; name another folder")
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(ROOT / "sop", book / "sop")
    (book / MARK).touch()
    records = book / "records"
    records.mkdir()
    total = 0
    for index in range(count):
        data = record(index, seed).encode("utf-8")
        (records / f"{number(index)}.md").write_bytes(data)
        total += len(data)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a book of made-up customers.")
    parser.add_argument("book", type=Path, help="the folder to lay out, new or made by this program")
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    total = write_book(wanted.book, wanted.records, wanted.seed)
    print(f"{wanted.records} records, {total / wanted.records:.0f} bytes each, in {wanted.book}")


if __name__ == "__main__":
    main()
