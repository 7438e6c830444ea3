"""Name the folders of a repository: the records, the procedures, and the tool's own."""

from __future__ import annotations

RECORDS, POLICY = "records/", "sop/"

STATE = ".crmkit"
"""The tool's own folder in a repository: lock, files being written, the cache; safe to delete."""
