"""Keep what a key fact was, is, and why, in an entry of the log (C7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmkit.cli.fields import Given
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Findings
from crmkit.document import Document
from crmkit.edit import append_entry
from crmkit.edit.append import fits_field
from crmkit.edit.change import ADD, PUT, Change, spelled, standing, text_of
from crmkit.edit.outcome import shown
from crmkit.edit.spelling import Spelling
from crmkit.language import Label
from crmkit.policy.files.vocabulary import Kind
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.field_path import FieldPath, Part
from crmkit.schema.fields import LIST, Field, Fields

REASON, UNTIL, TIER = "reason", "until", "tier"


class Fact(NamedTuple):
    """A change that was made: what was asked, and the texts before and behind it, empty for nothing."""

    given: Given
    old: str
    new: str


def is_key_fact(path: FieldPath) -> bool:
    """Whether a change at this path carries a reason: the field does, or it is what changes of its group."""
    return path[-1].field.reason or _of_group(path) is not None


def _of_group(path: FieldPath) -> Field | None:
    """The group that is a key fact, such as the tier set by hand, of which the path is the first field."""
    outer = path[0].field
    first = next(iter(outer.fields), None)
    return outer if len(path) == 2 and outer.reason and path[1].field is first else None


def wants_reason(rim: Rim, fact: Fact, given: Sequence[Given]) -> bool:
    """Whether the change may not be made without a reason; a first value is no change.

    Of a tier set by hand the policy says whether it wants one, and the command may say it as a field.
    """
    path = fact.given.change.path
    if (group := _of_group(path)) is not None:
        told = any(_is(each.change.path, group, REASON) and each.change.value for each in given)
        if path[-1].field.type == TIER:
            return rim.policy.tiers.hand_reason and not told and bool(fact.new)
        return bool(fact.old) and not told
    return is_key_fact(path) and bool(fact.old) and fact.old != fact.new


def label_of(fact: Fact) -> Label:
    """What people call what changed; of a group its own name."""
    path = fact.given.change.path
    return (_of_group(path) or path[-1].field).label


def own_reason(fact: Fact, given: Sequence[Given]) -> str | None:
    """The reason that the command says as a field of the fact's group; None when it has no place there."""
    group = _of_group(fact.given.change.path)
    if group is None or group.fields.find(REASON) is None:
        return None
    return next((each.change.value for each in given if _is(each.change.path, group, REASON)), "")


def fact_of(given: Given, before: Document, after: Document, spelling: Spelling, fields: Fields) -> Fact:
    """What the change made of what stood there."""
    change = given.change
    ends, put = change.field, change.sign == PUT
    if ends.type == LIST and ends.fields.all and not put:
        return Fact(given, "", change.value) if change.sign == ADD else Fact(given, change.value, "")
    old = text_of(standing(before, change.path, spelling, fields), ends)
    # The name of an item may be what changed: then nothing is found under its old one.
    new = change.value if put and ends.type != LIST else standing(after, change.path, spelling, fields)
    return Fact(given, old, new if isinstance(new, str) else text_of(new, ends))


def _is(path: FieldPath, group: Field, key: str) -> bool:
    return len(path) == 2 and path[0].field is group and path[1].field.key == key


def with_reasons(given: Sequence[Given], reason: str) -> list[Given]:
    """The changes, and the reason for each group whose profile has a place for it."""
    more = []
    for each in given:
        group = _of_group(each.change.path)
        inner = group.fields.find(REASON) if group and each.change.value else None
        if group and inner and not any(_is(other.change.path, group, REASON) for other in given):
            change = Change((Part(group), Part(inner)), PUT, reason)
            more.append(Given(each.typed, change))
    return [*given, *more]


def explained(
    rim: Rim,
    document: Document,
    facts: Sequence[Fact],
    reason: str,
    about: tuple[str, str, str],
    spelling: Spelling,
) -> tuple[Document, Findings, Given | None]:
    """The document with an entry for each fact, in their order; when one is refused, why, and for which.

    `about` is the moment, who writes, and who approved it, empty for nobody.
    """
    for fact in facts:
        after, findings = _entry(rim, document, fact, reason, about, spelling)
        if findings:
            return document, findings, fact.given
        document = after
    return document, (), None


def _entry(
    rim: Rim, document: Document, fact: Fact, reason: str, about: tuple[str, str, str], spelling: Spelling
) -> tuple[Document, Findings]:
    when, author, approved_by = about
    path = fact.given.change.path
    kind = _kind(rim, path)
    fields = rim.policy.schema.entry_fields(kind.cls)
    # What personal data was and is stays where readers of personal data look: in the profile.
    hidden = path[-1].field.hidden
    field = "" if kind.field else spelled(document, path, spelling, rim.policy.schema.profile)
    values = {"from": "" if hidden else fact.old, "to": "" if hidden else fact.new}
    pairs, lines = [], []
    said = {"by": author, "field": field, **values, REASON: reason, "approved_by": approved_by}
    for key, value in said.items():
        known = fields.find(key)
        word = spelling.entry_key(known, fields) if known else key
        if value and (key not in values or fits_field(word, value)):
            pairs.append((word, value))
        elif value:
            lines += [f"{word}:", *(f"> {shown(line)}" for line in value.split("\n"))]
    return append_entry(document, f"{when} {spelling.kind(kind)}", pairs, "\n".join(lines))


def _kind(rim: Rim, path: FieldPath) -> Kind:
    """The kind that says by itself which field changed, else the one for any field."""
    kinds = [kind for kind in rim.policy.vocabulary.kinds.values() if kind.cls is CHANGE]
    whole = len(path) == 1 or _of_group(path) is not None
    own = next((kind for kind in kinds if whole and kind.field == path[0].field.key), None)
    kind = own or next((kind for kind in kinds if not kind.field), None)
    if kind is None:
        raise rim.fail("sop/vocabulary.md has no kind of entry for changes")
    return kind
