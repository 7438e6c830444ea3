"""Read the free text that a command is given, on its line or on stdin, as a record may hold it."""

from __future__ import annotations

import sys

from crmkit.cli.rim import Rim

_MARK = "\ufeff"


def given_text(rim: Rim, text: str) -> str:
    """The text, or with `-` what stdin says in UTF-8; line ends are LF, no byte order mark before.

    Other encodings are misuse, and the one that the bytes look like is named.
    """
    said = _stdin(rim) if text == "-" else text
    return said.removeprefix(_MARK).replace("\r\n", "\n")


def _stdin(rim: Rim) -> str:
    if sys.stdin is None or not sys.stdin.readable():
        raise rim.fail("--text - reads stdin, which is closed")
    data: bytes = sys.stdin.buffer.read()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        guess = _guess(data)
        raise (
            rim.fail(
                "stdin is no text in UTF-8 but looks like {encoding}: convert it first, such as by "
                "iconv -f {encoding} -t UTF-8",
                encoding=guess,
            )
            if guess
            else rim.fail("stdin is no text in UTF-8")
        ) from None


def _guess(data: bytes) -> str:
    """The encoding that the bytes look like, empty for none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030"
