"""Two spellings of one name have one key, and tables of characters are those of their sources (B4, C6)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmkit.naming import core, forms, key, parts
from crmkit.naming.han import SIMPLIFIED, TRADITIONAL
from crmkit.naming.text import phone_digits, wanted
from crmkit.pinyin import SURNAMES, sounds, syllables


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_han", Path(__file__).with_name("make_han.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_characters_is_opencc_s() -> None:
    assert list(zip(TRADITIONAL, SIMPLIFIED, strict=True)) == maker().pairs()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張記", "张记"), ("Ａｂｃ", "abc"), ("Jürgen", "jurgen"), ("Łódź", "lodz"), ("曾　国藩", "曾国藩"),
        ("Jean-Luc O’Neil", "jean luc o'neil"), ("卡尔·马克思", "卡尔・马克思"), ("ＣＲＭ－１", "crm-1"),
        ("（上海）", "(上海)"), ("Straße", "STRASSE"),
    ],
)  # fmt: skip
def test_width_case_accents_script_and_what_stands_between_do_not_count(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)
    assert key(name) in forms(name)


@given(st.text(max_size=40))
def test_a_core_is_never_nothing_where_the_name_is_something(name: str) -> None:
    assert bool(core(name)) == bool(key(name))
    assert len(parts(name)) == 2


@example("", "：", "")
@example("他说", "，a", "好")
@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=20))
def test_a_text_is_found_where_it_stands(before: str, said: str, after: str) -> None:
    sought = wanted(said)
    if sought is None or "\n" in said or "\r" in said:
        return
    whole = f"{before} {said.strip()} {after}"
    if sought.pattern.search(whole) is None:  # a digit that is no digit of a phone, a letter made of several
        assert key(said) != said
    else:
        assert sought.may_hold(whole.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("137-0000-0001", "13700000001"), ("+86 137 0000 0001", "13700000001"),
        ("008613700000001", "13700000001"),
        ("8613700000001", "13700000001"), ("(0571) 8888-0007", "57188880007"),
        ("+86 571 88880007", "57188880007"),
        ("１３７００００", "1370000"), ("8000", ""), ("2024 年", ""), ("0000001", "0000001"),
        ("CRM-202405", ""),
        ("86123456", "86123456"),
    ],
)  # fmt: skip
def test_a_phone_is_its_digits_without_country_and_trunk_zero(written: str, digits: str) -> None:
    assert phone_digits(written) == digits


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("phone: 137-0000-0001", "13700000001"), ("phone: 137-0000-0001", "+86 137 0000 0001"),
        ('phone: "+86 137 0000 0002"', "13700000002"), ("电话：(0571) 8888 0007", "057188880007"),
        ("phone: 057188880007", "+86-571-88880007"), ("phone: １３７００００ ０００１", "13700000001"),
        ("Jürgen Müller", "jurgen"), ("Jürgen", "juergen"), ("jurgen", "JÜRGEN"), ("ＡＢＣ公司", "abc"),
        ("臨江張記", "张记"), ("张记", "張記"), ("Straße 5", "strasse"), ("say  hello", "Say hello"),
    ],
)  # fmt: skip
def test_a_text_is_found_in_any_spelling(written: str, query: str) -> None:
    sought = wanted(query)
    assert sought is not None
    assert sought.may_hold(written.encode())
    assert sought.pattern.search(written)


def test_every_reading_of_a_surname_is_known() -> None:
    known = {char: said for char, said in SURNAMES.items() if len(char) == 1}
    assert not [char for char, said in known.items() if said not in syllables(char)]
    compound = {name: said.split() for name, said in SURNAMES.items() if len(name) == 2}
    assert not [
        name for name, said in compound.items()
        if not all(one in syllables(char) for char, one in zip(name, said, strict=True))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("letters", "name", "heard"),
    [
        ("chaoyang", "北京朝阳化工", True), ("zhaoyang", "朝阳", True), ("qinhui", "覃辉", True),
        ("lvbu", "吕布", True), ("lubu", "吕布", True), ("zgf", "曾国藩", True),
        ("zengguof", "曾国藩", True),
        ("guofan", "曾国藩", True),
        ("3mzhong", "3m中国", True), ("xian", "西安", True), ("li", "大连", False),
        ("eng", "曾国藩", False), ("z", "曾国藩", False), ("zengguofanx", "曾国藩", False),
        ("star", "star", False),
    ],
)  # fmt: skip
def test_pinyin_begins_with_a_syllable_and_spells_whole_ones(letters: str, name: str, heard: bool) -> None:
    assert sounds(letters, name) is heard


def test_many_readings_of_many_characters_cost_no_product() -> None:
    """Two readings each would be a million ways through twenty characters."""
    assert sounds("chao" * 20, "朝" * 20)
    assert not sounds("chao" * 20 + "x", "朝" * 21)
