"""Give keys, kinds and choices the words of a language, as `sop/` has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Labels:
    """The order and the Chinese words of fields, kinds, choices and statuses."""

    def __init__(self, sop: Path) -> None:
        fields, words, status = (_front(sop / f"{name}.md") for name in ("fields", "vocabulary", "status"))
        self.order = [field["key"] for field in fields["profile"]]
        self.inner = {f["key"]: [g["key"] for g in f.get("fields", ())] for f in fields["profile"]}
        self._profile = {f["key"]: f["label"]["zh"] for f in fields["profile"]}
        self._nested = {
            (f["key"], g["key"]): g["label"]["zh"] for f in fields["profile"] for g in f.get("fields", ())
        }
        self._class_of = {kind["key"]: kind["class"] for kind in words["kinds"]}
        self._entry: dict[tuple[str, str], str] = {}
        for f in fields["entry"]:
            for cls in f.get("classes", ("",)):
                self._entry.setdefault((f["key"], cls), f["label"]["zh"])
        self._kinds = {kind["key"]: kind["label"]["zh"] for kind in words["kinds"]}
        self.statuses = {one["key"]: one["label"]["zh"] for one in status["statuses"]}
        lists: dict[str, Any] = words["lists"]
        self._choices = {name: {c["key"]: c["label"]["zh"] for c in given} for name, given in lists.items()}

    def field(self, key: str, zh: bool, group: str = "") -> str:
        """The name of a field of the profile, or of one within a group."""
        if not zh:
            return key
        return str(self._nested[group, key] if group else self._profile[key])

    def entry(self, key: str, kind: str, zh: bool) -> str:
        """The name of a field of an entry of that kind; one key may be called otherwise in another class."""
        if not zh:
            return key
        return self._entry.get((key, self._class_of[kind])) or self._entry[key, ""]

    def kind(self, key: str, zh: bool) -> str:
        """The word behind an entry's date."""
        return self._kinds[key] if zh else key

    def choice(self, name: str, key: str, zh: bool) -> str:
        """A choice of a list; what is no key of it is a word already."""
        return self._choices[name].get(key, key) if zh else key


def _front(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8").split("---\n", 2)[1]))
