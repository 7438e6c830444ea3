"""List contracts that end soon or ended unsettled; of a period what became of those that ended (E5, E10)."""

from __future__ import annotations

from typing import Any

from crmkit.calendar.period import Period
from crmkit.diagnostics import Source
from crmkit.figure import amount, days
from crmkit.language import Label, Word
from crmkit.policy.labels import entry_word
from crmkit.reports import ID, NAME, OWNER, SOME_LACK, TIER, During, Report, customer, written
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.table import Column, Table
from crmkit.view import View
from crmkit.view.contracts import STATES
from crmkit.view.pipeline import Signed, ahead, signed

CONTRACT_ID = Column("contract", Label("合同编号", "Contract"))
PRODUCT = Column("product", Label("产品或服务", "Product"))
END = Column("end", Label("到期日", "Ends"))
AMOUNT = Column("amount", Label("金额", "Amount"), "right")
STATE = Column("state", Label("状态", "State"))
COLUMNS = (
    ID, NAME, TIER, OWNER, CONTRACT_ID, PRODUCT, END,
    Column("days", Label("剩余天数", "Days left"), "right"),
    Column("tell", Label("最晚告知", "Tell by")),
    Column("told", Label("告知日", "Told")),
    STATE, AMOUNT,
)  # fmt: skip
ENDED = (
    ID, NAME, OWNER, CONTRACT_ID, PRODUCT, END, STATE,
    Column("told", Label("告知日", "Told")),
    Column("because", Label("未续签原因", "Not renewed because")),
    AMOUNT,
)  # fmt: skip


def table(view: View) -> Table:
    """A row per contract whose task is open, or that ended and nobody wrote what became of it."""
    return Table(COLUMNS, tuple(_row(each, view) for each in ahead(signed(view))))


def during(view: View, period: Period) -> Table:
    """A row per contract that ended in the period: renewed, not renewed and why, or nobody wrote."""
    found = [
        each for each in signed(view) if each.contract.end and period.start < each.contract.end <= period.end
    ]
    return Table(ENDED, tuple(_row(each, view) | _became(each, view) for each in found))


def _row(each: Signed, view: View) -> dict[str, Any]:
    one = each.contract
    place = (Source(each.standing.facts.path, one.line),)
    left = (one.end - view.as_of).days if one.end else None
    return customer(each.standing, view.policy) | {
        "contract": one.key,
        "product": one.product or None,
        "end": written(one.end),
        "days": days(left, place) if left is not None else None,
        "tell": written(one.tell),
        "told": written(one.told.date if one.told else None),
        "state": Word(each.state.value, STATES[each.state]),
        "amount": amount(
            one.amount, view.policy.book.currency, place, lacks=SOME_LACK if one.lacks else None
        ),
    }


def _became(each: Signed, view: View) -> dict[str, Any]:
    ended = each.contract.ended
    if ended is None:
        return {"because": None}
    why = entry_word(view.policy, CONTRACT, "not_renewed_because", ended.because) if ended.because else None
    return {"because": Word(ended.because, why) if why else ended.reason or None}


REPORT = Report(
    "renewals",
    Label("哪些合同快到期了，谈了没有？", "Which contracts end, and was that talked of?"),
    table,
    During(
        Label(
            "到期的合同续了没有，为什么没续？", "Which contracts that ended were renewed, which not and why?"
        ),
        during,
    ),
)
