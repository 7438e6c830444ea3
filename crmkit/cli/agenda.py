"""Find the due item that a person names, and write that it waits or is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crmkit.cli.answers.others import view_of
from crmkit.cli.days import day_in, moment
from crmkit.cli.entry import append
from crmkit.cli.fields import blank
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim
from crmkit.followups import DueItem, due_for


def item(rim: Rim, customer: str, word: str | None) -> tuple[str, DueItem]:
    """The path of the record and the one item named by key, words or day; without a word, the only one."""
    loaded = one(rim, customer)
    found = loaded.customer
    view = view_of(rim, loaded)
    standing = view.standings.get(found.id) if found else None
    planned = due_for(standing, view) if standing else ()
    fitting = [each for each in planned if word is None or _named(each, word)] or _on(
        planned, word, rim.as_of
    )
    if not planned:
        raise rim.fail("nothing is planned")
    if len(fitting) != 1:
        listed = "\n".join(f"  {each.key}  {each.said}  {each.about.said(rim.lang)}" for each in planned)
        raise rim.fail("name one item of these:\n{listed}", listed=listed)
    return loaded.document.path, fitting[0]


def _named(each: DueItem, word: str) -> bool:
    return word in (each.key, each.about.zh, each.about.en, each.said)


def _on(planned: Sequence[DueItem], word: str | None, today: date) -> list[DueItem]:
    """The items that are due on the day that a word says, 明天 or 3月12日."""
    day = day_in(word, today, past=False) if word else None
    return [each for each in planned if each.day == day]


def write(
    rim: Rim,
    path: str,
    kind: str,
    due: DueItem,
    said: Sequence[tuple[str, str]],
    reason: str,
    by: str | None,
    *,
    dry_run: bool,
) -> int:
    """The entry of the kind about the item; without that kind, or without a reason, nobody can say it."""
    if blank(reason):
        raise rim.fail("say with --reason why")
    known = rim.policy.vocabulary.kinds.get(kind)
    if known is None:
        raise rim.fail("sop/vocabulary.md has no kind '{kind}'", kind=kind)
    heading = (moment(rim, None), known, due.about)
    fields = [("by", (rim.person(by) if by else rim.author).id), ("item", due.key), *said, ("reason", reason)]
    return append(rim, path, heading, fields, "", dry_run=dry_run)
