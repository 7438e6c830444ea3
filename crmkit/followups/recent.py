"""Tell what a record said last: words and scores, what was asked, open needs, what a greeting may mention."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from crmkit.compute.needs import NEEDS
from crmkit.followups.item import DueItem
from crmkit.followups.point import Call, Point
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
from crmkit.view.needs import FollowedNeed, needs_of

GREETINGS = "greetings"
SAID = ("feedback", "comment")
"""The fields of an entry in which their own words stand."""


def past(call: Call) -> list[Event]:
    """The entries that stand as of the day, the last first."""
    day = call.seen.as_of
    found = [e for e in call.customer.events if e.date <= day and stands(e.voided_on, as_of=day)]
    return sorted(found, key=lambda e: (e.date, e.time, e.number), reverse=True)


def last_words(call: Call) -> Iterator[Point]:
    """The last contact that reached somebody, their last words and their last score, each where it stands."""
    policy, events = call.seen.policy, past(call)
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


def asked(call: Call) -> Iterator[Point]:
    """The last survey, the last verification, and the last contact for each purpose that a track asks for."""
    policy, events = call.seen.policy, past(call)
    purposes = {track.purpose for track in call.seen.cadence.tracks if track.needs_purpose}
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


def past_needs(call: Call) -> Iterator[Point]:
    """Needs that are not settled, with their state; the first need where there is none."""
    customer, field = call.customer, call.seen.policy.schema.profile.find("needs")
    states = field.fields.find("state") if field else None
    names = {choice.key: choice.label for choice in states.choices} if states else {}
    needs = _needs(call)
    for need in needs:
        if need.text and not need.solved:
            state = names.get(need.state)
            text = (
                Label(f"{need.text}（{state.zh}）", f"{need.text} ({state.en})") if state else same(need.text)
            )
            yield Point(text, ("needs.text",), free=True, line=need.line)
    first = customer.get("first_need")
    if not needs and isinstance(first, str) and first:
        yield Point(same(first), ("first_need",), free=True, line=customer.line("first_need"))


def _needs(call: Call) -> tuple[FollowedNeed, ...]:
    told, moment = call.seen.standing.facts.of(NEEDS), call.seen.view.moment.replace(tzinfo=None)
    return needs_of(told, call.seen.policy, moment)


def mention(call: Call, item: DueItem | None = None) -> Iterator[Point]:
    """What a greeting or a call may mention, in the procedures' order, and how much of it a greeting does.

    Of the greeting of a person no other's hobbies.
    """
    rules = call.seen.policy.get(MilestonePolicy).personal
    if rules.at_least and any(one.source == GREETINGS for one in call.items):
        least = rules.at_least
        yield Point(Label(f"祝福里至少提到 {least} 件", f"a greeting mentions at least {least} of these"))
    for key in rules.mention:
        for point in MENTIONED[key](call):
            if key != HOBBIES or item is None or not item.whose or point.text.zh.startswith(f"{item.whose} "):
                yield point


def _need(call: Call) -> Iterator[Point]:
    needs = [one for one in _needs(call) if one.text]
    if needs:
        last = max(needs, key=lambda one: (one.since is not None, one.since or call.seen.as_of.min))
        yield Point(_named(call, "needs", last.text), ("needs.text",), free=True, line=last.line)


def _feedback(call: Call) -> Iterator[Point]:
    for event in past(call):
        if event.say("feedback"):
            yield Point(same(f"{event.date} “{event.say('feedback')}”"), free=True, line=event.line)
            return


def _order(call: Call) -> Iterator[Point]:
    for event in past(call):
        if event.cls is ORDERED:
            yield _entry(event, call.seen.policy)
            return


def _hobbies(call: Call) -> Iterator[Point]:
    for one in call.present:
        if one.hobbies and not one.do_not_contact:
            text = same(f"{one.name} {one.hobbies}")
            yield Point(
                text, ("contacts.name", "contacts.hobbies"), free=True, line=call.customer.line("contacts")
            )


def _named(call: Call, key: str, text: str) -> Label:
    field = call.seen.policy.schema.profile.find(key)
    names = [field.label.said(lang) if field else key for lang in LANGUAGES]
    return Label(f"{names[0]}：{text}", f"{names[1]}: {text}")


MENTIONED: Mapping[str, Callable[[Call], Iterator[Point]]] = {
    NEED: _need, FEEDBACK: _feedback, ORDER: _order, HOBBIES: _hobbies,
}  # fmt: skip
