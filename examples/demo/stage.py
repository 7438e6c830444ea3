"""Play a customer's beats: give them dates, money, numbers and an order in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from beats import Beat, parse, resolve
from days import Days, Dice
from talks import Talk, spread

INITIAL = ("lead", "pending")
LAST_DAY = date(2025, 12, 31)
ANY_DAY = frozenset({"wechat", "sms", "card", "complaint", "support", "enquiry", "tk"})
MET = frozenset({"phone", "visit", "video", "email", "wechat"})
"""Kinds that count as a talk: two of them do not stand beside each other by chance."""
TICKETS = frozenset({"complaint", "support", "enquiry", "suggestion", "business"})
PLANNED = frozenset({"next", "due", "close", "until"})
NO_OWNER = frozenset({
    "order", "refund", "tk", "sms", "newsletter", "to", "opp", "sign", "renew", "termination", *TICKETS,
})  # fmt: skip
"""Kinds under which nobody writes who it was, unless the beat says so."""
PAYMENTS = {1: ("全款", "年费"), 2: ("首款", "尾款"), 4: ("第一笔", "第二笔", "第三笔", "第四笔")}
PAYMENTS_EN = {
    1: ("Paid in full",),
    2: ("First half", "Second half"),
    4: ("First quarter", "Second quarter", "Third quarter", "Fourth quarter"),
}
COUNTED = ("第 {} 笔", "Part {}")
HOURS = {"上午": (9, 10, 11), "下午": (14, 15, 16), "": (9, 10, 11, 14, 15, 16)}
QUESTIONS = ("response", "solving", "professional", "initiative")
JOINED = {"sun.jing": (date(2024, 2, 19), "zhao.lei")}


@dataclass
class Contract:
    """An agreement; its number is given when all contracts of the book are known."""

    product: str
    signed: date
    start: date
    end: date
    amount: int
    renewal: str
    number: str = ""


@dataclass
class Event:
    """An entry, dated."""

    date: date
    time: str
    kind: str
    subject: str
    fields: list[tuple[str, str]]
    body: str = ""


@dataclass
class Story:
    """A customer as played: what happened, and what of it the profile has to say."""

    spec: dict[str, Any]
    dice: Dice
    start: date
    events: list[Event] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    opportunities: dict[str, dict[str, str]] = field(default_factory=dict)
    tickets: list[Event] = field(default_factory=list)
    ticket_numbers: list[str] = field(default_factory=list)
    contacts: list[dict[str, str]] = field(default_factory=list)
    status: str = "lead"
    verified: Event | None = None
    number: str = ""

    def owner(self, day: date) -> str:
        """Who looked after the customer then."""
        former = self.spec.get("former")
        return str(former[0] if former and day < date.fromisoformat(former[1]) else self.spec["owner"])

    def words(self) -> dict[str, str]:
        """What a story may call by name."""
        names = {f"c{index}": one["name"] for index, one in enumerate(self.contacts, 1)}
        return {
            "ct": "1",
            "score": "9",
            "guide": "15",
            "thing": self.spec.get("thing", "机器"),
            "short": self.spec["short"],
            "owner": self.spec["owner"],
            **names,
            **self.spec.get("words", {}),
        }


def play(
    story: Story, texts: Sequence[str], days: Days, care: Sequence[Beat], talks: Sequence[Talk] = ()
) -> None:
    """All beats, dated and in order; what would lie after the last day has not happened yet."""
    beats = [beat for text in texts for beat in parse(text, story.words(), story.dice)] + list(care)
    beats = [beat for beat in beats if beat.kind not in story.spec.get("without", ())]
    anchors = {"s": story.start, "e": LAST_DAY}
    for beat in beats:
        if beat.kind in ("sign", "renew"):
            _agree(story, beat, anchors, days)
    dated = []
    for beat in beats:
        if beat.kind == "pay":
            dated += _payments(story, beat, days)
        elif (day := dated_on(beat, anchors, days)) is not None and day <= LAST_DAY:
            dated.append((day, beat))
    taken = {day for day, beat in dated if beat.kind in MET}
    # The chats of `care` run back from the last day without a gap; what is told by month came before them.
    chats = [date.fromisoformat(beat.when) for beat in care if beat.kind in MET]
    weekly = story.spec.get("care") in ("A", "B")
    span = (story.start, min(chats) - timedelta(2) if weekly and chats else LAST_DAY)
    dated += spread(list(talks), taken, span, days, story.dice, story.spec.get("calls_on"))
    for day, beat in sorted(dated, key=lambda pair: pair[0]):
        _play_one(story, day, beat, anchors, days)


def dated_on(beat: Beat, anchors: Mapping[str, date], days: Days) -> date | None:
    """The day of a beat, moved to a working day where people meet only then."""
    day = resolve(beat.when, anchors)
    if day is None or (beat.kind in ANY_DAY and beat.when[0] in "2c"):
        return day
    return days.on_or_before(day) if beat.when.startswith("e") else days.on_or_after(day)


def _agree(story: Story, beat: Beat, anchors: dict[str, date], days: Days) -> None:
    day = dated_on(beat, anchors, days)
    if day is None or day > LAST_DAY:
        return
    before = story.contracts[-1] if story.contracts else None
    start = before.end + timedelta(1) if beat.kind == "renew" and before else day + timedelta(3)
    years = int(beat.fields.get("years", "1"))
    months = beat.fields.get("months")
    end = _months_on(start, int(months) if months else 12 * years) - timedelta(1)
    product = beat.fields.get("product") or (before.product if before else "")
    amount = money(beat.fields["amount"])
    story.contracts.append(Contract(product, day, start, end, amount, beat.fields.get("renewal", "")))
    name = f"c{len(story.contracts)}"
    anchors[name], anchors[name + "$"] = day, end


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28 if month == 1 else 30))


def money(text: str) -> int:
    """Whole units of `38万`, `12.5万` or `8600`."""
    return round(float(text[:-1]) * 10000) if text.endswith("万") else int(text)


def _payments(story: Story, beat: Beat, days: Days) -> list[tuple[date, Beat]]:
    """The orders of a contract: equal parts over its time, the last one with the rest."""
    index, parts = int(beat.fields.get("c", "1")), int(beat.fields["n"])
    if index > len(story.contracts):
        return []
    contract = story.contracts[index - 1]
    span = (contract.end - contract.start).days // parts
    each = round(contract.amount / parts / 100) * 100
    table = PAYMENTS_EN if story.spec.get("lang") == "en" else PAYMENTS
    names = table.get(parts) or tuple(
        COUNTED[story.spec.get("lang") == "en"].format(n + 1) for n in range(parts)
    )
    dated = []
    for part in range(parts):
        day = days.on_or_after(contract.start + timedelta(int(beat.fields.get("after", "5")) + part * span))
        amount = each if part < parts - 1 else contract.amount - each * (parts - 1)
        subject = f"{beat.subject} {names[part if parts > 1 else story.dice.below(len(names))]}"
        fields = {"amount": str(amount), "c": str(index)}
        if day <= LAST_DAY:
            dated.append((day, Beat("", "order", "", subject.strip(), (), fields, "")))
    return dated


def _is_there(contact: Mapping[str, str], day: date) -> bool:
    """Whether the contact is in office on the day."""
    return contact.get("since", "") <= day.isoformat() < contact.get("left", "9999")


def _play_one(story: Story, day: date, beat: Beat, anchors: Mapping[str, date], days: Days) -> None:
    fields = dict(beat.fields)
    by = fields.pop("by", "" if beat.kind in NO_OWNER else story.owner(day))
    joined, instead = JOINED.get(by, (day, by))
    head = [("by", by if day >= joined else instead)] if by else []
    if beat.who:
        between = ", " if story.spec.get("lang") == "en" else "、"
        # Told to one where there is only one, and to nobody who has left or is yet to come.
        present = [one for one in story.contacts if _is_there(one, day)] or story.contacts
        meant = [story.contacts[who - 1] for who in beat.who if who <= len(story.contacts)]
        known = [one["name"] for one in meant if one in present]
        head.append(("with", between.join(known or [present[0]["name"]])))
    if fields.get("ticket") == "last":
        fields["ticket"] = f"⟦T{len(story.tickets)}⟧"
    for key in sorted(PLANNED & fields.keys()):
        when, _, rest = fields[key].partition(" ")
        planned = resolve(when, anchors)
        if planned is None or planned <= day:
            raise ValueError(f"{story.spec['short']}: {day} {beat.subject}: {key} {fields[key]} is {planned}")
        if key == "next" and rest.split(" ")[0] not in ANY_DAY:
            planned = days.on_or_after(planned)
        fields[key] = f"{planned} {rest}".strip()
    event = Event(day, beat.time or _time(story, beat), beat.kind, beat.subject, head, beat.body)
    special = _SPECIAL.get(beat.kind)
    if beat.kind in TICKETS:
        story.tickets.append(event)
        head.append(("ticket", f"⟦T{len(story.tickets)}⟧"))
    elif special:
        special(story, event, fields)
    event.fields.extend(fields.items())
    story.events.append(event)


def _time(story: Story, beat: Beat) -> str:
    """A time of day where one is usually written down, in the half day that the contact likes."""
    length = {"phone": (8, 15, 20, 25), "video": (30, 45, 60), "visit": (90, 120, 150)}.get(beat.kind)
    if beat.kind == "phone" and beat.fields.get("purpose") == "delivery":
        return ""  # at most three minutes, which nobody times
    if length is None or story.dice.below(5) < 2:
        return ""
    first = min(beat.who[0], len(story.contacts)) if beat.who else 1
    likes = story.contacts[first - 1]["prefers"]
    part = next((part for part in ("上午", "下午") if part in likes), "")
    start = story.dice.pick(HOURS[part]) * 60 + story.dice.pick((0, 5, 10, 15, 20, 30))
    if start < 720:
        start = min(start, 660)
    end = start + story.dice.pick(length)
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def _status(story: Story, event: Event, fields: dict[str, str]) -> None:
    target, _, event.subject = event.subject.partition(" ")
    event.kind = "status"
    if target not in INITIAL or any(one.kind == "status" for one in story.events):
        event.fields.append(("from", f"⟦S{story.status}⟧"))
    event.fields.append(("to", f"⟦S{target}⟧"))
    if (story.status, target) == ("pending", "active") or target == "lost":
        fields["approved_by"] = "chen.gang"
    story.status = target


def _contract(story: Story, event: Event, fields: dict[str, str]) -> None:
    index = next(i for i, one in enumerate(story.contracts) if one.signed == event.date)
    contract = story.contracts[index]
    event.kind = "renewal" if event.kind == "renew" else event.kind
    given = {
        key: fields.pop(key) for key in ("amount", "years", "months", "product", "renewal") if key in fields
    }
    won = story.opportunities.get("op1") if index == 0 else None
    if won:
        won |= {"stage": "won", "amount": given["amount"], "probability": "100%", "close": str(event.date)}
    said = [("contract", f"⟦C{index + 1}⟧"), ("amount", f"⟦A{money(given['amount'])}⟧")]
    event.fields += [*said, ("start", str(contract.start)), ("end", str(contract.end))]


def _order(story: Story, event: Event, fields: dict[str, str]) -> None:
    amount = money(fields.pop("amount"))
    event.fields.append(("amount", f"⟦O{amount}⟧"))
    if event.kind == "order":
        share = float(story.spec.get("margin", 0.42)) + (story.dice.below(7) - 3) / 100
        event.fields.append(("margin", f"⟦O{round(amount * share / 100) * 100}⟧"))
    if "c" in fields:
        event.fields.append(("contract", f"⟦C{fields.pop('c')}⟧"))
    elif event.kind == "order" and story.dice.below(3) == 0:
        event.fields.append(("order", f"SO-{event.date:%y%m%d}-{story.dice.below(4) + 1}"))


def _opportunity(story: Story, event: Event, fields: dict[str, str]) -> None:
    event.kind = "opportunity"
    number = fields.pop("id", "op1")
    known = story.opportunities.setdefault(number, {"id": number, "name": event.subject})
    product = fields.pop("product", "")
    known.update({"product": product} if product else {}, **{k: fields[k] for k in _SAID if k in fields})
    event.fields.append(("opportunity", number))
    if "amount" in fields:
        fields["amount"] = f"⟦A{money(fields['amount'])}⟧"


def _survey(story: Story, event: Event, fields: dict[str, str]) -> None:
    """Marks of 1-5 become the score of 100: their mean, by 5, times 100."""
    answers = [int(mark) for mark in fields.pop("q").split(",")] if "q" in fields else []
    event.fields[0] = ("by", "zhou.ting")
    extra: list[tuple[str, str]] = [("via", fields.pop("via"))] if "via" in fields else []
    if answers:
        extra += [(name, str(mark)) for name, mark in zip(QUESTIONS, answers, strict=True)]
        extra.append(("csat", f"{sum(answers) * 100 / 5 / len(answers):g}"))
    event.fields += extra


def _verified(story: Story, event: Event, fields: dict[str, str]) -> None:
    event.kind = "verification"
    story.verified = event


def _update(story: Story, event: Event, fields: dict[str, str]) -> None:
    event.kind = "ticket_update"
    event.fields.insert(0, ("ticket", f"⟦T{len(story.tickets)}⟧"))


_SAID = ("stage", "amount", "probability", "close")
_SPECIAL = {
    "to": _status, "sign": _contract, "renew": _contract, "order": _order, "refund": _order,
    "opp": _opportunity, "survey": _survey, "nps": _survey, "verify": _verified, "tk": _update,
}  # fmt: skip
