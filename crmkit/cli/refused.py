"""Say in words why git gave no answer, and what mends it."""

from __future__ import annotations

from collections.abc import Callable

from crmkit import git

MISUSE = (
    git.NotARepository, git.NoSuchRevision, git.AmbiguousRevision, git.BeforeTheLog, git.NoSuchPath,
)  # fmt: skip
"""What the user can say otherwise, exit code 2; every other kind is the world's fault, 3."""


def words_of(error: git.GitError, _: Callable[[str], str]) -> str:
    """One line for each kind, in the language of `_`."""
    said = {
        git.NotInstalled: _("git is not installed"),
        git.NotARepository: _("the book lies in no repository"),
        git.UnsafeOwnership: _(
            "the repository belongs to another user, so git answers nothing: see 'crmkit doctor'"
        ),
        git.NoSuchRevision: _("git knows no commit '{about}'"),
        git.BehindShallow: _(
            "'{about}' lies before the first commit of this shallow clone: 'git fetch --unshallow' brings it"
        ),
        git.AmbiguousRevision: _(
            "'{about}' means several things to git: write more of it, such as refs/heads/… or refs/tags/…"
        ),
        git.BeforeTheLog: _("git has not noted what '{about}' was then: name a commit"),
        git.NoSuchPath: _("there is no {said} in {about}"),
        git.MissingObject: _(
            "git names {about}, but this clone is without its content: it takes a whole clone"
        ),
        git.BrokenObject: _("git cannot read what it has stored, see 'git fsck': {about}: {said}"),
        git.NoAnswer: _("git did not come back from '{about}'"),
        git.TooMuch: _("git lists more files than any book has"),
        git.Refused: _("git refuses '{about}': {said}"),
    }
    text = said[type(error)].format(about=error.about, said=error.said)
    near = type(error) is git.NoSuchRevision and error.said
    return text + _(": did you mean '{near}'?").format(near=near) if near else text
