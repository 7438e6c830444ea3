"""Which contacts answer a promised next step, under every pack (E6)."""

from __future__ import annotations

import by_hand
import pytest

from crmkit import resources
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.promises import Promises

# What was promised for 12 March | what came | whether the promise is kept
CASES = """
拜访 看现场   | 2025-03-12 短信 关怀                        | no  | an automatic message is no visit
拜访 看现场   | 2025-03-11 微信 明天见                      | no  | nor is a word that one will come
拜访 看现场   | 2025-03-12 电话 没去成，先聊                | no  | nor a call
拜访 看现场   | 2025-03-12 拜访                             | yes | a visit is
拜访 看现场   | 2025-03-12 视频                             | yes | so is a talk face to face from afar
拜访 看现场   | 2025-03-11 微信 改天 - next: 2025-03-19 拜访 看现场 | yes | a new day was agreed
拜访 看现场   | 2025-03-11 微信 先发资料 - next: 2025-03-19 微信 发报价 | no | that is something less
电话 问结果   | 2025-03-12 微信 问结果                      | no  | a message is no call
电话 问结果   | 2025-03-12 拜访 顺便问了                    | yes | a visit is more than a call
微信 发报价   | 2025-03-12 微信 发报价                      | yes | as promised
微信 发报价   | 2025-03-12 邮件 发报价                      | yes | written is written
微信 发报价   | 2025-03-12 电话 报了价                      | yes | a call is more
微信 发报价   | 2025-03-12 短信 上门时间提醒                | no  | a text message goes one way
短信 发链接   | 2025-03-12 短信 发链接                      | yes | unless it was promised
微信 发报价   | 2025-03-12 简报 三月                        | no  | a newsletter goes to everybody
微信 发报价   | 2025-03-12 贺卡                             | no  | a card too
贺卡 寄卡     | 2025-03-12 贺卡                             | yes | unless it was promised
微信 发报价   | 2025-03-12 微信 节日快乐 - purpose: 祝福    | no  | a greeting goes to everybody
微信 发报价   | 2025-03-12 邮件 新品 - purpose: promotion   | no  | so does promotion
电话 问好     | 2025-03-12 电话 问候 - purpose: care        | yes | who calls talks with one
微信 发报价   | 2025-03-12 邮件 发报价 - automatic: 是      | no  | the entry says that no hand sent it
电话 问结果   | 2025-03-12 电话 语音通知 - 自动发送: yes    | no  | the same for a call by a machine
看样          | 2025-03-12 微信 发了照片                    | yes | no channel was named
看样          | 2025-03-12 微信 节日快乐 - purpose: 祝福    | no  | no channel was named
"""


def rows() -> list[tuple[str, str, bool, str]]:
    found = []
    for line in CASES.strip().split("\n"):
        promised, came, kept, why = (part.strip() for part in line.split("|"))
        found.append((promised, came.replace(" - ", "\n- "), kept == "yes", why))
    return found


def is_open(promised: str, came: str, under: str | Policy) -> bool:
    text = by_hand.record(f"2025-03-03 电话\n- next: 2025-03-12 {promised}\n{came}")
    return "promise-2025-03-12" in {item.key for item in by_hand.items(text, "2025-03-14", under)}


@pytest.mark.parametrize("pack", resources.packs())
@pytest.mark.parametrize(("promised", "came", "kept", "why"), rows())
def test_a_promise_wants_a_contact_of_its_weight_and_to_this_customer(
    pack: str, promised: str, came: str, kept: bool, why: str
) -> None:
    assert is_open(promised, came, pack) is not kept, why


def test_a_policy_without_the_rule_lets_any_contact_answer() -> None:
    policy = by_hand.pack("standard")
    cadence = policy.get(Cadence)
    plain = policy.having(cadence._replace(promises=Promises(lead=cadence.promises.lead)))
    assert not is_open("拜访 看现场", "2025-03-12 短信 关怀", plain)
    cadence = plain.get(Cadence)
    same = policy.having(cadence._replace(promises=cadence.promises._replace(same_channel=True)))
    assert is_open("拜访 看现场", "2025-03-12 视频", same)


def test_an_open_promise_says_which_channels_would_answer_it() -> None:
    """E1: what would fulfil it; empty for any."""
    found = {}
    for promised in ("拜访 看现场", "电话 问结果", "微信 发报价"):
        text = by_hand.record(f"2025-03-03 电话\n- next: 2025-03-12 {promised}")
        (item,) = (one for one in by_hand.items(text, "2025-03-10") if one.source == "promises")
        found[promised[:2]] = item.fulfilled_by.channels
    assert found == {"拜访": ("visit", "video"), "电话": ("visit", "video", "phone"), "微信": ()}
