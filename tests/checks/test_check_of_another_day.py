"""Asking about another day judges what was there then; ahead is only what lies ahead of the real day (L3)."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

import pytest

from crmkit.cli import rim

RECORD = """\
---
id: CRM-202401001
name: 临江试验有限公司
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-01-02}
verified: {by: zhang.wei, date: 2026-06-01}
---

## 2026-03-02 电话 聊
- by: zhang.wei

## 2026-06-02 电话 聊
- by: zhang.wei
"""


def real_day(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock shows noon of the day."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Frozen:
            return cls.fromisoformat(f"{day}T12:00:00").replace(tzinfo=tz)

    monkeypatch.setattr(rim, "datetime", Frozen)


def codes(crm: Any, as_of: str) -> list[str]:
    done = crm("check", "--format", "concise", as_of=as_of)
    return [f"{line.split(':')[1]} {line.split()[1]}" for line in filter(None, done.out.split("\n"))]


AHEAD = {"CRM410", "CRM414", "CRM415"}


@pytest.mark.parametrize("as_of", ["2026-03-31", "2024-06-30", "2026-11-28", "2030-01-01"])
def test_what_has_happened_by_now_is_never_ahead(
    crm: Any, monkeypatch: pytest.MonkeyPatch, as_of: str
) -> None:
    real_day("2026-11-28", monkeypatch)
    crm.write("records/CRM-202401001.md", RECORD)
    assert not AHEAD & {each.split()[1] for each in codes(crm, as_of)}


@pytest.mark.parametrize("as_of", ["2026-03-31", "2026-05-31", "2030-01-01"])
def test_what_has_not_happened_yet_is_ahead_whatever_day_is_asked_about(
    crm: Any, monkeypatch: pytest.MonkeyPatch, as_of: str
) -> None:
    real_day("2026-05-31", monkeypatch)
    crm.write("records/CRM-202401001.md", RECORD)
    assert [each for each in codes(crm, as_of) if each.split()[1] in AHEAD] == ["8 CRM414", "14 CRM410"]


def test_what_was_ahead_yesterday_is_looked_at_again_today(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings kept for a day that is asked about hold for one real day alone."""
    crm.write("records/CRM-202401001.md", RECORD)
    real_day("2026-06-01", monkeypatch)
    assert "14 CRM410" in codes(crm, "2026-03-31")
    real_day("2026-06-02", monkeypatch)
    assert "14 CRM410" not in codes(crm, "2026-03-31")


OF_RECORDS = {"CRM304", "CRM620", "CRM632"}


def test_nobody_was_incomplete_before_they_came(crm: Any) -> None:
    """Yet what is wrong in a file is wrong on every day."""
    crm.write("records/CRM-202401001.md", RECORD.replace("status: active", "status: active\nowenr: x"))
    assert [each for each in codes(crm, "2023-12-31") if each.split()[1] in OF_RECORDS] == []
    assert "6 CRM300" in codes(crm, "2023-12-31")
    assert {"CRM304", "CRM620"} <= {each.split()[1] for each in codes(crm, "2024-06-30")}
