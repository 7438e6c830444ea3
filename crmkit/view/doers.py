"""Say who does a ticket or a step, and whom a rung of its escalation tells (G1, G2, F2)."""

from __future__ import annotations

from datetime import date

from crmkit.policy import Policy
from crmkit.view.ticket import Ticket

OWNER = "owner"
"""The role that is the customer's own: whoever looks after them."""


def doer(ticket: Ticket, owner: str, policy: Policy, *, as_of: date) -> str:
    """Whom its entries name; else whom its type is routed to, a role where several or none would do it.

    `owner` is the customer's own.
    """
    if ticket.handler:
        return ticket.handler
    role, department = ticket.type.role, ticket.type.department
    if role == OWNER:
        return owner
    there = [
        person.id
        for person in policy.people.with_role(role)
        if (not department or person.department == department) and _here(person.id, policy, as_of=as_of)
    ]
    return there[0] if len(there) == 1 else role


def doing(role: str, department: str, owner: str, policy: Policy, *, as_of: date) -> str:
    """Who does the work of a role for a customer: their own owner, the only one there is, the nearest above
    the owner; else the role.
    """
    if role in ("", OWNER):
        return owner
    there = [
        person.id
        for person in policy.people.with_role(role)
        if (not department or person.department == department) and _here(person.id, policy, as_of=as_of)
    ]
    if len(there) == 1:
        return there[0]
    above = told(role, owner, policy, as_of=as_of)
    return above if above in there else role


def told(role: str, handler: str, policy: Policy, *, as_of: date) -> str:
    """Who has the role on that day: the nearest above the handler, else the only one; else the role."""
    passed, above = {handler}, policy.people.people.get(handler)
    while above is not None and above.lead and above.lead not in passed:
        passed.add(above.lead)
        above = policy.people.people.get(above.lead)
        if above is not None and role in above.roles and _here(above.id, policy, as_of=as_of):
            return above.id
    there = [one.id for one in policy.people.with_role(role) if _here(one.id, policy, as_of=as_of)]
    return there[0] if len(there) == 1 else role


def holder(role: str, owner: str, policy: Policy, *, as_of: date) -> str:
    """Who has a role for a customer: the owner where they do, else whom it is told."""
    person = policy.people.people.get(owner)
    if role == OWNER or (person is not None and role in person.roles and _here(owner, policy, as_of=as_of)):
        return owner
    return told(role, owner, policy, as_of=as_of)


def _here(id: str, policy: Policy, *, as_of: date) -> bool:
    return policy.people.at_work(id, as_of=as_of) == id
