"""Does git leave the line ends of records alone."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim

_ASKED = "records/CRM-001.md"


def ask(rim: Rim) -> Iterator[Answer]:
    """`.gitattributes` decides for everybody; without it each person's `core.autocrlf` does."""
    text = git.attribute(rim.root, "text", _ASKED)
    if text is None:
        return  # no repository, which another line says
    converts = git.setting(rim.root, "core.autocrlf").lower()
    remedy = "echo 'records/** -text' >> .gitattributes"
    if text == "unset":
        yield Answer(OK, rim._("git leaves the line ends of records alone"))
    elif text == "unspecified" and converts in ("", "false", "no", "off", "0"):
        yield Answer(WARN, rim._("a colleague's core.autocrlf may change the line ends of records"), remedy)
    else:
        shown = f"text={text}, core.autocrlf={converts or 'false'}"
        yield Answer(FAIL, rim._("git changes the line ends of records ({how})").format(how=shown), remedy)


PROBE = Probe("line-ends", ask)
