"""Share among the commands of `crmkit need` the next entry of one, and how its state is said."""

from __future__ import annotations

from crmkit.cli.days import moment
from crmkit.cli.dealings import in_list, kind_of, pick, says, whose, with_number, write_both
from crmkit.cli.entry import Said
from crmkit.cli.rim import Rim
from crmkit.cli.tickets import now
from crmkit.compute.needs import NEEDS
from crmkit.language import Label, Word
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.view.needs import needs_of


def move(
    rim: Rim, customer: str, subject: str, id: str | None, state: str | None, handler: str | None,
    due: str | None, result: str | None, when: str | None, by: str | None, *, dry_run: bool,
) -> int:  # fmt: skip
    """Write the entry that moves a need, and its state and handler into the profile; the exit code."""
    loaded, standing = whose(rim, customer)
    needs = needs_of(standing.facts.of(NEEDS), rim.policy, now(rim))
    need = pick(rim, needs, [one for one in needs if not one.solved], id, standing.facts.name)
    number, does = with_number(rim, need), rim.person(handler).id if handler else ""
    far = in_list(rim, "needs", "state", state, "--state") if state is not None else None
    said: list[Said] = [("by", (rim.person(by) if by else rim.author).id), ("need", number)]
    said += [("state", far.label)] if far else []
    said += [("handler", does)] if does else []
    said += says(rim, NEED, "due", due, "--due")
    said += says(rim, NEED, "result", result, "--result")
    listed = loaded.customer is not None and any(one.id == need.id for one in loaded.customer.needs)
    values: dict[str, str | Label] = {"state": far.label} if far else {}
    values |= {"owner": does} if does else {}
    if not listed:
        values.setdefault("state", state_label_of(rim, need.state))
        values["text"] = need.text or number
    heading = (moment(rim, when), kind_of(rim, NEED), subject or need.text)
    return write_both(rim, loaded, heading, said, "needs", number, values, fresh=not listed, dry_run=dry_run)


def state_label_of(rim: Rim, key: str) -> Label:
    """What people call a state of needs; the key itself where there is none such."""
    word = state_word(rim, key)
    return word.label if word is not None else Label(key, key)


def state_word(rim: Rim, key: str) -> Word | None:
    """A state of needs as a table shows it; None for none."""
    outer = rim.policy.schema.profile.find("needs")
    field = outer.fields.find("state") if outer else None
    label = next((one.label for one in (field.choices if field else ()) if one.key == key), Label(key, key))
    return Word(key, label) if key else None


def state_label(rim: Rim, key: str) -> str:
    """A state of needs as a terminal shows it, empty for none."""
    word = state_word(rim, key)
    return word.said(rim.lang) if word else ""
