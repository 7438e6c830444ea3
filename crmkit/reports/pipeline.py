"""List the open opportunities by stage, with the days in it against the limit; of a period what ended."""

from __future__ import annotations

from typing import Any

from crmkit.calendar.period import Period
from crmkit.calendar.working import Calendar
from crmkit.diagnostics import Source
from crmkit.figure import Figure, amount, days
from crmkit.language import Label, Word
from crmkit.policy.labels import entry_word
from crmkit.reports import ID, NAME, OWNER, SOME_LACK, TIER, During, Report, customer, written
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.deals import Deal
from crmkit.view.pipeline import Hope, ended, hopes, open_by_stage

DEAL = Column("deal", Label("商机编号", "Opportunity"))
WHAT = Column("what", Label("商机", "What"))
STAGE = Column("stage", Label("阶段", "Stage"))
AMOUNT = Column("amount", Label("金额", "Amount"), "right")
OPEN = (
    ID, NAME, TIER, OWNER, DEAL, WHAT, STAGE,
    Column("since", Label("进入日期", "Since")),
    Column("days", Label("停留天数", "Days in stage"), "right"),
    Column("until", Label("期限", "Until")),
    AMOUNT,
    Column("probability", Label("概率%", "Probability %"), "right"),
    Column("weighted", Label("加权金额", "Weighted"), "right"),
    Column("close", Label("预计成交", "Expected close")),
)  # fmt: skip
ENDED = (
    ID, NAME, OWNER, DEAL, WHAT, STAGE,
    Column("ended", Label("结束日期", "Ended")),
    AMOUNT,
    Column("because", Label("输单原因", "Lost because")),
)  # fmt: skip


def table(view: View) -> Table:
    """A row per open opportunity, those first in each stage that have been there longest."""
    return Table(OPEN, tuple(_open(each, view) for each in open_by_stage(hopes(view))))


def during(view: View, period: Period) -> Table:
    """A row per opportunity that was won or lost in the period, with why (H4)."""
    found = sorted(
        ended(hopes(view), period.start, period.end), key=lambda each: (str(each.deal.ended), each.deal.key)
    )
    return Table(ENDED, tuple(_ended(each, view) for each in found))


def _said(each: Hope, view: View) -> dict[str, Any]:
    deal = each.deal
    label = entry_word(view.policy, OPPORTUNITY, "stage", deal.stage)
    return customer(each.standing, view.policy) | {
        "deal": deal.key,
        "what": deal.name or None,
        "stage": Word(deal.stage, label) if deal.stage else None,
        "amount": _money(deal, each, view),
    }


def _money(deal: Deal, each: Hope, view: View, *, weighted: bool = False) -> Figure:
    """The amount, which lacks where it is written and could not be counted."""
    place = (Source(each.standing.facts.path, deal.line),)
    worth = deal.weighted if weighted else deal.amount
    return amount(worth, view.policy.book.currency, place, lacks=SOME_LACK if deal.lacks else None)


def _open(each: Hope, view: View) -> dict[str, Any]:
    deal, place = each.deal, (Source(each.standing.facts.path, each.deal.reset_by or each.deal.line),)
    count = deal.days(as_of=view.as_of)
    return _said(each, view) | {
        "since": written(deal.since),
        "days": days(count, place) if count is not None else None,
        "until": written(deal.limit(view.policy.get(Calendar))),
        "probability": f"{deal.probability.normalize():f}",
        "weighted": _money(deal, each, view, weighted=True),
        "close": written(deal.close),
    }


def _ended(each: Hope, view: View) -> dict[str, Any]:
    deal = each.deal
    why = entry_word(view.policy, OPPORTUNITY, "lost_because", deal.because) if deal.because else None
    return _said(each, view) | {
        "ended": written(deal.ended),
        "because": Word(deal.because, why) if why else deal.reason or None,
    }


REPORT = Report(
    "pipeline",
    Label("哪些商机在推进，哪些停住了？", "What moves, and what stands still?"),
    table,
    During(Label("赢了哪些，输了哪些，为什么？", "What was won, what was lost, and why?"), during),
)
