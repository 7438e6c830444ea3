"""Records as people shape them, what people do to them, and what a merge must say, worked out from the deeds.

Nothing here uses the product: files are written and read by a few lines of their own.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import yaml

ENGLISH = {
    key: key
    for key in (
        "id", "name", "owner", "status", "goal", "region", "source", "channel", "date", "tags",
        "contacts", "title", "phone", "by", "with", "feedback", "next", "from", "to",
    )
}  # fmt: skip
CHINESE = {
    "id": "客户编号", "name": "姓名", "owner": "客户经理", "status": "状态", "goal": "维护目标",
    "region": "地区", "source": "客户来源", "channel": "来源渠道", "date": "获取日期", "tags": "标签",
    "contacts": "联系人", "title": "职务", "phone": "电话", "by": "记录人", "with": "联系人",
    "feedback": "反馈", "next": "下一步", "from": "原值", "to": "新值",
}  # fmt: skip
WORDS = [
    "甲",
    "乙方案",
    "预算获批",
    "renewal in May",
    "二期: 待定",
    "#3 号",
    "0571-88880000",
    "yes",
    "[草案]",
    "a, b",
]
NAMES = ["李雷", "韩梅梅", "J. Li", "王芳", "赵敏", "O'Neil"]
TAGS = ["价格敏感", "技术关注", "国企", "key account", "拖欠款"]
DAYS = [f"2024-{month:02}-{day:02}" for month in (5, 6, 7) for day in (3, 14, 28)]
TEXTS = [
    "They asked for a quote.",
    "秋收前别打扰。",
    "Budget is tight.\n\nSigned by the head.",
    "* 一项\n* 两项",
    "",
]
SCALARS = ["owner", "status", "goal", "region"]


@dataclass
class Entry:
    uid: int
    day: str
    kind: str
    subject: str
    fields: list[tuple[str, str]]
    text: str


@dataclass
class Record:
    words: dict[str, str]
    profile: dict[str, Any]
    flow: set[str]
    about: str
    entries: list[Entry]
    notes: dict[str, str]
    comments: dict[str, str] = field(default_factory=dict)
    crlf: bool = False
    bom: bool = False
    closed: bool = True


# --- writing ------------------------------------------------------------------------------------------------


def quoted(text: str, flow: bool) -> str:
    danger = r"[:,\[\]{}#&*!|>'\"%@`?]|^-|^$" if flow else r"^[\[\]{}#&*!|>'\"%@`?,-]|: |:$| #|^$"
    return "'" + text.replace("'", "''") + "'" if re.search(danger, text) else text


def written(record: Record) -> bytes:
    w = record.words
    lines = ["---"]
    for key, value in record.profile.items():
        if key in record.comments:
            lines.append(f"# {record.comments[key]}")
        lines += value_lines(record, key, value)
    lines.append("---")
    body = [record.about] if record.about else []
    for entry in record.entries:
        head = f"## {entry.day} {entry.kind} {entry.subject}".rstrip()
        part = "\n".join([head, *(f"- {w.get(k, k)}: {v}" for k, v in entry.fields)])
        body.append(part + (f"\n\n{entry.text}" if entry.text else ""))
    body += [f"## {title}\n\n{text}" for title, text in record.notes.items()]
    text = "\n".join(lines) + "\n" + "".join(f"\n{part}\n" for part in body)
    text = text if record.closed else text.removesuffix("\n")
    if record.crlf:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if record.bom else b"") + text.encode()


def value_lines(record: Record, key: str, value: Any) -> list[str]:
    w, flow = record.words, key in record.flow
    if isinstance(value, str):
        return [f"{w[key]}: {quoted(value, False)}"]
    if isinstance(value, dict):
        if flow:
            return [f"{w[key]}: {{{', '.join(f'{w[k]}: {quoted(v, True)}' for k, v in value.items())}}}"]
        return [f"{w[key]}:", *(f"  {w[k]}: {quoted(v, False)}" for k, v in value.items())]
    if all(isinstance(item, str) for item in value):
        if flow:
            return [f"{w[key]}: [{', '.join(quoted(v, True) for v in value)}]"]
        return [f"{w[key]}:", *(f"  - {quoted(v, False)}" for v in value)]
    lines = [f"{w[key]}:"]
    for item in value:
        pairs = [f"{w[k]}: {quoted(v, flow)}" for k, v in item.items()]
        if flow:
            lines.append(f"  - {{{', '.join(pairs)}}}")
        else:
            lines += [f"  - {pairs[0]}", *(f"    {pair}" for pair in pairs[1:])]
    return lines


# --- deeds --------------------------------------------------------------------------------------------------


def fresh(rng: Random) -> Record:
    words = rng.choice([ENGLISH, CHINESE])
    profile: dict[str, Any] = {
        "id": "CRM-202405001",
        "name": "杭州星辰科技有限公司",
        "owner": "zhang.wei",
        "status": "active",
    }
    if rng.random() < 0.8:
        profile["source"] = {"channel": "展会", "date": "2024-05-01"}
    if rng.random() < 0.8:
        profile["contacts"] = [
            {"name": n, "title": "经理", "phone": "0571-1"} for n in rng.sample(NAMES, rng.randint(1, 3))
        ]
    if rng.random() < 0.8:
        profile["tags"] = rng.sample(TAGS, rng.randint(1, 3))
    flow = {key for key in ("source", "contacts", "tags") if rng.random() < 0.5}
    record = Record(words, profile, flow, rng.choice(TEXTS), [], {})
    for _ in range(rng.randint(0, 4)):
        add_entry(rng, record)
    if rng.random() < 0.5:
        record.notes["How they decide"] = rng.choice(TEXTS[:4])
    record.crlf, record.bom, record.closed = rng.random() < 0.2, rng.random() < 0.1, rng.random() < 0.85
    if rng.random() < 0.3:
        record.comments["owner"] = "asked on the phone"
    return record


def add_entry(
    rng: Random, record: Record, kind: str = "", fields: list[tuple[str, str]] | None = None
) -> None:
    if fields is None:
        keys = rng.sample(["by", "with", "feedback", "next"], rng.randint(0, 4))
        fields = [(key, rng.choice(WORDS)) for key in keys]
    kind = kind or rng.choice(["电话", "拜访", "备注"])
    new = Entry(rng.getrandbits(60), rng.choice(DAYS), kind, rng.choice(WORDS), fields, rng.choice(TEXTS))
    place = max((at + 1 for at, entry in enumerate(record.entries) if entry.day <= new.day), default=0)
    record.entries.insert(place, new)


def set_scalar(rng: Random, record: Record) -> None:
    record.profile[rng.choice(SCALARS)] = rng.choice(WORDS)


def hand_over(rng: Random, record: Record) -> None:
    old, new = record.profile.get("owner", ""), rng.choice(["li.na", "wang.fang", "chen.gang"])
    record.profile["owner"] = new
    add_entry(rng, record, "交接", [("from", old), ("to", new)] if old else [("to", new)])


def drop_scalar(rng: Random, record: Record) -> None:
    record.profile.pop(rng.choice(SCALARS), None)


def set_group(rng: Random, record: Record) -> None:
    record.profile.setdefault("source", {})[rng.choice(["channel", "date"])] = rng.choice(WORDS)


def add_tag(rng: Random, record: Record) -> None:
    tag, tags = rng.choice(TAGS), record.profile.setdefault("tags", [])
    if tag not in tags:
        tags.insert(rng.randint(0, len(tags)), tag)


def drop_tag(rng: Random, record: Record) -> None:
    if tags := record.profile.get("tags"):
        tags.remove(rng.choice(tags))
        if not tags:
            del record.profile["tags"]


def add_contact(rng: Random, record: Record) -> None:
    contacts = record.profile.setdefault("contacts", [])
    free = [name for name in NAMES if name not in [c["name"] for c in contacts]]
    if free:
        contacts.append({"name": rng.choice(free), "phone": rng.choice(WORDS)})


def set_contact(rng: Random, record: Record) -> None:
    if contacts := record.profile.get("contacts"):
        rng.choice(contacts)[rng.choice(["title", "phone"])] = rng.choice(WORDS)


def drop_contact(rng: Random, record: Record) -> None:
    if contacts := record.profile.get("contacts"):
        contacts.remove(rng.choice(contacts))
        if not contacts:
            del record.profile["contacts"]


def log(rng: Random, record: Record) -> None:
    add_entry(rng, record)


def set_field(rng: Random, record: Record) -> None:
    if record.entries:
        entry = rng.choice(record.entries)
        key = rng.choice(["by", "with", "feedback", "next"])
        value = rng.choice(WORDS)
        entry.fields = [(k, value if k == key else v) for k, v in entry.fields]
        if key not in dict(entry.fields):
            entry.fields.append((key, value))


def set_text(rng: Random, record: Record) -> None:
    if record.entries:
        rng.choice(record.entries).text = rng.choice(TEXTS)


def retitle(rng: Random, record: Record) -> None:
    if record.entries:
        rng.choice(record.entries).subject = rng.choice(WORDS)


def drop_entry(rng: Random, record: Record) -> None:
    if record.entries:
        record.entries.remove(rng.choice(record.entries))


def note(rng: Random, record: Record) -> None:
    record.notes[rng.choice(["How they decide", "What to avoid", "开票"])] = rng.choice(TEXTS[:4])


def tell_about(rng: Random, record: Record) -> None:
    record.about = rng.choice(TEXTS)


def restyle(rng: Random, record: Record) -> None:
    record.flow ^= {rng.choice(["source", "contacts", "tags"])}


def comment(rng: Random, record: Record) -> None:
    record.comments[rng.choice(list(record.profile))] = rng.choice(WORDS)


def end_lines(rng: Random, record: Record) -> None:
    record.crlf = not record.crlf


def close(rng: Random, record: Record) -> None:
    record.closed = not record.closed


OFTEN = [log, log, log, log, hand_over, set_scalar, add_tag, set_contact, add_contact, set_group]
SELDOM = [
    drop_scalar, drop_tag, drop_contact, set_field, set_text, retitle, drop_entry, note, tell_about, restyle,
    comment, end_lines, close,
]  # fmt: skip


def changed(rng: Random, record: Record, most: int = 3) -> Record:
    record = copy.deepcopy(record)
    for _ in range(rng.randint(min(1, most), most)):
        rng.choice(OFTEN if rng.random() < 0.7 else SELDOM)(rng, record)
    return record


# --- reading ------------------------------------------------------------------------------------------------


@dataclass
class Said:
    """What a file says, for comparing: paths of the profile, entries as they stand, notes, text above."""

    flat: dict[tuple[str, ...], str]
    entries: Counter[tuple[Any, ...]]
    notes: Counter[tuple[str, str]]
    about: str


def flattened(profile: dict[str, Any], name: str) -> dict[tuple[str, ...], str]:
    flat: dict[tuple[str, ...], str] = {}
    for key, value in profile.items():
        if isinstance(value, str):
            flat |= {(key,): value} if value else {}  # an empty list may leave its key
        elif isinstance(value, dict):
            flat |= {(key, k): v for k, v in value.items()}
        for item in value if isinstance(value, list) else ():
            if isinstance(item, str):
                flat[(key, item)] = ""
            else:
                flat[(key, item[name])] = ""
                flat |= {(key, item[name], k): v for k, v in item.items() if k != name}
    return flat


def said(data: bytes, words: dict[str, str]) -> Said:
    text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    _, front, body = text.split("---\n", 2) if text.count("---\n") > 1 else (*text.split("---", 2),)
    profile = yaml.load(front, Loader=yaml.BaseLoader)
    about, *parts = re.split(r"^## ", body, flags=re.M)
    entries, notes = Counter[tuple[Any, ...]](), Counter[tuple[str, str]]()
    for part in parts:
        head, _, rest = part.partition("\n")
        if not re.match(r"\d{4}-", head):
            notes[head, rest.strip()] += 1
            continue
        fields = re.match(r"(?:- [^\n]*(?:\n|\Z))*", rest)
        assert fields
        entries[head, tuple(sorted(fields[0].splitlines())), rest[fields.end() :].strip()] += 1
    return Said(flattened(profile, words["name"]), entries, notes, about.strip())


# --- what must come of it -----------------------------------------------------------------------------------


def spelled(record: Record) -> dict[tuple[str, ...], str]:
    lines = [line for key, value in record.profile.items() for line in value_lines(record, key, value)]
    profile = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)
    return flattened(profile, record.words["name"])


def three(old: Any, one: Any, two: Any) -> tuple[Any, bool]:
    """The value, and whether the sides dispute it."""
    if one == two or two == old:
        return one, False
    return two, one != old


@dataclass
class Wanted:
    said: Said
    disputed: bool
    free: bool
    """Both wrote into one text: it may come out either way, or stop."""


def wanted(old: Record, one: Record, two: Record) -> Wanted:
    flats = [spelled(record) for record in (old, one, two)]
    flat, disputed = {}, False
    for path in dict.fromkeys(path for each in flats for path in each):
        value, clash = three(*(each.get(path) for each in flats))
        disputed |= clash
        if value is not None:
            flat[path] = value
    disputed |= groups_disputed(*flats)
    entries, clash, free = entries_wanted(old, one, two)
    disputed |= clash
    for key in old.profile:
        gone = [key not in record.profile for record in (one, two)]
        free |= any(gone) and [r.comments.get(key) for r in (one, two)] != [old.comments.get(key)] * 2
    about, clash = three(old.about, one.about, two.about)
    free |= clash
    notes = Counter[tuple[str, str]]()
    for title in dict.fromkeys([*old.notes, *one.notes, *two.notes]):
        texts = [record.notes.get(title) for record in (old, one, two)]
        if texts[0] is None:
            notes.update({(title, text) for text in texts[1:] if text is not None})
            continue
        text, clash = three(*texts)
        free |= clash
        if text is not None:
            notes[title, text] += 1
    return Wanted(Said(flat, entries, notes, about), disputed, free)


def groups_disputed(old: dict[Any, str], one: dict[Any, str], two: dict[Any, str]) -> bool:
    """A contact that one side took out and the other changed, or that both added, not alike."""
    for group in {
        path[:2] for path in [*old, *one, *two] if len(path) == 3 or (len(path) == 2 and old.get(path) == "")
    }:
        states = [{p: v for p, v in flat.items() if p[:2] == group} for flat in (old, one, two)]
        if any(len(path) == 3 for state in states for path in state):
            gone = [not state for state in states]
            if gone[0] and states[1] != states[2] and not gone[1] and not gone[2]:
                return True
            if not gone[0] and gone[1] != gone[2] and states[1 if gone[2] else 2] != states[0]:
                return True
    return False


def entries_wanted(old: Record, one: Record, two: Record) -> tuple[Counter[tuple[Any, ...]], bool, bool]:
    sides = [{entry.uid: entry for entry in record.entries} for record in (old, one, two)]
    found, disputed, free = Counter[tuple[Any, ...]](), False, False
    for uid in sides[0]:
        versions = [side.get(uid) for side in sides]
        if versions[1] is None or versions[2] is None:
            _, clash = three(*versions)
            disputed |= clash
            left = versions[1] or versions[2]
            found.update([as_said(left, old.words)] if left and clash else [])
            continue
        assert versions[0]
        made = copy.deepcopy(versions[0])
        heads = [(v.day, v.kind, v.subject) for v in versions if v]
        (made.day, made.kind, made.subject), clash = three(*heads)
        disputed |= clash
        fields = [dict(v.fields) for v in versions if v]
        merged = {}
        for key in dict.fromkeys(key for each in fields for key in each):
            value, clash = three(*(each.get(key) for each in fields))
            disputed |= clash
            merged[key] = value
        made.fields = [(key, value) for key, value in merged.items() if value is not None]
        made.text, clash = three(*(v.text for v in versions if v))
        free |= clash
        found[as_said(made, old.words)] += 1
    # An entry taken out with a like one put in may be one that was changed: who can tell?
    free |= any({*sides[0]} - {*side} and {*side} - {*sides[0]} for side in sides[1:])
    new = [
        Counter(as_said(e, old.words) for uid, e in side.items() if uid not in sides[0]) for side in sides[1:]
    ]
    return found + (new[0] | new[1]), disputed, free


def as_said(entry: Entry, words: dict[str, str]) -> tuple[Any, ...]:
    fields = tuple(sorted(f"- {words.get(key, key)}: {value}" for key, value in entry.fields))
    return f"{entry.day} {entry.kind} {entry.subject}".rstrip(), fields, entry.text.strip()


def pieces(data: bytes) -> Counter[str]:
    """Lines of a file; those in brackets, which a merge may write anew, as what stands between the commas."""
    found = Counter[str]()
    for line in data.decode().removeprefix("\ufeff").replace("\r\n", "\n").split("\n"):
        bracketed = re.search(r"[\[{].*[\]}]$", line) if not line.startswith(("- ", "## ")) else None
        parts = re.findall(r"(?:'(?:[^']|'')*'|[^,'\[\]{}])+", line) if bracketed else [line]
        found.update(
            re.sub("'(.*)'$", r"\1", part.strip().removeprefix("- ")) for part in parts if part.strip(" -")
        )
    return found


def lost(base: bytes, ours: bytes, theirs: bytes, result: bytes) -> Counter[str]:
    """Lines that a side has, the other did not take out, and the result lacks."""
    old, one, two, got = (pieces(data) for data in (base, ours, theirs, result))
    kept = Counter({line: max(one[line], two[line]) for line in one | two
                    if one[line] >= old[line] and two[line] >= old[line]})  # fmt: skip
    return kept - got
