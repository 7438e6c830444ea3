"""Share among the commands of `crmkit contract` which one is meant, and the entry that begins one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from crmkit.cli.days import moment
from crmkit.cli.dealings import kind_of, pick, says, whose, with_number, write_both
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim
from crmkit.cli.tickets import contact_kind, now, want
from crmkit.compute.contracts import CONTRACTS
from crmkit.language import Label
from crmkit.load import Loaded
from crmkit.policy.files.contracts import ContractRules
from crmkit.policy.files.vocabulary import Kind
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.names import fold
from crmkit.view import Standing
from crmkit.view.contracts import STATES, Ends, FollowedContract, contracts_of

SIGN = "sign"
_DAY = timedelta(days=1)


class ContractInRecord(NamedTuple):
    """A contract with the record that tells of it, and how it stands on the day of the run."""

    contract: FollowedContract
    state: Ends
    loaded: Loaded
    standing: Standing


def find(rim: Rim, customer: str, id: str | None) -> ContractInRecord:
    """The contract with an id, or the only one whose end is near, or past and unsettled; else that runs."""
    loaded, standing = whose(rim, customer)
    every = contracts_of(standing.facts.of(CONTRACTS), rim.policy, now(rim))
    states = {one.key: one.state(as_of=rim.as_of) for one in every}
    ending = [one for one in every if states[one.key] in (Ends.ENDING, Ends.TOLD, Ends.LAPSED)]
    running = [one for one in every if states[one.key] is Ends.RUNS]
    found = pick(rim, every, ending or running, id, standing.facts.name)
    return ContractInRecord(found, states[found.key], loaded, standing)


def settled(rim: Rim, found: ContractInRecord) -> None:
    """Stop the command where the contract was renewed, or is not to be."""
    if found.state in (Ends.RENEWED, Ends.NOT_RENEWED):
        said = STATES[found.state].said(rim.lang)
        raise rim.fail("{id} is settled: {state}", id=found.contract.key, state=said)


def contract_kind(rim: Rim, key: str) -> Kind:
    """The kind of entry with a key, else the first of contracts."""
    return rim.policy.vocabulary.kinds.get(key) or kind_of(rim, CONTRACT)


def channel(rim: Rim, word: str) -> Kind | str:
    """The kind of a contact by which a customer is told of an end."""
    kinds, allowed = rim.policy.vocabulary.kinds, rim.policy.get(ContractRules).channels
    kind, known = contact_kind(rim, word), rim.policy.vocabulary.kind(word)
    if known is not None and known.key in allowed:
        return kind
    names = ", ".join(kinds[key].label.said(rim.lang) for key in allowed if key in kinds)
    raise rim.fail("{word} does not tell of a contract's end: use {known}", word=word, known=names)


def purpose_label(rim: Rim) -> Label:
    """What people call the purpose of a talk about renewal."""
    return entry_word(rim.policy, CONTACT, "purpose", rim.policy.get(ContractRules).purpose)


def following(found: ContractInRecord) -> str:
    """The day behind the contract's last, empty where it has none."""
    end = found.contract.end
    return (end + _DAY).isoformat() if end is not None and end < date.max else ""


def fresh(
    rim: Rim, loaded: Loaded, kind: Kind, number: str, subject: str,
    typed: tuple[str, str, str | None, str | None], renews: str, when: str | None, by: str | None, *,
    dry_run: bool,
) -> int:  # fmt: skip
    """Write the entry that begins a contract and add it to the profile; the exit code.

    `typed` are its start, end, amount and product. One whose number is there, or that ends before it begins,
    stops the command.
    """
    number = want(rim, number, "NUMBER")
    known = loaded.customer.contracts if loaded.customer else ()
    if any(fold(one.id) == fold(number) for one in known):
        raise rim.fail("there is a contract {number} already", number=number)
    keys = ("start", "end", "amount", "product")
    given = [
        pair
        for key, text in zip(keys, typed, strict=True)
        for pair in says(rim, CONTRACT, key, text, f"--{key}")
    ]
    days = dict(given)
    if days["end"] < days["start"]:
        raise rim.fail("the contract would end on {end}, before it begins", end=days["end"])
    at = moment(rim, when)
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id), ("contract", number)]
    said += [("renews", renews)] if renews else []
    values: dict[str, str | Label] = {**days, "signed": at[:10]}
    heading = (at, kind, subject or days.get("product", ""))
    return write_both(
        rim, loaded, heading, [*said, *given], "contracts", number, values, fresh=True, dry_run=dry_run
    )


def extend(
    rim: Rim, found: ContractInRecord, kind: Kind, typed: tuple[str, str | None], when: str | None,
    by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """Write that a contract lasts until a later day, and the day into the profile; the exit code."""
    number, old = with_number(rim, found.contract), found.contract.end
    given = says(rim, CONTRACT, "end", typed[0], "--end")
    given += says(rim, CONTRACT, "amount", typed[1], "--amount")
    if old is not None and dict(given)["end"] <= old.isoformat():
        raise rim.fail("{id} lasts until {end}: name a later day", id=number, end=old)
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id), ("contract", number)]
    said += says(rim, CONTRACT, "start", following(found) or None, "--start")
    values: dict[str, str | Label] = dict(given)
    heading = (moment(rim, when), kind, found.contract.product)
    listed = loaded_lists(found)
    if not listed and found.contract.start is not None:
        values["start"] = found.contract.start.isoformat()
    return write_both(
        rim, found.loaded, heading, [*said, *given], "contracts", number, values, fresh=not listed,
        dry_run=dry_run,
    )  # fmt: skip


def loaded_lists(found: ContractInRecord) -> bool:
    """Whether the profile lists the contract."""
    customer = found.loaded.customer
    return customer is not None and any(fold(one.id) == fold(found.contract.id) for one in customer.contracts)
