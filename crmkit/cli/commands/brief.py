"""Say what to know before the next contact with a customer."""

from __future__ import annotations

import click

from crmkit.cli.answers.others import standing_in, view_of
from crmkit.cli.command import Use, command
from crmkit.cli.lookup import one
from crmkit.cli.present import one_line, print_json, print_lines
from crmkit.cli.rim import Rim, pass_rim


@command(Use.READS)
@click.argument("customer")
@click.option("--json", "as_json", is_flag=True, help="Topics and points as JSON.")
@pass_rim
def COMMAND(rim: Rim, customer: str, as_json: bool) -> int:
    """Say what to know before the next contact with a customer.

    crmkit brief 星辰
    crmkit brief zgf --json

    Wishes, last words, what was asked, needs, promises, tickets, what to bring and to talk about; what they
    asked us not to do comes first. The order is that of `content.brief` in sop/cadence.md.
    """
    from crmkit.followups import due_for, see
    from crmkit.followups.briefing import briefing
    from crmkit.followups.point import Call

    loaded = one(rim, customer)
    view = view_of(rim, loaded)
    standing, known = standing_in(rim, loaded, view), loaded.customer
    if known is None:
        raise rim.fail("{path} cannot be read: see 'crmkit check'", path=loaded.document.path)
    topics = briefing(Call(known, see(standing, view), due_for(standing, view)))
    if as_json:
        print_json(
            {
                "as_of": rim.as_of.isoformat(),
                "id": known.id,
                "name": standing.facts.name,
                "path": known.path,
                "topics": [
                    {
                        "topic": topic.key,
                        "label": topic.label.said(rim.lang),
                        "points": [
                            {"text": point.text.said(rim.lang), "line": point.line or None}
                            for point in points
                        ],
                    }
                    for topic, points in topics
                ],
            }
        )
        return 0
    lines = [f"{one_line(standing.facts.name)}  {known.id}  {one_line(known.path)}"]
    for topic, points in topics:
        lines += ["", topic.label.said(rim.lang)]
        lines += [
            f"  {one_line(point.text.said(rim.lang))}{f'  :{point.line}' if point.line else ''}"
            for point in points
        ]
    print_lines(lines)
    return 0
