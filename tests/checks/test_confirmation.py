"""A form that the customer did not confirm is told while we serve them (A12)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.confirmation import CHECK


def test_only_customers_whom_we_serve_are_asked(found: Any) -> None:
    assert found(CHECK, "---\nid: CRM-202405001\nstatus: 活跃\n---\n") == ["2:1 CRM620 form-not-confirmed"]
    assert found(CHECK, "---\nid: CRM-202405001\nstatus: lead\n---\n") == []


def test_a_field_or_an_entry_confirms(found: Any) -> None:
    assert found(CHECK, "---\nstatus: active\nconfirmed: {date: 2024-05-08, by: 李雷}\n---\n") == []
    assert found(CHECK, "---\nstatus: active\n---\n\n## 2024-05-08 登记确认 当面签字\n") == []
