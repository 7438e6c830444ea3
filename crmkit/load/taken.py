"""Say which customer numbers may not be given to a new customer, however a file writes its own (A1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from crmkit.document import Scalar, read
from crmkit.document.read import MAX_FRONT_MATTER
from crmkit.load.snapshot import RECORDS, Absent, Snapshot

# A word of a front-matter that could be a number, in whatever key or quotes it stands.
_WORD = re.compile(r"[A-Za-z0-9_-]+")
_CLOSE = re.compile(rb"\n(?:---|\.\.\.)[ \t]*\r?(?:\n|$)")


def numbers_taken(snapshot: Snapshot, fits: Callable[[str], bool]) -> Iterator[str]:
    """Every number in use: by the name of a file, read as a record or not, or in a front-matter.

    How a key is written is not asked: a number that another record only refers to is not given away either.
    """
    for path in snapshot:
        if not path.startswith(RECORDS):
            continue
        yield PurePosixPath(path).name.partition(".")[0].strip()
        data = snapshot[path]
        if not isinstance(data, Absent):
            yield from filter(fits, _words(data))


def _words(data: bytes) -> Iterator[str]:
    """The words of a front-matter, also where its encoding is wrong, its signs are wide or it has escapes."""
    data = data.replace(b"\0", b"")
    close = _CLOSE.search(data, 4)
    head = data[: close.start() if close else MAX_FRONT_MATTER].decode("utf-8", "replace")
    if "\\" in head:
        document, _ = read("", data)
        yield from (node.text for _, node in document.profile.items if isinstance(node, Scalar))
    yield from _WORD.findall(head if head.isascii() else unicodedata.normalize("NFKC", head))
