"""Find signs in a front-matter that look like YAML's own and are none: blanks, brackets, bullets, quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice
from crmkit.document.hazards import QUOTE_IT, WIDE
from crmkit.document.quote import scalar

WIDE_INDENT = Code("CRM120", "wide-blank-indent")
WIDE_SIGN = Code("CRM121", "wide-sign-in-yaml")
WIDE_COMMA = Code("CRM124", "wide-comma-in-list", Severity.WARNING)
SMART_QUOTES = Code("CRM122", "smart-quotes", Severity.WARNING)

Place = Callable[[int], Source]

_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff"
_TWICE = "\u2001\u2003\u3000"  # as wide as two letters
_INDENT = re.compile(
    rf"\n[ \t]*+(?:-(?:[ ]++|(?=[{WIDE}{_HIDDEN}])))*+(?P<wide>[{WIDE}{_HIDDEN}][ {WIDE}{_HIDDEN}]*+)"
)
_BULLET = re.compile(r"\n[ ]+(?P<bullet>[－•·●–—][ \u3000]*)(?=\S)")
_BRACKET = re.compile(
    r"(?::|-)[ ]+(?P<all>(?P<open>［|｛|【)(?P<inside>[^\n］｝】]*)(?P<close>[］｝】]))[ \t]*\r?(?=\n|$)"
)
_QUOTES = re.compile(
    r"(?::|-)[ ]+(?P<all>“[^“”\n]*”|‘[^‘’\n]*’|＂[^＂\n]*＂|「[^「」\n]*」)[ \t]*\r?(?=\n|$)"
)
_WIDE_COMMA = re.compile(r"\[[^\[\]{}]*[，、；]")
_TOKEN = re.compile(
    r"""(?P<quoted>(?<=[\[{,:\s])(?:'[^']*'|"(?:\\.|[^"\\])*"))|(?P<open>[\[{])|(?P<close>[\]}])
    |(?P<hash>(?<=[\s\[{,])\#(?![ \t\r\n]|crmkit:)(?P<word>[^,\]}\n]*))|(?P<comment>(?<=\s)\#[^\n]*)
    |(?P<comma>[，、；]|,)""",
    re.X,
)
_VALUE = re.compile(
    r"\n[ ]*+(?:- )*+(?:(?P<key>[^\s#:'\"\[{][^:\n#]*):)?[ \t]*+(?:\r?\n[ ]*+)?(?:- )*+(?=[\[{])"
)


def lookalikes(text: str, offset: int, at: Place, blocks: list[tuple[int, int]]) -> list[Diagnostic]:
    """Findings with their fixes, outside block scalars, which lie at `blocks`."""
    found: list[Diagnostic] = []
    lines, offset = f"\n{text}", offset - 1  # every line begins behind a line feed
    if not text.isascii():
        found += _indents(lines, offset, at)
        found += _bullets(lines, offset, at)
        if any(sign in text for sign in "［｛【"):
            found += _brackets(lines, offset, at)
        if any(sign in text for sign in "“‘＂「"):
            found += _quotes(lines, offset, at)
    if ("[" in text or "{" in text) and ("#" in text or _WIDE_COMMA.search(text)):
        found += _flows(lines, offset, at)
    if blocks and found:
        inside = [(at(offset + 1 + begin).line, at(offset + end).line) for begin, end in blocks]
        found = [f for f in found if not any(first < f.source.line <= last for first, last in inside)]
    return found


def _indents(text: str, offset: int, at: Place) -> Iterator[Diagnostic]:
    for match in _INDENT.finditer(text):
        wide = match["wide"]
        start = offset + match.start("wide")
        sign = next(sign for sign in wide if sign not in " \t")
        above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "-" in text[match.start() : match.start("wide")]:
            width = " " if text[match.start("wide") - 1] == "-" else ""
        elif above.rstrip().endswith(":") or above[:1] in ("-", " ", sign):
            width = "".join("" if each in _HIDDEN else "  " if each in _TWICE else " " for each in wide)
        else:
            width = ""
        fix = (Splice(start, offset + match.end("wide"), width),)
        yield WIDE_INDENT.at(at(start), length=len(wide), sign=f"U+{ord(sign):04X}", fix=fix)


def _bullets(text: str, offset: int, at: Place) -> Iterator[Diagnostic]:
    for match in _BULLET.finditer(text):
        start, end = match.span("bullet")
        fix = (Splice(offset + start, offset + end, "- "),)
        yield WIDE_SIGN.at(at(offset + start), sign=match["bullet"][0], plain="-", length=1, fix=fix)


def _brackets(text: str, offset: int, at: Place) -> Iterator[Diagnostic]:
    for match in _BRACKET.finditer(text):
        start, end = match.span("all")
        items = [part.strip() for part in re.split("[，、,；;]", match["inside"])]
        written = [scalar(item, flow=True) for item in items]
        plain = "[]" if match["open"] != "｛" else "{}"
        fix: tuple[Splice, ...] = ()
        if plain == "[]" and all(item is not None for item in written):
            fix = (Splice(offset + start, offset + end, f"[{', '.join(filter(None, written))}]"),)
        yield WIDE_SIGN.at(at(offset + start), sign=match["open"], plain=plain[0], length=1, fix=fix)


def _quotes(text: str, offset: int, at: Place) -> Iterator[Diagnostic]:
    for match in _QUOTES.finditer(text):
        start, end = match.span("all")
        inside = scalar(match["all"][1:-1], style='"')
        fix = (Splice(offset + start, offset + end, inside),) if inside else ()
        yield SMART_QUOTES.at(at(offset + start), value=match["all"], length=end - start, fix=fix)


def _flows(text: str, offset: int, at: Place) -> Iterator[Diagnostic]:
    """In flow lists: words that begin a comment, and words that only a Chinese comma parts."""
    position = 0
    while match := _VALUE.search(text, position):
        position = yield from _flow(text, match.end(), match["key"] or "-", offset, at)


def _flow(text: str, begin: int, key: str, offset: int, at: Place) -> Generator[Diagnostic, None, int]:
    """Findings about one flow collection; returns where it ends."""
    opened: list[str] = []
    position = begin
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token["open"]:
            opened.append(token["open"])
        elif token["close"]:
            del opened[-1:]
            if not opened:
                return position
        elif token["hash"]:
            word = token["hash"].rstrip()
            start = offset + token.start("hash")
            written = scalar(word, style="'")
            before = text[: token.start("hash")].rstrip(" \t\r\n")[-1:]
            fix = (Splice(start, start + len(word), written),) if written and before in "[{,:" else ()
            yield QUOTE_IT.at(at(start), key=key, value=word, length=len(word), fix=fix)
        elif token["comma"] and token["comma"] != "," and opened[-1:] == ["["]:
            start = offset + token.start("comma")
            fix = (Splice(start, start + 1, ", "),)
            yield WIDE_COMMA.at(at(start), sign=token["comma"], length=1, fix=fix)
    return len(text)
