"""What is due for a record that a test shows, said shortly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from by_hand import items, short

from crmkit.policy import Policy


@pytest.fixture
def due() -> Callable[..., list[str]]:
    """`due(record(...), "2025-01-10", "abcd")`."""

    def run(text: str, day: str, under: str | Policy = "standard") -> list[str]:
        return [short(item) for item in items(text, day, under)]

    return run
