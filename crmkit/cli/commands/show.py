"""Show one customer: profile, tier with reasons, contacts, the latest entries."""

from __future__ import annotations

import click

from crmkit.cli.command import command
from crmkit.cli.layout import fit, width
from crmkit.cli.lookup import one
from crmkit.cli.present import one_line, print_json, safe
from crmkit.cli.rim import Rim, pass_rim
from crmkit.compute import Facts
from crmkit.document import plain
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.rules import say_all
from crmkit.view import Standing, facts_of, needs_others, view

_ENTRIES = 10


@command()
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
    if loaded.customer is None:
        raise rim.fail("{path} cannot be read: see 'crmkit check'", path=loaded.document.path)
    facts = facts_of(loaded.customer, rim.policy, loaded.document)
    seen = rim.sweep().view if needs_others(rim.policy) else view([facts], rim.policy, as_of=rim.as_of)
    standing = seen.standings[facts.id]
    events = sorted(loaded.customer.events, key=lambda e: (e.date, e.time, e.number), reverse=True)
    shown = [event for event in events if event.date <= rim.as_of]
    if as_json:
        print_json(_document(rim, loaded, loaded.customer, standing))
        return 0
    _head(rim, facts, standing)
    _profile(rim, loaded.customer)
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
        click.echo(one_line(tier.label.said(lang) + (f": {why}" if why else "")))
    if standing.last_touch:
        click.echo(rim._("last touch {day}").format(day=standing.last_touch))
    click.echo()


def _profile(rim: Rim, customer: Customer) -> None:
    """Every field that says something, nested ones below their name, as written."""
    rows: list[tuple[str, str]] = []
    for key, value in customer.profile.items():
        field = rim.policy.schema.profile.find(key)
        label = one_line(field.label.said(rim.lang) if field else key)
        said = plain(value.node)
        if isinstance(said, str):
            rows.append((label, said))
        elif isinstance(said, dict):
            rows.append((label, "; ".join(f"{k}: {v}" for k, v in said.items())))
        elif isinstance(said, list):
            lines = [_one_line(item) for item in said]
            scalars = all(isinstance(item, str) for item in said)
            rows += (
                [(label, "、".join(lines))]
                if scalars
                else [(label if not i else "", x) for i, x in enumerate(lines)]
            )
    wide = max((width(label) for label, _ in rows), default=0)
    for label, text in rows:
        click.echo(f"{fit(label, wide)}  {safe(text)}")
    click.echo()


def _one_line(item: object) -> str:
    return "  ".join(f"{k}: {_one_line(v)}" for k, v in item.items()) if isinstance(item, dict) else str(item)


def _entry(rim: Rim, event: Event) -> None:
    kind = rim.policy.vocabulary.kinds.get(event.kind)
    word = kind.label.said(rim.lang) if kind else event.word
    time = f" {event.time}" if event.time else ""
    void = f"  [{rim._('void')}]" if event.voided_on else ""
    click.echo(f"{event.date}{time}  {one_line(word)}  {one_line(event.subject)}{void}".rstrip())
    for key, value in event.fields.items():
        field = rim.policy.schema.entry_fields(event.cls).find(key)
        if not (key == "field" and kind and kind.field):
            label = field.label.said(rim.lang) if field else key
            click.echo(f"    {one_line(label)}: {one_line(str(plain(value.node)))}")
    for line in event.text.strip().split("\n"):
        if line.strip():
            click.echo(f"    {safe(line.rstrip())}")


def _document(rim: Rim, loaded: Loaded, customer: Customer, standing: Standing) -> dict[str, object]:
    """The customer as JSON: the profile as written, figures as of the day, entries in file order."""
    return {
        "as_of": rim.as_of.isoformat(),
        "path": customer.path,
        "profile": plain(loaded.document.profile),
        "tier": standing.tiering.key,
        "figures": {
            name: None if quantity.value is None else str(quantity.value)
            for name, quantity in standing.metrics.items()
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
