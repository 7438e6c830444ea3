"""List what is due: for whom, by when, how, about what, by which rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from crmkit.calendar.working import Calendar
from crmkit.cli.command import Use, command
from crmkit.cli.kept import rows_in, rows_out
from crmkit.cli.lateness import EVERY, Reminder, reminder, standing_at
from crmkit.cli.present import print_lines, print_table_json
from crmkit.cli.queue import print_queue
from crmkit.cli.resumed import resumed
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import say_if_none
from crmkit.cli.whose import whose, whose_options
from crmkit.language import Label
from crmkit.table import Column, Row, Table

COLUMNS = (
    Column("id", Label("编号", "Number")),
    Column("name", Label("名称", "Name")),
    Column("tier", Label("等级", "Tier")),
    Column("owner", Label("客户经理", "Owner")),
    Column("due", Label("到期", "Due")),
    Column("bucket", Label("时限", "When")),
    Column("channel", Label("渠道", "Channel")),
    Column("about", Label("事项", "About")),
    Column("rule", Label("依据", "Rule")),
    Column("last_touch", Label("最近互动", "Last touch")),
    Column("former_owner", Label("原客户经理", "Former owner")),
    Column("due_at", Label("到期时刻", "Due at")),
)
LIMIT = Column("limit", Label("最迟", "At the latest"))
FULL = (
    *COLUMNS,
    LIMIT,
    Column("item", Label("事项键", "Item")),
    Column("reset_by", Label("起算", "Counted from")),
    Column("fulfilled_by", Label("完成方式", "Fulfilled by")),
    Column("fulfilled_from", Label("最早完成日", "Fulfilled from")),
    Column("purpose", Label("目的", "Purpose")),
)

LATER = "later"


@command(Use.READS)
@click.argument("customer", required=False)
@whose_options
@click.option(
    "--days", type=click.IntRange(min=0, max=3660), metavar="N", help="So many days ahead; else this week."
)
@click.option("--json", "as_json", is_flag=True, help="Rows as JSON.")
@pass_rim
def COMMAND(
    rim: Rim, customer: str | None, owner: str | None, team: str | None, role: str | None,
    days: int | None, as_json: bool,
) -> int:  # fmt: skip
    """List what is due: for whom, by when, how, about what, by which rule.

    crmkit due
    crmkit due --owner 张伟 --days 14
    crmkit due --team 李娜
    crmkit due --role 客服专员
    crmkit due 海沃
    crmkit --as-of 2025-06-30 due --json

    What is late comes first; of that, what somebody waits for by the minute, then tier by tier.

    With a CUSTOMER everything ahead, with what reset each item and what would fulfil it.
    """
    names = whose(rim, owner, team, role)
    if customer is not None:
        return _of_one(rim, customer, as_json=as_json)
    (week_ends, *ahead), *kept = rim.answer("due", lambda: _kept(rim))
    rows = [
        row
        for row in standing_at(rows_in(kept), date.fromisoformat(week_ends), rim.moment, _told(ahead))
        if (names is None or _whose(row, names)) and _near(rim, row, days)
    ]
    rows.sort(key=_urgency)
    if as_json:
        print_table_json(Table(COLUMNS, tuple(rows)), as_of=rim.as_of, lang=rim.lang)
    else:
        table = Table((*COLUMNS, LIMIT), tuple(rows))
        print_queue(rim, table)
        say_if_none(rim, table)
    return rim.whole()


def _kept(rim: Rim) -> list[Any]:
    """The last days of the week and of reminders, then the rows: deadlines of the day, without minutes."""
    from crmkit.cli.answers.due import of_customer, rows

    found = resumed(rim, {"due": of_customer}, findings=False)
    rim.missed = found.missed
    week_ends, remind = rim.policy.get(Calendar).week(rim.as_of)[1], _reminder(rim)
    ahead = [remind.until.isoformat(), *remind.label] if remind else []
    return [[week_ends.isoformat(), *ahead], *rows_out(rows(found.found("due").values()))]


def _whose(row: Row, names: frozenset[str]) -> bool:
    """Whether one of these does the work, or did until they left."""
    return bool(row["owner"] and row["owner"].key in names) or row["former_owner"] in names


def _urgency(row: Row) -> tuple[int, bool, int]:
    """What breaks first: by bucket, what somebody waits for by the minute, by tier; then as it was."""
    return list(EVERY).index(row["bucket"].key), row["due_at"] is None, row["turn"]


def _near(rim: Rim, row: Row, days: int | None) -> bool:
    """Whether it is due soon enough to be listed; what has no day always is."""
    if row["due"] is None:
        return True
    if days is None:
        return bool(row["bucket"].key != LATER)
    ahead = min(days, (date.max - rim.as_of).days)
    return bool(row["due"] <= (rim.as_of + timedelta(days=ahead)).isoformat())


def _reminder(rim: Rim) -> Reminder | None:
    """How far ahead people are reminded, as the procedures say."""
    from crmkit.policy.files.cadence import Cadence

    return reminder(rim.policy.get(Cadence).remind, rim.policy.get(Calendar), as_of=rim.as_of)


def _told(ahead: list[str]) -> Reminder | None:
    """The same as it was kept."""
    return Reminder(date.fromisoformat(ahead[0]), Label(*ahead[1:])) if ahead else None


def _of_one(rim: Rim, word: str, *, as_json: bool) -> int:
    """Everything ahead of one customer: as rows for programs, in full for people."""
    from crmkit.cli.answers.due import in_full
    from crmkit.cli.answers.others import standing_in, view_of
    from crmkit.cli.lookup import one
    from crmkit.cli.plan import plan_of
    from crmkit.followups import due_for

    loaded = one(rim, word)
    view = view_of(rim, loaded)
    standing, known = standing_in(rim, loaded, view), loaded.customer
    items = due_for(standing, view)
    if as_json:
        week_ends = rim.policy.get(Calendar).week(rim.as_of)[1]
        found = standing_at((in_full(each, view) for each in items), week_ends, rim.moment, _reminder(rim))
        print_table_json(Table(FULL, tuple(found)), as_of=rim.as_of, lang=rim.lang)
    elif known is not None:
        print_lines(plan_of(rim, known, standing, view, items))
    return 0
