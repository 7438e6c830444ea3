"""Read from the options for whom a site is made, and in which languages."""

from __future__ import annotations

from crmkit.cli.rim import Rim
from crmkit.language import LANGUAGES, Lang
from crmkit.policy.files.book import Audience


def readers(rim: Rim, audience: str, languages: str) -> tuple[Audience, tuple[Lang, ...]]:
    """The audience named, the safest for none; the languages named, the run's own for none."""
    reader = rim.policy.book.audience(audience)
    if reader is None:
        known = ", ".join(one.key for one in rim.policy.book.audiences)
        raise rim.fail("no audience is called '{name}': sop/book.md has {known}", name=audience, known=known)
    named = [lang.strip() for lang in languages.split(",") if lang.strip()] or [rim.lang]
    spoken = tuple(lang for word in dict.fromkeys(named) for lang in LANGUAGES if lang == word)
    if len(spoken) != len(set(named)):
        raise rim.fail("languages are: {known}", known=", ".join(LANGUAGES))
    return reader, spoken
