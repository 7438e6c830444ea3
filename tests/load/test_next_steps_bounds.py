"""Many next steps cost in proportion to their number, however they are laid out (P8)."""

from __future__ import annotations

import time

import by_hand
import pytest

from crmkit.checks.next_steps import record
from crmkit.load import load_record

SHAPES = {
    "lines": "- next: 2026-03-12 电话 报价\n",
    "lines without a day": "- next: x\n",
    "one line": "；2026-03-12 电话 报价",
    "doubts": " 2026-03-12 x",
    "words of days": "；明天",
    "blanks": "　 ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_many_steps_take_about_twice_as_long(shape: str) -> None:
    policy = by_hand.pack("standard")

    def cost(characters: int) -> float:
        unit = SHAPES[shape]
        many = unit * (characters // len(unit))
        begin = "" if unit.startswith("-") else "- next: 2026-03-12 电话 报价"
        text = f"---\nid: CRM-202405001\n---\n\n## 2026-03-02 电话\n{begin}{many}\n".encode()
        started = time.process_time()
        loaded = load_record("records/CRM-202405001.md", text, policy)
        list(record(loaded, policy, loaded.customer.events[0].date if loaded.customer else None))  # type: ignore[arg-type]
        return time.process_time() - started

    cost(1_000)
    small, large = (min(cost(size) for _ in range(3)) for size in (50_000, 200_000))
    assert large < 4 * 2.3 * small + 0.2
