"""A merge knows no procedures: the words that it knows by itself are those of every pack that ships (L1)."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from crmkit import resources
from crmkit.document.identity import IDENTITY
from crmkit.merge.changes import FIELD, FIELDS, KINDS, TO
from crmkit.merge.entries import ENTRY_ID

PACKS = resources.packs()


def said(pack: str, file: str) -> Any:
    folder = resources.pack(pack)
    assert folder is not None
    return yaml.load((folder / file).read_text("utf-8").split("---\n")[1], Loader=yaml.BaseLoader)


def words(item: Any) -> set[str]:
    return {word.casefold() for word in (item["key"], *item["label"].values(), *item.get("aliases", []))}


def fields_of(pack: str, part: str) -> dict[str, Any]:
    return {item["key"]: item for item in said(pack, "fields.md")[part]}


@pytest.mark.parametrize("pack", PACKS)
def test_every_kind_that_changes_a_field_is_known(pack: str) -> None:
    for kind in said(pack, "vocabulary.md")["kinds"]:
        if kind["class"] == "change" and "field" in kind:
            assert words(kind) <= {*KINDS[kind["field"]]}, kind["key"]


@pytest.mark.parametrize("pack", PACKS)
def test_every_name_of_such_a_field_is_known(pack: str) -> None:
    profile = fields_of(pack, "profile")
    for key, known in FIELDS.items():
        assert words(profile[key]) <= {*known}, key


@pytest.mark.parametrize("pack", PACKS)
def test_the_fields_of_a_change_are_known(pack: str) -> None:
    entries = fields_of(pack, "entry")
    assert words(entries["field"]) <= {*FIELD}
    assert words(entries["to"]) <= {*TO}
    assert words(entries["id"]) <= {*ENTRY_ID}


@pytest.mark.parametrize("pack", PACKS)
def test_the_first_fields_that_name_an_item_are_known_in_every_spelling(pack: str) -> None:
    """Of the groups in a list: `id`, `name`, `field` and `path` name one, whatever they are called."""
    known = {word for words in IDENTITY for word in words}
    for field in said(pack, "fields.md")["profile"]:
        if field.get("type") == "list":
            for inner in field.get("fields", []):
                if inner["key"] in ("id", "name", "field", "path"):
                    assert words(inner) <= known, (field["key"], inner["key"])
