"""Does git leave out what the tool makes: the site with people's data, and the tool's own folder."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim

# A file below each, since a rule for a folder fits only what is known to be one.
_MADE = {"site/index.html": (FAIL, "/site/"), ".crmkit/lock": (WARN, "/.crmkit/")}


def ask(rim: Rim) -> Iterator[Answer]:
    """A committed site would hand out customers' data with every clone (J1)."""
    if git.run(rim.root, "rev-parse", "--git-dir") is None:
        return  # said by another line
    sound = True
    for path, (level, rule) in _MADE.items():
        if git.run(rim.root, "check-ignore", "-q", "--no-index", "--", path) is None:
            sound = False
            said = rim._("git does not ignore {folder}").format(folder=rule)
            yield Answer(level, said, f"echo '{rule}' >> .gitignore")
    if git.run(rim.root, "ls-files", "-z", "--", "site"):
        sound = False
        yield Answer(
            FAIL, rim._("the site is committed, with what it shows of people"), "git rm -r --cached site"
        )
    if sound:
        yield Answer(OK, rim._("git ignores the site and the tool's own folder"))


PROBE = Probe("ignored", ask)
