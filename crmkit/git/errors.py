"""Tell apart why git did not answer, each kind a type of its own."""

from __future__ import annotations

import re


class GitError(OSError):
    """Git gave no answer; `about` is what it was asked for, `said` its own words, each perhaps empty."""

    def __init__(self, about: str = "", said: str = "") -> None:
        super().__init__()
        self.about, self.said = about, said

    def __reduce__(self) -> tuple[type[GitError], tuple[str, str]]:
        # A process that shares the work hands its error to the one that began it.
        return type(self), (self.about, self.said)

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.about, self.said])) or type(self).__name__


class NotInstalled(GitError):
    """There is no program of this name."""


class NotARepository(GitError):
    """The folder lies in no repository that may be asked."""


class UnsafeOwnership(GitError):
    """The repository belongs to another user, and git looks into it for its owner only."""


class NoSuchRevision(GitError):
    """Nothing that git knows is called so, or it is no commit."""


class BehindShallow(NoSuchRevision):
    """So it may be, but this clone was cut off: the commits before are not in it."""


class AmbiguousRevision(GitError):
    """Several things are called so."""


class BeforeTheLog(GitError):
    """Where a branch stood then was not yet noted; git would answer with the first that was."""


class NoSuchPath(GitError):
    """The commit holds no such file or folder."""


class MissingObject(GitError):
    """The content is named but not here: a partial clone leaves it with its host, which nobody asks."""


class BrokenObject(GitError):
    """The content is here and damaged."""


class NoAnswer(GitError):
    """Git was killed, crashed, or did not come back in time."""


class TooMuch(GitError):
    """The answer is longer than any book needs."""


class Refused(GitError):
    """Anything else; `said` holds git's words."""


# In the order in which they are sought: a damaged store also makes names unknown.
_KINDS: tuple[tuple[re.Pattern[bytes], type[GitError]], ...] = (
    (re.compile(rb"dubious ownership"), UnsafeOwnership),
    (re.compile(rb"not a git repository|cannot use bare repository|run in a work tree"), NotARepository),
    (re.compile(rb"inflate:|is corrupt|corrupt loose|bad signature|garbage at end"
                rb"|unable to (?:unpack|stream)|hash mismatch|invalid object type"), BrokenObject),
    (re.compile(rb"Could not read|unable to read|could not fetch|promisor|missing (?:blob|tree|commit)"
                rb"|bad object|not a tree object|lazy fetching"), MissingObject),
    (re.compile(rb"is ambiguous"), AmbiguousRevision),
    (re.compile(rb"only goes back to|only has \d+ entries"), BeforeTheLog),
    (re.compile(rb"[Uu]nknown revision|Needed a single revision|[Nn]ot a valid object name"
                rb"|invalid object name|bad revision|expected commit type"), NoSuchRevision),
)  # fmt: skip


def kind_of(talk: bytes) -> type[GitError] | None:
    """The kind that git's words in English tell of; None where they tell of none."""
    return next((kind for pattern, kind in _KINDS if pattern.search(talk)), None)
