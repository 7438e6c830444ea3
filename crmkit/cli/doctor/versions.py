"""Are Python and the libraries as new as they must be."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata

from crmkit import __version__
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim

_NEEDED = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)(;.*)?")


def ask(rim: Rim) -> Iterator[Answer]:
    """What the installed package says it needs, against what there is."""
    try:
        needed = metadata.requires("crmkit") or []
    except metadata.PackageNotFoundError:
        said = rim._("crmkit runs from its folder and is not installed: its libraries are not compared")
        yield Answer(WARN, said, "pip install crmkit")
        return
    sound, shown = True, [f"crmkit {__version__}", f"Python {platform.python_version()}"]
    for line in needed:
        match = _NEEDED.fullmatch(line.replace(" ", ""))
        if match is None or match[3]:  # an extra
            continue
        name, least, here = match[1], match[2], _version(match[1])
        shown.append(f"{name} {here}")
        if here is None or _parts(here) < _parts(least):
            sound = False
            said = rim._("{name} must be {least} or newer; here is {here}")
            yield Answer(FAIL, said.format(name=name, least=least, here=here or "—"),
                         f"{sys.executable} -m pip install --upgrade '{name}>={least}'")  # fmt: skip
    if sound:
        yield Answer(OK, ", ".join(shown))


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _parts(version: str) -> tuple[int, ...]:
    """The leading numbers of a version."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


PROBE = Probe("versions", ask)
