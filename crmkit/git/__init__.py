"""Ask git about a repository: who writes, what is checked out, what a commit and the index hold."""

from crmkit.git.entries import top_of, tracked
from crmkit.git.errors import (
    AmbiguousRevision,
    BeforeTheLog,
    BehindShallow,
    BrokenObject,
    GitError,
    MissingObject,
    NoAnswer,
    NoSuchPath,
    NoSuchRevision,
    NotARepository,
    NotInstalled,
    Refused,
    TooMuch,
    UnsafeOwnership,
)
from crmkit.git.repository import entered, init, version
from crmkit.git.revisions import commit_of, committed_at, head, names
from crmkit.git.settings import Author, attribute, author, ignores, setting
from crmkit.git.snapshot import StoredSnapshot, commit_snapshot, index_snapshot

__all__ = [
    "AmbiguousRevision", "Author", "BeforeTheLog", "BehindShallow", "BrokenObject", "GitError",
    "MissingObject", "NoAnswer", "NoSuchPath", "NoSuchRevision", "NotARepository", "NotInstalled", "Refused",
    "StoredSnapshot", "TooMuch", "UnsafeOwnership", "attribute", "author", "commit_of", "commit_snapshot",
    "committed_at", "entered", "head", "ignores", "index_snapshot", "init", "names", "setting", "top_of",
    "tracked", "version",
]  # fmt: skip
