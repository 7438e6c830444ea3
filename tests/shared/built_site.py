"""A site built from the records of a test, and the words of its pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any


def built(crm: Any, audience: str = "team") -> Path:
    """The folder of a site in both languages for an audience."""
    out = crm.book.parent / f"site-{audience}"
    done = crm("build", "--out", str(out), "--audience", audience, "--languages", "en,zh")
    assert done.code in (0, 1), done  # 1: a record cannot be read
    return Path(out)


def said(path: Path) -> str:
    """The words of a page's main part."""
    main = path.read_text("utf-8").split('<main id="main"')[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
