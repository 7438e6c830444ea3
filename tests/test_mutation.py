"""No damage to a good record makes reading it raise, hang or lose its bytes (P3, P4, P8)."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from crmkit import words
from crmkit.document import read
from crmkit.load import load_policy, load_record
from crmkit.policy import Policy

ROOT = Path(__file__).resolve().parent.parent
SEED = 20240515
SAMPLE, SOAK = 200, 20_000
MUTATIONS_AT_ONCE = 4

GOOD = """---
id: CRM-202405001
name: 杭州星辰科技有限公司   # 客户全称
type: business
status: active
owner: zhang.wei
source: {channel: 展会, detail: "2024 '杭州' 软件展"}
recorded:
  by: zhang.wei
  date: 2024-05-06
potential: 35%
contacts:
  - name: 李雷
    phone: 12600138000
    birthday: 农历 08-15
tags: [价格敏感, 技术关注]
contracts:
  - {id: HT-2024-018, start: 2024-05-20, end: 2025-05-19, amount: 32万}
adress: |
  园区: 3 号
---

五月在展会上认识。

## 2024-05-15 14:30-15:00 电话 推送 Q2 产品更新
- by: zhang.wei
- attitude: 7
- next: 2024-06-05 电话 跟进预算

```
## 2024-05-16 电话 例子
```

## 2024-05-20 订单 首期实施
- amount: 160000

<!-- crmkit: allow unknown-field -->
## 2024-05-21 作废 记错
- voids: 2024-05-20 订单
- reason: 记错客户
"""

# What readers of YAML, Markdown, Git and terminals trip over.
TRAPS = (
    "---\n", "...\n", "## ", "##", "＃＃ ", "# ", "- ", "- [ ] ", ": ", "：", ":", " #", "#", "\t",
    "\n", "\r", "\r\n", "\n\n", "&a ", "*a", "!!x ", "<<: ", "? ", "| ", "|\n", ">-\n", "[", "]", "{",
    "}", "{{", "'", '"', '"\\0"', '"\\ud800"', "%", "@", "`", "```\n", "~~~\n", "<!--", "-->",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "2024-02-30", "２０２４-０５-０１", "2024/5/1",
    "0000-00-00", "99:99", "1e999", "-0", "NaN", "９", "万亿", "农历 13-40", "\x00", "\x1b[2J", "\x7f",
    "\x85", "\u2028", "\u202e", "\ufeff", "\u3000", "\xa0", "\U0010ffff", "e\u0301", "{0.__class__}",
    "{key}", "%s", "crmkit: allow", "ENC[x]",
)  # fmt: skip
RAW = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xba\xba", b"\xef\xbb\xbf", b"\xff\xfe", b"\x80", b"\xe6\x9d")


def good_files() -> list[bytes]:
    """The sample above, and every record of this repository."""
    return [GOOD.encode(), *(path.read_bytes() for path in sorted((ROOT / "records").rglob("*.md")))]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    trap = chance.choice(TRAPS).encode() if chance.random() < 0.8 else chance.choice(RAW)
    return data[:at] + trap + data[at:]


def at_a_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(TRAPS).encode() + lines[at]
    return b"\n".join(lines)


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in "ab")
    return data[:first] + data[min(last, first + 60) :] if chance.random() < 0.8 else data[:first]


def double(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    first = chance.randrange(len(lines))
    part = lines[first : first + chance.randrange(1, 12)]
    at = chance.randrange(len(lines) + 1)
    return b"\n".join([*lines[:at], *part * chance.choice((1, 1, 2, 50)), *lines[at:]])


def drop(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def indent(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"  ", b"\t", b"- ", b"- " * 30, b"[" * 30)) + lines[at].lstrip()
    return b"\n".join(lines)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    insert,
    at_a_line,
    flip,
    cut,
    double,
    drop,
    indent,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, MUTATIONS_AT_ONCE + 1)):
        data = chance.choice(MUTATIONS)(data, chance) if data else insert(data, chance)
    return data


@cache
def policy() -> Policy:
    files = {f"sop/{path.name}": path.read_bytes() for path in (ROOT / "sop").glob("*.md")}
    made, _ = load_policy(files)
    assert made is not None
    return made


def survives(data: bytes) -> None:
    """Reading raises nothing, keeps every byte of what could be decoded, and every finding can be said."""
    document, shape = read("records/CRM-202405001.md", data)
    if document.text:
        assert document.render() == data
    loaded = load_record("records/CRM-202405001.md", data, policy())
    lines = data.count(b"\n") + 1
    for finding in (*shape, *loaded.findings):
        assert 1 <= finding.source.line <= lines
        assert finding.source.column >= 1
        for lang in words.LANGUAGES:
            assert "\n" not in words.say(finding, lang)[0]
    for entry in document.entries:
        assert 0 <= entry.start <= entry.heading_end <= entry.text_start <= entry.end <= len(document.text)


def storm(seeds: range) -> None:
    """One good file after the other, each damaged in its own way."""
    files = good_files()
    for seed in seeds:
        damaged = mutated(files[seed % len(files)], random.Random(seed))
        try:
            survives(damaged)
        except BaseException as error:
            error.add_note(f"seed {seed}: {damaged!r}")
            raise


def test_the_sample_is_good() -> None:
    """Else the damage would be done to a ruin."""
    loaded = load_record("records/CRM-202405001.md", GOOD.encode(), policy())
    assert loaded.customer is not None
    assert len(loaded.customer.events) == 3
    assert {finding.name for finding in loaded.findings} <= {"unknown-field", "incomplete"}


def test_no_mutation_of_a_good_record_raises() -> None:
    storm(range(SEED, SEED + SAMPLE))


@pytest.mark.parametrize("length", range(0, len(GOOD.encode()) + 1, 7))
def test_a_record_cut_anywhere_is_read(length: int) -> None:
    """A write that stopped half-way, or an editor that vanished."""
    survives(GOOD.encode()[:length])


@pytest.mark.soak
def test_no_mutation_raises_in_a_long_run() -> None:
    storm(range(SOAK))
