"""Lay out the profile by labels: fields, needs, tags; the empty are blank lines of the printed form."""

from __future__ import annotations

from crmkit.model import Customer
from crmkit.pages import MASK, Context, Row, cells, rows, seen_tags, unless_private
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.schema.fields import LIST, Field
from crmkit.view import Standing

# What stands elsewhere on the page: at the top, or in panels of its own.
ELSEWHERE = (
    "id",
    "status",
    "tier",
    "potential",
    "needs",
    "tags",
    "contacts",
    "contracts",
    "opportunities",
    "attachments",
    "provenance",
)
# The form alone repeats what stands at the top, and has no line for what we judge: the customer signs it.
ON_TOP = ("name", "type", "owner", "industry")


def profile(customer: Customer, standing: Standing, policy: Policy, words: Reader) -> list[Context]:
    """The fields in the policy's order; those that this type should have and lacks are blank lines."""
    found: list[Row] = []
    groups: list[Context] = []
    fields = [each for each in policy.schema.profile if each.key not in ELSEWHERE]
    for each in fields:
        value = customer.profile.get(each.key)
        said = cells(value, each, policy, words) if value is not None else ()
        if said or _wanted(each, customer):
            form = each.key in ON_TOP or not said
            only = "form" if form else "screen" if each.text_type.ours and each.type != LIST else ""
            found.append(Row(words.label(each.label), said, only))
    known = {each.key for each in policy.schema.profile}
    strange = {key: value for key, value in customer.profile.items() if key not in known}
    found += rows(strange, type(policy.schema.profile)(), policy, words)
    if found:
        form = all(row.only == "form" for row in found)
        groups.append({"label": words.tr("Profile"), "rows": found, "form": form})
    return groups


def _wanted(field: Field, customer: Customer) -> bool:
    """Whether the policy ever requires the field of customers of this type."""
    return bool(field.required) and (not field.for_types or customer.type in field.for_types)


def needs(customer: Customer, policy: Policy, words: Reader) -> list[Context]:
    """Needs with their state, the first state warning, the last one resting."""
    field = policy.schema.profile.find("needs")
    states = field.fields.find("state") if field else None
    keys = [each.key for each in states.choices] if states else []
    found = []
    for noun in customer.needs:
        place = keys.index(noun.state) if noun.state in keys else -1
        tone = "warn" if place == 0 else "ok" if place == len(keys) - 1 and keys else "info"
        label = words.label(states.choices[place].label) if states and place >= 0 else noun.state
        inner = field.fields if field else type(policy.schema.profile)()
        left = rows(noun.said, inner, policy, words, ("id", "text", "state"))
        text = unless_private(noun.text, words) if words.sees_field(inner, "text") else MASK
        state = label if words.sees_field(inner, "state") else ""
        found.append({"text": text, "state": state, "tone": tone, "rows": left})
    return found


def tag_groups(customer: Customer, policy: Policy, words: Reader) -> list[Context]:
    """Tags under the name of their group; strange ones last, under none."""
    found: dict[str, list[str]] = {}
    for tag in seen_tags(customer.words("tags"), policy, words):
        group = policy.vocabulary.tag(tag)
        found.setdefault(group.key if group else "", []).append(tag)
    labels = {group.key: words.label(group.label) for group in policy.vocabulary.tags} | {
        "": words.tr("Other")
    }
    return [{"label": labels[key], "tags": found[key]} for key in labels if key in found]
