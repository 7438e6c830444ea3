"""A book in which whatever a pack says shows: records made from its own fields and words, and lives by hand."""

# ruff: noqa: E501

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crmkit.allowance import apply
from crmkit.calendar.deadline import end_of
from crmkit.calendar.working import Calendar, add_working_time, next_working_day
from crmkit.calendar.zones import in_zone
from crmkit.checks import of_customers
from crmkit.cli.answers.due import in_full
from crmkit.diagnostics import Diagnostic, Findings
from crmkit.followups import due_for, preferences, see
from crmkit.language import LANGUAGES
from crmkit.load import load_record
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets
from crmkit.reports import reports
from crmkit.schema.fields import Field, Fields
from crmkit.schema.json_schema import json_schema
from crmkit.schema.types import types
from crmkit.site.render import Build, Site
from crmkit.site.templates import Environments
from crmkit.sweep import findings_together, read_record
from crmkit.view import brief, view

AS_OF = date(2025, 6, 30)
DAYS = (AS_OF, date(2025, 9, 29))
Records = Mapping[str, str]


# --- records made from the fields and words of a pack ---------------------------------------------------------


def sample(of: Field, turn: int = 0) -> str:
    """A text that the field takes: one of its choices, its type's example, or any words."""
    kind = of.text_type.name
    if of.choices:
        return of.choices[turn % len(of.choices)].key
    own = {"reference": "CRM-202405001", "tag": "降本", "person": "zhang.wei", "status": "active",
           "kind": "phone", "date": "2025-05-20", "path": "files/offer.pdf", "score": "3"}  # fmt: skip
    return own.get(kind) or types()[kind].example or f"样本{of.key}"


def value(of: Field, tier: str, turn: int = 0) -> str:
    """What a profile says under the field, on one line."""
    if of.fields.all:
        inner = ", ".join(f"{one.key}: {value(one, tier, turn)}" for one in of.fields)
        return f"[{{{inner}}}]" if of.type == "list" else f"{{{inner}}}"
    said = tier if of.text_type.name == "tier" else sample(of, turn)
    return f"[{said}]" if of.type == "list" else said


def head(number: int, lines: Iterable[str]) -> tuple[str, str]:
    """Path and front-matter of a record."""
    id = f"CRM-2025{number // 900 + 1:02}{number % 900 + 100:03}"
    return f"records/{id}.md", "\n".join(("---", f"id: {id}", *lines, "---", ""))


def full(policy: Policy, kind: str, turn: int) -> list[str]:
    """A profile that says every field for a type of customer."""
    tier = policy.tiers.tiers[turn % len(policy.tiers.tiers)].key
    own = {"name": f"样本{kind}{turn}", "type": kind, "status": "active", "owner": "zhang.wei"}
    rest = [one for one in policy.schema.profile if one.key not in (*own, "id")]
    fitting = [one for one in rest if not one.for_types or kind in one.for_types]
    return [*(f"{key}: {said}" for key, said in own.items()),
            *(f"{one.key}: {value(one, tier, turn)}" for one in fitting)]  # fmt: skip


def bounds(fields: Fields) -> Iterator[tuple[Field, str]]:
    """The least and the largest that a field may say."""
    for one in fields:
        sign = "%" if one.text_type.name == "percent" else ""
        yield from ((one, f"{bound}{sign}") for bound in (one.minimum, one.maximum) if bound is not None)


def made(policy: Policy) -> dict[str, str]:
    """Every field and choice said, every status with nothing, every kind with all and with nothing."""
    found: list[tuple[list[str], str]] = []
    kinds = [one.key for one in (policy.schema.profile.find("type") or Field("", None)).choices]  # type: ignore[arg-type]
    for kind in kinds:
        found += [(full(policy, kind, turn), "") for turn in range(3)]
        for status in policy.statuses.statuses:
            found.append(([f"name: 空{kind}{status}", f"type: {kind}", f"status: {status}"], ""))
    for one, said in bounds(policy.schema.profile):
        found.append(
            ([f"name: 界{one.key}{said}", "type: individual", "status: active", f"{one.key}: '{said}'"], "")
        )
    for outer in policy.schema.profile:
        for one, said in bounds(outer.fields):
            inner = f"{outer.key}: [{{name: 甲, {one.key}: '{said}'}}]"
            found.append(([f"name: 界{one.key}{said}", "type: individual", "status: active", inner], ""))
    found += [(["name: 日志", "type: business", "status: active", "owner: zhang.wei"], log(policy, bare))
              for bare in (False, True)]  # fmt: skip
    found += [(["name: 状态", "type: business", "status: active", "owner: zhang.wei"], moves(policy, origin))
              for origin in policy.statuses.statuses]  # fmt: skip
    return numbered(found)


def log(policy: Policy, bare: bool) -> str:
    """An entry of every kind, with all of its fields or with none."""
    lines, day = [], date(2025, 1, 1)
    for kind in policy.vocabulary.kinds.values():
        lines.append(f"\n## {day} {kind.key} 样本")
        own = () if bare else policy.schema.entry_fields(kind.cls)
        for one in (each for each in own if each.fits(kind.cls)):
            said = [one.choices[n].key for n in range(1)] if one.choices else [sample(one)]
            lines += [
                f"- {one.key}: {each}" for each in said if one.key not in ("voids", "field", "from", "to")
            ]
        day += timedelta(days=3)
    return "\n".join(lines) + "\n"


def moves(policy: Policy, origin: str) -> str:
    """The status goes to each other one and back, without a reason."""
    lines, day = [f"\n## 2025-01-01 status 起\n- to: {origin}"], date(2025, 1, 2)
    for target in policy.statuses.statuses:
        if target != origin:
            lines += [f"\n## {day} status 去\n- by: sun.jing\n- from: {origin}\n- to: {target}",
                      f"\n## {day} 23:00 status 回\n- by: sun.jing\n- from: {target}\n- to: {origin}\n- reason: 试"]  # fmt: skip
        day += timedelta(days=1)
    return "\n".join(lines) + "\n"


# --- lives by hand --------------------------------------------------------------------------------------------


def life(lines: str, log: str = "") -> tuple[list[str], str]:
    """A profile in lines; a log in which each line with a date begins an entry."""
    body = "".join(
        f"{line}\n" if line.startswith("-") else f"\n## {line}\n" for line in log.strip().split("\n") if line
    )
    first, *rest = [line for line in lines.strip().split("\n") if line]
    return [f"name: '{first.removeprefix('name: ')}'", *rest], body


def numbered(found: Iterable[tuple[list[str], str]]) -> dict[str, str]:
    """Each profile and log as a record by its path."""
    return {path: text + body for number, (lines, body) in enumerate(found)
            for path, text in [head(number, lines)]}  # fmt: skip


def lives(stories: Callable[[Policy], Iterable[tuple[str, str]]]) -> Callable[[Policy], dict[str, str]]:
    """The records of some stories."""
    return lambda policy: numbered(life(*story) for story in stories(policy))


BASE = "type: business\nstatus: active\nowner: zhang.wei\nrecorded: {by: zhang.wei, date: 2025-01-06}\n"
LEAST = "type: individual\nstatus: active\nowner: zhang.wei\nrecorded: {by: zhang.wei, date: 2025-01-06}\n"
TALKS = ("phone", "visit", "wechat", "email", "sms", "video")


def _by_tier(policy: Policy) -> Iterator[tuple[str, str]]:
    """Each tier set by hand: with each last contact, with steps open, often contacted, urgent, cooling."""
    for tier in policy.tiers.tiers:
        base = f"name: {tier.key}\n{BASE}tier: {{value: {tier.key}, reason: 试, until: 2026-12-31}}\n"
        for turn, last in enumerate(TALKS):
            yield (base, f"2025-01-07 visit 初访\n2025-06-{13 + turn} {last} 近况\n- purpose: needs_survey")
        for begins in ("2025-06-27", "2025-06-24", "2025-06-02", "2025-05-01", "2025-04-29"):
            yield (f"{base}first_cooperation: {begins}\nsigned: {begins}", "")
        for more in ("urgency: high", "stage: cooling", "urgency: low"):
            yield (base + more, "2025-06-27 visit 面谈\n2025-06-28 newsletter 简报")
        often = "\n".join(f"2025-06-{day:02} phone 联系" for day in (3, 12, 21, 28))
        for more in ("", "extra_contact: {agreed: 2025-01-10, until: 2026-01-10}"):
            yield (base + more, often)
            yield (base + more, often + "\n- purpose: answer")
        yield (
            base,
            "2025-05-31 phone 整月\n2025-06-20 sms 自动\n- automatic: yes\n2025-06-25 phone 未通\n- reached: no",
        )
        yield (base, "2025-03-01 phone 我方\n2025-06-25 phone 来电\n- direction: in")
        yield (base, "2025-06-24 phone 未写目的\n2025-06-26 visit 未写目的")
        for last in ("phone", "visit", "wechat", "email", "sms", "newsletter"):
            for status in ("active", "nurturing"):
                yield (
                    base.replace("active", status, 1),
                    f"2025-05-20 visit 面谈\n2025-06-27 {last} 自动\n- automatic: yes",
                )
        likes = "contacts: [{name: 李雷, prefers: %s}]"
        for liked in ("phone", "wechat", "email", "visit", "工作日上午", "工作日下午"):
            yield (base + likes % liked, "2025-05-20 visit 面谈")
        yield (base.replace("active", "opportunity", 1), "2025-06-01 visit 面谈")
        yield (base.replace("active", "nurturing", 1), "2025-06-01 wechat 联系")


def _silent(policy: Policy) -> Iterator[tuple[str, str]]:
    """Nothing for very long but one entry of each kind."""
    for kind in policy.vocabulary.kinds.values():
        amount = "\n- amount: 100" if kind.cls.key in ("order", "refund") else ""
        yield (f"name: 静{kind.key}\n{BASE}", f"2025-06-20 {kind.key} 动静{amount}")
    for day in ("2025-03-31", "2025-04-01", "2025-04-02", "2024-12-30", "2024-12-31", "2024-09-01"):
        yield (f"name: 默{day}\n{BASE}", f"{day} phone 联系")


def _rated(_: Policy) -> Iterator[tuple[str, str]]:
    """Each score at the ends of every scale and beyond, and each that a rule may compare, close to limits."""
    dimensions = (
        "response",
        "solving",
        "professional",
        "initiative",
        "product_rating",
        "service_rating",
        "communication",
    )
    for said in (
        "-1",
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "8",
        "9",
        "10",
        "11",
        "50",
        "85",
        "99",
        "100",
        "101",
    ):
        lines = "".join(f"2025-05-{day:02} survey 打分\n- {name}: {said}\n"
                        for day, name in enumerate((*dimensions, "csat", "nps"), 1))  # fmt: skip
        yield f"name: 分{said}\n{BASE}", lines
        for name in ("score", "attitude", "rating"):
            yield f"name: {name}{said}\n{BASE}", f"2025-06-2{len(said)} phone 打分\n- {name}: {said}"


def _traded(_: Policy) -> Iterator[tuple[str, str]]:
    """Amounts at each limit with what else the limit asks, falls of each size, currencies, lengths."""
    more = ("", "potential: 30%", "potential: 29%", "potential: 20%", "potential: 19%", "benchmark: yes\npotential: 30%",
            "strategic: yes\npotential: 30%", "influence: yes", "need_fit: 7", "need_fit: 6", "single_need: yes",
            "need_fit: 7\nfirst_cooperation: 2023-06-30", "need_fit: 7\nfirst_cooperation: 2023-07-30")  # fmt: skip
    for each in more:
        for amount in ("0", "99999", "100000", "199999", "200000", "499999", "500000"):
            order = f"2025-02-01 order 一期\n- amount: {amount}\n- margin: 149999" if amount != "0" else ""
            yield f"name: 额{amount}\n{BASE}{each}", order
    for margin in ("149999", "150000"):
        yield (
            f"name: 利{margin}\n{BASE}potential: 30%",
            f"2025-02-01 order 一期\n- amount: 200000\n- margin: {margin}",
        )
    for late in ("49", "50", "51", "99", "100"):
        yield (
            f"name: 降{late}\n{BASE}",
            (
                f"2024-11-01 order 旧\n- amount: 100\n2025-02-01 order 前\n- amount: 100\n2025-05-01 order 后\n- amount: {late}"
            ),
        )
    for begins in ("2024-12-30", "2024-12-31", "2025-01-01", "2025-01-30", "2025-02-01"):
        yield (
            f"name: 史{begins}\n{BASE}",
            (
                f"{begins} order 首\n- amount: 1000\n2025-02-15 order 前\n- amount: 1000\n2025-05-01 order 后\n- amount: 10"
            ),
        )
    for currency in ("USD", "EUR", "HKD", "JPY", "CNY", "GBP"):
        yield (
            f"name: 币{currency}\n{BASE}",
            f"2025-02-01 order 外币\n- amount: 1000000\n- currency: {currency}",
        )
    for day in (
        "2025-03-29",
        "2025-03-30",
        "2025-03-31",
        "2025-05-29",
        "2025-05-30",
        "2025-05-31",
        "2025-06-01",
    ):
        yield f"name: 起{day}\n{BASE}first_cooperation: {day}", ""
        yield f"name: 单{day}\n{BASE}", f"{day} order 首\n- amount: 10"
        yield f"name: 约{day}\n{BASE}signed: {day}", f"{day} contract 约"


def _promised(_: Policy) -> Iterator[tuple[str, str]]:
    """Promises, and every contact that might answer one or put another in its place."""
    asked = "2025-06-10 phone 谈\n- next: 2025-07-02 {what} 方案"
    for what in ("电话", "拜访", "微信", ""):
        first = asked.format(what=what)
        yield f"name: 诺{what}\n{BASE}", first
        for day in ("2025-06-28", "2025-06-29", "2025-07-02", "2025-07-03"):
            for kind in ("phone", "visit", "video", "wechat", "sms", "newsletter", "card", "gift", "email"):
                yield f"name: 诺{what}{day}{kind}\n{BASE}", f"{first}\n{day} {kind} 后来"
            yield (
                f"name: 改{what}{day}\n{BASE}",
                f"{first}\n{day} wechat 改约\n- next: 2025-10-20 {what} 方案",
            )
            yield f"name: 自{what}{day}\n{BASE}", f"{first}\n{day} wechat 自动\n- automatic: yes"
            for purpose in ("greeting", "care", "promotion", "follow_up", "answer"):
                yield f"name: 为{what}{purpose}\n{BASE}", f"{first}\n{day} wechat 后来\n- purpose: {purpose}"
    for day in (
        "2025-06-27",
        "2025-06-30",
        "2025-07-01",
        "2027-06-10",
        "2027-06-30",
        "2026-07-01",
        "2029-01-01",
    ):
        yield f"name: 远{day}\n{BASE}", f"2025-06-10 phone 谈\n- next: {day} 电话 远"


def _marked(_: Policy) -> Iterator[tuple[str, str]]:
    """Days of their own near and not so near, by both calendars; ends of contracts."""
    for day in (
        "07-05",
        "07-06",
        "07-07",
        "07-08",
        "07-10",
        "07-30",
        "农历 06-15",
        "农历 2025-闰06-15",
        "农历 06-30",
        "农历 07-30",
        "农历 08-30",
    ):
        yield f"name: 日{day}\n{BASE}anniversary: {day}", ""
        yield f"name: 生{day}\n{LEAST}birthday: {day}", ""
        yield f"name: 人{day}\n{BASE}contacts: [{{name: 李雷, birthday: {day}}}]", ""
    for day in (
        "2025-07-05",
        "2025-07-06",
        "2025-07-07",
        "2025-07-08",
        "2025-07-15",
        "2025-07-30",
        "2025-09-30",
        "2034-12-31",
        "2035-09-30",
        "2036-09-30",
    ):
        yield f"name: 期{day}\n{BASE}contracts: [{{id: c1, start: 2024-07-01, end: {day}}}]", ""
        yield f"name: 年{day}\n{BASE}first_cooperation: 2024{day[4:]}\npeak_months: '7,8'", ""


def _asked(_: Policy) -> Iterator[tuple[str, str]]:
    """Tickets of each type, open and in each step, with each limit near, told longer, waiting, done."""
    for kind in ("complaint", "enquiry", "suggestion", "support", "business"):
        for day in (
            "2025-06-30 16:59",
            "2025-06-30 22:40",
            "2025-06-30 23:10",
            "2025-06-29 23:58",
            "2025-06-28 22:00",
            "2025-06-24 10:00",
        ):
            opened = f"{day} {kind} 问\n- ticket: TK-202506001\n- by: zhou.ting"
            yield f"name: 单{kind}\n{BASE}", opened
            yield f"name: 谁{kind}\n{BASE}", opened.removesuffix("\n- by: zhou.ting")
            yield f"name: 答{kind}\n{BASE}", opened + f"\n{day[:10]} 23:59 phone 答\n- ticket: TK-202506001"
        steps = "2025-06-20 09:00 {0} 问\n- ticket: TK-202506001\n2025-06-20 09:30 phone 答\n- ticket: TK-202506001\n"
        order = ("accept", "cause", "remedy", "solution", "customer_accepts", "done", "return_visit")
        for upto in range(len(order) + 1):
            taken = "".join(f"2025-06-{20 + n} 10:00 ticket_update 进\n- ticket: TK-202506001\n- step: {step}\n"
                            for n, step in enumerate(order[:upto]))  # fmt: skip
            yield f"name: 环{kind}{upto}\n{BASE}", steps.format(kind) + taken
        for more in (
            "- delay: 要久些\n- reason: 缺件\n- due: 2025-07-10",
            "- reason: 缺件\n- due: 2025-07-10",
            "- delay: 要久些\n- due: 2025-07-10",
            "- delay: 要久些\n- reason: 缺件",
        ):
            for day in ("2025-06-20 10:00", "2025-06-29 10:00"):
                yield (
                    f"name: 延{kind}\n{BASE}",
                    steps.format(kind) + f"{day} ticket_update 告\n- ticket: TK-202506001\n{more}",
                )
    for answered in ("- automatic: yes", "- by: zhou.ting"):
        yield (
            f"name: 机{answered}\n{BASE}",
            f"2025-06-30 20:00 complaint 问\n- ticket: TK-202506001\n2025-06-30 20:05 sms 答\n- ticket: TK-202506001\n{answered}",
        )


def _told(policy: Policy) -> Iterator[tuple[str, str]]:
    """Changes of each key fact without a reason, marks of the team, words for everybody and nobody."""
    contact = "contacts: [{name: 李雷, title: 经理, phone: 0571-88880000, email: a@b.example, prefers: 微信 工作日下午 09:05}]"
    for one in policy.schema.profile:
        inner = [f"{one.key}.{each.key}" for each in one.fields] if one.type == "group" else []
        inner += [f"contacts[李雷].{each.key}" for each in one.fields if one.key == "contacts"]
        for path in (one.key, *inner):
            yield (
                f"name: 变{path}\n{BASE}{contact}",
                f"2025-05-05 change 变\n- field: {path}\n- from: 甲\n- to: 乙",
            )
    for tag in ("意向产品A", "预算50万+", "3个月内决策", "已购云", "参加沙龙", "投诉过交付", "降本"):
        yield f"name: 标{tag}\n{BASE}tags: [{tag}]", ""
    for list_name in ("incoming", "outgoing"):
        for choice in policy.vocabulary.lists.get(list_name, ()):
            for word in (choice.label.zh, *choice.aliases):
                yield f"name: 向{choice.key}\n{BASE}", f"2025-03-01 visit 初\n2025-06-20 {word} 谈"
    for said in ("无人接听", "全体联系人", "本人", "王五", "all", "self", "nobody"):
        yield f"name: 谁{said}\n{BASE}{contact}", f"2025-06-20 phone {said}\n- with: {said}"
        yield f"name: 谁{said}\n{LEAST}{contact}", f"2025-06-20 phone 谈\n- with: {said}"
    for result in ("fine", "fill"):
        yield (
            f"name: 查{result}\n{BASE}",
            f"2025-06-26 10:00 spot_check 查\n- missing: 行业\n2025-06-29 spot_check 再查\n- result: {result}",
        )
    for hour in ("28 23:00", "29 22:00", "30 01:00"):
        yield f"name: 补{hour}\n{BASE}", f"2025-06-{hour[:2]} {hour[3:]} spot_check 查\n- missing: 行业"
    for day in ("2024-12-29", "2024-12-30", "2024-12-31", "2025-03-30", "2025-03-31"):
        for how in ("phone", "email", "visit"):
            yield (
                f"name: 核{day}{how}\n{BASE}verified: {{date: {day}, by: zhang.wei, how: {how}}}",
                f"{day} verification 核\n- via: {how}\n- verified: contacts.title",
            )
    for line in (
        "tier: {value: %s}",
        "tier: {value: %s, reason: 试}",
        "tier: {value: %s, until: 2026-01-01}",
    ):
        yield f"name: 手{line}\n{BASE}{line % policy.tiers.tiers[-1].key}", ""
    for person in policy.people.people.values():
        yield (
            f"name: 归{person.id}\n{BASE.replace('zhang.wei', person.id)}",
            f"2024-03-31 phone 谈\n- by: {person.id}\n2024-04-01 phone 谈\n- by: {person.id}\n2020-01-01 phone 早\n- by: {person.id}\n2025-06-20 complaint 问\n- handler: {person.id}",
        )
    for field in ("owner", "tier", "potential", "benchmark", "strategic", "status"):
        yield (
            f"name: 批{field}\n{BASE}",
            f"2025-06-20 change 变\n- field: {field}\n- from: a\n- to: b\n- reason: 试\n- approved_by: sun.jing",
        )
    for day in ("1989-12-31", "1990-01-01", "1990-01-02", "2034-06-30", "2035-06-30", "2035-12-31"):
        yield f"name: 久{day}\n{BASE}first_cooperation: {day}", f"{day} phone 谈\n- next: {day} 电话"
    yield f"name: 推\n{BASE}", "\n".join(f"2025-0{m}-01 wechat 推\n- purpose: promotion" for m in range(1, 6))
    yield (
        f"name: 推少\n{BASE}",
        "\n".join(f"2025-0{m}-01 wechat 推\n- purpose: promotion" for m in range(1, 5)),
    )
    yield (
        f"name: 推远\n{BASE}",
        "2025-01-01 phone 谈\n"
        + "\n".join(f"2025-0{m}-02 wechat 推\n- purpose: promotion" for m in range(1, 6)),
    )
    for status in policy.statuses.statuses:
        for day in ("2025-06-02", "2025-06-23", "2025-06-27"):
            yield (
                f"name: 回{status}\n{BASE}first_cooperation: 2024-06-03\nsigned: 2024-06-03",
                f"2024-06-03 visit 早\n{day} 09:00 status 回\n- from: {status}\n- to: pending\n- reason: 试\n{day} 09:30 status 再\n- from: pending\n- to: active",
            )
    for file in ("files/offer.pdf", "files/large.pdf"):
        yield f"name: 件\n{BASE}attachments: [{{path: {file}, title: 件}}]", ""
    for said in ("0%", "1%", "99%", "100%", "101%"):
        yield f"name: 率{said}\n{BASE}", f"2025-06-01 opportunity 机\n- probability: {said}"
    yield f"name: 静音\n{BASE}do_not_contact: yes", "2025-06-01 phone 谈\n- next: 2025-07-01 电话"
    yield (
        f"name: 作废\n{BASE}",
        "2025-06-01 phone 谈\n- id: e1\n2025-06-02 void 作废\n- voids: e1\n- reason: 误",
    )


# --- answers --------------------------------------------------------------------------------------------------

ENVIRONMENTS: Environments = {}
SCANS = {
    f"records/files/{name}.pdf": bytes(size) for name, size in (("offer", 9_500_000), ("large", 10_500_000))
}
_PLACE = re.compile(r"Source\(path='sop/([^']*)', line=[0-9]+, column=[0-9]+\)")
_END = re.compile(r"(sop/[\w/.-]+:[0-9]+):[0-9]+")


def plain(value: object) -> str:
    """A value as text, whatever column of a line of the procedures it stands at."""
    return _END.sub(r"\1", _PLACE.sub(r"sop/\1", repr(value)))


class Book:
    """What a pack answers about records; each question is asked once, when it is wanted."""

    def __init__(self, policy: Policy, findings: Findings, records: Records) -> None:
        self.policy, self.wrong, self.records = policy, findings, records
        self._known: dict[str, str] = {}
        self.read: list[Any] = []
        self.found: list[Diagnostic] = []
        self.customers: list[Any] = []
        for path, text in records.items():
            one = read_record(path, text.encode(), policy, as_of=AS_OF, today=AS_OF)
            self.found += apply(one.findings, {path: one.allowances})
            customer = load_record(path, text.encode(), policy).customer
            self.customers += [customer] if customer is not None else []
            if one.facts is not None:
                self.read.append(one.facts)
        self.views: dict[date, Any] = {}

    def seen(self, day: date) -> Any:
        if day not in self.views:
            self.views[day] = view(self.read, self.policy, moment=end_of(day))
        return self.views[day]

    def answer(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = QUESTIONS[name](self)
        return self._known[name]


def _procedures(book: Book) -> str:
    return plain([(f.code, f.severity, f.source.path, f.source.line) for f in book.wrong])


def _records(book: Book) -> str:
    return plain([f[:5] for f in book.found])


def _read(book: Book) -> str:
    """What each record says, as a program reads it."""
    return plain([(one.id, {key: said.data for key, said in one.profile.items()},
                   [(event.kind, event.cls.key, {key: said.data for key, said in event.fields.items()}) for event in one.events])
                  for one in book.customers])  # fmt: skip


def _options(book: Book) -> str:
    """What commands take and make by name: audiences, numbers; in which words they write, and what day it is."""
    said, now = book.policy.book, datetime(2025, 6, 30, 18, tzinfo=UTC)
    tickets = book.policy.get(Tickets)
    return plain((said.audiences, said.language, [said.number.match(one) for one in ("CRM-202405001", "CRM-001", "K-0001")],
                  tickets.pattern and [tickets.pattern.match(one) for one in ("TK-202505001", "T-0001")],
                  in_zone(now, book.policy.get(Calendar).timezone).date()))  # fmt: skip


def _standings(book: Book) -> str:
    found = []
    for day in DAYS:
        for id, s in book.seen(day).standings.items():
            found.append((id, s.status, s.owner, s.potential, s.tiering, s.segments, s.warnings, s.last_touch,
                          sorted(s.metrics.items()), s.awaits_plan, s.looked_after, s.marks))  # fmt: skip
    return plain(found)


def _checks(book: Book) -> str:
    found = [f for day in DAYS for f in of_customers(book.seen(day))]
    files = {path: text.encode() for path, text in book.records.items()} | SCANS
    found += findings_together(files,
                               [brief(each) for each in book.read], book.policy, as_of=AS_OF)  # fmt: skip
    return plain([f[:5] for f in found])


def _due(book: Book) -> str:
    found: list[Any] = []
    for day in DAYS:
        seen = book.seen(day)
        for standing in seen.standings.values():
            found.append(preferences(see(standing, seen)))
            for item in due_for(standing, seen):
                found.append(
                    (
                        in_full(item, seen),
                        item.notes,
                        item.waits_for,
                        item.state(book.policy.get(Calendar), as_of=day),
                    )
                )
    return plain(found)


def _reports(book: Book) -> str:
    seen = book.seen(AS_OF)
    tables = [one.table(seen) for one in reports().values()]
    return plain([(table.heads(lang), table.records(lang)) for table in tables for lang in LANGUAGES])


def _site(book: Book) -> str:
    found = []
    for audience in book.policy.book.audiences:
        build = Build(Site(book.seen(AS_OF), audience, LANGUAGES, "", book.wrong), ENVIRONMENTS)
        for lang in LANGUAGES:
            found += [data.decode() for _, data in build.book_pages(lang)]
            for customer in book.customers:
                if customer.id in build.site.view.standings:
                    found += [data.decode() for _, data in build.customer_pages(lang, customer)]
    return _END.sub(r"\1", "\n".join(found))


def _schema(book: Book) -> str:
    return plain([json_schema(book.policy.schema, book.policy.context, lang) for lang in LANGUAGES])


def _calendar(book: Book) -> str:
    """To which day what is due on each day of the years moves, and why nobody works then."""
    calendar = book.policy.get(Calendar)
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(1200)]
    early, hours = time(8), timedelta(hours=5)
    return plain([(next_working_day(day, calendar), calendar.works(day), calendar.covers(day),
                   add_working_time(datetime.combine(day, early), hours, calendar)) for day in days])  # fmt: skip


QUESTIONS: dict[str, Callable[[Book], str]] = {
    "procedures": _procedures, "records": _records, "read": _read, "standings": _standings, "checks": _checks, "due": _due,
    "reports": _reports, "schema": _schema, "calendar": _calendar, "options": _options,
    "site": _site,
}  # fmt: skip
CHEAP, LAST = ("procedures", "options", "calendar", "schema"), "site"
"""Questions that hang on the procedures alone, and the one that costs most."""


BOOKS: Mapping[str, Callable[[Policy], Records]] = {
    "made": made, "by_tier": lives(_by_tier), "told": lives(_told), "traded": lives(_traded),
    "rated": lives(_rated), "marked": lives(_marked), "asked": lives(_asked), "silent": lives(_silent),
    "promised": lives(_promised),
}  # fmt: skip
"""The witness book in parts, since most that a pack says shows in one of them."""
FIRST = {
    "tickets.md": "asked", "milestones.md": "marked", "satisfaction.md": "rated", "cadence.md": "by_tier",
    "tiers.md": "traded", "segments.md": "traded", "people.md": "told", "kpis.md": "told",
}  # fmt: skip
"""Where what a file says shows first."""


class Witness:
    """What a pack answers in every part of its book, and whether a pack that says something else answers so too."""

    def __init__(self, policy: Policy, findings: Findings) -> None:
        self.records = {name: book(policy) for name, book in BOOKS.items()}
        self.books = {name: Book(policy, findings, some) for name, some in self.records.items()}
        self.hints: dict[tuple[str, str], tuple[str, str]] = {}

    def shows(self, policy: Policy, findings: Findings, file: str, path: str) -> str:
        """The part and the question whose answer differs first under another policy; empty for none."""
        parts = sorted(BOOKS, key=lambda name: name != FIRST.get(file, "made"))
        asked = [("made", question) for question in CHEAP]
        asked += [
            (part, question) for part in parts for question in QUESTIONS if question not in (*CHEAP, LAST)
        ]
        asked += [(part, LAST) for part in parts]
        hint = self.hints.get((file, path))
        books: dict[str, Book] = {}
        for part, question in [*([hint] if hint else []), *asked]:
            if part not in books:
                books[part] = Book(policy, findings, self.records[part])
            if books[part].answer(question) != self.books[part].answer(question):
                self.hints[file, path] = part, question
                return f"{part}: {question}"
        return ""
