"""Give a customer the regular touches of their tier: calls and chats, newsletters, automatic messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from beats import Beat
from days import Days, Dice
from stage import LAST_DAY

EVERY = {"A": 7, "B": 14, "C": 88, "N": 30}
"""Days between two touches by hand; `sop/cadence.md` says weekly, every two weeks, quarterly, monthly."""
COLD = set("冬冻雪霜寒")
"""Words of a newsletter that nobody reads where no frost is."""
LAST = {"A": (1, 2, 5, 6), "B": (2, 5, 7, 9, 12), "C": (20, 34, 41, 55, 62), "N": (9, 14, 20)}


def touches(
    spec: Mapping[str, Any], bank: Mapping[str, Any], dice: Dice, days: Days, start: date
) -> list[Beat]:
    """The lines of `chats`, the last of them nearest to the last day, and what is sent to many."""
    kind = spec.get("care", "")
    beats = list(_talks(spec, kind, dice, days)) if spec.get("chats") else []
    since = (
        date.fromisoformat(spec["served"])
        if "served" in spec
        else start + timedelta(90 if kind == "C" else 60)
    )
    until = date.fromisoformat(spec["left"]) if "left" in spec else LAST_DAY
    if kind in ("B", "C") and spec.get("sent", True):
        many = 14
        sort = ("newsletter" if kind == "B" else "message") + ("_paper" if spec.get("paper") else "")
        beats += list(_sent(spec, bank[sort], dice, days, (since, until), many))
    return beats


def _talks(spec: Mapping[str, Any], kind: str, dice: Dice, days: Days) -> Iterator[Beat]:
    """Each `channel subject / feedback / attitude / next`; a star in front is a survey of needs."""
    back = spec.get("last", dice.pick(LAST[kind]))
    for number, line in enumerate(reversed(spec["chats"].strip().split("\n"))):
        words, *said = line.split(" / ")
        channel, subject = words.lstrip("*").split(" ", 1)
        fields = dict(zip(("feedback", "attitude", "next"), (one.strip() for one in said), strict=False))
        purpose = (
            "needs_survey" if words.startswith("*") else dice.pick(("return_visit", "return_visit", "care"))
        )
        if "promo" in spec and number % 2:
            purpose = "promotion"
        shift = dice.below(3) - 1 if number else 0
        day = LAST_DAY - timedelta(back + number * EVERY[kind] + shift)
        if channel == "phone" and "calls_on" in spec:
            day -= timedelta((day.weekday() - spec["calls_on"]) % 7)
        day = days.on_or_before(day)
        who = dice.pick(spec.get("talks_to", (1,)))
        given = {"purpose": purpose, **{key: text for key, text in fields.items() if text}}
        if channel != "phone" and dice.below(3) == 0 and not words.startswith("*"):
            del given["purpose"]
        yield Beat(day.isoformat(), channel, "", subject, (who,), given, "")


def _sent(
    spec: Mapping[str, Any],
    bank: Mapping[str, Any],
    dice: Dice,
    days: Days,
    span: tuple[date, date],
    many: int,
) -> Iterator[Beat]:
    """One message a month, of the month and of this customer's things."""
    for back in range(many):
        year, month = divmod(LAST_DAY.year * 12 + LAST_DAY.month - 1 - back, 12)
        day = days.on_or_after(date(year, month + 1, 4 + dice.below(13)))
        if not span[0] <= day <= span[1]:
            continue
        fitting = [one for one in bank[str(month + 1)] if not (spec.get("warm") and COLD & set(one))]
        subject = dice.pick(fitting).replace("{thing}", spec["thing"])
        newsletter = spec.get("care") == "B"
        kind = "newsletter" if newsletter else spec.get("auto", "sms")
        said = {"purpose": "care"} if newsletter else {"purpose": "reminder", "automatic": "是"}
        yield Beat(day.isoformat(), kind, "", subject, (1,), said, "")
