"""Say of a due item what fulfils it, what writes it down, and since when nobody did it."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.compute.contacts import CONTACTS
from crmkit.followups.item import DueItem
from crmkit.language import LANGUAGES, Label, Lang
from crmkit.policy import Policy
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.view import Standing

ANY = Label("任何联系", "any contact")
NOT_YET = Label("还没有做", "not done yet")


def by_contact(item: DueItem, policy: Policy) -> Label:
    """A contact by one of its channels from a day on, and for which purpose."""
    wanted, kinds = item.fulfilled_by, policy.vocabulary.kinds
    zh, en = (
        "/".join(kinds[key].label.said(lang) if key in kinds else key for key in wanted.channels)
        or ANY.said(lang)
        for lang in LANGUAGES
    )
    said = Label(f"{wanted.since} 起的{zh}", f"{en} from {wanted.since} on")
    if not wanted.purpose:
        return said
    field = policy.schema.entry_fields(CONTACT).find("purpose")
    choice = next((each for each in field.choices if each.key == wanted.purpose), None) if field else None
    purpose = choice.label if choice else Label(wanted.purpose, wanted.purpose)
    return Label(f"{said.zh}，目的：{purpose.zh}", f"{said.en}, purpose: {purpose.en}")


def log_contact(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that logs a contact by its first channel."""
    sent = ["--field", "automatic=yes"] if item.automatic else []
    return [*log_entry(item, item.channels, policy, lang), *sent]


def log_entry(item: DueItem, kinds: Sequence[str], policy: Policy, lang: Lang) -> list[str]:
    """The command that logs an entry of the first of some kinds that the policy knows."""
    known = [policy.vocabulary.kinds[key].label for key in kinds if key in policy.vocabulary.kinds]
    return ["crmkit", "log", item.customer, *(label.said(lang) for label in known[:1])]


def not_done(item: DueItem, standing: Standing) -> Label:
    """The day of the contact from which it counts, where there was one."""
    contacts = standing.facts.of(CONTACTS)
    line = item.reset_by.line if item.reset_by else 0
    done = next((one.date for one in contacts.interactions if one.line == line), None)
    return Label(f"{done} 之后还没做过", f"not done since {done}") if done else NOT_YET
