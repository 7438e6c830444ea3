"""Count for Today: tiles with what changed, the weeks behind, the load of the days ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from crmkit.followups import Bucket, DueItem, by_contact, see
from crmkit.followups.past import Week, total, weeks
from crmkit.pages import BookIndex, Context, number
from crmkit.reader import Reader
from crmkit.view import Standing

LOAD_DAYS, WEEKS = 14, 8
IDLE = "idle"


def weeks_of(standings: Iterable[Standing], index: BookIndex) -> list[Week]:
    """The weeks behind of some customers together, the oldest first; nothing of nobody."""
    return total([_weeks(standing, index) for standing in standings])


def _weeks(standing: Standing, index: BookIndex) -> list[Week]:
    return index.of(standing.facts.id, "weeks", lambda: weeks(see(standing, index.view), WEEKS))


def tiles(
    near: list[DueItem],
    idle: list[Standing],
    past: list[Week],
    index: BookIndex,
    words: Reader,
    *,
    owner: str,
) -> list[Context]:
    """What is late, due, unplanned, done and kept; what is behind us is counted from the log alone."""
    counts = Counter(map(index.state, near))
    late = {item.customer for item in near if index.state(item) is Bucket.OVERDUE}
    week = counts[Bucket.TODAY] + counts[Bucket.TOMORROW] + counts[Bucket.THIS_WEEK]
    idle_ones = "customers.html#" + urlencode({"next": IDLE} | ({"owner": owner} if owner else {}))
    customers = words.count("%(num)s customer", "%(num)s customers", len(late))
    today = words.tr("of these today: %(num)s", num=counts[Bucket.TODAY])
    contacts, promises = [week.contacts for week in past], [week.late for week in past]
    return [
        _tile(words.tr("Overdue"), counts[Bucket.OVERDUE], customers)
        | _trend("late", words.tr("Late promises"), promises, words),
        _tile(words.tr("This week"), week, today),
        _tile(words.tr("Nothing planned"), len(idle), words.tr("no next step is known"), idle_ones),
        _tile(words.tr("Contacts in 7 days"), contacts[-1] if contacts else 0)
        | _trend("contacts", words.tr("Contacts"), contacts, words),
        _kept(past, words),
    ]


def _tile(label: str, value: int, note: str = "", href: str = "") -> Context:
    said = number(Decimal(value))
    return {"label": label, "value": said, "note": note, "href": href, "change": "", "spark": None}


def _kept(past: list[Week], words: Reader) -> Context:
    """Promises kept in time; without one that fell due there is no share."""
    label, last = words.tr("Promises kept in time"), past[-1] if past else Week(date.min)
    shares = [round(week.kept * 100 / week.fell_due) if week.fell_due else None for week in past]
    before = shares[-2] if len(shares) > 1 else None
    note = words.tr("none fell due in the week before")
    if before is not None:
        note = words.tr("the week before: %(percent)s%%", percent=before)
    whole = f"{last.kept} / {last.fell_due}" if last.fell_due else "–"
    fell_due = any(share is not None for share in shares)
    spark = _spark("kept", label, shares, "%", words) if fell_due else None
    return _tile(label, 0, note) | {"value": whole, "spark": spark}


def _trend(key: str, label: str, values: list[int], words: Reader) -> Context:
    """The change against the week before, in words, with the values of all weeks."""
    if len(values) < 2:
        return {}
    by = values[-1] - values[-2]
    signed = f"+{by}" if by > 0 else f"−{-by}" if by else "±0"
    change = words.tr("%(what)s: %(change)s against the week before", what=label, change=signed)
    return {"change": change, "spark": _spark(key, label, values, "", words)}


def _spark(key: str, label: str, values: Sequence[int | None], unit: str, words: Reader) -> Context:
    """A bar a week; a week of which there is nothing to say has none, which is not 0."""
    said = words.tr(", ").join("–" if value is None else f"{value}{unit}" for value in values)
    most = max([value or 0 for value in values] + [1])
    return {
        "id": f"spark-{key}",
        "title": words.tr("%(what)s in the last %(num)s weeks", what=label, num=len(values)),
        "summary": said,
        "heights": [round((value or 0) * 100 / most) for value in values],
    }


def load(near: list[DueItem], words: Reader, *, as_of: date) -> Context:
    """The contacts of each coming day; what is sent automatically is no work, a field to fill no contact."""
    work = [item for item in near if not item.automatic and by_contact(item)]
    counts = Counter(item.day for item in work)
    days = [as_of + timedelta(days=n) for n in range(min(LOAD_DAYS, (date.max - as_of).days + 1))]
    most = max([counts[day] for day in days], default=0)
    marks = [
        {"height": round(counts[day] * 100 / most) if most else 0, "name": str(day.day),
         "label": f"{day}: {counts[day]}"}
        for day in days
    ]  # fmt: skip
    whole = sum(counts[day] for day in days)
    return {
        "id": "load",
        "title": words.tr("Load of the next %(num)s days", num=LOAD_DAYS),
        "summary": words.count("%(num)s contact", "%(num)s contacts", whole),
        "marks": marks,
        "data": words.tr("Data"),
        "columns": [words.tr("Date"), words.tr("Contacts")],
        "rows": [[day.isoformat(), str(counts[day])] for day in days if counts[day]],
    }
