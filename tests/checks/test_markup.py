"""Free text that would act if it were let is told to be shown as text (J4, P7)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.markup import CHECK

HEAD = "---\nid: CRM-202405001\n---\n\n"


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("[报价](javascript:alert(1))", 6, "javascript:"),
        ("[x]( JavaScript:alert(1))", 6, "javascript:"),
        ("[x](<data:text/html,hi>)", 6, "data:"),
        ("<javascript:alert(1)>", 2, "javascript:"),
        ("看 <SCRIPT>alert(1)</script>", 3, "<script>"),
        ("<iframe src=//evil.example>", 1, "<iframe>"),
    ],
)
def test_what_would_act(told: Any, text: str, column: int, what: str) -> None:
    (finding,) = told(CHECK, HEAD + text + "\n")
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM510", (5, column), "warning")
    assert dict(finding.arguments) == {"what": what}


@pytest.mark.parametrize(
    "text", ["[x](https://crm.example)", "a < b, <b>粗</b>", "data: 见附件 javascript: 课程", "[1]: 备注"]
)
def test_ordinary_text_is_fine(found: Any, text: str) -> None:
    assert found(CHECK, HEAD + text + "\n") == []
