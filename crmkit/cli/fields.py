"""Read FIELD=VALUE, FIELD+=VALUE, FIELD-=VALUE and FIELD= as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from crmkit.cli.days import NoDay, day_in, wanted
from crmkit.cli.failure import Failure
from crmkit.cli.rim import Rim
from crmkit.document import Document, SequenceNode
from crmkit.document.identity import identity
from crmkit.edit.change import ADD, PUT, Change, items_of, naming_field, standing
from crmkit.edit.spelling import Spelling
from crmkit.schema.field_path import Fault, FieldPath, Part, Wrong, read_path, said
from crmkit.schema.fields import GROUP, LIST, Field
from crmkit.schema.names import nearest
from crmkit.schema.types.date import TYPE as DATE

_SIGN = re.compile(r"(?:[^\[=]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])+?(?P<sign>[+-]?=)")
# Letters that show nothing, which Unicode does not count among the blanks.
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"


class Given(NamedTuple):
    """What was typed, and what it asks for."""

    typed: str
    change: Change

    @property
    def name(self) -> str:
        """The path in keys, as change entries and messages say it."""
        return key_path(self.change.path)


def key_path(path: FieldPath) -> str:
    """A path of fields in their keys."""
    return said([(part.field.key, part.item) for part in path])


def blank(text: str) -> bool:
    """Whether nothing of a text can be seen: blanks of any width, and signs without one."""
    return all(c.isspace() or c in _UNSEEN or unicodedata.category(c) in ("Cc", "Cf") for c in text)


def read_changes(rim: Rim, typed: Sequence[str]) -> list[Given]:
    """The changes in the order given; fields of a group that is added go with it. Misuse is a `Failure`."""
    given = [Given(each, _change(rim, each)) for each in typed]
    put = [each.name for each in given if each.change.sign == PUT]
    twice = next((name for name in put if put.count(name) > 1), None)
    if twice is not None:
        raise rim.fail("{name} is given twice: say it once", name=twice)
    gathered = _gathered(given)
    for each in gathered:
        told = [field.key for field, _ in each.change.inside]
        naming = naming_field(each.change.field, told) if told else None
        if naming is not None and naming.key in told:  # added by one name, and given another
            raise rim.fail("{name} is given twice: say it once", name=f"{each.name}.{naming.key}")
    return gathered


def _change(rim: Rim, typed: str) -> Change:
    match = _SIGN.match(typed)
    if match is None or blank(typed[: match.start("sign")]):
        raise rim.fail("write FIELD=VALUE: {change}", change=typed)
    name, sign, value = typed[: match.start("sign")].strip(), match["sign"], typed[match.end() :]
    path = read_path(name, rim.policy.schema.profile)
    if isinstance(path, Wrong):
        raise _wrong(rim, path, name)
    if value and blank(value):
        raise rim.fail("{name}: the value is blank; {name}= alone removes the field", name=name)
    change = Change(path, sign, value_of(rim, path[-1].field, value, name))
    _fitting(rim, change, name)
    return change


def value_of(rim: Rim, field: Field, value: str, name: str) -> str:
    """The value as a record holds it: a day as people say it becomes its date; all else stays as typed."""
    if field.text_type is not DATE or not value:
        return value
    day = day_in(value, rim.as_of, past=None)
    if not isinstance(day, NoDay):
        return field.text_type.write(day)
    if day in (NoDay.UNREAD, NoDay.MISSING):  # no day at all: what reads the record says what is wrong
        return value
    raise Failure(f"{name}: {wanted(rim._, value, day)}")


def _wrong(rim: Rim, wrong: Wrong, name: str) -> Failure:
    if wrong.fault is Fault.UNKNOWN:
        near = nearest(wrong.word, wrong.among.words())
        return rim.nearest("no field is called '{word}'", wrong.word, near)
    if wrong.fault is Fault.FLAT:
        return rim.fail("{name}: {field} has no fields inside it", name=name, field=wrong.word)
    if wrong.fault is Fault.NO_LIST:
        return rim.fail("{name}: {field} is no list, so it has no items", name=name, field=wrong.word)
    return rim.fail("'{name}' is no path to a field: write FIELD, GROUP.FIELD or LIST[ITEM].FIELD", name=name)


def _fitting(rim: Rim, change: Change, name: str) -> None:
    """Misuse unless the sign and the value fit what the path ends in."""
    field, item = change.field, change.path[-1].item
    if change.sign != PUT:
        if field.type != LIST or item:
            raise rim.fail("{name} is no list: += and -= do not fit", name=name)
        if not change.value:
            raise rim.fail("{name}: say what to add or to take out", name=name)
    elif change.value and item:
        raise rim.fail("{name} is an item of a list: name the field inside it that changes", name=name)
    elif change.value and field.type == GROUP and field.fields.all:
        inner = f"{name}.{next(iter(field.fields)).key}"
        raise rim.fail("{name} is a group: name a field of it, such as {inner}", name=name, inner=inner)
    elif change.value and field.type == LIST and field.fields.all:
        raise rim.fail("{name} is a list: {name}+={value} adds to it", name=name, value=change.value)
    items = items_of(change.value)
    # Entries that name several contacts part them so: nobody could be found who is called by a list.
    people = change.sign == ADD and (naming := naming_field(field)) is not None and naming.hidden
    if people and len(items) > 1:
        raise rim.fail("{name}: add one at a time, as in {name}+={first}", name=name, first=items[0])
    texts = field.type == LIST and not field.fields.all and change.value
    if texts and (not items or any(blank(item) for item in items)):
        raise rim.fail("{name}: an item of the list is blank", name=name)


def _gathered(given: Sequence[Given]) -> list[Given]:
    """Each `LIST+=ITEM` of a list of groups with the `LIST[ITEM].FIELD=VALUE` of the same command."""
    added = {
        (each.change.field.key, each.change.value): each
        for each in reversed(given)
        if each.change.sign == ADD and each.change.field.fields.all and len(each.change.path) == 1
    }
    rest: list[Given] = []
    inside: dict[int, list[Given]] = {}
    for each in given:
        outer = each.change.path[0]
        group = added.get((outer.field.key, outer.item))
        if group is not None and len(each.change.path) == 2 and each.change.sign == PUT and each.change.value:
            inside.setdefault(id(group), []).append(each)
        else:
            rest.append(each)
    return [_with(each, inside.get(id(each), [])) for each in rest]


def _with(group: Given, inside: Sequence[Given]) -> Given:
    if not inside:
        return group
    pairs = tuple((each.change.field, each.change.value) for each in inside)
    typed = " ".join([group.typed, *(each.typed for each in inside)])
    return Given(typed, group.change._replace(inside=pairs))


def settled(rim: Rim, given: Given, document: Document, spelling: Spelling) -> Given:
    """The same with the only item of a list named where none was; misuse where that is not clear."""
    path, profile = given.change.path, rim.policy.schema.profile
    for depth, part in enumerate(path[:-1]):
        if part.field.type != LIST or part.item:
            continue
        node = standing(document, path[: depth + 1], spelling, profile)
        items = [identity(item) for item in node.items] if isinstance(node, SequenceNode) else []
        inner = path[depth + 1].field.key
        if len(items) != 1 or not items[0]:
            example = next((item for item in items if item), "…")
            raise rim.fail(
                "{typed}: say of which item, as in {name}[{example}].{inner}=…; {name}+=… adds one",
                typed=given.typed, name=part.field.key, example=example, inner=inner,
            )  # fmt: skip
        path = (*path[:depth], Part(part.field, items[0]), *path[depth + 1 :])
    return given._replace(change=given.change._replace(path=path))
