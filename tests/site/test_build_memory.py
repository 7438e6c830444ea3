"""A build holds no page that it has written, whatever the templates leave behind (performance: memory)."""

from __future__ import annotations

import gc
import importlib
from typing import Any

import pytest
from jinja2.runtime import Context

from crmkit.sweep import uncollected

RECORD = """\
---
id: CRM-20240500{n}
name: 宁波静默贸易有限公司{n}
type: business
status: active
owner: zhang.wei
recorded: {{by: zhang.wei, date: 2024-05-06}}
---

## 2024-05-15 电话 初次沟通
"""


def test_pages_that_were_written_are_let_go(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A macro is held by the context that it holds: without a collection every page would stay."""
    monkeypatch.setattr(importlib.import_module("crmkit.site.build"), "_LET_GO_EVERY", 1)
    for n in range(1, 9):
        crm.write(f"records/CRM-20240500{n}.md", RECORD.format(n=n))
    held = []
    gc.collect()
    with uncollected():
        assert crm("build", "--out", "site").code == 0
        held += [one for one in gc.get_objects() if type(one) is Context and one.name == "customer.html"]
    assert len(held) <= 1
