"""Mend what spreadsheets do to a cell where nothing is lost, and refuse it where something is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import Scalar, read
from crmkit.imports import BLANKS
from crmkit.imports.plan.amount import LONGEST, notation, plain
from crmkit.imports.plan.day import DayAndTime, Way, told
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import Field
from crmkit.schema.read import Reading, judged
from crmkit.schema.types.date import TYPE as DATE
from crmkit.schema.types.phone import TYPE as PHONE
from crmkit.schema.types.text import TYPE as TEXT
from crmkit.schema.types.time import TYPE as TIME
from crmkit.schema.types.url import TYPE as URL
from crmkit.schema.values import SEALED

LOST = Code("CRM720", "cell-damaged")
MENDED = Code("CRM721", "cell-mended", Severity.NOTICE)
TIME_LEFT_OUT = Code("CRM722", "time-of-day-left-out", Severity.NOTICE)
DAY_OR_MONTH = Code("CRM723", "day-or-month-first")
SERIAL = Code("CRM724", "date-is-a-serial")
NOTATION = Code("CRM725", "amount-in-spreadsheet-notation")

NOWHERE = Source("")
_NO_DOCUMENT, _ = read("", b"")
IDENTITY = ("id", "name")
"""What tells the items of a list apart, as editing has it."""
_COMPARED = (*IDENTITY, "external")
# What is compared letter by letter: blanks around it would make two things of one.

_WRAPPED = re.compile(r'="([^"]*)"')
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)", re.IGNORECASE)
_HASHES = re.compile(r"#{4,}")
_SCIENTIFIC = re.compile(r"([+-]?)([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,3})")
_MOBILE = re.compile(r"\+?(?:86)?1[3-9][0-9]{9}")
_POINT_ZERO = re.compile(r"(\+?[0-9]{3,})\.0+")
_APOSTROPHE = re.compile(r"['’‘`´＇](\+?[0-9][0-9 .()\-/]*)")
_MASKED = re.compile(r"[0-9][0-9 -]*(?:[*＊•●×?？]+|[xX]{3,})[0-9 *＊•●×xX-]*|[*＊•●×]{3,}[0-9]*")


class ReadCell(NamedTuple):
    """A value as it goes into a record. `told` are doubts and what was mended, `wrong` forbids the row.

    `time` is the time of day that stood beside a day.
    """

    text: str
    told: tuple[Diagnostic, ...] = ()
    wrong: Diagnostic | None = None
    time: str = ""


class Ways(NamedTuple):
    """How the days of a column are written, and the book's time zone for moments that say their offset."""

    days: tuple[Way, ...] = ()
    zone: datetime.tzinfo | None = None


def cell(text: str, field: Field, context: Context, ways: Ways, *, whole: bool = True) -> ReadCell:
    """What a cell says for a field; `whole` where one column alone says it, so that its damage can be seen.

    Free text is kept as it is, blanks around it too; nothing but blanks says nothing.
    """
    bare = text.strip(BLANKS)
    if not bare:
        return ReadCell("")
    if field.hidden and bare.startswith(SEALED):
        return ReadCell(bare)
    free = field.type == TEXT.name and field.key not in _COMPARED
    said, why = (text if free else bare), ""
    if whole and len(bare) <= LONGEST:
        said, why, lost = _undamaged(said, bare, field)
        if lost:
            return ReadCell(said, wrong=LOST.at(NOWHERE, text=bare, field=field.key, why=lost))
    if field.text_type is DATE and len(said) <= LONGEST:
        return _day(said, field, context, ways, why)
    if (
        field.text_type is TIME
        and len(said) <= LONGEST
        and (day := told(f"2000-01-01 {said}", ())) is not None
        and not day.why
    ):
        said = day.time or "00:00"
    made = _read(said, field, context)
    return _with(made, MENDED.at(NOWHERE, text=bare, said=made.text, why=why)) if why and made.text else made


def _undamaged(said: str, bare: str, field: Field) -> tuple[str, str, str]:
    """The text without what a spreadsheet put around it, what that was, and what is lost if something is."""
    if wrapped := _WRAPPED.fullmatch(bare):
        return wrapped[1], "formula", ""
    if _ERROR.fullmatch(bare):
        return said, "", "error"
    if _HASHES.fullmatch(bare):
        return said, "", "hashes"
    if field.text_type is PHONE:
        return _phone(bare)
    identity = field.type == TEXT.name and field.key != "name"
    if found := _SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", bare)) if identity else None:
        digits = _digits(found)
        return (digits, "scientific", "") if digits else (said, "", "scientific")
    if found := _APOSTROPHE.fullmatch(bare):
        return found[1].strip(), "apostrophe", ""
    return said, "", ""


def _digits(found: re.Match[str]) -> str:
    """All digits of a number in scientific notation, empty when it may have had more."""
    sign, first, rest, power = found.groups()
    whole = len(rest or "") == int(power)
    return f"{'-' if sign == '-' else ''}{first}{rest or ''}" if whole and rest else ""


def _zero(digits: str, why: str) -> str:
    """A number of a spreadsheet has no zero in front; only a mobile number surely had none."""
    return why if _MOBILE.fullmatch(digits) else "zero"


def _phone(bare: str) -> tuple[str, str, str]:
    """A phone number as it was before a spreadsheet took it for a number."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", bare) if unicodedata.category(c) != "Cf").strip()
    why = "width" if plain != bare else ""
    if found := _APOSTROPHE.fullmatch(plain):
        plain, why = found[1].strip(), "apostrophe"
    if found := _SCIENTIFIC.fullmatch(plain):
        digits = _digits(found)
        return (digits, _zero(digits, "scientific"), "") if digits else (bare, "", "scientific")
    if found := _POINT_ZERO.fullmatch(plain):
        return found[1], _zero(found[1], "point"), ""
    return (bare, "", "masked") if _MASKED.fullmatch(plain) else (plain, why, "")


def _day(said: str, field: Field, context: Context, ways: Ways, why: str) -> ReadCell:
    """A date as records write it; the time beside it is handed on."""
    day = told(said, ways.days, ways.zone)
    if day is None:
        return _read(said, field, context)
    if day.why:
        return ReadCell(said, wrong=_doubtful(day, said, field))
    made = _read(day.day, field, context)._replace(time=day.time)
    if day.day != said[: len(day.day)] or why:
        made = _with(made, MENDED.at(NOWHERE, text=said, said=day.day, why=why or "date"))
    return made


def _doubtful(day: DayAndTime, said: str, field: Field) -> Diagnostic:
    code = SERIAL if day.why == "serial" else DAY_OR_MONTH
    return code.at(NOWHERE, text=said, field=field.key, suggestion=day.day, other=day.other)


def _read(said: str, field: Field, context: Context) -> ReadCell:
    """The text, mended where the schema is sure what was meant; each item of a list for itself."""
    field = _open(field)
    kind = field.text_type
    data = kind.read(said, field, context)
    if isinstance(data, Problem) and kind.bounds:
        meant = plain(said)
        if meant and not isinstance(kind.read(meant, field, context), Problem):
            data = data._replace(suggestion=meant, safe=True)
        elif (found := notation(said))[0] and not data.safe:
            why, meant = found
            return ReadCell(
                said, wrong=NOTATION.at(NOWHERE, text=said, field=field.key, why=why, suggestion=meant)
            )
    if isinstance(data, Problem) and data.suggestion and (data.safe or kind is URL):
        made = kind.read(data.suggestion, field, context)
        if not isinstance(made, Problem):
            mend = MENDED.at(NOWHERE, text=said, said=data.suggestion, why="spelling")
            return _with(_judged(data.suggestion, made, field), mend)
    return _judged(said, data, field)


@lru_cache(maxsize=4096)
def _open(field: Field) -> Field:
    """The field without its cover: who imports a cell sees it in front of them."""
    return replace(field, privacy="internal") if field.hidden else field


def _judged(said: str, data: object, field: Field) -> ReadCell:
    reading = Reading(_NO_DOCUMENT, Context())
    judged(data, field, Scalar(said, 0, 0), reading)
    found = tuple(reading.findings)
    wrong = next((one for one in found if one.severity is Severity.ERROR), None)
    return ReadCell(said, found if wrong is None else (), wrong)


def _with(made: ReadCell, note: Diagnostic) -> ReadCell:
    return made if made.wrong is not None else made._replace(told=(*made.told, note))
