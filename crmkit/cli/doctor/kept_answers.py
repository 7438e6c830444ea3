"""How much do answers take that are kept between runs."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.cache import Cache
from crmkit.cli.doctor import OK, Answer, Probe
from crmkit.cli.rim import Rim

_MB = 1_000_000


def ask(rim: Rim) -> Iterator[Answer]:
    """Nothing is said of an empty cache; whether it can be written is another probe's question."""
    cache = Cache(rim.root)
    size = cache.size()
    if size:
        folder = cache.folder.relative_to(rim.root).as_posix()
        said = rim._("the cache holds {size} MB in {folder}; it may be deleted at any time")
        yield Answer(OK, said.format(size=f"{size / _MB:.1f}", folder=folder))


PROBE = Probe("kept_answers", ask)
