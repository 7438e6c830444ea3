"""List the people at a customer's: how to reach them, who decides, and the days that matter to them."""

from __future__ import annotations

from datetime import date, timedelta

from crmkit.compute.milestones import MARKS, Marks, next_on
from crmkit.model import Contact, Customer, Group
from crmkit.pages import Context, Row, ago, cells, rows, unless_private
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.schema.fields import Field, Fields
from crmkit.schema.types.day import said as day_said
from crmkit.schema.values import Day
from crmkit.view import Standing

TONES = ("info", "ok")
ON_TOP = ("name", "title", "role", "left")
OURS = ("notes", "hobbies")
WAYS = ("tel:", "mailto:")


def contacts(customer: Customer, policy: Policy, words: Reader, *, as_of: date) -> list[Context]:
    """Contacts in the order written, those who have left last; hidden values are masks."""
    field = policy.schema.profile.find("contacts")
    fields = field.fields if field else Fields()
    found = []
    for contact in customer.contacts:
        role = fields.find("role")
        found.append(
            {
                "name": _sees(fields, "name", words) and contact.name,
                "title": _sees(fields, "title", words) and unless_private(contact.title, words).text,
                "masked": not _sees(fields, "name", words),
                "role": _sees(fields, "role", words) and _role(contact, role, words),
                "tone": _tone(contact, role),
                "left": words.tr("left on %(day)s", day=contact.left) if contact.gone(as_of=as_of) else "",
                "rows": (details := _details(contact.said, fields, policy, words)),
                "card": not contact.gone(as_of=as_of)
                and any(cell.href.startswith(WAYS) for row in details for cell in row.cells),
            }
        )
    return sorted(found, key=lambda each: bool(each["left"]))


def _details(group: Group, fields: Fields, policy: Policy, words: Reader) -> list[Row]:
    """What is known of a contact; what we noted for ourselves is not on the form that the customer signs."""
    ours = {words.label(each.label) for each in fields if each.key in OURS}
    said = rows(group, fields, policy, words, ON_TOP)
    return [row._replace(only="screen") if row.label in ours else row for row in said]


def _sees(fields: Fields, key: str, words: Reader) -> str:
    """A true text when the audience may see a field of contacts, else an empty one."""
    field = fields.find(key)
    return "yes" if field is not None and words.may_see(field.privacy) else ""


def _role(contact: Contact, field: Field | None, words: Reader) -> str:
    choices = field.choices if field else ()
    return next((words.label(each.label) for each in choices if each.key == contact.role), contact.role)


def _tone(contact: Contact, field: Field | None) -> str:
    keys = [each.key for each in field.choices] if field else []
    return dict(zip(keys, TONES, strict=False)).get(contact.role, "none")


def reachable(customer: Customer, policy: Policy, *, as_of: date) -> list[Contact]:
    """The present contacts who may be contacted, in the policy's order of roles: who decides comes first."""
    field = policy.schema.profile.find("contacts")
    role = field.fields.find("role") if field else None
    place = {choice.key: at for at, choice in enumerate(role.choices)} if role else {}
    found = [one for one in customer.contacts if not one.gone(as_of=as_of) and not one.do_not_contact]
    return sorted(found, key=lambda one: place.get(one.role, len(place)))


def first_call(customer: Customer, policy: Policy, words: Reader, *, as_of: date) -> Context | None:
    """The first of the reachable with a phone that the audience may see."""
    field = policy.schema.profile.find("contacts")
    phone = field.fields.find("phone") if field else None
    for contact in reachable(customer, policy, as_of=as_of):
        value = contact.said.get("phone")
        said = cells(value, phone, policy, words) if value is not None and contact.phone else ()
        if said and said[0].href:
            name = contact.name if field and _sees(field.fields, "name", words) else said[0].text
            return {"href": said[0].href, "name": name}
    return None


def chain(customer: Customer, policy: Policy, words: Reader, *, as_of: date) -> list[Context]:
    """Who decides, influences, uses: present contacts under their roles, in the policy's order."""
    field = policy.schema.profile.find("contacts")
    role = field.fields.find("role") if field else None
    if field is None or role is None or not words.may_see(role.privacy):
        return []
    present = [contact for contact in customer.contacts if contact.role and not contact.gone(as_of=as_of)]
    named = _sees(field.fields, "name", words)
    found = []
    for choice in role.choices:
        here = [contact for contact in present if contact.role == choice.key]
        if here:
            names = words.tr(", ").join(contact.name for contact in here) if named else ""
            tone = _tone(here[0], role)
            found.append(
                {"role": words.label(choice.label), "tone": tone, "names": names, "masked": not named}
            )
    return found


def important_dates(
    customer: Customer, standing: Standing, policy: Policy, words: Reader, *, as_of: date
) -> list[Context]:
    """Birthdays, anniversaries and contract ends, with how far they are; the nearest first."""
    found: list[Context] = []
    kept = standing.facts.of(MARKS)
    fields = policy.schema.profile.find("contacts")
    inner = fields.fields if fields else Fields()
    named = _sees(inner, "name", words)
    for contact in customer.contacts:
        if contact.birthday is None or contact.gone(as_of=as_of):
            continue
        if _sees(inner, "birthday", words):
            label = (
                words.tr("birthday of %(name)s", name=contact.name)
                if named
                else words.tr("birthday of a contact")
            )
            found.append(_yearly(contact.birthday, label, kept, words, as_of=as_of))
        else:
            found.append(
                {"date": "", "masked": True, "label": words.tr("birthday of a contact"), "when": "", "far": 0}
            )
    for key in ("birthday", "anniversary"):
        field, said = policy.schema.profile.find(key), customer.get(key)
        if field is not None and isinstance(said, Day) and words.may_see(field.privacy):
            found.append(_yearly(said, words.label(field.label), kept, words, as_of=as_of))
    days = standing.number("days_since_cooperation")
    if days is not None and words.sees_field(policy.schema.profile, "first_cooperation"):
        began = as_of - timedelta(days=int(days))
        label = words.tr("cooperation since %(year)s", year=began.year)
        found.append(_yearly(Day(False, None, began.month, began.day), label, kept, words, as_of=as_of))
    for contract in customer.contracts:
        if contract.end is not None and contract.end >= as_of:
            id = (
                unless_private(contract.id, words).text
                if words.sees_field(policy.schema.profile, "contracts", "id")
                else ""
            )
            label = words.tr("end of contract %(id)s", id=id)
            found.append(_dated(contract.end, contract.end.isoformat(), label, words, as_of=as_of))
    return sorted(found, key=lambda each: each["far"])


def _yearly(said: Day, label: str, kept: Marks, words: Reader, *, as_of: date) -> Context:
    """A day of each year as it is written, with when it is kept next; nobody knows beyond the lunar table."""
    text = day_said(said._replace(year=None), words.language)
    on = next_on(said, kept, as_of=as_of)
    if on is None:
        return {"date": text, "masked": False, "label": label, "when": "", "far": (as_of.max - as_of).days}
    found = _dated(on, text, label, words, as_of=as_of)
    return found | {"when": f"{on} {found['when']}"} if said.lunar else found


def _dated(on: date, text: str, label: str, words: Reader, *, as_of: date) -> Context:
    when = ago(on, words, as_of=as_of)
    return {"date": text, "masked": False, "label": label, "when": when, "far": (on - as_of).days}
