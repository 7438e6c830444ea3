"""Days that a page has no room for are counted, never left out without a word (K2)."""

from __future__ import annotations

from typing import Any

from crmkit.pages.today.queue import SHOWN

RECORD = """---
id: CRM-202406{n:03}
name: 云杉{n}
type: business
status: active
owner: zhang.wei
contacts:
  - {{name: 甲, birthday: 07-02}}
---
"""


def test_days_beyond_those_that_are_listed_are_counted(crm: Any) -> None:
    for number in range(1, SHOWN + 6):
        crm.write(f"records/CRM-202406{number:03}.md", RECORD.format(n=number))
    crm("build", "--audience", "team", "--out", "site")
    page = crm.read("site/today.html")
    assert page.count('<time class="day">07-02</time>') == SHOWN
    assert ">5 more</p>" in page
