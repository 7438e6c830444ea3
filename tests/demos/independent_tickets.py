"""Derive what tickets are owed from a book's raw files, by the prose of its `sop/tickets.md`, without crmkit.

    python tests/demos/independent_tickets.py RECORDS SOP "2025-12-31 24:00"

A line a limit that is still owed: customer, ticket, step, by when; `paused` where its clock stands.
Hours are natural ones, days whole days; where the prose leaves a choice, a comment names it.
"""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import yaml

DAY = timedelta(days=1)
YES, NO = ("是", "yes", "true"), ("否", "no", "false")
HEADING = re.compile(r"## (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(?:-\d\d:\d\d)?)? (\S+)(.*)")
FIELD = re.compile(r"- ([^:\[\]]+): (.*)")
SAID = ("answer", "progress", "solution", "return_visit")


class Entry(NamedTuple):
    """A dated entry with the keys of its kind, fields and choices; without an hour it was at its end."""

    day: datetime
    at: datetime
    line: int
    kind: str
    subject: str
    fields: dict[str, str]


def front(path: Path) -> dict[str, Any]:
    """Front-matter with every scalar as text."""
    found: dict[str, Any] = yaml.load(
        path.read_text("utf-8").split("\n---\n")[0].removeprefix("---\n"), yaml.BaseLoader
    )
    return found


def names(listed: list[dict[str, Any]]) -> dict[str, str]:
    """Every word by which something is called, with its key; the first of equal words wins."""
    found: dict[str, str] = {}
    for one in listed:
        for word in (one["key"], *one["label"].values(), *one.get("aliases", ())):
            found.setdefault(word.lower(), one["key"])
    return found


class Book:
    """The words and rules of a book's procedures."""

    def __init__(self, sop: Path) -> None:
        words, rules = front(sop / "vocabulary.md"), front(sop / "tickets.md")
        self.classes = {one["key"]: one["class"] for one in words["kinds"]}
        self.kinds = names(words["kinds"])
        lists = words["lists"]
        self.incoming = names([one | {"key": one["label"]["en"]} for one in lists["incoming"]])
        keys = {one["label"]["en"]: one["key"] for one in lists["incoming"]}
        self.incoming = {word: keys[one] for word, one in self.incoming.items()}
        self.nobody = [
            word for one in lists["unreached"] for word in (*one["label"].values(), *one["aliases"])
        ]
        fields = front(sop / "fields.md")["entry"]
        self.ticket_fields = names([one for one in fields if "ticket" in one.get("classes", ["ticket"])])
        self.contact_fields = names([one for one in fields if "contact" in one.get("classes", ["contact"])])
        self.steps = names(lists["steps"])
        self.types = {one["key"]: one for one in rules["types"]}
        self.type_names = names(lists["ticket_types"])
        self.every, self.loop = rules["update"]["every"], rules["loop"]
        self.needs = rules["longer"]["needs"]

    def entry(self, head: re.Match[str], line: int, fields: dict[str, str]) -> Entry:
        day, time, word, subject = head.groups()
        begins = datetime.fromisoformat(day)
        at = datetime.fromisoformat(f"{day} {time}") if time else begins + DAY
        kind, way = self.kinds.get(word.lower(), ""), {}
        if word.lower() in self.incoming:
            kind, way = self.incoming[word.lower()], {"direction": "in"}
        known = self.contact_fields if self.classes.get(kind) == "contact" else self.ticket_fields
        said = {known.get(key.lower(), key): text for key, text in fields.items()}
        if "step" in said:
            said["step"] = self.steps[said["step"].lower()]
        if " " in said.get("due", ""):  # a day and its hour in one field
            said["due"], said["due_time"] = said["due"].split()
        return Entry(begins, at, line, kind, subject, way | said)

    def entries(self, path: Path, until: datetime) -> list[Entry]:
        """What had happened, in the order of time; no ticket of these books was voided."""
        lines, found = path.read_text("utf-8").split("\n"), []
        for number, text in enumerate(lines):
            if head := HEADING.fullmatch(text):
                fields: dict[str, str] = {}
                for below in lines[number + 1 :]:
                    if not (field := FIELD.fullmatch(below)):
                        break
                    fields.setdefault(field[1], field[2])
                found.append(self.entry(head, number, fields))
        return sorted((one for one in found if one.at <= until), key=lambda one: (one.at, one.line))

    def opens(self, one: Entry) -> str:
        """The type of a ticket that an entry opens."""
        if one.kind in self.types:
            return one.kind
        return self.type_names[one.fields["ticket_type"].lower()] if one.kind == "ticket" else ""


class Ticket:
    """One ticket, its entries in order of time."""

    def __init__(self, book: Book, type: str, opened: Entry) -> None:
        self.book, self.type, self.opened = book, book.types[type], opened
        self.told: list[Entry] = []
        self.pauses: list[tuple[datetime, datetime | None]] = []
        self.proposed = self.done = self.visited = self.agreed = self.longer = None  # type: Any
        self.scored = False
        self.target = day_of(opened)

    def take(self, one: Entry) -> None:
        contact = self.book.classes.get(one.kind) == "contact"
        inbound = one.fields.get("direction", "") in ("in", "客户主动", "来电", "来访", "来函")
        reached = one.fields.get("reached") not in NO and not any(w in one.subject for w in self.book.nobody)
        human = reached and one.fields.get("automatic") not in YES
        step, accepted = one.fields.get("step", ""), one.fields.get("accepted", "").lower()
        tells = human and not inbound and (contact or step in SAID or bool(accepted))
        if inbound and self.pauses and self.pauses[-1][1] is None:
            self.pauses[-1] = (self.pauses[-1][0], one.at)
        if "due" in one.fields:
            self.lengthen(one)
        if tells:
            self.told.append(one)
        if step == "solution" or "remedy" in one.fields or step == "done":
            self.proposed = self.proposed or one
        if accepted in YES:
            self.agreed, self.proposed = self.agreed or one, self.proposed or one
        if accepted in NO:
            self.agreed = self.proposed = self.done = None
        if step == "done":
            self.done = self.done or one
        elif self.done and (step == "return_visit" or (tells and contact)):
            self.visited = self.visited or one
        self.scored |= bool(self.done or self.agreed) and bool(
            {"score", "rating", "attitude"} & set(one.fields)
        )
        if step == "waiting" and one.fields.get("reason"):
            self.pauses.append((one.at, None))

    def lengthen(self, one: Entry) -> None:
        """A longer time counts where all that it needs is said, before the old one is over."""
        before = self.longer or self.due(self.opened, self.type["solution"]["within"], self.pauses)
        if self.proposed:
            self.target = day_of(one)
        elif all(name in one.fields for name in self.book.needs) and (before is None or one.at <= before):
            self.longer = day_of(one)

    def due(
        self, start: Entry, span: str, pauses: list[tuple[datetime, datetime | None]] | None = None
    ) -> datetime | None:
        """By when; None while the clock stands."""
        number, unit = span.split()
        if unit.startswith("day"):
            due = start.day + (int(number) + 1) * DAY
        else:
            due = start.at + timedelta(hours=int(number))
        for begin, end in pauses or ():
            if begin < due and (end is None or end > start.at):
                if end is None:
                    return None
                due += end - max(begin, start.at)
        return due

    def owed(self) -> list[tuple[str, datetime | None]]:
        """Each limit that nobody has met: its step, and by when."""
        found: list[tuple[str, datetime | None]] = []
        if not self.told:
            found.append(("answer", self.due(self.opened, self.type["first_answer"]["within"])))
        # Nobody need tell how it goes once it is done, or where the pack says so once it is agreed.
        ended = self.agreed or self.done if self.book.loop.get("until") == "solved" else self.done
        if self.told and not ended:
            found.append(("progress", self.due(self.told[-1], self.book.every, self.pauses)))
        if not self.proposed:
            span = self.type["solution"]["within"]
            found.append(("solution", self.longer or self.due(self.opened, span, self.pauses)))
        if self.target and not self.done:
            found.append(("done", self.target))
        rules, loops = self.book.loop, self.type.get("loop") == "true"
        ended = self.visited and (self.scored or rules.get("final_satisfaction") != "true")
        if self.done and loops and "return_visit" in rules["steps"] and not ended:
            found.append(("return_visit", self.due(self.done, rules["return_visit"]["within"])))
        return found


def day_of(one: Entry) -> datetime | None:
    """The end of the day, or the minute, that an entry tells as its longer time."""
    if "due" not in one.fields:
        return None
    day = datetime.fromisoformat(one.fields["due"])
    time = one.fields.get("due_time", "")
    return datetime.fromisoformat(f"{one.fields['due']} {time}") if time else day + DAY


def tickets(book: Book, entries: list[Entry]) -> list[Ticket]:
    """The tickets of a customer; an entry without a number is about the only one that is open."""
    found: dict[str, Ticket] = {}
    for one in entries:
        number = one.fields.get("ticket") or f"ticket-{one.day:%Y-%m-%d}"
        if (type := book.opens(one)) and number not in found:
            found[number] = Ticket(book, type, one)
    opened = [each.opened for each in found.values()]
    for one in entries:  # also what came on the day of an opening that names no hour
        number = one.fields.get("ticket", "")
        if one in opened:
            continue
        if number in found:
            found[number].take(one)
        elif not number and book.classes.get(one.kind) in ("contact", "ticket"):
            there = [each for each in found.values() if each.owed() and each.opened.day <= one.day]
            if len(there) == 1:
                there[0].take(one)
    return list(found.values())


def main(records: str, sop: str, moment: str) -> None:
    """Print what is owed, by customer and ticket."""
    day, _, clock = moment.partition(" ")
    until = datetime.fromisoformat(day) + DAY if clock == "24:00" else datetime.fromisoformat(moment)
    book, lines = Book(Path(sop)), []
    for path in Path(records).glob("CRM-*.md"):
        for ticket in tickets(book, book.entries(path, until)):
            number = ticket.opened.fields.get("ticket", "-")
            for step, due in ticket.owed():
                lines.append(f"{path.stem} {number} {step} {due:%Y-%m-%dT%H:%M}" if due else
                             f"{path.stem} {number} {step} paused")  # fmt: skip
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main(*sys.argv[1:])
