"""A script that knows nothing of crmkit finds in raw files what tickets of each demo are owed (G2, G3)."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crmkit import resources

SCRIPT = Path(__file__).resolve().parent / "independent_tickets.py"
STEPS = {
    "First answer": "answer", "Progress told": "progress", "Solution": "solution", "Done": "done",
    "Return visit": "return_visit",
}  # fmt: skip


def independent(book: Path, moment: str) -> list[tuple[str, str, str]]:
    """Ticket, step and by when, as the script reads them; a day ends where the next begins."""
    command: list[str | Path] = [sys.executable, SCRIPT, book / "records", book / "sop", moment]
    said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
    return [(number, step, due) for _, number, step, due in map(str.split, filter(None, said.split("\n")))]


def asked(team: Any, day: str) -> list[tuple[str, str, str]]:
    """The same of `crmkit due`, and of `crmkit ticket show` what is paused and so not due."""
    found = []
    for row in json.loads(team("due", "--days", "3660", "--json", as_of=day).out)["rows"]:
        match = re.fullmatch(r"(TK-\d+) .+: (.+)", row["about"] or "")
        if match and match[2] in STEPS:  # what else a loop lacks has no limit
            found.append((match[1], STEPS[match[2]], (row["due_at"] or row["due"])[:16]))
    for row in json.loads(team("ticket", "list", "--json", as_of=day).out)["rows"]:
        shown = team("ticket", "show", row["ticket"], as_of=day).out
        found += [(row["ticket"], STEPS[step], "paused") for step in paused(shown)]
    return sorted(set(found))


def paused(shown: str) -> list[str]:
    """The steps whose clock stands, as `crmkit ticket show` says them."""
    return [re.split(r"  +", line.strip())[0] for line in shown.split("\n") if "paused since" in line]


def by_the_day(owed: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Limits of whole days by their day, as `due` says them."""
    found = []
    for number, step, due in owed:
        end = re.fullmatch(r"(\S+)T00:00", due)
        found.append((number, step, before(end[1]) if end else due))
    return sorted(found)


def before(day: str) -> str:
    """The day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def test_the_script_imports_nothing_of_crmkit() -> None:
    named = set()
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add((node.module or "").partition(".")[0])
    assert named - sys.stdlib_module_names == {"yaml"}


@pytest.mark.parametrize("last", [2, pytest.param(12, marks=pytest.mark.soak)])
@pytest.mark.parametrize("pack", resources.packs())
def test_due_says_of_tickets_what_the_script_finds(pack: str, last: int, crm: Any, tmp_path: Path) -> None:
    """On the last days of the year on which a ticket was written of, and on the very last."""
    book = tmp_path / "demo"
    assert crm("init", str(book), "--pack", pack, "--demo").code == 0
    team, found = type(crm)(book), 0
    for day in days(book, last):
        owed = by_the_day(independent(book, f"{day} 24:00"))
        assert owed == asked(team, day), day
        found += len(owed)
    assert found


def days(book: Path, last: int) -> list[str]:
    """The last days of 2025 on which a ticket was written of, and the last of the year."""
    written = set()
    for path in (book / "records").glob("CRM-*.md"):
        day = ""
        for line in path.read_text("utf-8").split("\n"):
            day = line[3:13] if line.startswith("## 2025") else "" if line.startswith("## ") else day
            if day and re.match(r"- (ticket|工单号): ", line):
                written.add(day)
    return [*sorted(written)[-last:], "2025-12-31"]
