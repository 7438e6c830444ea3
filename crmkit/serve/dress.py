"""Dress a page for the browser that previews it: reload, and what is wrong; the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import escape

OWN = "_serve/"
"""Paths of the preview itself; no page of a site begins so."""

_POLICY = re.compile(rb"(http-equiv=\"Content-Security-Policy\" content=\"[^\"]*script-src 'self';)")
_BODY = re.compile(rb"<body\b[^>]*>")


class Trouble(NamedTuple):
    """What is wrong, as people read it: a heading, lines with places; `grave` unless it only takes time."""

    heading: str
    lines: tuple[str, ...] = ()
    grave: bool = True


@cache
def own_file(name: str) -> bytes | None:
    """A script or style of the preview."""
    known = {"reload.js", "preview.css"}
    return (Path(__file__).parent / name).read_bytes() if name in known else None


def dress(page: bytes, mark: str, troubles: Sequence[Trouble]) -> bytes:
    """The page with the reload script, its policy widened by as much, and the troubles above all else.

    A page that forbids every script, such as the one that only leads on, stays as it is.
    """
    page, allowed = _POLICY.subn(rb"\1 connect-src 'self';", page, count=1)
    if not allowed:
        return page
    head = (
        f'<link rel="stylesheet" href="/{OWN}preview.css">\n'
        f'<script src="/{OWN}reload.js" data-seen="{mark}"></script>\n</head>'
    )
    page = page.replace(b"</head>", head.encode(), 1)
    said = b"".join(_said(trouble) for trouble in troubles)
    banner = b'<div class="preview">\n' + said + b"</div>\n" if said else b""
    return _BODY.sub(lambda found: found[0] + b"\n" + banner, page, count=1) if banner else page


def bare(title: str, language: str) -> bytes:
    """A page for what is not there, to be dressed like any other."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
        "script-src 'self'; base-uri 'none'; form-action 'none'\">\n"
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/static/site.css">'
        '<link rel="stylesheet" href="/static/dark.css" media="(prefers-color-scheme: dark)"></head>\n'
        f'<body class="preview-lost"><main class="lost"><h1>{escape(title)}</h1>'
        '<p><a href="/">crmkit</a></p></main></body></html>\n'
    ).encode()


def _said(trouble: Trouble) -> bytes:
    lines = "".join(f"<li><code>{escape(line)}</code></li>" for line in trouble.lines)
    listed = f"<ul>{lines}</ul>" if lines else ""
    said = f"<strong>{escape(trouble.heading)}</strong>{listed}"
    kind = 'class="preview-trouble" role="alert"' if trouble.grave else 'class="preview-note" role="status"'
    return f"<div {kind}>{said}</div>\n".encode("utf-8", "replace")
