"""Write conflicts between markers, in the language that the record is written in."""

from __future__ import annotations

import re

from crmkit.language import Label
from crmkit.merge.pieces import OURS, Conflict, Pieces, side

_CHINESE = re.compile("[\u3400-\u9fff]")
_LONGEST = 60  # characters of a path on a marker's line
_SIDES = (Label("我方", "ours"), Label("共同的原版", "base"), Label("对方", "theirs"))
_LINKED = Label("字段与其变更记录须取同一方", "take the field and its entry from one side")
_CUSTOMERS = Label("同一文件里的两个客户", "two customers in one file")
_GONE = Label("已删除", "taken out")
# No colon: behind a marker it would be reported for a field's.
_ABOUT = Label("{side}（{about}）", "{side} ({about})")
_BETWEEN = Label("，", ", ")


def marked(pieces: Pieces, size: int, *, show_base: bool) -> str:
    """The text with each conflict between markers of so many signs; it holds all that either side says."""
    conflicts = [piece for piece in pieces if isinstance(piece, Conflict)]
    if not conflicts:
        return side(pieces, OURS)
    paths = [piece.about for piece in conflicts]
    language = "zh" if _CHINESE.search(_kinds(side(pieces, OURS))) else "en"
    texts = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        linked = bool(piece.about) and paths.count(piece.about) > 1
        about = _CUSTOMERS if len(pieces) == 1 else _LINKED if linked else None
        said = [_said(about, which, piece, language) for which in range(3)]
        newline = "\r\n" if "\r\n" in piece.ours + piece.theirs else "\n"
        lines = [f"{'<' * size} {said[0]}{newline}", piece.ours]
        if show_base:
            lines += [f"{'|' * size} {said[1]}{newline}", piece.base]
        texts += [*lines, f"{'=' * size}{newline}", piece.theirs, f"{'>' * size} {said[2]}{newline}"]
    return "".join(texts)


def _said(more: Label | None, which: int, piece: Conflict, language: str) -> str:
    """What stands behind a marker: the side, the field, and what there is to know."""
    path = "".join(sign if sign.isprintable() else " " for sign in piece.about)[:_LONGEST]
    words = [path, more.said(language) if more else "", "" if piece[which] else _GONE.said(language)]
    side = _SIDES[which].said(language)
    about = _BETWEEN.said(language).join(filter(None, words))
    return _ABOUT.said(language).format(side=side, about=about) if about else side


def _kinds(text: str) -> str:
    """The words by which a record's language shows: the kinds of its entries, else all of it."""
    kinds = re.findall(r"^## \d{4}-\d{2}-\d{2}(?: [\d:：~–-]+)? (\S+)", text, re.M)
    return "".join(kinds) or text
