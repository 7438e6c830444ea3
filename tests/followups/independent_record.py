"""Read a record of the demo book from its raw file, and reckon days and tiers, without crmkit."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = timedelta(days=1)
YES = ("是", "yes", "true")
HEADING = re.compile(r"## (\d{4}-\d\d-\d\d)(?: ([\d:]+)(?:-[\d:]+)?)? (\S+)")
FIELD = re.compile(r"- ([^:\[\]]+): (.*)")
MONEY = re.compile(r"(?:([A-Z]{3}) )?(-?[\d.,]+)\s*(万|亿)?")


class Entry(NamedTuple):
    """A dated entry; names of kinds, fields and choices are the canonical ones."""

    day: date
    time: str
    line: int
    kind: str
    fields: dict[str, str]
    lines: dict[str, int]


def front(path: Path) -> tuple[dict[str, Any], str]:
    """Front-matter with every scalar as text, and the whole file."""
    text = path.read_text("utf-8")
    return yaml.load(text.split("\n---\n")[0].removeprefix("---\n"), yaml.BaseLoader), text


SOP = {
    name: front(ROOT / "sop" / f"{name}.md")[0] for name in ("cadence", "calendar", "fields", "vocabulary")
}
SOP |= {name: front(ROOT / "sop" / f"{name}.md")[0] for name in ("status", "book", "kpis")}
SOP["onboarding"] = front(ROOT / "sop" / "playbooks" / "onboarding.md")[0]


def names(listed: list[dict[str, Any]]) -> dict[str, str]:
    """Every word by which something is called, with its key."""
    return {
        word.lower(): one["key"]
        for one in listed
        for word in (one["key"], *one["label"].values(), *one.get("aliases", ()))
    }


KINDS, STATUSES = names(SOP["vocabulary"]["kinds"]), names(SOP["status"]["statuses"])
ENTRY, PROFILE = names(SOP["fields"]["entry"]), names(SOP["fields"]["profile"])
CONTACTS = {one["key"] for one in SOP["vocabulary"]["kinds"] if one["class"] == "contact"}
CHOICES = {key: names(listed) for key, listed in SOP["vocabulary"]["lists"].items()}
LIST_OF = {
    one["key"]: one["choices"] if isinstance(one["choices"], str) else names(one["choices"])
    for one in (*SOP["fields"]["profile"], *SOP["fields"]["entry"])
    if "choices" in one
}
HOLIDAYS = {day for holiday in SOP["calendar"]["holidays"] for day in holiday["days"]}


def choice(key: str, said: Any) -> Any:
    """The canonical word of a choice; anything else as it is."""
    words = LIST_OF.get(key, {})
    known = CHOICES.get(words, {}) if isinstance(words, str) else words
    return known.get(said.lower(), said) if isinstance(said, str) else said


def working(day: date) -> date:
    """The day, or the first working day behind it (sop/calendar.md, 4)."""
    while not (
        str(day) in SOP["calendar"]["moved_workdays"] or (day.weekday() < 5 and str(day) not in HOLIDAYS)
    ):
        day += DAY
    return day


def months(day: date, number: int) -> date:
    """So many months on or back, month ends clipped."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, span: str, sign: int = 1) -> date:
    """A day moved by `1 week`, `24 hours`, `1 quarter`; an entry begins at midnight."""
    number, unit = int(span.split()[0]) * sign, span.split()[1].rstrip("s")
    if unit in ("month", "quarter"):
        return months(day, number * (3 if unit == "quarter" else 1))
    return day + timedelta(days={"day": number, "week": 7 * number, "hour": number // 24}[unit])


class Record:
    """A customer's raw file, read up to a day."""

    def __init__(self, id: str, day: date) -> None:
        self.id, self.day = id, day
        profile, text = front(ROOT / "records" / f"{id}.md")
        self.profile = {
            (key := PROFILE.get(word.lower(), word)): choice(key, said) for word, said in profile.items()
        }
        entries = [one for one in self._entries(text) if one.day <= day]
        voided = {one.fields["voids"] for one in entries if one.kind == "void"}
        stands = [one for one in entries if one.fields.get("id") not in voided]
        self.entries = sorted(stands, key=lambda one: (one.day, one.time, one.line))
        self.touches = [one for one in self.entries if one.kind in CONTACTS]

    def _entries(self, text: str) -> list[Entry]:
        found: list[Entry] = []
        fenced = False
        for number, line in enumerate(text.split("\n"), 1):
            fenced ^= line.startswith("```")
            if fenced:
                continue
            if head := HEADING.match(line):
                kind = KINDS[head[3].lower()]
                found.append(Entry(date.fromisoformat(head[1]), head[2] or "", number, kind, {}, {}))
            elif found and (said := FIELD.match(line)):
                key = ENTRY.get(said[1].lower(), said[1])
                found[-1].fields[key] = choice(key, said[2].strip())
                found[-1].lines[key] = number
        return found

    def status(self) -> str:
        """What the last change of status says, else the profile."""
        said = [one.fields["to"] for one in self.entries if one.kind == "status"] or [self.profile["status"]]
        return STATUSES[said[-1].lower()]

    def yes(self, key: str) -> bool:
        """A flag of the profile."""
        return self.profile.get(key) in YES

    def amount(self, since: date, until: date) -> Decimal:
        """Orders less refunds in (since, until], in the book's currency."""
        total = Decimal(0)
        for one in self.entries:
            if one.kind in ("order", "refund") and since < one.day <= until:
                found = MONEY.match(one.fields["amount"])
                assert found, one
                currency = found[1] or one.fields.get("currency", SOP["book"]["currency"])
                value = Decimal(found[2].replace(",", "")) * {"万": 10**4, "亿": 10**8}.get(found[3], 1)
                value *= Decimal(SOP["book"]["rates"].get(currency, 1))
                total += value if one.kind == "order" else -value
        return total

    def at_risk(self, day: date) -> bool:
        """Tier D: a fall by half with six months of history, or a last score of at most 3."""
        ago, before = months(day, -3), months(day, -6)
        base, first = self.amount(before, ago), [one.day for one in self.entries if one.kind == "order"][:1]
        fell = base > 0 and self.amount(ago, day) <= base / 2 and bool(first) and months(first[0], 6) <= day
        marks = [
            Decimal(said)
            for one in self.entries
            if ago < one.day <= day and (said := one.fields.get("score", one.fields.get("attitude")))
        ]
        return fell or (bool(marks) and marks[-1] <= 3)

    def tier(self) -> str:
        """What a hand set and has not ended, else the table; unknown potential is served as A for now."""
        hand = self.profile.get("tier")
        if hand and hand["until"] >= str(self.day):
            return str(hand["value"])
        if self.at_risk(self.day):
            return "D"
        amount = self.amount(months(self.day, -12), self.day)
        potential = Decimal(str(self.profile.get("potential", "100%")).rstrip("%"))
        if (amount >= 500_000 or self.yes("benchmark") or self.yes("strategic")) and potential >= 30:
            return "A"
        return "B" if amount >= 100_000 and not self.yes("single_need") else "C"

    def began(self, trigger: str) -> date | None:
        """The profile's day, else that of the first order or signing."""
        kind = "order" if trigger == "first_cooperation" else "sign"
        days = [one.day for one in self.entries if one.kind == kind]
        said = self.profile.get(trigger)
        day = date.fromisoformat(said) if said else min(days, default=None)
        return day if day and day <= self.day else None

    def lacks(self, field: str) -> bool:
        """Whether the profile says nothing of a field."""
        return self.profile.get(field) in (None, "", [], {})

    def put_off(self, item: str, since: date, due: date) -> date:
        """The day to which the last `snooze` since a day moves an item."""
        until = [
            date.fromisoformat(one.fields["until"])
            for one in self.entries
            if one.kind == "snooze" and one.fields["item"] == item and one.day >= since
        ]
        return max(due, *until[-1:]) if until else due

    def skipped(self, item: str) -> list[date]:
        """Days on which an item was left out."""
        return [one.day for one in self.entries if one.kind == "skip" and one.fields["item"] == item]
