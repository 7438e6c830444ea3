"""Find every customer number that may be in use, however it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from crmkit.cli.rim import Rim
from crmkit.document import Scalar, read
from crmkit.document.read import MAX_FRONT_MATTER
from crmkit.load import RECORDS, Absent
from crmkit.tree import snapshot

# A word of a front-matter that could be a number, in whatever key or quotes it stands.
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_CLOSE = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?:\n|$)")


def taken(rim: Rim) -> list[str]:
    """Every number that may be in use: by the name of a file, read as a record or not, or in a front-matter.

    How a key is written is not asked: a number that another record only refers to is not given away either.
    """
    files = snapshot(rim.root, (RECORDS,))
    fits = rim.policy.book.number.match
    found = []
    for path in files:
        found.append(PurePosixPath(path).name.partition(".")[0].strip())
        data = files[path]
        if not isinstance(data, Absent):
            found += filter(fits, _words(data))
    return found


def _words(data: bytes) -> Iterator[str]:
    """The words of a front-matter, also where its encoding is wrong, its signs are wide or it has escapes."""
    data = data.replace(b"\0", b"")
    close = _CLOSE.search(data, 4)
    head = data[: close.start() if close else MAX_FRONT_MATTER].decode("utf-8", "replace")
    if "\\" in head:
        document, _ = read("", data)
        yield from (node.text for _, node in document.profile.items if isinstance(node, Scalar))
    yield from _WORD.findall(head if head.isascii() else unicodedata.normalize("NFKC", head))
