"""Write the demo book's invented customers into records/, the same bytes each time.

    python examples/demo/make.py [--out FOLDER] [--seed WORD]

The thirteen records written by hand are left alone; `README.md` tells how the stories are made.
"""

from __future__ import annotations

import argparse
import tomllib
import zlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import days
import papers
import talks
from care import touches
from labels import Labels
from stage import LAST_DAY, Story, play
from write import Writer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BY_HAND = (
    "CRM-202401002", "CRM-202401003", "CRM-202402001", "CRM-202403002", "CRM-202403007", "CRM-202404001",
    "CRM-202405001", "CRM-202405003", "CRM-202406002", "CRM-202407001", "CRM-202502001", "CRM-202512001",
    "CRM-202512002",
)  # fmt: skip
FIRST_CONTRACT, FIRST_TICKET, FIRST_PHONE = 101, 21, 8200
CONTACT = ("name", "py", "title", "role", "prefers", "birthday", "hobbies", "wants", "notes", "dates")
SHORT = {
    "need": "first_need", "period": "cooperation_period", "service": "service_wish", "fit": "need_fit",
    "org": "organisation", "chain": "decision_chain", "rivals": "competitors", "aims": "strategy_aims",
    "peak": "peak_months", "use": "product_use", "feedback": "product_feedback", "habits": "spending_habits",
}  # fmt: skip
ROLES = {"D": "decision_maker", "I": "influencer", "U": "user"}


def main() -> None:
    """Everything into `--out`, which is laid out like the repository."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT)
    parser.add_argument("--seed", default="", help="another throw of the dice; the committed book has none")
    given = parser.parse_args()
    for path, data in book(given.seed).items():
        target = given.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def book(seed: str = "") -> dict[str, bytes]:
    """Each file by its path."""
    labels, calendar = Labels(ROOT / "sop"), days.read(ROOT / "sop" / "calendar.md")
    bank = tomllib.loads((HERE / "bank.toml").read_text("utf-8"))
    arcs = {path.stem: path.read_text("utf-8") for path in sorted((HERE / "arcs").glob("*.txt"))}
    texts = "".join(path.read_text("utf-8") for path in sorted((HERE / "talks").glob("*.txt")))
    told = talks.read(texts)
    specs = [
        spec
        for path in sorted((HERE / "cast").glob("*.toml"))
        for spec in tomllib.loads(path.read_text("utf-8"))["customer"]
    ]
    stories = [_story(spec, calendar, seed) for spec in specs]
    _number_customers(stories)
    for story in stories:
        _details(story, labels)
    _name_contacts(stories, labels)
    for story in stories:
        care = touches(story.spec, bank, story.dice, calendar, story.start)
        beats = [*(arcs[name] for name in story.spec["arc"]), story.spec.get("beats", "")]
        play(story, beats, calendar, care, told.get(story.spec["short"], ()))
    _number_papers(stories)
    files = {"examples/demo/last_day": f"{LAST_DAY}\n".encode()}
    for story in stories:
        files |= _attached(story, labels)
        files[f"records/{story.number}.md"] = Writer(story, labels).text().encode()
    return files


def _story(spec: dict[str, Any], calendar: days.Days, seed: str) -> Story:
    for short, key in SHORT.items():
        if short in spec:
            spec[key] = spec.pop(short)
    spec["region"], _, street = spec.pop("place").partition("|")
    if street:
        city = spec["region"].split()[-1]
        spec["address"] = f"{city}市虚构区{street} 0 号"
        spec["region"] = "".join(dict.fromkeys(spec["region"].split()))
    if "extra" in spec:
        spec["extra_contact"] = dict(
            zip(("agreed", "when", "until"), spec.pop("extra").split("|"), strict=True)
        )
    start = calendar.on_or_after(date.fromisoformat(spec["start"]))
    spec["recorded_on"] = str(min(calendar.on_or_after(start + timedelta(1)), LAST_DAY))
    return Story(spec, days.Dice(seed + spec["short"]), start)


def _number_customers(stories: list[Story]) -> None:
    """The next free number of the month of recording; then referrals can name them."""
    taken: set[str] = set(BY_HAND)
    for story in sorted(stories, key=lambda story: story.start):
        month = story.spec["recorded_on"].replace("-", "")[:6]
        counter = next(n for n in range(1, 1000) if f"CRM-{month}{n:03}" not in taken)
        story.number = f"CRM-{month}{counter:03}"
        taken.add(story.number)
    by_name = {story.spec["short"]: story.number for story in stories}
    for story in stories:
        source = story.spec["source"]
        if len(source) > 2:
            source[2] = by_name.get(source[2], source[2])
        story.spec.setdefault("short_name", story.spec["short"])
        if story.spec.get("type") == "individual" or story.spec["short_name"] == story.spec["name"]:
            del story.spec["short_name"]
        story.spec.setdefault("type", "business")


def _details(story: Story, labels: Labels) -> None:
    """Needs, the signed form and where facts came from, out of their short lines."""
    spec = story.spec
    words = spec.get("keys", "en") == "zh"
    needs = []
    for index, line in enumerate(spec.get("needs", ()), 1):
        text, kind, source, state, since = line.split("|")
        kind = labels.choice("need_kinds", {"e": "explicit", "l": "latent"}[kind], words)
        state = labels.choice("need_states", state, words)
        needs.append({"id": f"n{index}", "text": text, "kind": kind, "source": source, "owner": spec["owner"],
                      "state": state, "since": since})  # fmt: skip
    spec["needs"] = needs
    if "confirmed" in spec:
        day = story.start + timedelta(int(spec["confirmed"][2:]))
        spec["confirmed"] = {"date": str(day), "by": spec["contacts"][0].split("|")[0]}
    named = (line.split("|") for line in spec.get("provenance", ()))
    spec["provenance"] = [
        {
            "field": labels.field(SHORT.get(key, key), words),
            "source": labels.choice("provenance", source, words),
            "date": day,
        }
        for key, source, day in named
    ]


def _name_contacts(stories: list[Story], labels: Labels) -> None:
    """`name|pinyin|title|role|prefers|birthday|hobbies|wants|notes|dates`, with an invented number each."""
    given = Counter[str]()
    for story in stories:
        spec, zh = story.spec, story.spec.get("keys", "en") == "zh"
        if "domain" in spec:
            spec["website"] = f"https://{spec['domain']}.example"
        if "tel" in spec:
            spec["phone"] = f"{spec['tel']}-0000{6100 + 37 * len(given)}"
        for line in spec["contacts"]:
            said = dict(zip(CONTACT, line.split("|"), strict=False))
            given[story.number] += 1
            prefix = spec.get("abroad", "126-0013-")
            left = said.get("dates", "").startswith("left=")
            contact = {"name": said["name"], "title": said["title"]}
            contact["role"] = labels.choice("decision_roles", ROLES[said["role"]], zh) if said["role"] else ""
            contact["phone"] = "" if left else f"{prefix}{FIRST_PHONE + given.total()}"
            contact["email"] = (
                f"{said['py']}@{spec['domain']}.example" if "domain" in spec and not left else ""
            )
            prefers = said.get("prefers", "")
            if "微信" in prefers and not left:
                family, _, rest = said["py"].partition(".")
                contact["wechat"] = f"{family}{rest[:2]}_{spec.get('domain', 'home').replace('-', '')[:6]}"
            contact |= {
                key: said.get(key, "") for key in ("prefers", "wants", "birthday", "hobbies", "notes")
            }
            key, _, day = said.get("dates", "").partition("=")
            story.contacts.append(contact | ({key: day} if day else {}))


def _number_papers(stories: list[Story]) -> None:
    """Contracts of a year and tickets of a month are numbered in the order of their dates."""
    contracts = [(one.signed, story.number, one) for story in stories for one in story.contracts]
    years = Counter[int]()
    for signed, _, contract in sorted(contracts, key=lambda one: one[:2]):
        contract.number = f"HT-{signed.year}-{FIRST_CONTRACT + years[signed.year]:03}"
        years[signed.year] += 1
    months = Counter[str]()
    tickets = [(event.date, story.number, story) for story in stories for event in story.tickets]
    for day, _, story in sorted(tickets, key=lambda one: one[:2]):
        story.ticket_numbers.append(f"TK-{day:%Y%m}{FIRST_TICKET + months[f'{day:%Y%m}']:03}")
        months[f"{day:%Y%m}"] += 1


def _attached(story: Story, labels: Labels) -> dict[str, bytes]:
    """The files beside a record, and their lines in its profile."""
    files, listed = {}, []
    for one in story.spec.get("files", ()):
        path = f"files/{story.number}-{one['name']}"
        if path.endswith(".pdf"):
            data = _form(story, one["title"], labels)
        else:
            data = papers.card() if path.endswith(".png") else (one["text"].strip() + "\n").encode()
        files[f"records/{path}"] = data
        listed.append({"path": path, "title": one["title"], "date": one["date"]})
    story.spec["attachments"] = listed
    return files


def _form(story: Story, title: str, labels: Labels) -> bytes:
    """The registration form as the customer signed it."""
    spec, zh = story.spec, story.spec.get("lang", "zh") == "zh"
    asked = ("name", "address", "phone", "first_need", "cooperation_period", "service_wish", "special")
    rows = [(labels.field(key, zh).replace("_", " "), spec[key]) for key in asked if key in spec]
    rows += [(one["title"], one["name"]) for one in story.contacts]
    by, day = spec["confirmed"]["by"], spec["confirmed"]["date"]
    said = f"以上属实。签字：{by}  {day}（示例）" if zh else f"Confirmed: {by}, {day} (sample)"
    return papers.form(title, rows, said, zlib.crc32(by.encode()))


if __name__ == "__main__":
    main()
