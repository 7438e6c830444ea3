"""Say what to know before the next contact: what not to ask twice, what is promised, what to bring (E9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from crmkit.calendar.bucket import Bucket
from crmkit.followups.advice import content
from crmkit.followups.discovery import source_of
from crmkit.followups.greetings import near_days
from crmkit.followups.item import DueItem
from crmkit.followups.point import Call, Point
from crmkit.followups.recent import asked, last_words, mention, past_needs
from crmkit.followups.wishes import preferences
from crmkit.language import LANGUAGES, Label, same
from crmkit.policy.files.advice import Advice
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.files.vocabulary import LETTERS
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.view.standing import QUIET

PROMISES, TICKETS = "promises", "tickets"
SOON = (Bucket.OVERDUE, Bucket.TODAY, Bucket.TOMORROW, Bucket.THIS_WEEK)
_BRING, _WRITE, _ABOUT = Label("备好", "bring"), Label("记下", "write down"), Label("谈", "about")
NOTHING = Label("", "")
_ASKED = Label("客户要求不主动联系；答应过的事照做", "asked for no contact; keep what was promised")
_BETWEEN, _PART = Label("、", ", "), Label("；", "; ")


class Topic(NamedTuple):
    """What a part of the brief is about, and its points."""

    key: str
    label: Label
    points: Callable[[Call], Iterable[Point]]


def briefing(call: Call) -> list[tuple[Topic, list[Point]]]:
    """The topics that have something to say, in the procedures' order; who wants quiet is told first."""
    topics = [QUIET_FIRST, *(TOPICS[key] for key in call.seen.policy.get(Advice).brief)]
    found = [(topic, list(topic.points(call))) for topic in topics]
    return [(topic, points) for topic, points in found if points]


def _quiet(call: Call) -> Iterator[Point]:
    """That the customer, or who of them, asked not to be contacted, as far as the procedures respect it."""
    if QUIET not in call.seen.cadence.respect:
        return
    if call.customer.do_not_contact:
        yield Point(_ASKED, (QUIET,), line=call.customer.line(QUIET))
    for one in call.present:
        if one.do_not_contact:
            yield Point(
                same(one.name), ("contacts.name", f"contacts.{QUIET}"), line=call.customer.line("contacts")
            )


def _special(call: Call) -> Iterator[Point]:
    """Wishes of the customer, each under the name of its field."""
    for key in ("special", "service_wish", "service_focus"):
        field, said = call.seen.policy.schema.profile.find(key), call.customer.get(key)
        if field is not None and isinstance(said, str) and said:
            text = Label(*(f"{field.label.said(lang)}: {said}" for lang in LANGUAGES))
            yield Point(
                Label(text.zh.replace(": ", "：", 1), text.en),
                (key,),
                free=True,
                line=call.customer.line(key),
            )


def _preferences(call: Call) -> Iterator[Point]:
    """How and when each of them likes to be reached, and what they want of us."""
    kinds, line = call.seen.policy.vocabulary.kinds, call.customer.line("contacts")
    for wish in preferences(call.seen):
        channels = [kinds[key].label for key in wish.channels]
        said = (
            " ".join(filter(None, ["/".join(c.said(lang) for c in channels), wish.when]))
            for lang in LANGUAGES
        )
        text = Label(*(f"{wish.name} {what}" for what in said))
        yield Point(text, ("contacts.name", "contacts.prefers"), free=True, line=line)
    for one in call.present:
        if one.wants and not one.do_not_contact:
            yield Point(
                same(f"{one.name} {one.wants}"), ("contacts.name", "contacts.wants"), free=True, line=line
            )


def _of(source: str) -> Callable[[Call], Iterable[Point]]:
    """The items of a source of what is due, each with its day."""

    def points(call: Call) -> Iterator[Point]:
        for item in call.items:
            if item.source == source:
                ways = _ways(item, call)
                yield _item(
                    item, Label(f"（{ways.zh}）", f" ({ways.en})") if item.channels else NOTHING, call
                )

    return points


def _item(item: DueItem, more: Label, call: Call) -> Point:
    """An item by its day; before who reads no free text without its words."""
    known = source_of(item).without_text(item, call.seen.policy)
    text = Label(f"{item.said} {item.about.zh}{more.zh}", f"{item.said} {item.about.en}{more.en}")
    instead = None
    if known is not item:
        instead = Label(f"{item.said} {known.about.zh}", f"{item.said} {known.about.en}")
    line = item.rule.line if item.reset_by and item.rule.path == item.reset_by.path else 0
    return Point(text, (item.tells,) if item.tells else (), instead is not None, line, instead)


def _bring(call: Call) -> Iterator[Point]:
    """What is due soon besides promises and tickets: by which channel, with what, what to write down."""
    calendar = call.seen.calendar
    for item in call.items:
        if (
            item.source not in (PROMISES, TICKETS)
            and item.state(calendar, call.seen.cadence.remind, as_of=call.seen.as_of) in SOON
        ):
            yield _item(item, _with(item, call), call)


def _with(item: DueItem, call: Call) -> Label:
    """The channels of an item, its letter, what its track is about and asks to write down."""
    policy = call.seen.policy
    parts: list[Label] = []
    parts += [_ways(item, call)] if item.channels else []
    letters = {one.key: one.label for one in policy.vocabulary.lists.get(LETTERS, ())}
    if item.letter:
        parts.append(_said(_BRING, [letters.get(item.letter, same(item.letter))]))
    track = next((one for one in policy.get(Cadence).tracks if one.key == item.key), None)
    if track is not None and track.content is not None:
        parts.append(_said(_ABOUT, [track.content]))
    if track is not None and track.asked:
        fields = policy.schema.entry_fields(CONTACT)
        parts.append(_said(_WRITE, [f.label for key in track.asked if (f := fields.find(key))]))
    zh, en = (_PART[at].join(part[at] for part in parts) for at in range(len(LANGUAGES)))
    return Label(f"（{zh}）", f" ({en})") if parts else NOTHING


def _ways(item: DueItem, call: Call) -> Label:
    kinds = call.seen.policy.vocabulary.kinds
    return Label(
        *(
            "/".join(kinds[key].label.said(lang) for key in item.channels if key in kinds)
            for lang in LANGUAGES
        )
    )


def _said(verb: Label, what: Sequence[Label]) -> Label:
    return Label(
        *(f"{verb[at]} {_BETWEEN[at].join(one[at] for one in what)}" for at in range(len(LANGUAGES)))
    )


def _milestones(call: Call) -> Iterator[Point]:
    """The customer's days as far ahead as the policy shows them."""
    paths = {one.key: one.path for one in call.seen.policy.get(MilestonePolicy).milestones}
    for on, mark in near_days(call.seen.standing, call.seen.view):
        if mark is None:
            yield Point(Label(f"{on} 合同到期", f"{on} contract ends"), ("contracts.end",))
        else:
            who = f" {mark.who}" if mark.who else ""
            fields = (paths.get(mark.key, ""), *(("contacts.name",) if who else ())) if mark.line else ()
            text = Label(*(f"{on} {label}{who}" for label in mark.label))
            yield Point(text, tuple(filter(None, fields)), line=mark.line)


QUIET_FIRST = Topic(QUIET, Label("请勿打扰", "Do not contact"), _quiet)
TOPICS: Mapping[str, Topic] = {
    topic.key: topic
    for topic in (
        Topic("special", Label("特殊要求", "Special wishes"), _special),
        Topic("preferences", Label("联系偏好", "How they like to be reached"), _preferences),
        Topic("last_words", Label("上次怎么说", "Last words"), last_words),
        Topic("last_asked", Label("问过的事", "Asked before"), asked),
        Topic("past_needs", Label("未了的需求", "Open needs"), past_needs),
        Topic("open_promises", Label("答应过的事", "Promised"), _of(PROMISES)),
        Topic("tickets", Label("工单", "Tickets"), _of(TICKETS)),
        Topic("bring", Label("要做、要带", "To do and to bring"), _bring),
        Topic("milestones", Label("临近节点", "Days to mark"), _milestones),
        Topic("recent_facts", Label("可提的近况", "Worth mentioning"), mention),
        Topic("content", Label("谈什么", "What to talk about"), content),
    )
}
"""By the keys of `content.brief`."""
