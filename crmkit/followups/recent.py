"""Tell what a record said last: words and scores, what was asked, open needs, what a greeting may mention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from crmkit.followups.item import DueItem
from crmkit.followups.point import Point, Talk
from crmkit.history import stands
from crmkit.language import LANGUAGES, Label, same
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.greetings import FEEDBACK, HOBBIES, NEED, ORDER
from crmkit.schema.classes.order import CLASS as ORDERED
from crmkit.schema.classes.survey import CLASS as SURVEY
from crmkit.schema.classes.verification import CLASS as VERIFICATION
from crmkit.schema.types.score import TYPE as SCORE

GREETINGS = "greetings"
SAID = ("feedback", "comment")
"""The fields of an entry in which their own words stand."""


def past(talk: Talk) -> list[Event]:
    """The entries that stand as of the day, the last first."""
    day = talk.seen.as_of
    found = [e for e in talk.customer.events if e.date <= day and stands(e.voided_on, as_of=day)]
    return sorted(found, key=lambda e: (e.date, e.time, e.number), reverse=True)


def last_words(talk: Talk) -> Iterator[Point]:
    """The last contact that reached somebody, their last words and their last score, each where it stands."""
    policy, events = talk.seen.policy, past(talk)
    last = next((e for e in events if e.cls.contact and e.get("reached") is not False), None)
    words = next((e for e in events if any(e.say(key) for key in SAID)), None)
    scored = next((e for e in events if _scores(e, policy)), None)
    if last is not None:
        yield _entry(last, policy)
    if words is not None:
        said = next(filter(None, map(words.say, SAID)))
        yield Point(same(f"{words.date} “{said}”"), free=True, line=words.line)
    if scored is not None:
        zh, en = _BETWEEN.zh.join(_scores(scored, policy)), _BETWEEN.en.join(_scores(scored, policy, "en"))
        yield Point(Label(f"{scored.date} {zh}", f"{scored.date} {en}"), line=scored.line)


_BETWEEN = Label("，", ", ")


def _entry(event: Event, policy: Policy) -> Point:
    """Day, kind and heading; without the heading before who reads no free text."""
    kind = policy.vocabulary.kinds.get(event.kind)
    name = kind.label if kind else same(event.word)
    short = Label(f"{event.date} {name.zh}", f"{event.date} {name.en}")
    text = Label(f"{short.zh} {event.subject}".rstrip(), f"{short.en} {event.subject}".rstrip())
    return Point(text, free=True, line=event.line, instead=short)


def _scores(event: Event, policy: Policy, lang: str = "zh") -> list[str]:
    """Each score of an entry by the name of its field, as it is written."""
    fields, found = policy.schema.entry_fields(event.cls), []
    for key, value in event.fields.items():
        field = fields.find(key)
        if field is not None and field.text_type is SCORE and value.data is not None:
            name = field.label.zh if lang == "zh" else field.label.en
            found.append(f"{name} {getattr(value.node, 'text', value.data)}")
    return found


def asked(talk: Talk) -> Iterator[Point]:
    """The last survey, the last verification, and the last contact for each purpose that a track asks for."""
    policy, events = talk.seen.policy, past(talk)
    purposes = {track.purpose for track in talk.seen.cadence.tracks if track.needs_purpose}
    tests: list[Callable[[Event], bool]] = [lambda e: e.cls is SURVEY, lambda e: e.cls is VERIFICATION]
    tests += [lambda e, purpose=purpose: e.say("purpose") == purpose for purpose in sorted(purposes)]  # type: ignore[misc]
    found = {e.line: e for test in tests if (e := next(filter(test, events), None))}
    field = policy.schema.entry.find("purpose")
    names = {choice.key: choice.label for choice in field.choices} if field else {}
    for event in sorted(found.values(), key=lambda e: e.line):
        point, purpose = _entry(event, policy), names.get(event.say("purpose"))
        if purpose is not None:
            point = point._replace(
                text=Label(f"{point.text.zh}（{purpose.zh}）", f"{point.text.en} ({purpose.en})")
            )
        yield point


def past_needs(talk: Talk) -> Iterator[Point]:
    """Needs that are not settled, with their state; the first need where none is listed."""
    customer, field = talk.customer, talk.seen.policy.schema.profile.find("needs")
    states = field.fields.find("state") if field else None
    choices = states.choices if states else ()
    names = {choice.key: choice.label for choice in choices}
    line = customer.line("needs")
    for need in customer.needs:
        if need.text and not (choices and need.state == choices[-1].key):
            state = names.get(need.state)
            text = (
                Label(f"{need.text}（{state.zh}）", f"{need.text} ({state.en})") if state else same(need.text)
            )
            yield Point(text, ("needs.text",), free=True, line=line)
    first = customer.get("first_need")
    if not customer.needs and isinstance(first, str) and first:
        yield Point(same(first), ("first_need",), free=True, line=customer.line("first_need"))


def mention(talk: Talk, item: DueItem | None = None) -> Iterator[Point]:
    """What a greeting or a call may mention, in the procedures' order, and how much of it a greeting does.

    Of the greeting of a person no other's hobbies.
    """
    rules = talk.seen.policy.get(MilestonePolicy).personal
    if rules.at_least and any(one.source == GREETINGS for one in talk.items):
        least = rules.at_least
        yield Point(Label(f"祝福里至少提到 {least} 件", f"a greeting mentions at least {least} of these"))
    for key in rules.mention:
        for point in MENTIONED[key](talk):
            if key != HOBBIES or item is None or not item.whose or point.text.zh.startswith(f"{item.whose} "):
                yield point


def _need(talk: Talk) -> Iterator[Point]:
    needs = [one for one in talk.customer.needs if one.text]
    if needs:
        last = max(needs, key=lambda one: (one.since is not None, one.since or talk.seen.as_of.min))
        yield Point(
            _named(talk, "needs", last.text), ("needs.text",), free=True, line=talk.customer.line("needs")
        )


def _feedback(talk: Talk) -> Iterator[Point]:
    for event in past(talk):
        if event.say("feedback"):
            yield Point(same(f"{event.date} “{event.say('feedback')}”"), free=True, line=event.line)
            return


def _order(talk: Talk) -> Iterator[Point]:
    for event in past(talk):
        if event.cls is ORDERED:
            yield _entry(event, talk.seen.policy)
            return


def _hobbies(talk: Talk) -> Iterator[Point]:
    for one in talk.present:
        if one.hobbies and not one.do_not_contact:
            text = same(f"{one.name} {one.hobbies}")
            yield Point(
                text, ("contacts.name", "contacts.hobbies"), free=True, line=talk.customer.line("contacts")
            )


def _named(talk: Talk, key: str, text: str) -> Label:
    field = talk.seen.policy.schema.profile.find(key)
    names = [field.label.said(lang) if field else key for lang in LANGUAGES]
    return Label(f"{names[0]}：{text}", f"{names[1]}: {text}")


MENTIONED: Mapping[str, Callable[[Talk], Iterator[Point]]] = {
    NEED: _need, FEEDBACK: _feedback, ORDER: _order, HOBBIES: _hobbies,
}  # fmt: skip
