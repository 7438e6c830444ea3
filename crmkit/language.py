"""Name the languages that the product speaks, and hold what is said in each."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


class Label(NamedTuple):
    """What people read, in Chinese and in English."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """The words in a language, `zh` or `en`."""
        return self.en if language == "en" else self.zh


def both(name: str, label: Label) -> dict[str, Any]:
    """A label as arguments of a finding, which is said in either language: `name_zh` and `name_en`."""
    return {f"{name}_zh": label.zh, f"{name}_en": label.en}
