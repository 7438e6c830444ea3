"""Say where bytes stop being UTF-8, and whether one byte, some lines or all are of another encoding."""

from __future__ import annotations

from typing import NamedTuple

_SHOWN = 12  # characters of the line before the byte, by which a person finds it
_STRAY = 3  # bytes that are a slip in one place and no encoding


class Misread(NamedTuple):
    """The first byte that is no UTF-8: its line, its column in characters, itself as `0xE9`, and what stands
    before it on its line. `guess` is `byte` (all else is UTF-8), `mixed`, `GB18030`, `UTF-16` or `unknown`.
    """

    line: int
    column: int
    byte: str
    before: str
    guess: str


def misread(data: bytes) -> Misread | None:
    """Where and how bytes fail to be UTF-8; None when they are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    else:
        return None
    before = data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8").removeprefix("\ufeff")
    line = data.count(b"\n", 0, start) + 1
    return Misread(line, len(before) + 1, f"0x{data[start]:02X}", before[-_SHOWN:].strip(), _guess(data))


def _guess(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    wrong: list[bytes] = []
    marked, others = data.startswith(b"\xef\xbb\xbf"), 0
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(line)
        else:
            others += 1
    if marked or others > len(wrong) or (others and not _is_gb(data)):
        return "mixed" if any(_strays(line) > _STRAY for line in wrong) else "byte"
    if _is_gb(data):
        return "GB18030"
    return "byte" if sum(map(_strays, wrong)) <= _STRAY else "unknown"


def _strays(line: bytes) -> int:
    """How many bytes of a line are no UTF-8."""
    return sum("\udc80" <= sign <= "\udcff" for sign in line.decode("utf-8", "surrogateescape"))


def _is_gb(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True
