"""A file shows the first findings of each code, and how many more there are; nothing else is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crmkit.allowance import UNUSED, apply
from crmkit.diagnostics import MOST_SHOWN, Code, Severity, Source
from crmkit.excess import MORE, bounded

ONE, TWO = Code("CRM800", "one"), Code("CRM801", "two", Severity.WARNING)
PATH = "records/CRM-202406009.md"
HEAD = "---\nid: CRM-202406009\nname: 云杉\ntype: business\nstatus: lead\nowner: zhang.wei\n---\n\n"


def many(code: Code, count: int, path: str = "a.md") -> list[Any]:
    return [code.at(Source(path, line)) for line in range(1, count + 1)]


def test_what_is_not_too_much_is_shown_as_it_is() -> None:
    found = many(ONE, MOST_SHOWN) + many(TWO, MOST_SHOWN) + many(ONE, MOST_SHOWN, "b.md")
    assert bounded(found) == tuple(found)


def test_the_rest_of_a_code_is_one_finding_as_severe_at_the_first_of_them() -> None:
    found = bounded(many(TWO, MOST_SHOWN + 7) + many(ONE, 3))
    assert len(found) == MOST_SHOWN + 1 + 3
    rest = found[MOST_SHOWN]
    assert (rest.code, rest.severity, rest.source.line) == (MORE.number, Severity.WARNING, MOST_SHOWN + 1)
    assert dict(rest.arguments) == {"count": "7", "of": "CRM801", "what": "two"}


def test_thousands_of_warnings_hide_no_error(crm: Any) -> None:
    crm.write(
        PATH,
        HEAD + "## 2024-05-01 电话 x\n" + "- atitude: 7\n" * 3_000 + "\n## 2024-05-02 作废 x\n- voids: y\n",
    )
    done = crm("check", "--format", "json")
    codes = [finding["code"] for finding in json.loads(done.out)["findings"]]
    assert codes.count("CRM300") == MOST_SHOWN
    assert codes.count("CRM092") == 1
    assert "CRM209" in codes
    assert done.code == 1


def test_the_exit_code_counts_what_is_not_shown(crm: Any) -> None:
    crm.write(PATH, HEAD + "## 2024-13-01 x\n" * 500)
    done = crm("check", "--format", "concise")
    assert done.code == 1
    assert "CRM092" in done.out
    assert "400" in done.out
    assert "500 errors" in crm("check").err


def test_a_fix_mends_those_too_that_are_not_shown(crm: Any) -> None:
    crm.write(PATH, HEAD + "## 2024-05-01 电话 x\n" + "- feedback： x\n" * 300)
    crm("check", "--fix")
    assert "：" not in crm.read(PATH)


@pytest.mark.parametrize("lines", [1, 3])
def test_allowances_that_allow_nothing_are_told_singly_up_to_the_limit_then_counted(lines: int) -> None:
    names = tuple(f"a{number}" for number in range(MOST_SHOWN))
    found = apply([], {"a.md": tuple((line, names) for line in range(1, lines + 1))})
    assert [finding.code for finding in found[:MOST_SHOWN]] == [UNUSED.number] * MOST_SHOWN
    more = [dict(finding.arguments)["count"] for finding in found[MOST_SHOWN:]]
    assert more == ([str((lines - 1) * MOST_SHOWN)] if lines > 1 else [])


def test_two_comments_on_one_line_both_count(crm: Any) -> None:
    """One alone on the line above, one behind the value: both speak for the line."""
    crm.write(
        PATH,
        HEAD.replace(
            "owner: zhang.wei",
            "# crmkit: allow unknown-field\ncolour: '1'  # crmkit: allow unused-thing",
        ),
    )
    out = crm("check", "--format", "concise").out
    assert "CRM300" not in out
    assert out.count("CRM090") == 1
