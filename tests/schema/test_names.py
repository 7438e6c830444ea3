"""A near word is a slip of the hand, never another word; of very many words the first are compared."""

from __future__ import annotations

import pytest
from by_hand import pack

from crmkit.diagnostics import MOST_SHOWN
from crmkit.schema.names import Names, Sought, nearest

# The slip, what is offered for it, and among which words.
SLIPS = [
    ("onwer", "owner", "profile"),
    ("adress", "address", "profile"),
    ("telephone", "phone", "profile"),
    ("客户经里", "客户经理", "profile"),
    ("行业类别", "行业类型", "profile"),
    ("网止", "网站", "profile"),
    ("nex", "next", "entry"),
    ("fedback", "feedback", "entry"),
    ("态度平分", "态度分", "entry"),
    ("电活", "电话", "kind"),
    ("打电话", "电话", "kind"),
    ("拜仿", "拜访", "kind"),
    ("vist", "visit", "kind"),
]
OTHERS = [
    *((word, "profile") for word in ("colour", "pet", "hobby", "flavour", "星座", "心情", "颜色", "所有者")),
    *((word, "entry") for word in ("mood", "colour", "mobile", "note", "天气", "颜色", "x", "q9")),
    *((word, "kind") for word in ("lunch", "foo", "喝茶", "会餐")),
]


def known(where: str) -> tuple[str, ...]:
    policy = pack("standard")
    if where == "kind":
        return tuple(word for word, _ in policy.vocabulary.kind_names.pairs)
    return (policy.schema.profile if where == "profile" else policy.schema.entry).words()


@pytest.mark.parametrize(("word", "near", "where"), SLIPS)
def test_a_slip_of_the_hand_is_offered_the_word_that_was_meant(word: str, near: str, where: str) -> None:
    assert nearest(word, known(where)) == near


@pytest.mark.parametrize(("word", "where"), OTHERS)
def test_another_word_is_offered_nothing(word: str, where: str) -> None:
    assert nearest(word, known(where)) == ""


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("abc", "abd", True),  # one letter of three
        ("abcdef", "abcdxy", True),  # two of six
        ("abcde", "abcxy", False),  # two of five
        ("甲乙", "甲丙", True),  # one of two, in its place
        ("甲乙", "乙丙", False),  # one of two, in another
        ("甲乙丙", "甲丁戊", False),
        ("甲乙丙", "甲乙丁", True),
        ("甲乙丙丁", "甲乙戊己", False),  # half of four is another word
        ("甲乙丙丁", "甲乙丙己", True),
    ],
)
def test_how_much_may_differ(word: str, other: str, near: bool) -> None:
    assert bool(nearest(word, [other])) is near


def test_a_word_of_forty_characters_is_compared_and_no_longer_one() -> None:
    known = "referred_by_a_customer_of_the_old_years"
    assert nearest(f"{known}x", [known]) == known
    assert nearest(f"{known}xx", [known]) == ""


def test_of_words_that_are_equal_but_for_case_and_width_the_first_names_its_key() -> None:
    names = Names((("VIP", "a"), ("vip", "b"), ("ｖｉｐ", "c")))
    assert [names.find(word) for word in ("VIP", "vip", "Vip", "ＶＩＰ")] == ["a"] * 4


def test_of_equally_near_words_the_first_declared_is_offered() -> None:
    assert nearest("电活", ["电邮", "电话"]) == "电邮"
    assert nearest("onwer", ["owner", "Owner"]) == "owner"


def test_a_word_is_compared_once_and_of_very_many_only_the_first() -> None:
    asked: list[str] = []

    class Counting(Names):
        def near(self, word: str) -> str:
            asked.append(word)
            return "电话"

    names, sought = Counting((("电话", "phone"),)), Sought()
    for _ in range(2):
        for number in range(3 * MOST_SHOWN):
            assert sought.near(f"电活{number}", names) == ("电话" if number < MOST_SHOWN else "")
    assert len(asked) == MOST_SHOWN
    other = Names((("微信", "wechat"),))
    assert sought.near("微言", other) == "微信", "each list of words has its own first few"
