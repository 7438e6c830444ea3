"""Spell Chinese names in pinyin, whole and by initials, with the readings that surnames have."""

from __future__ import annotations

import re
from functools import lru_cache

# Characters that are read otherwise when they are a surname.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "查": "zha", "区": "ou", "解": "xie", "乐": "yue", "盖": "ge",
    "任": "ren", "朴": "piao", "翟": "zhai", "尉": "yu", "黑": "he", "种": "chong", "秘": "bi", "折": "she",
    "繁": "po", "万俟": "mo qi", "尉迟": "yu chi", "澹台": "tan tai", "单于": "chan yu",
}  # fmt: skip
PERSON = 4
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=65536)
def readings(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of whole pinyin and initials in lower case, the likeliest first; none for a name without Chinese.

    A name with a surname has two readings where the surname's differs: a short name is a person's, whose
    surname is the usual one; a long one is a company's.
    """
    if not _HAN.search(name):
        return ()
    from pypinyin import Style, lazy_pinyin

    syllables = [part.lower() for part in lazy_pinyin(name, style=Style.NORMAL, errors="ignore")]
    found = [syllables]
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname is not None:
            rest = [part.lower() for part in lazy_pinyin(name[length:], style=Style.NORMAL, errors="ignore")]
            found.insert(0 if len(name) <= PERSON else 1, [*surname.split(), *rest])
            break
    pairs = (("".join(each), "".join(part[:1] for part in each)) for each in found if each)
    return tuple(dict.fromkeys(pairs))


def spellings(name: str) -> tuple[str, ...]:
    """Lower-case keys a name can be found under: `曾国藩` gives `zengguofan` and `zgf`, a surname's other
    reading too; a name without Chinese gives none.
    """
    return tuple(dict.fromkeys(key for pair in readings(name) for key in pair if key))
