"""A bad file gives a finding with its place and code, breaks no other file and changes nothing (P4, P7, P8).

Each folder of tests/bad/ is a case. `case.toml` says why it is there, the exit code and the findings that a
person is owed; `record.md` becomes records/CRM-202405001.md, `records/` is taken as is. What neither Git nor
an editor keeps (links, pipes, odd names, very large files) is made here from the tables `symlinks`, `fifos`
and `generate`.

An error or warning about the records that a case does not name is a failure too, unless the case says
`more = true`: one mistake, one finding.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import stat
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import crmkit
from crmkit.diagnostics import Code, Severity
from crmkit.document import encode
from crmkit.edit import apply_fixes
from crmkit.folders import STATE
from crmkit.load import load_policy, load_record
from crmkit.policy import Policy

CASES = sorted(path.parent for path in (Path(__file__).parent / "bad").glob("*/case.toml"))
RECORD = "records/CRM-202405001.md"
FEWEST = 90
ROUNDS = 4

LINE = re.compile(r"^(?P<place>\S.*?:\d+:\d+): (?P<code>CRM\d{3})\b", re.M)
# A terminal obeys these; a line of output holds none of them, whatever a record holds.
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def good(number: str) -> str:
    return f"---\nid: {number}\nname: 星辰{number}号\ntype: business\nstatus: lead\n---\n"


def merge_bomb(levels: int) -> str:
    """Mappings that each merge the one before twice: 2^levels keys to a reader that builds them."""
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)]
    return "\n".join(["---", *lines, "---", ""])


def alias_bomb(levels: int) -> str:
    """A billion laughs: each list holds the one before ten times."""
    lines = ["a0: [&a0 [x]]"]
    lines += [f"a{n}: [&a{n} [{', '.join([f'*a{n - 1}'] * 10)}]]" for n in range(1, levels + 1)]
    return "\n".join(["---", *lines, "---", ""])


MAKE: dict[str, Callable[[str], str]] = {
    "good": good,
    "text": lambda text: text,
    "merge-bomb": lambda n: merge_bomb(int(n)),
    "alias-bomb": lambda n: alias_bomb(int(n)),
    "brackets": lambda n: f"---\ntags: {'[' * int(n)}\n---\n",
    "braces": lambda n: f"---\ntags: {'{a: ' * int(n)}\n---\n",
    "dashes": lambda n: f"---\n{'- ' * int(n)}a\n---\n",
    "large-profile": lambda n: good("CRM-202405001").replace("status:", f"address: {'x' * int(n)}\nstatus:"),
    "entries": lambda n: good("CRM-202405001") + "\n## 2024-05-15 电话 询价\n" * int(n),
    "line": lambda n: good("CRM-202405001") + f"\n## 2024-05-15 电话 询价\n\n{'长' * (int(n) // 3)}\n",
}


def lay_out(case: Path, told: dict[str, Any], book: Path) -> None:
    """Put a case's files into a book."""
    if (case / "record.md").exists():
        shutil.copyfile(case / "record.md", book / RECORD)
    if (case / "records").exists():
        shutil.copytree(case / "records", book / "records", dirs_exist_ok=True)
    for table, make in (("generate", _generate), ("symlinks", _link), ("fifos", _pipe)):
        for path, what in told.get(table, {}).items():
            target = book / path
            target.parent.mkdir(parents=True, exist_ok=True)
            make(target, what)


def _generate(target: Path, what: str) -> None:
    recipe, _, amount = what.partition(" ")
    target.write_bytes(MAKE[recipe](amount).encode("utf-8"))


def _link(target: Path, what: str) -> None:
    target.symlink_to(what)


def _pipe(target: Path, what: str) -> None:
    os.mkfifo(target)


def tree(book: Path) -> dict[str, bytes | str]:
    """What stands at every path but in the tool's own folder, links and pipes unopened."""
    found: dict[str, bytes | str] = {}
    for folder, folders, files in os.walk(book):
        folders[:] = [name for name in folders if name != STATE]
        for name in [*folders, *files]:
            path = Path(folder, name)
            mode = path.lstat().st_mode
            found[str(path)] = (
                path.read_bytes()
                if stat.S_ISREG(mode)
                else os.readlink(path)
                if stat.S_ISLNK(mode)
                else oct(mode)
            )
    return found


@cache
def severities() -> dict[str, Severity]:
    """How bad each code is, from the constants that stand beside the code reporting it."""
    names = [found.name for found in pkgutil.walk_packages(crmkit.__path__, "crmkit.")]
    modules = [importlib.import_module(name) for name in names if "__main__" not in name]
    return {
        code.number: code.severity
        for module in modules
        for code in vars(module).values()
        if isinstance(code, Code)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_file_is_told_and_nothing_else_happens(case: Path, crm: Any) -> None:
    told = tomllib.loads((case / "case.toml").read_text("utf-8"))
    lay_out(case, told, crm.book)
    before = tree(crm.book)

    done = crm("check", "--format", "concise")

    said = f"{told['why']}\n{done.out}{done.err}"
    assert "Traceback" not in done.out + done.err, said
    assert not OBEYED.search(done.out), said
    found = [f"{line['place']}: {line['code']}" for line in LINE.finditer(done.out)]
    assert set(told["expect"]) <= set(found), said
    assert done.code == told["exit"], said
    assert tree(crm.book) == before
    if not told.get("more"):
        loud = {place for place in found if severities()[place[-6:]] is not Severity.NOTICE}
        assert loud <= set(told["expect"]), said


@cache
def policy() -> Policy:
    sop = Path(__file__).resolve().parent.parent / "sop"
    made, _ = load_policy({f"sop/{path.name}": path.read_bytes() for path in sop.glob("*.md")})
    assert made is not None
    return made


RECORDS = [case for case in CASES if (case / "record.md").exists()]


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case.name)
def test_what_can_be_mended_is_mended_once(case: Path) -> None:
    """`check --fix`: each round mends what it says, none makes new errors, and it comes to rest."""
    text = (case / "record.md").read_bytes()
    loaded = load_record(RECORD, text, policy())
    for _ in range(ROUNDS):
        if not loaded.document.sound:
            return
        mended = apply_fixes(loaded.document.text, loaded.findings)
        if mended == loaded.document.text:
            return
        again = load_record(RECORD, encode(mended, loaded.document.decoded.bom), policy())
        worse = {f.name for f in again.findings if f.severity is Severity.ERROR and f.code[:4] == "CRM1"}
        assert worse <= {f.name for f in loaded.findings}, mended
        assert mended.count("\n") == loaded.document.text.count("\n")
        loaded = again
    assert not any(finding.fix for finding in loaded.findings), "fixes go round in circles"


def test_there_are_enough_cases_and_each_says_why() -> None:
    assert len(CASES) >= FEWEST
    for case in CASES:
        told = tomllib.loads((case / "case.toml").read_text("utf-8"))
        assert told["why"].endswith((".", "?")), case.name
        assert told.keys() <= {"why", "exit", "expect", "more", "generate", "symlinks", "fifos"}, case.name
        errors = [place for place in told["expect"] if severities()[place[-6:]] is Severity.ERROR]
        assert told["exit"] == bool(errors), case.name
