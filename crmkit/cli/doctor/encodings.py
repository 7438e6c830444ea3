"""Are all records UTF-8 text."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.present import safe
from crmkit.cli.rim import Rim
from crmkit.document import decode
from crmkit.load import record_paths

_LISTED = 3


def ask(rim: Rim) -> Iterator[Answer]:
    """A file in GBK or UTF-16 is read by nobody else."""
    paths = record_paths(rim.snapshot)
    bad = []
    for path in paths:
        data = rim.snapshot[path]
        if isinstance(data, bytes) and any(
            f.code == decode.NOT_UTF8.number for f in decode.decode(path, data)[1]
        ):
            bad.append(path)
    if not bad:
        yield Answer(OK, rim.many("1 record, in UTF-8", "{count} records, all in UTF-8", len(paths)))
        return
    listed = ", ".join(map(safe, bad[:_LISTED])) + (" …" if len(bad) > _LISTED else "")
    said = rim.many(
        "1 record is not in UTF-8: {listed}",
        "{count} records are not in UTF-8: {listed}",
        len(bad),
        listed=listed,
    )
    yield Answer(FAIL, said, "crmkit check --format concise")


PROBE = Probe("encodings", ask)
