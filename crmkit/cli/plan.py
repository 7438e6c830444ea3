"""Say everything that is due for one customer: by when, how, why, what reset it, what would fulfil it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from crmkit.cli.layout import fit, width
from crmkit.cli.present import one_line
from crmkit.cli.queue import late
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Source
from crmkit.followups import NOTES, DueItem, owner_of, preferences, see, source_of
from crmkit.followups.advice import about
from crmkit.followups.point import Call
from crmkit.followups.recent import mention
from crmkit.model import Customer
from crmkit.policy.files.vocabulary import LETTERS
from crmkit.policy.labels import minder, word
from crmkit.view import Standing, View


def plan_of(
    rim: Rim, customer: Customer, standing: Standing, view: View, items: tuple[DueItem, ...]
) -> list[str]:
    """The customer's head, then a paragraph an item; one line says so when nothing is planned."""
    facts, tier = standing.facts, view.policy.tiers.find(standing.tiering.key)
    head = [facts.id, facts.name, tier.label.said(rim.lang) if tier else "", _person(rim, standing, view)]
    lines = ["  ".join(one_line(part) for part in head if part)]
    call = Call(customer, see(standing, view), items)
    for wish in preferences(call.seen):
        said = " ".join(part for part in (_channels(rim, wish.channels), wish.when) if part)
        lines.append(rim._("{name} prefers {what}").format(name=one_line(wish.name), what=one_line(said)))
    if not items:
        return [*lines, rim._("nothing is planned")]
    for item in items:
        rows = [*_rows(rim, item, owner_of(standing, view)[0]), *_advice(rim, item, call)]
        wide = max(width(label) for label, _ in rows)
        about = one_line(item.about.said(rim.lang))
        lines += ["", f"{item.said}  {late(rim, item.awaited(as_of=rim.as_of))}  {about}"]
        lines += [f"    {fit(label, wide)}  {text}" for label, text in rows]
    return lines


def _rows(rim: Rim, item: DueItem, owner: str) -> Iterator[tuple[str, str]]:
    """What is to be known about an item, each with its name; who does it, where that is not the owner."""
    if item.owner != owner and (who := word(rim.policy, "owner", item.owner)):
        yield rim._("by"), one_line(who.said(rim.lang))
    if item.channels:
        yield rim._("how"), _channels(rim, item.channels)
    if item.limit:
        yield rim._("at the latest"), item.last_day
    yield rim._("rule"), _place(item.rule)
    if item.reset_by:
        yield rim._("counted from"), _place(item.reset_by)
    source = source_of(item)
    yield rim._("fulfilled by"), one_line(source.fulfilled(item, rim.policy).said(rim.lang))
    if item.waits_for and (whom := word(rim.policy, "owner", item.waits_for)):
        yield rim._("waits for"), one_line(whom.said(rim.lang))
    if item.notes:
        yield rim._("note"), rim._(", ").join(NOTES[note].said(rim.lang) for note in item.notes)
    if source.stays is None:
        yield rim._("leave out"), shlex.join(["crmkit", "skip", item.customer, item.key, "--reason", "…"])


def _advice(rim: Rim, item: DueItem, call: Call) -> Iterator[tuple[str, str]]:
    """What to bring, and what to talk about: of a greeting what it may mention."""
    lists, source = rim.policy.vocabulary.lists, source_of(item)
    if item.letter:
        letter = next((one.label for one in lists.get(LETTERS, ()) if one.key == item.letter), None)
        yield rim._("letter"), one_line(letter.said(rim.lang) if letter else item.letter)
    if source.aside and source.contact:
        facts = [point.text for point in mention(call, item)]
    else:
        facts = about(item, call.seen) if source.regular else []
    if facts:
        yield rim._("talk about"), one_line(rim._("; ").join(fact.said(rim.lang) for fact in facts))


def _channels(rim: Rim, channels: tuple[str, ...]) -> str:
    kinds = rim.policy.vocabulary.kinds
    return "/".join(kinds[key].label.said(rim.lang) if key in kinds else key for key in channels)


def _person(rim: Rim, standing: Standing, view: View) -> str:
    owner = minder(rim.policy, *owner_of(standing, view))
    return owner.said(rim.lang) if owner else ""


def _place(source: Source) -> str:
    return f"{one_line(source.path)}:{source.line}"
