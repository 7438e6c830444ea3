"""Tell a company's own name from its legal form and its place, so that `晨光科技(上海)` is `上海晨光科技`."""

from __future__ import annotations

import re

from crmkit.naming.fold import key, plain
from crmkit.naming.places import CITIES, LEVELS, PROVINCES

_FORM = re.compile(r"(?:股份有限责任|股份有限|有限责任|有限|股份)?公司$")
_FORM_OF_WORDS = re.compile(
    r"(?:[\s.,]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|lp|plc|pte|pty|gmbh|ag|kg|sarl"
    r"|sa|srl|spa|bv|nv|ab|oy|as|kk))+[\s.,]*$"
)
_BRACKETS = re.compile(r"[(\[{【〔「]([^()\[\]{}【】〔〕「」]*)[)\]}】〕」]")
_MARKS = re.compile(r"[^\w]|_")
_LONGEST = 200  # a bound of cost, not of policy: no name is longer
_PLACE = re.compile(f"(?P<province>{PROVINCES})?(?:{LEVELS})?(?P<city>{CITIES})?市?")


def parts(name: str) -> tuple[str, str]:
    """The place a name begins with or has in brackets, and the rest without its legal form, both folded.

    Of a province and a city the city is kept. A name that is but a place is no place.
    """
    said = _FORM_OF_WORDS.sub("", plain(name.strip()[:_LONGEST])) or plain(name[:_LONGEST])
    inner = [each for each in _BRACKETS.findall(said) if _place(key(each))[1] == "" and key(each)]
    outer = _MARKS.sub("", _BRACKETS.sub(lambda m: "" if m[1] in inner else m[1], said))
    outer = _FORM.sub("", outer) or outer
    place, rest = _place(outer)
    if inner and not place:
        place, rest = _place(key(inner[0]))[0], outer
    return (place, rest) if rest else ("", outer)


def core(name: str) -> str:
    """The form in which two names of one company are equal: without legal form, its place in front."""
    return "".join(parts(name)) or key(name)


def _place(text: str) -> tuple[str, str]:
    """A leading place, its city if it names one, and what follows."""
    found = _PLACE.match(text)
    if found is None or not (found["city"] or found["province"]):
        return "", text
    return found["city"] or found["province"], text[found.end() :]
