"""Ask git about a repository: who writes, what is checked out, what a commit and the index hold.

What reads records of a commit is `crmkit.git.snapshot`, imported only then: most runs ask git a word or two.
"""

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

__all__ = [
    "AmbiguousRevision", "Author", "BeforeTheLog", "BehindShallow", "BrokenObject", "GitError",
    "MissingObject", "NoAnswer", "NoSuchPath", "NoSuchRevision", "NotARepository", "NotInstalled", "Refused",
    "TooMuch", "UnsafeOwnership", "attribute", "author", "commit_of", "committed_at", "entered", "head",
    "ignores", "init", "names", "setting", "top_of", "tracked", "version",
]  # fmt: skip
