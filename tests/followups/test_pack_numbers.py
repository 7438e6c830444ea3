"""Rows E2 and E3 of the packs other than `standard` and `abcd`: a record, a day, what is due when.

Each line: pack, tier, log, day; then the key, its target and, behind a slash, its limit.
"""

from __future__ import annotations

import by_hand
import pytest

from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.playbooks import Playbooks

OTHERS = ("lifecycle", "toolkit", "partnership", "service")

# `lifecycle`: high weekly, potential every two weeks, ordinary monthly, nurturing monthly.
# `toolkit`: core at least one deep contact a month, potential a needs survey a quarter.
# `partnership`: key weekly to monthly, general quarterly to half-yearly; important chosen between.
# `service`: VIP monthly, ordinary quarterly; first visit within a week of signing, second at one month.
CASES = """
lifecycle   high_value | 2025-03-03 电话 | 2025-03-04 | high_weekly 2025-03-10
lifecycle   high_value | 2025-03-03 电话; 2025-03-06 微信 | 2025-03-07 | high_weekly 2025-03-13
lifecycle   high_value | 2025-03-03 短信 | 2025-03-04 | high_weekly 2023-01-11
lifecycle   promising  | 2025-03-03 视频 | 2025-03-04 | promising_biweekly 2025-03-17
lifecycle   ordinary   | 2025-03-03 短信 | 2025-03-04 | ordinary_monthly 2025-04-03
lifecycle   ordinary   | 2025-01-31 电话 | 2025-02-01 | ordinary_monthly 2025-02-28
lifecycle   nurturing  | 2025-03-03 邮件 | 2025-03-04 | nurturing 2025-04-03
toolkit     core       | 2025-03-03 拜访 | 2025-03-04 | core_monthly 2025-04-03
toolkit     core       | 2025-03-03 微信 | 2025-03-04 | core_monthly 2023-02-06
toolkit     promising  | 2025-03-03 电话 - purpose: 需求调研 | 2025-03-04 | promising_survey 2025-06-03
toolkit     promising  | 2025-03-03 电话 - purpose: 报价沟通 | 2025-03-04 | promising_survey 2023-04-04
toolkit     ordinary   | 2025-03-03 短信 | 2025-03-04 | ordinary_care 2025-06-03
partnership key        | 2025-03-03 拜访 | 2025-03-04 | key_weekly 2025-03-10/2025-04-03
partnership key        | 2025-01-22 电话 | 2025-01-23 | key_weekly 2025-02-05/2025-02-22
partnership important  | 2025-03-03 电话 | 2025-03-04 | important_monthly 2025-04-03/2025-06-03
partnership general    | 2025-03-03 邮件 | 2025-03-04 | general_quarterly 2025-06-03/2025-09-03
partnership general    | 2024-08-31 邮件 | 2024-09-02 | general_quarterly 2024-12-02/2025-02-28
service     vip        | 2025-03-03 电话 - purpose: 回访 | 2025-03-04 | vip_monthly 2025-04-03
service     ordinary   | 2025-03-03 微信 - purpose: 回访 | 2025-03-04 | ordinary_quarterly 2025-06-03
service     promising  | 2025-03-03 电话 | 2025-03-04 | promising_bimonthly 2025-05-06
service     ordinary   | 2025-03-03 签约 | 2025-03-03 | signed_week 2025-03-10
service     ordinary   | 2025-03-03 签约 | 2025-03-03 | signed_month 2025-04-03
service     ordinary   | 2025-03-03 签约; 2025-03-07 拜访 | 2025-03-08 | signed_month 2025-04-03
"""


def rows() -> list[tuple[str, ...]]:
    found = []
    for line in CASES.strip().split("\n"):
        who, log, day, due = (part.strip() for part in line.split("|"))
        found.append((*who.split(), log.replace("; ", "\n").replace(" - ", "\n- "), day, *due.split()))
    return found


@pytest.mark.parametrize(("pack", "tier", "log", "day", "key", "due"), rows())
def test_a_number_of_a_source_is_a_day_in_the_list(
    pack: str, tier: str, log: str, day: str, key: str, due: str
) -> None:
    """A contact by a channel that does not fit counts for nothing: the record of 2023 still does."""
    hand = "" if tier == key else f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    text = by_hand.record(log, hand, status="nurturing" if tier == key else "active")
    found = {item.key: item for item in by_hand.items(text, day, pack)}
    target, _, limit = due.partition("/")
    assert found[key].day.isoformat() == target
    assert found[key].last_day == limit


@pytest.mark.parametrize("pack", OTHERS)
def test_every_track_and_step_of_these_packs_is_in_the_table(pack: str) -> None:
    cadence = by_hand.pack(pack).get(Cadence)
    steps = [
        step for one in by_hand.pack(pack).get(Playbooks).values() if one.trigger.begins for step in one.steps
    ]
    keys = {each.key for each in cadence.tracks} | {each.key for each in steps}
    assert keys == {key for name, _, _, _, key, _ in rows() if name == pack}


SHORTER = """
standard    B         | urgency: high  | 2025-03-03 微信 | b_biweekly 2025-03-10
standard    B         | stage: cooling | 2025-03-03 微信 | b_biweekly 2025-03-10
standard    B         | urgency: low   | 2025-03-03 微信 | b_biweekly 2025-03-17
standard    A         | stage: cooling | 2025-03-03 电话 | a_weekly 2025-03-10
standard    C         | urgency: high  | 2025-03-03 电话 | c_call 2025-03-10
lifecycle   ordinary  | urgency: high  | 2025-03-03 电话 | ordinary_monthly 2025-03-10
lifecycle   promising | urgency: high  | 2025-03-03 电话 | promising_biweekly 2025-03-10
partnership general   | urgency: high  | 2025-03-03 电话 | general_quarterly 2025-03-10
partnership general   | stage: cooling | 2025-03-03 电话 | general_quarterly 2025-03-17
partnership key       | stage: cooling | 2025-03-03 电话 | key_weekly 2025-03-10
abcd        B         | urgency: high  | 2025-03-03 微信 | b_biweekly 2025-03-17
"""


@pytest.mark.parametrize("line", SHORTER.strip().split("\n"))
def test_urgency_and_the_stage_of_the_relationship_shorten_the_rhythm(line: str) -> None:
    """S1, S3, with days of our choice; a rhythm that is closer already stays; S0 knows neither."""
    who, more, log, due = (part.strip() for part in line.split("|"))
    pack, tier = who.split()
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    found = {
        item.key: item for item in by_hand.items(by_hand.record(log, f"{hand}{more}\n"), "2025-03-04", pack)
    }
    key, day = due.split()
    usual = {item.key: item for item in by_hand.items(by_hand.record(log, hand), "2025-03-04", pack)}[key].due
    assert found[key].day.isoformat() == day
    assert ("shortened" in found[key].notes) == (found[key].due < usual)


def test_an_opportunity_shortens_the_rhythm_of_lifecycle() -> None:
    hand = "tier: {value: ordinary, reason: 示例, until: 2027-12-31}\n"
    text = by_hand.record("2025-03-03 电话", hand, status="opportunity")
    found = {item.key: item.day.isoformat() for item in by_hand.items(text, "2025-03-04", "lifecycle")}
    assert found["ordinary_monthly"] == "2025-03-10"


BY_HAND = """
standard    A          | 2025-03-03 微信 | a_weekly           | yes
standard    B          | 2025-03-03 微信 | b_biweekly         | yes
standard    B          | 2025-03-03 邮件 | b_newsletter       | no
standard    C          | 2025-03-03 短信 | c_monthly          | no
standard    C          | 2025-03-03 电话 | c_call             | yes
lifecycle   high_value | 2025-03-03 邮件 | high_weekly        | yes
lifecycle   ordinary   | 2025-03-03 短信 | ordinary_monthly   | no
toolkit     ordinary   | 2025-03-03 短信 | ordinary_care      | no
partnership key        | 2025-03-03 微信 | key_weekly         | yes
partnership general    | 2025-03-03 邮件 | general_quarterly  | no
service     ordinary   | 2025-03-03 邮件 - purpose: 回访 | ordinary_quarterly | yes
"""


@pytest.mark.parametrize("line", BY_HAND.strip().split("\n"))
def test_what_is_sent_automatically_is_no_contact_by_hand(line: str) -> None:
    """E2: C's call is by hand; a message that goes to everybody is nobody's weekly talk."""
    who, log, key, manual = (part.strip() for part in line.split("|"))
    pack, tier = who.split()
    log = log.replace(" - ", "\n- ")
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    sent = by_hand.items(by_hand.record(f"{log}\n- automatic: 是", hand), "2025-03-04", pack)
    typed = by_hand.items(by_hand.record(log, hand), "2025-03-04", pack)
    due = [next(item.due for item in found if item.key == key) for found in (sent, typed)]
    assert (due[0] < due[1]) == (manual == "yes")
