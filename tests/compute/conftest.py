"""What tests of questions share: one metric of a record, or of one among others, as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from by_hand import pack as pack_named

from crmkit.calendar.deadline import end_of
from crmkit.compute import Facts
from crmkit.load import load_record
from crmkit.rules import Quantity, metric
from crmkit.view import facts_of, view
from crmkit.view.asked import measured, metrics_of, posed

NUMBER = "CRM-202405001"
PROFILE = f"""---
id: {NUMBER}
name: 杭州星辰科技有限公司
type: business
status: active
owner: zhang.wei
"""


def quantity(name: str, text: str, day: date, *others: str) -> Quantity:
    """Ask one metric of the first record; the others are in the book too."""
    policy, one = pack_named("standard"), metric(name)
    assert one is not None
    book: dict[str, Facts] = {}
    for index, record in enumerate((text, *others)):
        loaded = load_record(f"records/{index}.md", record.encode("utf-8"), policy)
        assert loaded.customer is not None
        facts = facts_of(loaded.customer, policy, loaded.document)
        book.setdefault(facts.id, facts)
    together = view(book.values(), policy, moment=end_of(day)).together
    return metrics_of(next(iter(book.values())), posed(measured((one,)), together, as_of=day))[name]


@pytest.fixture
def ask() -> Callable[..., Quantity]:
    """`ask("amount_12m", log, on=day)`: value and sources of a record with this log.

    `profile` are more lines of the front-matter, `others` whole records beside it.
    """

    def run(
        name: str, log: str = "", *, on: str, profile: str = "", others: tuple[str, ...] = ()
    ) -> Quantity:
        return quantity(name, f"{PROFILE}{profile}---\n{log}", date.fromisoformat(on), *others)

    return run


@pytest.fixture
def value(ask: Callable[..., Quantity]) -> Callable[..., object]:
    """The same, only the value; numbers as text, so that their decimals show."""

    def run(*args: str, **more: object) -> object:
        said = ask(*args, **more).value
        return str(said) if isinstance(said, Decimal) else said

    return run
