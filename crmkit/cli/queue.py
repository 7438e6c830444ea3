"""Print the rows of what is due in buckets: a table where there is room, else two lines a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache

import click

from crmkit.calendar.deadline import Deadline
from crmkit.cli.lateness import deadline, told_from
from crmkit.cli.layout import fit, width, wrapped
from crmkit.cli.present import one_line, print_lines
from crmkit.cli.rim import Rim
from crmkit.language import Word
from crmkit.table import Row, Table, said

_TONES = {"overdue": "red", "today": "yellow", "tomorrow": "yellow"}
_BESIDE = ("tier", "name", "id", "due", "when", "about", "channel", "owner", "last_touch", "rule")
_NARROWEST = 20
_DAY, _MINUTE, _HOUR = timedelta(days=1), timedelta(minutes=1), 60
_UNKNOWN, _BETWEEN = "—", " · "


def print_queue(rim: Rim, table: Table) -> None:
    """Under each bucket its rows, said for people; `table` has the columns of `crmkit due`."""
    buckets: dict[Word, list[dict[str, str]]] = {}
    text = cache(lambda cell: one_line(str(said(cell, rim.lang) or _UNKNOWN)))  # long lists repeat few words
    when = cache(lambda *row: late(rim, told_from(*row, as_of=rim.as_of)) if row[0] else _UNKNOWN)
    for cells in table.rows:
        row = {key: text(cells[key]) for key in _BESIDE if key != "when"}
        row["when"] = when(cells["due"], cells["due_at"], cells["grace"], cells["limit"])
        buckets.setdefault(cells["bucket"], []).append(_spoken(rim, cells, row))
    widths = {
        key: max(map(width, {row[key] for found in buckets.values() for row in found}), default=0)
        for key in _BESIDE
    }
    room = rim.room
    beside = room is None or sum(2 + columns for columns in widths.values()) <= room
    lines: list[str] = []
    for bucket, found in buckets.items():
        lines += ["", _heading(rim, bucket, len(found))]
        for row in found:
            lines += _line(row, widths) if beside else _two_lines(row, room or 0)
    print_lines(lines[1:], color=rim.colored)


def late(rim: Rim, due: Deadline) -> str:
    """How far a deadline is from the run, in words; within a day of now, one by the minute by the clock."""
    left = due.left(rim.moment) if due.at and rim.day is None else _DAY
    if abs(left) < _DAY:
        return _by_the_clock(rim, left // _MINUTE)
    days = (rim.as_of - due.day).days
    if days > 0:
        return rim.many("{count} day late", "{count} days late", days)
    return rim.many("in {count} day", "in {count} days", -days) if days else rim._("today")


def _by_the_clock(rim: Rim, minutes: int) -> str:
    """So many minutes left, in words, or late where they are below zero; whole hours from one hour on."""
    hours = abs(minutes) // _HOUR
    if minutes < 0:
        if hours:
            return rim.many("{count} hour late", "{count} hours late", hours)
        return rim.many("{count} minute late", "{count} minutes late", -minutes)
    if hours:
        return rim.many("in {count} hour", "in {count} hours", hours)
    return rim.many("in {count} minute", "in {count} minutes", minutes)


def _spoken(rim: Rim, cells: Row, row: dict[str, str]) -> dict[str, str]:
    """The row with the days that mean more than themselves said in words, and the minute with its day."""
    if cells["due_at"]:
        row["due"] = deadline(cells["due"], cells["due_at"]).written
    if cells["limit"]:
        row["due"] = rim._("{day}, at the latest {limit}").format(day=row["due"], limit=cells["limit"])
    if cells["last_touch"]:
        row["last_touch"] = rim._("last {day}").format(day=row["last_touch"])
    return row


def _line(row: dict[str, str], widths: dict[str, int]) -> Sequence[str]:
    cells = (fit(row[key], widths[key], right=key == "when") for key in _BESIDE)
    return ["  " + "  ".join(cells).rstrip()]


def _two_lines(row: dict[str, str], room: int) -> Sequence[str]:
    """Who, then what and by when; neither is wider than the terminal."""
    who = (row["name"], row["id"], row["tier"], row["owner"])
    what = (row["when"], row["due"], row["about"], row["channel"], row["rule"], row["last_touch"])
    columns = max(room - 4, _NARROWEST)
    return [
        *(f"  {line}" for line in _packed(who, columns)),
        *(f"    {line}" for line in _packed([each for each in what if each != _UNKNOWN], columns)),
    ]


def _packed(parts: Sequence[str], columns: int) -> list[str]:
    """The parts side by side with a dot between them, as many a line as there is room for."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and width(longer) <= columns:
            lines[-1] = longer
        else:
            lines += wrapped(part, columns)
    return lines


def _heading(rim: Rim, bucket: Word, count: int) -> str:
    heading = f"{bucket.said(rim.lang).capitalize()} {count}"
    return click.style(heading, bold=True, fg=_TONES.get(bucket.key)) if rim.colored else heading
