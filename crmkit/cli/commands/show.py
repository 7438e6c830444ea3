"""Show one customer: profile, tier with reasons, contacts, the latest entries."""

from __future__ import annotations

from decimal import Decimal

import click

from crmkit.cli.answers.others import standing_in, view_of
from crmkit.cli.command import Use, command
from crmkit.cli.field_text import label_of, labelled, lines_of, told_of
from crmkit.cli.layout import fit, width, wrapped
from crmkit.cli.lookup import one
from crmkit.cli.present import one_line, print_json, safe
from crmkit.cli.queue import late
from crmkit.cli.rim import Rim, pass_rim
from crmkit.compute import Facts
from crmkit.document import plain
from crmkit.followups import due_for
from crmkit.history import stands
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy.files.segments import Segments
from crmkit.rules import MetricType, metric, say_all
from crmkit.view import Standing, View

_ENTRIES, _AHEAD = 10, 3


@command(Use.READS)
@click.argument("customer")
@click.option("--all", "whole", is_flag=True, help="Every entry instead of the latest ones.")
@click.option("--json", "as_json", is_flag=True, help="The profile, figures and entries as JSON.")
@pass_rim
def COMMAND(rim: Rim, customer: str, whole: bool, as_json: bool) -> int:
    """Show one customer: profile, tier with reasons, contacts, the latest entries.

    crmkit show CRM-202405001
    crmkit show zgf --all

    CUSTOMER is a number, part of a name, or pinyin.
    """
    loaded = one(rim, customer)
    seen = view_of(rim, loaded)
    standing, known = standing_in(rim, loaded, seen), loaded.customer
    if known is None:
        raise rim.fail("{path} cannot be read: see 'crmkit check'", path=loaded.document.path)
    events = sorted(known.events, key=lambda e: (e.date, e.time, e.number), reverse=True)
    shown = [event for event in events if event.date <= rim.as_of]
    if as_json:
        print_json(_document(rim, loaded, known, standing))
        return 0
    _head(rim, standing.facts, standing)
    _ahead(rim, standing, seen)
    click.echo()
    _profile(rim, known)
    for event in shown if whole else shown[:_ENTRIES]:
        _entry(rim, event)
    if not whole and len(shown) > _ENTRIES:
        earlier = len(shown) - _ENTRIES
        click.echo(rim.many("… 1 earlier entry: --all", "… {count} earlier entries: --all", earlier))
    return 0


def _head(rim: Rim, facts: Facts, standing: Standing) -> None:
    lang = rim.lang
    tier = rim.policy.tiers.find(standing.tiering.key)
    why = say_all(standing.tiering.reasons, lang, rim.policy.book.currency)
    click.echo(f"{safe(facts.id)}  {one_line(facts.name)}")
    if tier:
        said = one_line(tier.label.said(lang))
        click.echo(labelled(rim, said, one_line(why)) if why else said)
    if standing.last_touch:
        click.echo(rim._("last touch {day}").format(day=standing.last_touch))


def _ahead(rim: Rim, standing: Standing, seen: View) -> None:
    """Segments, and what is due next; `crmkit due` of the customer tells the rest."""
    labels = {segment.key: segment.label.said(rim.lang) for segment in rim.policy.get(Segments)}
    if standing.segments:
        click.echo(rim._(", ").join(one_line(labels[each.key]) for each in standing.segments))
    items = due_for(standing, seen)
    for item in items[:_AHEAD]:
        click.echo(
            f"{item.said}  {late(rim, item.awaited(as_of=rim.as_of))}  {one_line(item.about.said(rim.lang))}"
        )
    if len(items) > _AHEAD:
        more = len(items) - _AHEAD
        click.echo(
            rim.many(
                "… 1 more: crmkit due {id}", "… {count} more: crmkit due {id}", more, id=standing.facts.id
            )
        )


def _profile(rim: Rim, customer: Customer) -> None:
    """Every field that says something, nested ones below their name, as written."""
    rows: list[tuple[str, str]] = []
    for key, value in customer.profile.items():
        field = rim.policy.schema.profile.find(key)
        for number, line in enumerate(lines_of(rim, value.node, field)):
            rows.append(("" if number else label_of(rim, key, field), line))
    wide = max((width(label) for label, _ in rows), default=0)
    for label, text in rows:
        said = wrapped(text, max(rim.room - wide - 2, wide)) if rim.room else [text]
        for number, line in enumerate(said):
            click.echo(f"{fit('' if number else label, wide)}  {line}".rstrip())
    click.echo()


def _entry(rim: Rim, event: Event) -> None:
    kind = rim.policy.vocabulary.kinds.get(event.kind)
    word = kind.label.said(rim.lang) if kind else event.word
    time = f" {event.time}" if event.time else ""
    void = "" if stands(event.voided_on, as_of=rim.as_of) else f"  [{rim._('void')}]"
    lines = [f"{event.date}{time}  {one_line(word)}  {one_line(event.subject)}{void}".rstrip()]
    fields = rim.policy.schema.entry_fields(event.cls)
    for key, value in event.fields.items():
        field = fields.find(key)
        if not (key == "field" and kind and kind.field):
            said = labelled(rim, label_of(rim, key, field), told_of(rim, event, key, value.node, field))
            lines.append(f"    {said}")
    lines += [f"    {safe(line.rstrip())}" for line in event.text.strip().split("\n") if line.strip()]
    click.echo("\n".join(lines))


def _document(rim: Rim, loaded: Loaded, customer: Customer, standing: Standing) -> dict[str, object]:
    """The customer as JSON: the profile as written, figures as of the day, entries in file order."""
    return {
        "as_of": rim.as_of.isoformat(),
        "path": customer.path,
        "profile": plain(loaded.document.profile),
        "tier": standing.tiering.key,
        "figures": {
            name: _figure(name, quantity.value) for name, quantity in standing.metrics.items()
        },
        "entries": [
            {
                "line": event.line, "date": event.date.isoformat(), "time": event.time, "kind": event.kind,
                "subject": event.subject, "fields": {k: plain(v.node) for k, v in event.fields.items()},
                "text": event.text, "voided_on": event.voided_on and event.voided_on.isoformat(),
            }
            for event in customer.events
        ],
    }  # fmt: skip


def _figure(name: str, value: object) -> str | None:
    """A metric as text, money to the cent; null when it is unknown."""
    known = metric(name)
    if isinstance(value, Decimal) and known is not None and known.type is MetricType.MONEY:
        return f"{value:.2f}"
    return None if value is None else str(value)
