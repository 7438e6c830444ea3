"""Find the names most like a word: by characters, by pinyin, and without place and legal form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmkit.naming.company import parts

FEW = 3
# How like a name must be, of 100, before it is of use to offer it: Chinese, in letters, with digits.
_LIKE, _LIKE_LETTERS, _LIKE_NUMBERS = 66, 75, 92
_ALIKE, _ALIKE_LETTERS = 75, 85  # as much, before it is worth a word to who makes another
_BEHIND = 5  # how much less like than the likest
_LONGEST = 40

Named = tuple[str, str, int]
"""A name's place, its core, and the number of who is called so."""


def nearest(word: str, called: Sequence[Named], readings: Mapping[str, tuple[str, ...]]) -> list[int]:
    """The numbers of those whose names are most like the word, the likest first, no more than a few."""
    from rapidfuzz import fuzz, process

    place, rest = parts(word)
    if not rest or len(rest) > _LONGEST:
        return []
    scores: dict[int, float] = {}

    def compare(wanted: str, names: Sequence[str], enough: int) -> None:
        near = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=enough, limit=FEW * FEW)
        for _, score, at in near:
            number = called[at][2]
            scores[number] = max(scores.get(number, 0.0), score)

    enough = (_LIKE_NUMBERS if any(map(str.isdigit, rest)) else _LIKE_LETTERS) if rest.isascii() else _LIKE
    compare(place + rest, [place + rest for place, rest, _ in called], enough)
    compare(rest, [rest for _, rest, _ in called], enough)
    compare(
        _heard(place + rest, readings),
        [_heard(place + rest, readings) for place, rest, _ in called],
        _LIKE_LETTERS,
    )
    best = sorted(scores, key=lambda number: (-scores[number], number))
    return [number for number in best[:FEW] if scores[number] >= scores[best[0]] - _BEHIND]


def _heard(name: str, readings: Mapping[str, tuple[str, ...]]) -> str:
    """A name in one reading, always the same one, so that characters of one sound are alike."""
    return "".join(readings[char][0] if readings.get(char) else char for char in name)


def alike(name: tuple[str, str], called: Sequence[Named]) -> list[int]:
    """The numbers of those whose core is nearly that of a place and core, in what may be the same place."""
    from rapidfuzz import fuzz, process

    place, core = name
    if not core or len(core) > _LONGEST:
        return []
    there = [each for each in called if not place or not each[0] or each[0] == place]
    enough = _ALIKE_LETTERS if core.isascii() else _ALIKE
    near = process.extract(
        core, [each[1] for each in there], scorer=fuzz.ratio, score_cutoff=enough, limit=FEW
    )
    return list(dict.fromkeys(there[at][2] for _, _, at in near))
