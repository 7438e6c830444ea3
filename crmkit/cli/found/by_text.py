"""Find whom a word names by the text of the records, so that no other record is read in full."""

from __future__ import annotations

from crmkit.cli.lookup import Known, matching
from crmkit.cli.rim import Rim
from crmkit.load import load_record, record_paths
from crmkit.view import facts_of

_MOST = 40
"""Records that hold the word: of more, a list of all names tells sooner."""


def by_text(rim: Rim, word: str) -> list[Known]:
    """Those whose number or names hold the word as it is written; empty where only a list of all can tell.

    That is for pinyin, for letters beyond ASCII that have two cases, and for a word that many records hold.
    """
    wanted = word.strip().casefold()
    if not wanted or any(not char.isascii() and char.upper() != char.lower() for char in wanted):
        return []
    found = []
    for path in record_paths(rim.snapshot):
        data = rim.snapshot.get(path)
        if isinstance(data, bytes) and _may_hold(data, wanted.encode("utf-8", "surrogatepass")):
            found.append((path, data))
            if len(found) > _MOST:
                return []
    return matching(word, [known for path, data in found if (known := _known(rim, path, data))])


def _may_hold(data: bytes, wanted: bytes) -> bool:
    """Whether the word stands there, or could in the escapes of a quoted value."""
    return wanted in data.lower() or b"\\u" in data or b"\\x" in data


def _known(rim: Rim, path: str, data: bytes) -> Known | None:
    """The customer of a record, when there was one by the day."""
    loaded = load_record(path, data, rim.policy)
    if loaded.customer is None:
        return None
    facts = facts_of(loaded.customer, rim.policy, loaded.document)
    if facts.began is not None and facts.began > rim.as_of:
        return None
    return Known(facts.id, facts.name, facts.short_name, list(facts.people), path, facts.place.line)
