"""Share among the commands of `crmkit deal` the next entry of an opportunity, and how its stage is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmkit.cli.days import moment
from crmkit.cli.dealings import kind_of, pick, says, whose, with_number, write_both
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim
from crmkit.cli.tickets import now
from crmkit.compute.deals import DEALS
from crmkit.language import Label, Word
from crmkit.load import Loaded
from crmkit.policy.files.deals import OPEN, Deals
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.view import Standing
from crmkit.view.deals import Deal, deals_of

WORTH = ("amount", "probability", "close")
"""Fields that an entry and the profile say alike."""


class DealInRecord(NamedTuple):
    """An opportunity with the record that tells of it."""

    deal: Deal
    loaded: Loaded
    standing: Standing


def find(rim: Rim, customer: str, id: str | None) -> DealInRecord:
    """The opportunity with an id, or the only open one of the customer."""
    loaded, standing = whose(rim, customer)
    deals = deals_of(standing.facts.of(DEALS), rim.policy, now(rim))
    return DealInRecord(
        pick(rim, deals, [one for one in deals if one.open], id, standing.facts.name), loaded, standing
    )


def stage_word(rim: Rim, key: str) -> Word | None:
    """A stage as a table shows it; None for none."""
    return Word(key, entry_word(rim.policy, OPPORTUNITY, "stage", key)) if key else None


def move(
    rim: Rim, found: DealInRecord, stage: str, subject: str, worth: Sequence[str | None],
    further: Sequence[Said], when: str | None, by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """Write the entry that moves an opportunity into a stage, and the same into the profile; the exit code.

    `worth` are its amount, probability and close as typed, None where nothing is said. Where it ends, what
    the profile says of its probability becomes that of the end.
    """
    deal, loaded = found.deal, found.loaded
    number, label = with_number(rim, deal), entry_word(rim.policy, OPPORTUNITY, "stage", stage)
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id), ("opportunity", number)]
    said.append(("stage", label))
    given = [
        pair
        for key, text in zip(WORTH, worth, strict=True)
        for pair in says(rim, OPPORTUNITY, key, text, f"--{key}")
    ]
    said += [*given, *further]
    profile = loaded.customer.opportunities if loaded.customer else ()
    listed = next((one for one in profile if one.id == deal.id), None)
    values: dict[str, str | Label] = {"stage": label, **dict(given)}
    rule = rim.policy.get(Deals).stages.get(stage)
    if listed is not None and listed.probability is not None and rule is not None and rule.ends != OPEN:
        values["probability"] = f"{rule.probability.normalize():f}%"
    if listed is None:
        values["name"] = deal.name or number
    heading = (moment(rim, when), kind_of(rim, OPPORTUNITY), subject or deal.name)
    return write_both(
        rim, loaded, heading, said, "opportunities", number, values, fresh=listed is None, dry_run=dry_run
    )


def still_open(rim: Rim, found: DealInRecord, ends: str) -> str:
    """The stage that ends an opportunity so; one that ended already stops the command."""
    if not found.deal.open:
        stage = stage_word(rim, found.deal.stage)
        said = stage.said(rim.lang) if stage else ""
        raise rim.fail("{id} has ended: {stage}", id=found.deal.key, stage=said)
    return rim.policy.get(Deals).ending(ends)
