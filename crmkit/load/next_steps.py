"""Read what an entry promises next, `DATE[ TIME] [KIND] GOAL`, once or several times, swallowing nothing."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from crmkit.calendar.clock import clock
from crmkit.calendar.spoken import NoDay, SpokenDay, begins
from crmkit.policy.files.vocabulary import Kind, Vocabulary

NOTHING = frozenset(("无", "暂无", "没有", "—", "－", "-", "/", "none", "n/a", "nil"))
"""How a form says that nothing was promised."""

ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_GAP = re.compile(r"[ \t\u3000\u00a0,，、:：]*")
_AT = re.compile(r"T(?=[0-9])|at[ ]+(?=[0-9])")
_BY = re.compile(r"[之以]?前")
_GOAL_GAP = re.compile(r"[ \t\u3000\u00a0,，、:：/+]*(?:[-—–]+[ \t\u3000\u00a0]+)?")
_TOKEN = re.compile(r"[^\s\u3000:：,，;；]+")
_CUT = re.compile(r"[;；,，、。 \t\u3000\u00a0]+")
# Without one of these, no second step begins in a text.
_MAY_CUT = re.compile(r"[;；]|[，,、。 \t\u3000\u00a0]\d{4}")
_FULL_DATE = re.compile(r"\d{4} ?[-/.年－／．] ?\d{1,2} ?[-/.月－／．] ?\d{1,2}")
_RELATIVE = "前后内起止之以"
"""What makes a date within a goal of a day: 12 日前回复."""
_RANGE = re.compile(r"[ \t\u3000]*(?:-|–|—|~|～|至|到)[ \t\u3000]*")
_OTHER_NOUN = "机号费群公码卡"
"""What makes another noun of a channel's word: 电话费 is no call."""
_LONGEST = 64  # no day in words is longer
_WEEKDAYS = tuple("(（周星礼週禮mtwfsMTWFS")
_MOST_CUTS = 64  # a line with more than these is no list of promises, whatever it is


class Spelled(NamedTuple):
    """One next step within a text, by offsets.

    `day` is the date it names, or why it names none; `dated` says that it stands there as the format wants
    it, in `start:day_end`, and `sure` that no other day can be meant. `doubt` is where another date stands
    that is read as part of the goal, -1 for nowhere.
    """

    start: int
    end: int
    day: date | NoDay
    day_end: int
    dated: bool
    sure: bool
    kind: str
    goal: str
    doubt: int = -1


def spelled(text: str, vocabulary: Vocabulary, seen_from: date) -> tuple[Spelled, ...]:
    """The next steps that a text names, days without a date of their own seen from another day.

    Nothing for a text that says there is none.
    """
    if text.strip().lower() in NOTHING:
        return ()
    cuts, doubts = _cuts(text, vocabulary, seen_from)
    ends = [*(before for before, _ in cuts[1:]), len(text)]
    return tuple(
        _one(text, start, end, next((d for d in doubts if start < d < end), -1), vocabulary, seen_from)
        for (_, start), end in zip(cuts, ends, strict=True)
    )


def as_dated(text: str, said: Spelled) -> str:
    """One next step of a text as files say it: date, time where it is sure, and the rest unchanged."""
    if said.dated:
        return text[said.start : said.end]
    position = _end(_GAP, text, said.day_end)
    time = clock(text, _end(_AT, text, position))
    sure = time is not None and time.start
    rest = text[_end(_GAP, text, time.end) if time and sure else position : said.end]
    return " ".join(part for part in (str(said.day), time.written if time and sure else "", rest) if part)


def _cuts(text: str, vocabulary: Vocabulary, seen_from: date) -> tuple[list[tuple[int, int]], list[int]]:
    """Where each step begins, with the end of what stands before it, and dates that begin none."""
    first = _end(_CUT, text, 0)
    cuts, doubts = [(0, first)], list[int]()
    if not _MAY_CUT.search(text, first):
        return cuts, doubts
    for count, gap in enumerate(_CUT.finditer(text, first)):
        at = gap.end()
        parted = ";" in gap[0] or "；" in gap[0]
        full = _FULL_DATE.match(text, at)
        if at == len(text) or not (parted or full):
            continue
        said = begins(text[at : at + _LONGEST], seen_from, past=False) if count < _MOST_CUTS else None
        if said is not None and _begins_step(text, at, at + said.end, said, parted, vocabulary):
            cuts.append((gap.start(), at))
        elif full and (said is None or isinstance(said.day, date)):
            doubts.append(at)
    return cuts, doubts


def _begins_step(text: str, at: int, end: int, said: SpokenDay, parted: bool, vocabulary: Vocabulary) -> bool:
    """Whether the day is followed by a channel; behind a semicolon a full date alone will do."""
    if text[:at].rstrip()[-1:] in ("至", "到", "~", "-", "–", "—"):
        return False
    if _channel(text, _behind_time(text, end), vocabulary)[0] is not None:
        return True
    behind = _end(_GAP, text, end)
    return parted and said.exact and (end == len(text) or (behind > end and text[behind] not in _RELATIVE))


def _one(text: str, start: int, end: int, doubt: int, vocabulary: Vocabulary, seen_from: date) -> Spelled:
    part = text[:end]
    said = _plain_day(part, start) or begins(part[start : start + _LONGEST], seen_from, past=False)
    if said is None:
        return Spelled(start, end, NoDay.UNREAD, start, False, False, "", part[start:].strip())
    day_end = start + said.end
    iso = ISO.match(part, start)
    dated = iso is not None and isinstance(said.day, date) and iso[0] == said.day.isoformat()
    until = _until(part, day_end)
    behind = _behind_time(part, _end(_BY, part, until or day_end))
    channel, begin = _channel(part, behind, vocabulary)
    goal = part[day_end:until] + " " + part[_end(_GOAL_GAP, part, begin if channel else behind) :]
    clean = channel is not None or behind > day_end or day_end == end
    sure = clean and (said.exact or _plain_from(said.day, part[start:day_end], seen_from))
    kind, doubt = channel.key if channel else "", day_end if until else doubt
    return Spelled(start, end, said.day, day_end, dated, sure, kind, goal.strip(" \t\u3000;；,，"), doubt)


def _plain_day(text: str, start: int) -> SpokenDay | None:
    """The date as nearly everybody writes it, without a look at all other ways."""
    iso = ISO.match(text, start)
    if (
        iso is None
        or text[iso.end() : iso.end() + 1] not in ("", " ")
        or text[iso.end() + 1 :][:1] in _WEEKDAYS
    ):
        return None
    try:
        return SpokenDay(date.fromisoformat(iso[0]), len(iso[0]), exact=True)
    except ValueError:
        return None


def _until(text: str, position: int) -> int:
    """The end of a second date behind a hyphen, 0 for none."""
    to = _RANGE.match(text, position)
    if to is None or not _FULL_DATE.match(text, to.end()):
        return 0
    said = begins(text[to.end() : to.end() + _LONGEST], date.min, past=False)
    return to.end() + said.end if said else 0


def _plain_from(day: date | NoDay, word: str, seen_from: date) -> bool:
    """Whether a day without its own date can be no other: of the same year, and no weekday of its own."""
    return isinstance(day, date) and day.year == seen_from.year and (day != seen_from or "今" in word)


def _behind_time(text: str, position: int) -> int:
    """Behind the gap, the time and the gap that follow a day."""
    position = _end(_GAP, text, position)
    time = clock(text, _end(_AT, text, position))
    return position if time is None else _end(_GAP, text, time.end)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _channel(text: str, position: int, vocabulary: Vocabulary) -> tuple[Kind | None, int]:
    """The kind whose word stands there, and its end: alone, before a colon, or glued to what follows."""
    token = _TOKEN.match(text, position)
    if token is None:
        return None, position
    known = vocabulary.kind(token[0])
    if known is not None:
        return known, token.end()
    for word, key in _glued(vocabulary):
        behind = token[0][len(word) :]
        if token[0].startswith(word) and behind[:1] not in _OTHER_NOUN:
            return vocabulary.kinds[key], position + len(word)
    return None, position


@lru_cache(maxsize=8)
def _words(kinds: tuple[Kind, ...]) -> tuple[tuple[str, str], ...]:
    spoken = [
        (word, kind.key) for kind in kinds if kind.cls.contact for word in (kind.label.zh, *kind.aliases)
    ]
    return tuple(
        sorted(((w, k) for w, k in spoken if len(w) > 1 and not w.isascii()), key=lambda p: -len(p[0]))
    )


def _glued(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Words for contacts that need no blank behind them, the longest first, each with its key."""
    return _words(tuple(vocabulary.kinds.values()))


def dated_within(text: str, seen_from: date) -> str:
    """The text with the first full date that stands within it brought to its beginning, empty without one."""
    for found in _FULL_DATE.finditer(text):
        said = begins(text[found.start() : found.start() + _LONGEST], seen_from, past=False)
        if said is not None and isinstance(said.day, date):
            before, behind = text[: found.start()].strip(), text[found.start() + said.end :].strip()
            return " ".join(part for part in (said.day.isoformat(), before, behind) if part)
        break
    return ""
