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
from crmkit.git.merging import configure, hook_folder, merge_file, top, unmerged
from crmkit.git.repository import entered, init, version
from crmkit.git.revisions import commit_of, committed_at, head, names
from crmkit.git.settings import Author, attribute, author, ignores, setting

__all__ = [
    "AmbiguousRevision", "Author", "BeforeTheLog", "BehindShallow", "BrokenObject", "GitError",
    "MissingObject", "NoAnswer", "NoSuchPath", "NoSuchRevision", "NotARepository", "NotInstalled",
    "Refused", "TooMuch", "UnsafeOwnership", "attribute", "author", "commit_of", "committed_at",
    "configure", "entered", "head", "hook_folder", "ignores", "init", "merge_file", "names", "setting",
    "top", "top_of", "tracked", "unmerged", "version",
]  # fmt: skip
