"""Derive overdue follow-ups of the demo book from its raw files, by the prose of `sop/`, without crmkit.

    python tests/followups/independent.py [DAY]

Spans and channels are read from the front-matter of `sop/cadence.md`; how days are reckoned follows its
section on due days (E1), and tiers the table of `sop/tiers.md` (D1). Where the prose leaves a choice, a
comment names it.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import Any, NamedTuple

from independent_record import DAY, KINDS, PROFILE, ROOT, SOP, YES, Entry, Record, front, shift, working

TEN = (
    "CRM-202311001",  # A: every week
    "CRM-202402002",  # A: a promised next step
    "CRM-202405004",  # C: quarterly call, shortened; automatic care put off
    "CRM-202406002",  # D: recovery, a promised next step
    "CRM-202408004",  # C: quarterly call that waits for the cap, a promised next step
    "CRM-202409001",  # B: every two weeks, while letters went back and forth
    "CRM-202501001",  # B: a field that a spot check found missing
    "CRM-202504001",  # B: newsletter, with letters and messages since
    "CRM-202503002",  # D: recovery, a promised next step
    "CRM-202512003",  # C: onboarding
)


class Due(NamedTuple):
    """`rule` is the file and line as `crmkit due` writes it; `channels` are sorted."""

    id: str
    due: str
    rule: str
    channels: tuple[str, ...]


def promises(record: Record) -> list[Due]:
    """Next steps that no later contact has answered; a contact answers the earliest only."""
    said = SOP["cadence"]["promises"]
    made = [
        (date.fromisoformat(parts[0]), one, KINDS.get(parts[1].lower(), "") if len(parts) > 1 else "")
        for one in record.entries
        if (parts := one.fields.get("next", "").split())
    ]
    made.sort(key=lambda pair: (pair[0], pair[1].day, pair[1].line))
    agreed = {one.line: kind for _, one, kind in made}
    for touch in record.touches:
        for due, one, kind in made:
            later = (touch.day, touch.line) > (one.day, one.line)
            anew = agreed.get(touch.line)
            same_day = touch.day == one.day and due != one.day
            in_time = touch.day >= shift(due, said["lead"], -1)
            if later and not same_day and in_time and answers(touch, kind, anew):
                made.remove((due, one, kind))
                break
    return [
        Due(
            record.id,
            str(record.put_off(f"promise-{due}", date.min, due)),
            f"records/{record.id}.md:{one.lines['next']}",
            (kind,) if kind else (),
        )
        for due, one, kind in made
        if not record.skipped(f"promise-{due}")
    ]


def weight(kind: str) -> int:
    """Visits and video weigh most, then calls; what is written weighs nothing."""
    return next(
        (3 - n for n, one in enumerate(SOP["cadence"]["promises"]["weights"]) if kind in one["channels"]), 0
    )


def answers(touch: Entry, promised: str, anew: str | None) -> bool:
    """A promised talk wants one as weighty, or a new day for it; what goes to everybody is no answer."""
    never = SOP["cadence"]["promises"]["not_by"]
    if touch.fields.get("automatic") in YES:
        return False
    if anew is not None and weight(anew) >= weight(promised):
        return True
    if touch.kind in never["channels"]:
        return touch.kind == promised
    if not weight(touch.kind) and touch.fields.get("purpose") in never["purposes"]:
        return False
    return weight(touch.kind) >= weight(promised)


def gaps(record: Record) -> list[Due]:
    """What a spot check found missing and nobody filled; one that says fine ends those before it."""
    rules, first = SOP["kpis"]["quality"], dict[str, Entry]()
    for one in record.entries:
        if one.kind != rules["spot_check"]["kind"]:
            continue
        named = [PROFILE[word] for word in re.split(r"[、,，]\s*", one.fields.get("missing", "")) if word]
        assert named or one.fields.get("result") == rules["spot_check"]["fine"], "one that names nothing"
        if not named:
            first.clear()
        for field in filter(record.lacks, named):
            first.setdefault(field, one)
    # A day alone lasts until its midnight, from which 24 hours are a day: the same date as for an hour of it.
    line = 1 + front(ROOT / "sop" / "kpis.md")[1].split("\n").index(f"  fill_within: {rules['fill_within']}")
    found = []
    for day in sorted({one.day for one in first.values()}):
        key = f"fill-{day}"
        due = record.put_off(key, date.min, shift(day, rules["fill_within"]))
        found += [] if record.skipped(key) else [Due(record.id, str(due), f"sop/kpis.md:{line}", ())]
    return found


def line_of(key: str, file: str = "cadence.md") -> str:
    """Where the cadence writes a track, or a playbook a step, down."""
    lines = front(ROOT / "sop" / file)[1].split("\n")
    return f"sop/{file}:{lines.index(f'  - key: {key}') + 1}"


def steps(record: Record) -> list[Due]:
    """Steps after a beginning without a contact of ours of their own; 60 days late they are given up."""
    undone = []
    for step in SOP["onboarding"]["steps"]:
        due = step["due"]
        began = record.began(due["after"])
        if began and "within" in due:
            undone.append((shift(began, due["within"]), began, step))
        elif began:
            day = shift(began, due["on"])
            lead = due["lead"]["value"] if isinstance(due["lead"], dict) else due["lead"]
            undone.append((working(day), shift(day, lead, -1), step))
    lapse = SOP["onboarding"]["lapses"]["value"]
    undone = sorted((one for one in undone if shift(one[0], lapse) >= record.day), key=lambda one: one[0])
    for touch in record.touches:
        if touch.fields.get("direction") == "in":
            continue
        for one in undone:
            if touch.kind in one[2]["done"]["channels"] and touch.day >= one[1]:
                undone.remove(one)
                break
    return [
        Due(
            record.id,
            str(record.put_off(step["key"], date.min, due)),
            line_of(step["key"], "playbooks/onboarding.md"),
            channels(step["done"]),
        )
        for due, _, step in undone
        if not record.skipped(step["key"])
    ]


def channels(rule: dict[str, Any]) -> tuple[str, ...]:
    """The channels of a track or a step, sorted: which is said first is a matter of taste of the contacts."""
    return tuple(sorted(rule["channels"]))


def tracks(record: Record) -> list[Due]:
    """The next day of every track of the tier or status."""
    status, tier = record.status(), record.tier()
    stage = {one["key"]: one["stage"] for one in SOP["status"]["statuses"]}[status]
    held = [
        track
        for track in SOP["cadence"]["tracks"]
        if track.get("tier", tier) == tier
        and (status in track["statuses"] if "statuses" in track else stage in SOP["cadence"]["stages"])
    ]
    # "Shortened to weekly" does not say which track: taken is the one by hand that comes most often.
    by_hand = sorted(
        (track for track in held if "automatic" not in track),
        key=lambda track: shift(date.min, track["every"]),
    )
    hurry = record.profile.get("urgency") == "high" or record.profile.get("stage") == "cooling"
    found = []
    for track in held:
        shorter = hurry and track is by_hand[0] and shift(date.min, track["every"]) > date.min + 7 * DAY
        due = next_day(record, track, "1 week" if shorter else track["every"])
        found.append(Due(record.id, str(capped(record, tier, due)), line_of(track["key"]), channels(track)))
    return found


def next_day(record: Record, track: dict[str, Any], every: str) -> date:
    """So long after the last contact that fits; twice a week is three days apart and no third time a week."""
    since = date.min
    if "lasts" in track:
        since = record.day
        while record.at_risk(since - DAY):
            since -= DAY
        assert record.day <= shift(since, track["lasts"]), "a decision is due: none of the ten"
    fitting = [
        one.day
        for one in record.touches
        if (one.kind in track["channels"] or outweighs(one.kind, track))
        and not ("by_hand" in track and one.fields.get("automatic") in YES)
        and one.day >= since
        and ("needs_purpose" not in track or one.fields.get("purpose") == track["purpose"])
    ]
    entered = record.began("first_cooperation") or date.fromisoformat(record.profile["recorded"]["date"])
    past = fitting[-1:] + [day for day in record.skipped(track["key"]) if day >= since]
    last = max(past) if past else (since if "lasts" in track else entered)
    if "times" in track:
        due = last + 7 // int(track["times"]) * DAY
        monday = due - due.weekday() * DAY
        if sum(monday <= day < monday + 7 * DAY for day in fitting) >= int(track["times"]):
            due = monday + 7 * DAY
    else:
        changed = [one.day for one in record.entries if one.kind in ("tier", "status")]
        due = max([shift(last, every), *changed])
    return record.put_off(track["key"], last, working(due))


def outweighs(kind: str, track: dict[str, Any]) -> bool:
    """A talk that is more than any that the track asks for; what goes to everybody asks for none."""
    everybody = SOP["cadence"]["promises"]["not_by"]["channels"]
    if "automatic" in track or set(track["channels"]) <= set(everybody):
        return False
    return weight(kind) > max(weight(one) for one in track["channels"])


def capped(record: Record, tier: str, day: date) -> date:
    """The first day on which the cap leaves room; its month is taken as the month up to that day."""
    cap = next((one for one in SOP["cadence"]["caps"] if one["tier"] == tier), None)
    agreed = record.profile.get(SOP["cadence"]["exceed"]["needs"])
    if cap is None or (agreed and agreed["agreed"] <= str(record.day) <= agreed.get("until", "9999")):
        return day
    ours = [
        one.day
        for one in record.touches
        if one.fields.get("direction") != "in" and one.fields.get("purpose") != "answer"
    ]
    while sum(shift(day, cap["per"], -1) < one <= day for one in ours) >= int(cap["at_most"]):
        day = working(day + DAY)
    return day


def overdue(day: date, ids: tuple[str, ...] = TEN) -> list[Due]:
    """What should have been done before a day, the earliest first."""
    found = []
    for record in (Record(id, day) for id in ids):
        assert not record.yes("do_not_contact"), "none of the ten"
        found += promises(record) + gaps(record) + steps(record) + tracks(record)
    return sorted(one for one in found if one.due < str(day))


if __name__ == "__main__":
    for one in overdue(date.fromisoformat(sys.argv[1] if len(sys.argv) > 1 else "2025-12-31")):
        print(one.id, one.due, one.rule, "/".join(one.channels))
