"""Can all records be read, as UTF-8 text."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.present import safe
from crmkit.cli.rim import Rim
from crmkit.document import decode
from crmkit.load import Absent, record_paths

_LISTED = 3


def ask(rim: Rim) -> Iterator[Answer]:
    """A file in GBK or UTF-16 is read by nobody else; a link, say, by nobody at all."""
    paths = record_paths(rim.snapshot)
    bad, closed = [], []
    for path in paths:
        data = rim.snapshot[path]
        if isinstance(data, Absent):
            closed.append(path)
        elif any(f.code == decode.NOT_UTF8.number for f in decode.decode(path, data)[1]):
            bad.append(path)
    if closed:
        said = rim.many(
            "1 record cannot be read: {listed}",
            "{count} records cannot be read: {listed}",
            len(closed),
            listed=_few(closed),
        )
        yield Answer(FAIL, said, "crmkit check --format concise")
    if not bad and not closed:
        yield Answer(OK, rim.many("1 record, in UTF-8", "{count} records, all in UTF-8", len(paths)))
    if not bad:
        return
    said = rim.many(
        "1 record is not in UTF-8: {listed}",
        "{count} records are not in UTF-8: {listed}",
        len(bad),
        listed=_few(bad),
    )
    yield Answer(FAIL, said, "crmkit check --format concise")


def _few(paths: list[str]) -> str:
    return ", ".join(map(safe, paths[:_LISTED])) + (" …" if len(paths) > _LISTED else "")


PROBE = Probe("encodings", ask)
