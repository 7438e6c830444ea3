"""Does git leave out what the tool makes: the site with people's data, and the tool's own folder."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.committed import committed
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim
from crmkit.cli.stopped import why

# A file below each, since a rule for a folder fits only what is known to be one.
_MADE = {
    "site/index.html": (FAIL, "/site/"),
    ".site.1a2b.new/index.html": (WARN, "/.site.*"),  # what a killed build leaves
    ".crmkit/lock": (WARN, "/.crmkit/"),
}


def ask(rim: Rim) -> Iterator[Answer]:
    """A committed site would hand out customers' data with every clone (J1)."""
    try:
        git.entered(rim.root)
    except git.GitError:
        return  # said by another line
    try:
        held = git.tracked(rim.root, "site", "site/**")
    except git.GitError as error:
        yield Answer(FAIL, why(error))
        return
    sound = True
    for path, (level, rule) in _MADE.items():
        if not git.ignores(rim.root, path):
            sound = False
            said = rim._("git does not ignore {folder}").format(folder=rule)
            yield Answer(level, said, f"echo '{rule}' >> .gitignore")
    if held:
        sound = False
        yield Answer(
            FAIL, rim._("the site is committed, with what it shows of people"), "git rm -r --cached site"
        )
    for finding in committed(rim.root):
        sound = False
        path = finding.source.path
        said = rim._("{path} is committed, though it belongs to one machine only").format(path=path)
        yield Answer(FAIL, said, f"git rm -r --cached '{path}'")
    if sound:
        yield Answer(OK, rim._("git ignores the site and the tool's own folder"))


PROBE = Probe("ignored", ask)
