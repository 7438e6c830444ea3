"""Say in words how long a limit still takes, how late it is, or since when its clock stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from crmkit.calendar.deadline import Stopped
from crmkit.language import Label
from crmkit.view.limit import Limit, State

_HOUR, _DAY, _MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def length(time: timedelta) -> Label:
    """Days and hours, or hours and minutes, whichever two matter; the end of a day is its last minute's."""
    days, rest = divmod(round(abs(time) / _MINUTE) * _MINUTE, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = [(days, "天", "d"), (hours, "小时", "h"), (0 if days else minutes, "分钟", "min")]
    said = [part for part in parts if part[0]] or [(0, "分钟", "min")]
    return Label(" ".join(f"{n} {zh}" for n, zh, _ in said), " ".join(f"{n} {en}" for n, _, en in said))


def left(limit: Limit, moment: datetime) -> Label:
    """A sentence on one limit at a moment."""
    if isinstance(limit.due, Stopped):
        since = f"{limit.due.since:%m-%d %H:%M}"
        return Label(f"暂停中（自 {since}）", f"paused since {since}")
    state = limit.state(moment)
    if state is State.MET:
        return Label("按时", "in time")
    over = limit.due.left(limit.met or moment)
    said = length(over)
    if state is State.BREACHED:
        return Label(f"超时 {said.zh}", f"{said.en} late")
    return Label(f"还剩 {said.zh}", f"{said.en} left")
