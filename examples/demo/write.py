"""Write a played story as a record, in the words the customer's file uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from labels import Labels
from stage import Event, Story

CHOICES = {
    "type": "types", "size": "sizes", "goal": "goals", "stage": "relationship_stages", "urgency": "levels",
    "industry": "industries",
}  # fmt: skip
ENTRY_CHOICES = {
    "purpose": "purposes", "stage": "opportunity_stages", "step": "steps", "cause": "causes",
    "remedy": "remedies", "core": "ticket_cores", "intake": "intakes", "state": "handling_states",
    "direction": "directions", "result": "check_results",
}  # fmt: skip
SPECIAL = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`]|: |:$| #|^$|\s$")
_TOKEN = re.compile(r"⟦([A-Z])([^⟧]*)⟧")


class Writer:
    """The languages of one file: of its profile, of its entries, and of its values."""

    def __init__(self, story: Story, labels: Labels) -> None:
        spec = story.spec
        self.story, self.labels, self.spec = story, labels, spec
        self.profile_zh = spec.get("keys", "en") == "zh"
        self.entry_zh = spec.get("keys", "en") in ("zh", "mix")
        self.zh = spec.get("lang", "zh") == "zh"
        self.short_amounts = self.zh and len(spec["short"]) % 2 == 0
        self.flow_contacts = bool(spec.get("flow"))

    def text(self) -> str:
        """The whole record."""
        lines = ["---"]
        profile = self._profile()
        for key in self.labels.order:
            value = profile.get(key)
            if value not in (None, "", [], {}):
                lines += self._field(key, value)
        lines += ["---", "", self.spec["about"].strip(), ""]
        for event in self.story.events:
            lines += [*self._entry(event), ""]
        if self.spec.get("section"):
            lines += [self.spec["section"].strip(), ""]
        return "\n".join(lines).rstrip("\n") + "\n"

    def _profile(self) -> dict[str, Any]:
        spec, story = self.spec, self.story
        profile = {key: spec[key] for key in self.labels.order if key in spec and key not in CHOICES}
        for key, name in CHOICES.items():
            if key in spec:
                # The code of a trade stands beside its Chinese name only in files with Chinese keys.
                keep = key == "industry" and not self.profile_zh
                profile[key] = spec[key] if keep else self.labels.choice(name, spec[key], self.profile_zh)
        profile |= {"id": story.number, "status": self._status(story.status), "contacts": story.contacts}
        for flag in ("influence", "benchmark", "strategic", "single_need", "do_not_contact"):
            if spec.get(flag):
                profile[flag] = "是" if self.zh else "yes"
        profile["source"] = self._source()
        profile["recorded"] = {
            "by": story.owner(story.start),
            "date": spec["recorded_on"],
            "from": self._from(),
        }
        orders = [event.date for event in story.events if event.kind == "order"]
        profile["first_cooperation"] = str(orders[0]) if orders else ""
        profile["signed"] = str(story.contracts[0].signed) if story.contracts else ""
        if story.verified:
            said = dict(story.verified.fields)
            profile["verified"] = {"date": str(story.verified.date), "by": said["by"], "how": said["via"]}
        profile["contracts"] = [self._contract(index) for index in range(len(story.contracts))]
        profile["opportunities"] = [self._opportunity(one) for one in story.opportunities.values()]
        return profile

    def _source(self) -> dict[str, str]:
        channel, detail, *reference = self.spec["source"]
        source = {"channel": self.labels.choice("sources", channel, self.zh), "detail": detail}
        if reference:
            source["referred_by"] = reference[0]
        return source | {"date": str(self.story.start)}

    def _from(self) -> str:
        given = {"exhibition": "exhibition", "website": "form", "referral": "customer", "outbound": "visit",
                 "platform": "platform", "import": "import"}  # fmt: skip
        return self.labels.choice("provenance", given.get(self.spec["source"][0], "call"), self.zh)

    def _contract(self, index: int) -> dict[str, str]:
        one = self.story.contracts[index]
        said = {"id": one.number, "product": one.product, "start": str(one.start), "end": str(one.end),
                "amount": self._amount(one.amount)}  # fmt: skip
        if self.spec.get("currency"):
            said["currency"] = self.spec["currency"]
        return said | ({"renewal": one.renewal} if one.renewal else {}) | {"signed": str(one.signed)}

    def _opportunity(self, one: Mapping[str, str]) -> dict[str, str]:
        said = dict(one)
        if "stage" in said:
            said["stage"] = self.labels.choice("opportunity_stages", said["stage"], self.entry_zh and self.zh)
        return said

    def _status(self, key: str) -> str:
        return self.labels.statuses[key] if self.profile_zh else key

    def _amount(self, amount: int) -> str:
        return f"{amount / 10000:g}万" if self.zh and amount >= 10000 else str(amount)

    def _field(self, key: str, value: Any) -> list[str]:
        name = self.labels.field(key, self.profile_zh)
        if isinstance(value, Mapping):
            if sum(map(len, value.values())) < 62:
                return [f"{name}: {self._flow(key, value)}"]
            names = ((self.labels.field(k, self.profile_zh, key), v) for k, v in value.items() if v)
            return [f"{name}:", *(f"  {k}: {scalar(v)}" for k, v in names)]
        if not isinstance(value, list):
            return [f"{name}: {scalar(str(value))}"]
        if not isinstance(value[0], Mapping):
            return [f"{name}: [{', '.join(scalar(word, flow=True) for word in value)}]"]
        if key != "contacts" or self.flow_contacts:
            return [f"{name}:", *(f"  - {self._flow(key, group)}" for group in value)]
        lines = [f"{name}:"]
        for group in value:
            inner = [(self.labels.field(k, self.profile_zh, key), v) for k, v in group.items() if v]
            lines += [f"  {'- ' if first else '  '}{k}: {scalar(v)}" for first, (k, v) in _marked(inner)]
        return lines

    def _flow(self, key: str, group: Mapping[str, str]) -> str:
        inner = ((self.labels.field(k, self.profile_zh, key), v) for k, v in group.items() if v)
        return "{" + ", ".join(f"{k}: {scalar(v, flow=True)}" for k, v in inner) + "}"

    def _entry(self, event: Event) -> list[str]:
        subject = self._resolved(event.subject)
        kind = self.labels.kind(event.kind, self.zh)
        heading = " ".join(part for part in (f"## {event.date}", event.time, kind, subject) if part)
        lines = [heading]
        for key, value in event.fields:
            said = self._resolved(value)
            if key in ENTRY_CHOICES:
                said = self.labels.choice(ENTRY_CHOICES[key], said, self.zh)
            if key == "next":
                day, kind, what = said.split(" ", 2)
                said = f"{day} {self.labels.kind(kind, self.zh)} {what}"
            lines.append(f"- {self.labels.entry(key, event.kind, self.entry_zh)}: {said}")
        return [*lines, "", *self._resolved(event.body).split("\n")] if event.body else lines

    def _resolved(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self._token(*match.groups()), text)

    def _token(self, sort: str, said: str) -> str:
        if sort == "S":
            return self.labels.statuses[said] if self.zh else said
        if sort == "C":
            return self.story.contracts[int(said) - 1].number
        if sort == "T":
            return self.story.ticket_numbers[int(said) - 1]
        amount = int(said)
        currency = self.spec.get("currency")
        if currency:
            return f"{currency} {amount:,}"
        return self._amount(amount) if sort == "A" or (self.short_amounts and amount % 1000 == 0) else said


def scalar(text: str, *, flow: bool = False) -> str:
    """A value as YAML, quoted where it would not be read as it is written."""
    if SPECIAL.search(text) or (flow and re.search(r"[,\[\]{}]", text)):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def _marked(items: list[tuple[str, str]]) -> list[tuple[bool, tuple[str, str]]]:
    return [(index == 0, item) for index, item in enumerate(items)]
