"""Read the files of `sop/` into one typed `Policy`, with a finding at its place for every mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crmkit.calendar.working import Calendar
from crmkit.diagnostics import Code, Diagnostic, Findings, Source, in_order
from crmkit.document import Document, Scalar, read
from crmkit.document.read import NO_FRONT_MATTER
from crmkit.policy.book import BookPolicy, read_book
from crmkit.policy.cadence import Cadence, read_cadence
from crmkit.policy.calendar import read_calendar
from crmkit.policy.fields import read_fields
from crmkit.policy.may import Known
from crmkit.policy.milestones import MilestonePolicy, read_milestones
from crmkit.policy.people import People, check_approvals, read_people
from crmkit.policy.quality import Quality, read_quality
from crmkit.policy.reading import MISSING_KEY, Cursor, groups, listed, scalar
from crmkit.policy.relationship import Relationship, read_relationship
from crmkit.policy.satisfaction import Satisfaction, read_satisfaction, without_scale
from crmkit.policy.segments import Segment, read_segments
from crmkit.policy.status import StatusPolicy, read_statuses
from crmkit.policy.tiers import TierPolicy, read_tiers, tier_words
from crmkit.policy.views import SavedView, read_views
from crmkit.policy.vocabulary import Vocabulary, read_vocabulary
from crmkit.policy.words import names
from crmkit.rules.parse import Choices
from crmkit.schema.field_type import Context
from crmkit.schema.fields import Choice, Schema
from crmkit.schema.names import Names, fold

MISSING_FILE = Code("CRM900", "policy-file-missing")
WRONG_FORMAT = Code("CRM901", "policy-format-unknown")

FOLDER = "sop/"
FORMAT = "1"
REQUIRED = ("book.md", "fields.md", "vocabulary.md", "tiers.md", "status.md", "people.md")
NEED_STATE = ("need_state", "needs", "state")
"""The one metric whose words are those of a field inside a list."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What `sop/` says. `others` are the documents of engines to come, by path below `sop/`.

    `choices` are the words a condition may compare with, by metric; `context` is what reading a record
    needs of the policy; `digest` is the SHA-256 of all files, in hex, for caches.
    """

    book: BookPolicy
    schema: Schema
    vocabulary: Vocabulary
    tiers: TierPolicy
    statuses: StatusPolicy
    people: People
    calendar: Calendar = field(default_factory=Calendar)
    cadence: Cadence = field(default_factory=Cadence)
    segments: tuple[Segment, ...] = ()
    relationship: Relationship = field(default_factory=Relationship)
    satisfaction: Satisfaction = field(default_factory=Satisfaction)
    views: tuple[SavedView, ...] = ()
    milestones: MilestonePolicy = field(default_factory=MilestonePolicy)
    quality: Quality = field(default_factory=Quality)
    others: Mapping[str, Document] = field(default_factory=dict)
    choices: Choices = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    digest: str = ""


def read_policy(files: Mapping[str, bytes]) -> tuple[Policy | None, Findings]:
    """The policy from bytes by path, such as `sop/tiers.md`; None when a required file cannot be read.

    A policy with mistakes is answered with stand-ins for what is wrong: error findings forbid its use.
    """
    found: list[Diagnostic] = []
    documents: dict[str, Document] = {}
    for path in sorted(files):
        name = path.removeprefix(FOLDER)
        if name.endswith(".md"):
            document, problems = read(path, files[path])
            documents[name] = document
            found.extend(f for f in problems if name in REQUIRED or f.code != NO_FRONT_MATTER.number)
            if document.whole:
                _format(Cursor(document, document.profile, "", found))
    missing = [name for name in REQUIRED if name not in documents]
    found += [MISSING_FILE.at(Source(FOLDER + name), file=name) for name in missing]
    if missing or not all(documents[name].whole for name in REQUIRED):
        return None, in_order(found)
    cursors = {name: Cursor(documents[name], documents[name].profile, "", found) for name in REQUIRED}
    others = {name: one for name, one in documents.items() if name not in REQUIRED}
    policy = _daily(_policy(cursors, others, _digest(files)), found)
    return policy, in_order(found)


def _format(c: Cursor) -> None:
    """A pack says which format it is written in, so that an older tool refuses a newer one."""
    node = c.node.get("format")
    if node is None:
        c.report(MISSING_KEY, c.node, key="format")
    elif not isinstance(node, Scalar) or node.text != FORMAT:
        c.report(WRONG_FORMAT, node, format=node.text if isinstance(node, Scalar) else "", known=FORMAT)


def _policy(c: Mapping[str, Cursor], others: Mapping[str, Document], digest: str) -> Policy:
    """Read in the order in which the files refer to each other."""
    people = read_people(c["people.md"])
    statuses = read_statuses(c["status.md"], tuple(role.key for role in people.roles))
    vocabulary = read_vocabulary(c["vocabulary.md"])
    schema = read_fields(c["fields.md"], vocabulary.lists, tuple(statuses.statuses))
    keys = tuple(one.key for one in schema.profile)
    check_approvals(c["people.md"], keys)
    _check_kinds(c["vocabulary.md"], keys)
    book = read_book(c["book.md"])
    ranks = tier_words(c["tiers.md"])
    choices = _choices(schema, statuses.names, names(ranks))
    tiers = read_tiers(c["tiers.md"], ranks, choices)
    context = Context(
        number=book.number.match,
        people=people.names,
        statuses=statuses.names,
        tiers=tiers.names,
        kinds=vocabulary.kind_names,
        tags=vocabulary.tag_names,
        tag_patterns=tuple(pattern for group in vocabulary.tags for pattern in group.patterns),
    )
    return Policy(
        book, schema, vocabulary, tiers, statuses, people,
        others=others, choices=choices, context=context, digest=digest,
    )  # fmt: skip


def _daily(policy: Policy, found: list[Diagnostic]) -> Policy:
    """The policy with what it says of daily work, as far as the files are there."""
    cursors = {
        name: Cursor(document, document.profile, "", found)
        for name, document in policy.others.items()
        if document.whole
    }
    files = cursors.get("segments.md")
    segments = read_segments(files, policy.choices) if files else policy.segments
    kinds, purpose = policy.vocabulary.kinds.values(), policy.schema.entry_fields("contact").find("purpose")
    may = Known(
        tiers=tuple(tier.key for tier in policy.tiers.tiers),
        statuses=tuple(policy.statuses.statuses),
        channels=tuple(kind.key for kind in kinds if kind.cls == "contact"),
        choices=policy.choices,
        purposes=tuple(choice.key for choice in purpose.choices) if purpose else (),
        segments=tuple(segment.key for segment in segments),
    )
    calendar, cadence = cursors.get("calendar.md"), cursors.get("cadence.md")
    result = policy.schema.entry_fields("review").find("result")
    results = tuple(choice.key for choice in result.choices) if result else ()
    milestones, figures, views = (cursors.get(f"{name}.md") for name in ("milestones", "kpis", "views"))
    asked = cursors.get("satisfaction.md")
    satisfaction = read_satisfaction(asked, policy.schema) if asked else policy.satisfaction
    found.extend(without_scale(policy.schema, satisfaction.scales) if asked else ())
    return replace(
        policy,
        satisfaction=satisfaction,
        context=replace(policy.context, scales=satisfaction.scales),
        calendar=read_calendar(calendar) if calendar else policy.calendar,
        cadence=read_cadence(cadence, may) if cadence else policy.cadence,
        segments=segments,
        relationship=read_relationship(files) if files else policy.relationship,
        milestones=read_milestones(milestones) if milestones else policy.milestones,
        quality=read_quality(figures, tuple(policy.vocabulary.kinds), results) if figures else policy.quality,
        views=read_views(views) if views else policy.views,
    )


def _check_kinds(c: Cursor, keys: tuple[str, ...]) -> None:
    """A kind that presets a field names one of the profile."""
    for item in groups(Cursor(c.document, c.node, c.path), "kinds"):
        node = scalar(item, "field", required=False)
        if node is not None:
            listed(Cursor(c.document, item.node, item.path, c.findings), node, keys, item.name("field"))


def _choices(schema: Schema, statuses: Names, tiers: Names) -> Choices:
    """Words by metric: statuses, tiers, and every profile field that is a choice, under the field's key."""
    found = {"status": _lower(statuses)}
    found |= dict.fromkeys(("tier", "base_tier", "hand_tier"), _lower(tiers))
    for one in schema.profile:
        if one.type == "choice":
            found[one.key] = _words(one.choices)
    metric, outer, inner = NEED_STATE
    needs = schema.profile.find(outer)
    state = needs.fields.find(inner) if needs else None
    return found | ({metric: _words(state.choices)} if state else {})


def _words(choices: tuple[Choice, ...]) -> dict[str, str]:
    return _lower(names(choices))


def _lower(known: Names) -> dict[str, str]:
    return {fold(word): key for word, key in reversed(known.pairs) if word}


def _digest(files: Mapping[str, bytes]) -> str:
    """The same for the same files, whatever their order."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode())
        whole.update(files[path])
    return whole.hexdigest()
