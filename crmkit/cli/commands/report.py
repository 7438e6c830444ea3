"""Make a report as of a day: on the terminal, as Markdown, CSV or JSON."""

from __future__ import annotations

import click

from crmkit.calendar.period import Period
from crmkit.calendar.read_period import NoPeriod, PeriodProblem, parse
from crmkit.cli.command import Use, command
from crmkit.cli.failure import Failure
from crmkit.cli.present import print_file
from crmkit.cli.rim import Rim, pass_rim
from crmkit.cli.shown import show_table
from crmkit.exports import About, exports
from crmkit.reports import Report, reports


@command(Use.READS)
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *sorted(exports())]),
    default="text",
    help="How the table is written.",
)
@click.option("--period", "said", metavar="PERIOD", help="Only what happened in a month, a quarter, a year…")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@pass_rim
def COMMAND(rim: Rim, name: str | None, form: str, said: str | None, as_json: bool) -> int:
    """Make a report as of a day: on the terminal, as Markdown, CSV or JSON.

    crmkit report
    crmkit report owners --format csv > owners.csv
    crmkit --as-of 2025-06-30 report sources
    crmkit report tier-moves --period 2025-Q3

    A PERIOD is 2025, 2025-H1, 2025-Q4, 2025-11, 26-25 (the month from the 26th to the 25th), 2025-12 26-25,
    2025-11-26..2025-12-25 or last month.
    """
    if name is None and said is None:
        for report in reports().values():
            click.echo(f"{report.name}: {report.question.said(rim.lang)}")
        return 0
    if name is None:
        raise rim.fail("name the report whose period it is: {known}", known=", ".join(_periodic()))
    chosen = reports().get(name)
    if chosen is None:
        raise rim.fail(
            "no report is called '{name}': there are {known}", name=name, known=", ".join(reports())
        )
    period = _period(rim, chosen, said) if said is not None else None
    if chosen.judged is not None:
        from crmkit.cli.evidence import evidence, tell_of_unknown

        view, told = rim.sweep().view, evidence(rim)
        table = chosen.judged(view, told)
        tell_of_unknown(rim, view, told)
    else:
        table = chosen.table(rim.sweep().view, period)
    if form == "text" and not as_json:
        show_table(rim, table)
        return rim.whole()
    day = min(rim.as_of, period.end) if period else rim.as_of
    about = About(chosen.title(period).said(rim.lang), day, rim.lang, period)
    print_file(exports()["json" if as_json else form].write(table, about))
    return rim.whole()


def _period(rim: Rim, report: Report, said: str) -> Period:
    """The period that is meant, which the report takes and which has begun."""
    if report.during is None:
        known = ", ".join(_periodic())
        raise rim.fail("the report '{name}' takes no period: {known} do", name=report.name, known=known)
    period = parse(said, rim.as_of)
    if isinstance(period, PeriodProblem):
        raise Failure("--period: " + _why(rim, said, period))
    if period.start >= rim.as_of:
        ahead = rim._("{period} has not begun on {day}").format(period=period.written, day=rim.as_of)
        raise Failure("--period: " + ahead)
    return period


def _periodic() -> list[str]:
    """The reports that take a period."""
    return [each.name for each in reports().values() if each.during]


def _why(rim: Rim, said: str, problem: PeriodProblem) -> str:
    """Why a text is no period, and which one is probably meant."""
    why = {
        NoPeriod.UNREAD: rim._(
            "{value} is no period: write 2025-11, 2025-Q4, 26-25, 2025-11-26..2025-12-25 or last month"
        ),
        NoPeriod.YEARLESS: rim._("{value} may be of any year: write {meant}"),
        NoPeriod.MISSING: rim._("{value} is not in the calendar"),
        NoPeriod.BACKWARDS: rim._("{value} ends before it begins: write {meant}"),
        NoPeriod.OPEN: rim._("{value} has no end: write {meant}"),
        NoPeriod.CLOSING: rim._("{value} is no month from one day to the day before: write {meant}"),
    }[problem.why]
    return why.format(value=said.strip(), meant=problem.meant or "26-25")
