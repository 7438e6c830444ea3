"""Render a record's free text as HTML that cannot act: no raw HTML, no script links, no foreign images."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup, escape

from crmkit.prose import guarded

_IMAGE = re.compile(r"<img\b[^>]*?\bsrc=\"([^\"]*)\"[^>]*?\balt=\"([^\"]*)\"[^>]*?/?>")
_ANCHOR = re.compile(r"<a href=\"([^\"]*)\"([^>]*)>(.*?)</a>", re.DOTALL)
_FOLLOWED = re.compile(r"(?:https?:|mailto:|tel:|#)", re.IGNORECASE)
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
# Chinese has no blank between words, so a line that ends in it goes on in the next; code keeps its lines.
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_INLINE = "(?:strong|em|del|code|a)"
_WRAPPED = re.compile(
    rf"(<pre.*?</pre>)|({_WIDE}(?:</{_INLINE}>)*)\n(?=(?:<{_INLINE}\b[^>]*>)*{_WIDE})", re.DOTALL
)


def markdown(text: str) -> Markup:
    """CommonMark as safe HTML; what is written as HTML is shown as text."""
    if not text.strip():
        return Markup("")
    render, extensions, options = _renderer()
    html: str = render(guarded(_shown(text)), extensions, None, options)
    html = _WRAPPED.sub(lambda found: found[1] or found[2], html)
    html = _IMAGE.sub(lambda found: f'<a href="{found[1]}">{found[2] or _told(found[1])}</a>', html)
    html = _ANCHOR.sub(_link, html)
    # Headings of a record must not break into the page's own outline.
    return Markup(_HEADING.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", html))


def _link(found: re.Match[str]) -> str:
    """Keep links that people may follow; of relative paths and other schemes only the words are left.

    The target stands behind them, since nobody could see it otherwise.
    """
    target, more, said = found.groups()
    if _FOLLOWED.match(target):
        return f'<a rel="noreferrer nofollow" href="{target}"{more}>{said}</a>'
    told = _told(target)
    return said if told in ("", said) else f"{said} ({told})"


def _told(target: str) -> str:
    """An address as a person wrote it, as HTML."""
    return str(escape(unquote(unescape(target), errors="replace")))


def _shown(text: str) -> str:
    """The text with NUL and controls gone that no page may carry."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", text.replace("\r\n", "\n"))


@cache
def _renderer() -> tuple[Any, Any, Any]:
    from comrak import ExtensionOptions, RenderOptions, render_markdown

    extensions = ExtensionOptions()
    extensions.strikethrough = True
    extensions.tasklist = False
    extensions.table = True
    extensions.cjk_friendly_emphasis = True
    options = RenderOptions()
    options.escape = True
    options.unsafe_ = False
    return render_markdown, extensions, options
