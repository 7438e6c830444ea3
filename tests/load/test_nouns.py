"""Whoever needs to know of a person or a contract asks the noun, which holds its own group (A5, A8)."""

from __future__ import annotations

from datetime import date

import pytest

from crmkit.load import load_record
from crmkit.model import Contact, Customer
from crmkit.policy import Policy

HEAD = "---\nid: CRM-202405001\nname: 孙记\ntype: business\nstatus: active\nowner: zhang.wei\n"
PEOPLE = """contacts:
  - {name: 李雷, do_not_contact: 是, left: 2024-05-01}
  - 韩梅梅
  - {name: 王敏, prefers: 微信, birthday: 07-03}
"""
TERMS = """contracts:
  - {id: C-1, end: 2024-12-31, renewal: 自动}
needs:
  - {text: 降本, state: clear}
"""


@pytest.fixture
def customer(policy: Policy) -> Customer:
    loaded = load_record("records/x.md", f"{HEAD}{PEOPLE}{TERMS}---\n".encode(), policy)
    assert loaded.customer is not None
    return loaded.customer


def test_each_noun_holds_its_own_group_whatever_stands_between(customer: Customer) -> None:
    assert [(one.name, one.said["name"].data) for one in customer.contacts] == [
        ("李雷", "李雷"),
        ("王敏", "王敏"),
    ]
    assert [(one.id, one.said["end"].data) for one in customer.contracts] == [("C-1", date(2024, 12, 31))]
    assert [(one.text, one.said["state"].data) for one in customer.needs] == [("降本", "clear")]


def test_a_person_says_whether_they_may_be_contacted_and_until_when_they_were_there(
    customer: Customer,
) -> None:
    quiet, other = customer.contacts
    assert (quiet.do_not_contact, other.do_not_contact, customer.do_not_contact) == (True, False, False)
    assert [quiet.gone(as_of=date(2024, 5, day)) for day in (1, 2)] == [True, True]
    assert not quiet.gone(as_of=date(2024, 4, 30))
    assert not other.gone(as_of=date.max)


def test_two_persons_are_equal_by_what_they_are_and_not_by_where_they_stand() -> None:
    assert Contact(name="李雷") == Contact(name="李雷", said={})
