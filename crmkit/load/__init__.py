"""Turn a snapshot of files into customers, policy and findings; pure."""

from crmkit.load.book import LoadedBook, load, load_policy
from crmkit.load.record import Loaded, load_record
from crmkit.load.snapshot import POLICY, RECORDS, Absent, Snapshot, absence, record_paths, size
from crmkit.load.taken import numbers_taken

__all__ = [
    "POLICY", "RECORDS", "Absent", "Loaded", "LoadedBook", "Snapshot", "absence", "load", "load_policy",
    "load_record", "numbers_taken", "record_paths", "size",
]  # fmt: skip
