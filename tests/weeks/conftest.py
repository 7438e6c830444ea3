"""Run the week of a team on a fresh book of its pack: a script of days and commands, kept as a transcript."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STEPS = ("登记", "引导", "节奏", "承诺", "投诉", "需求", "到期", "挽回", "流失", "转介绍")
"""Registration, onboarding, rhythm, promise, complaint, need, contract end, recovery, loss, referral."""


@pytest.fixture
def week(crm: Any, tmp_path: Path) -> Callable[[str, str], str]:
    """`week("abcd", SCRIPT)`: the transcript. `# 投诉 …` begins a step, `2025-03-03 log …` is a command.

    An indented line goes on with the one above. All are in Chinese, as of their day, and succeed; `refused`
    before a command says that it does not. The minute that the machine's clock gives an entry is left out.
    """

    def run(pack: str, script: str) -> str:
        book = tmp_path / pack
        assert crm("init", str(book), "--pack", pack).code == 0
        team, told = type(crm)(book), []
        for line in filter(None, script.replace("\n    ", " ").split("\n")):
            if line.startswith("#"):
                told.append(line)
                continue
            day, *words = shlex.split(line)
            refused = words[0] == "refused"
            command = words[refused:]
            done = team(*command, as_of=day, lang="zh")
            assert bool(done.code) is refused, (line, done)
            talk = "".join(f"! {line}\n" for line in done.err.rstrip("\n").split("\n") if done.err)
            said = " ".join(map(shown, command))
            told.append(f"{day} $ crmkit {said}\n{done.out}{talk}".rstrip("\n") + "\n")
        steps = [line.split()[1] for line in told if line.startswith("#")]
        assert [one for one in STEPS if one not in steps] == [], "a step of the procedure without its command"
        assert team("check", "--quiet", as_of="2025-12-31").code == 0
        text = "\n".join(told).replace(str(tmp_path), "…")
        return re.sub(r"(## \d{4}-\d\d-\d\d) \d\d:\d\d (?=延后)", r"\1 09:00 ", text)

    return run


def shown(word: str) -> str:
    """A word as a person would type it."""
    return f"'{word}'" if re.search(r"[\s*?\[]", word) else word
