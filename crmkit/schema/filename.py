"""Say what is wrong with a file's name, so that every system can check it out and every tool can print it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
"""Bytes of one name in UTF-8: what common file systems take."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_GIT = re.compile(r"\.git|git~1", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_RISKY_PLAIN = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com|lpt|git~1)|\.(?:/|$)", re.IGNORECASE)


def plain(path: str) -> bool:
    """Whether a path is so ordinary that no closer look is needed."""
    return len(path) < LONGEST and _PLAIN.fullmatch(path) is not None and _RISKY_PLAIN.search(path) is None


def outside(path: str) -> bool:
    """Whether a path leads out of the repository, or is none."""
    drive = path[1:2] == ":" and path[:1].isalpha()
    return drive or "\\" in path or any(part in ("", ".", "..") for part in path.split("/"))


def reserved(name: str) -> bool:
    """Whether Windows refuses or changes the name."""
    return bool(_RESERVED.fullmatch(name) or _FORBIDDEN.search(name)) or name != name.rstrip(" .")


def git_folder(name: str) -> bool:
    """Whether Git would take the name for its own folder."""
    return _GIT.fullmatch(unicodedata.normalize("NFKC", name).rstrip(" .")) is not None


def too_long(name: str) -> int:
    """The name's length in bytes when it is too long, else 0."""
    size = len(name.encode("utf-8", "surrogateescape"))
    return size if size > LONGEST else 0


def odd(name: str) -> str:
    """The first character that does not belong in a name, such as `U+001B`; empty when there is none."""
    if name.startswith("-") or name != name.lstrip():
        return f"U+{ord(name[0]):04X}"
    shown = (char for char in name if char != " " and (not char.isprintable() or char.isspace()))
    return next((f"U+{ord(char):04X}" for char in shown), "")


def composed(path: str) -> str:
    """The path in the form that most systems write, NFC."""
    return unicodedata.normalize("NFC", path)
