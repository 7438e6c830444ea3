"""A build holds no page that it has written, whatever the templates leave behind (performance: memory)."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from pathlib import Path
from typing import Any

from jinja2.runtime import Context

from crmkit.load import load_policy
from crmkit.site import build
from crmkit.site.render import Build, Site
from crmkit.sweep import sweep, uncollected
from crmkit.tree import snapshot

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


def test_pages_that_were_written_are_let_go_without_a_collection(crm: Any) -> None:
    """A macro is held by the context that it holds, unless that is emptied: every page would stay."""
    for n in range(1, 9):
        crm.write(f"records/CRM-20240500{n}.md", RECORD.format(n=n))
    gc.collect()
    with uncollected():
        assert crm("build", "--out", "site").code == 0
        held = [one for one in gc.get_objects() if type(one) is Context and one.name == "customer.html"]
    assert held == []


def test_nothing_of_a_build_outlives_it(book: Path, tmp_path: Path) -> None:
    """Who builds again and again holds the last build and no other; two never share what they found."""
    (book / "records" / "CRM-202405001.md").write_text(RECORD.format(n=1), "utf-8", newline="\n")
    files = snapshot(book)
    policy, _ = load_policy(files)
    assert policy is not None
    audience = policy.book.audience("")
    assert audience is not None
    seen = sweep(files, policy, as_of=date(2024, 6, 30)).view
    made = Build(Site(seen, audience, ("zh", "en"), ""))
    build(files, made, tmp_path / "site")
    held = weakref.ref(made), weakref.ref(made.index)
    del made
    gc.collect()
    assert [one() for one in held] == [None, None]
