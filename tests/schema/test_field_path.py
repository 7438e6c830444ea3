"""Paths to fields as people write them, with and without brackets, in any language (A4, B4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.language import Label
from crmkit.schema.field_path import Fault, Wrong, read_path, said
from crmkit.schema.fields import Field, Fields

CONTACT = Fields(
    (Field("name", Label("姓名", "Name")), Field("phone", Label("电话", "Phone"), aliases=("手机",)))
)
SOURCE = Fields((Field("date", Label("日期", "Date")),))
PROFILE = Fields(
    (
        Field("special", Label("特殊要求", "Special")),
        Field("contacts", Label("联系人", "Contacts"), type="list", fields=CONTACT),
        Field(
            "source",
            Label("来源", "Source"),
            type="group",
            fields=Fields((Field("date", Label("日期", "Date")),)),
        ),
        Field("tags", Label("标签", "Tags"), type="list", of="tag"),
    )
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("special", [("special", "")]),
        (" 特殊要求 ", [("special", "")]),
        ("contacts[李雷].phone", [("contacts", "李雷"), ("phone", "")]),
        ("联系人.李雷.手机", [("contacts", "李雷"), ("phone", "")]),
        ("联系人.李雷", [("contacts", "李雷")]),
        ("contacts[J. R. Li].phone", [("contacts", "J. R. Li"), ("phone", "")]),
        ("contacts[李雷[采购]].phone", [("contacts", "李雷[采购]"), ("phone", "")]),
        ("contacts.phone", [("contacts", ""), ("phone", "")]),
        ("contacts.phone.phone", [("contacts", "phone"), ("phone", "")]),
        ("contacts[电话]", [("contacts", "电话")]),
        ("source.date", [("source", ""), ("date", "")]),
        ("tags.民企", [("tags", "民企")]),
    ],
)
def test_a_path_names_fields_and_items(text: str, path: list[tuple[str, str]]) -> None:
    parts = read_path(text, PROFILE)
    assert not isinstance(parts, Wrong)
    assert [(part.field.key, part.item) for part in parts] == path


@pytest.mark.parametrize(
    ("text", "fault", "word"),
    [
        ("", Fault.SHAPE, ""), ("a..b", Fault.SHAPE, "a..b"),
        ("contacts[李雷]phone", Fault.SHAPE, "contacts[李雷]phone"),
        ("contacts[李雷", Fault.SHAPE, "contacts[李雷"), ("contacts[]", Fault.SHAPE, "contacts[]"),
        ("contacts[a][b]", Fault.SHAPE, "contacts[a][b]"), ("contacts.", Fault.SHAPE, "contacts."),
        ("contacts.李雷.fone", Fault.UNKNOWN, "fone"), ("fone", Fault.UNKNOWN, "fone"),
        ("special.x", Fault.FLAT, "special"), ("special[x]", Fault.NO_LIST, "special"),
        ("source[x].date", Fault.NO_LIST, "source"),
    ],
)  # fmt: skip
def test_what_is_no_path_says_why(text: str, fault: Fault, word: str) -> None:
    found = read_path(text, PROFILE)
    assert isinstance(found, Wrong)
    assert (found.fault, found.word) == (fault, word)


@given(st.text(st.characters(exclude_characters="[]"), min_size=1).filter(str.strip))
def test_a_path_in_brackets_reads_back_whatever_an_item_is_called(item: str) -> None:
    parts = read_path(said([("contacts", item), ("phone", "")]), PROFILE)
    assert not isinstance(parts, Wrong)
    assert [part.item for part in parts] == [item, ""]


@given(st.text(st.sampled_from("[].a人#=+- "), max_size=30))
def test_any_text_is_a_path_or_is_not(text: str) -> None:
    found = read_path(text, PROFILE)
    assert isinstance(found, Wrong) or all(
        part.field in (*PROFILE, *CONTACT, *PROFILE.all[2].fields) for part in found
    )
