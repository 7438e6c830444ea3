"""Every pack understands the words of its own procedure's forms and headings, as what they name (B4, A4).

A line is `where: word=key …`; a word without a key is the key of its own (a tag). `profile` looks through
groups and lists, whose fields are named by their path. What one procedure calls a tier says nothing in the
pack of another, since the limits differ; `standard`, which unites them, knows all. All packs know all else.
"""

from __future__ import annotations

from functools import cache

import pytest

from crmkit import resources
from crmkit.policy import Policy, read_policy
from crmkit.policy.words import names
from crmkit.schema.classes import classes
from crmkit.schema.fields import Fields
from sop import sop

FORMS = {
    "toolkit": """
profile: 客户编号=id 客户类型=type 客户名称=name 姓名=name 所属行业=industry 联系人=contacts
profile: 联系方式=contacts.phone
profile: 客户来源=source 初步需求=first_need 预计合作周期=cooperation_period 记录人=recorded.by
profile: 记录时间=recorded.date
profile: 公司规模=size 行业类型=industry 决策链角色=contacts.role 年龄=age 消费习惯=spending_habits
profile: 偏好品类=categories
profile: 客户期望服务方式=service_wish 消费金额=told.spending 合作时长=told.cooperation 需求匹配度=need_fit
profile: 增长空间=potential
choice type: B端=business C端=individual
choice industry: 信息技术服务=I 制造业=C 零售业=F52 服务业=services
choice source.channel: 线上推广=advertising 线下拜访=outbound 转介绍=referral 线下展会=exhibition
choice needs.state: 未明确=unclear 明确=clear 跟进中=in_progress 已解决=solved
entry contact: 维护时间=when 维护方式=via 沟通内容摘要=summary 客户反馈=feedback 需求变化=feedback 负责人=by
entry contact: 下次跟进计划=next
kind: 电话=phone 拜访=visit 上门拜访=visit 邮件=email
entry survey: 反馈时间=when 评价维度=dimension 具体评价内容=comment 改进建议=suggestion 负责人=handler
entry survey: 处理状态=state
entry survey: 满意度评分=rating 产品=product_rating 服务=service_rating 响应速度=response
entry choice survey.state: 已完成=solved 处理中=in_progress 待处理=open
tag: 高意向客户 价格敏感型 技术关注型
tier: 核心客户=core 潜力客户=promising 普通客户=ordinary
""",
    "service": """
profile: 客户名称=name 所属行业=industry 客户等级=tier 联系人=contacts 职务=contacts.title
profile: 联系方式=contacts.phone
profile: 邮箱=contacts.email 合作产品/服务=products 合作产品=products 合同到期日=contracts.end
profile: 历史合作记录=told.history 客户偏好标签=tags 信息更新日期=verified.date 备注=contacts.notes
profile: 行业类型=industry
profile: 企业名称=name 沟通方式=contacts.prefers 特殊要求=special 服务需求关注点=service_focus
tier: VIP=vip 普通=ordinary 潜力=promising VIP客户=vip 普通客户=ordinary 潜力客户=promising
tag: 电话沟通 邮件 定期回访 业务提醒
choice industry: 制造业=C 零售业=F52 服务业=services
entry contact: 维护日期=when 维护方式=via 维护对象=with 维护内容=purpose 客户反馈=feedback 后续行动=next
entry contact: 负责人=by
kind: 电话=phone 邮件=email 拜访=visit 线上=video 电话回访=phone 节日短信祝福=sms
entry choice contact.purpose: 回访=return_visit 关怀=care 提醒=reminder
list everybody: 全体联系人=all
entry ticket: 问题编号=ticket 接收时间=when 问题描述=summary 客户诉求=demand 问题类型=ticket_type
entry ticket: 处理负责人=handler
entry ticket: 处理步骤=step 解决结果=result 客户满意度=rating 期望解决时间=wished
entry choice ticket.ticket_type: 咨询=enquiry 投诉=complaint 技术支持=support 业务办理=business
entry choice ticket.ticket_type: 建议=suggestion
entry choice ticket.cause: 操作失误=operation 系统故障=system 流程缺陷=process
entry choice ticket.core: 产品质量=product_quality 服务态度=service_attitude 流程漏洞=process_gap
entry choice ticket.remedy: 产品退换货=exchange 退换货=exchange 服务补偿=compensation 流程优化=process_change
entry choice ticket.remedy: 责任人处理=accountability
entry choice ticket.intake: 客服=hotline 在线客服=online 邮件=email 客户经理反馈=account_manager
entry choice ticket.intake: 客户经理=account_manager 客服热线=hotline
entry survey: 服务响应速度=response 问题解决能力=solving 人员专业度=professional 服务主动性=initiative
""",
    "lifecycle": """
profile: 客户名称=name 全称=name 所属行业=industry 客户类型=type 联系人姓名=contacts.name
profile: 联系方式=contacts.phone
profile: 地址=address 需求来源=needs.source 附件=attachments 最后跟进时间=told.last_contact
profile: 备注=contacts.notes
profile: 意向产品=opportunities.product
choice type: 企业=business 个人=individual
choice source.channel: 线上广告=advertising 行业展会=exhibition 推荐=referral 线上推广留资=advertising
choice source.channel: 表单=website
choice source.channel: 电话咨询=call_in 展会=exhibition
tag: 意向产品A 预算50万+ 3个月内决策
status: 已激活=active 休眠=dormant 流失=lost 商机阶段=opportunity 待培育=nurturing 待审核=pending
tier: 高价值客户=high_value 潜力客户=promising 普通客户=ordinary
kind: 电话=phone 拜访=visit 线上会议=video
entry contact: 跟进时间=when 沟通方式=via 沟通要点=summary 客户反馈=feedback 下一步行动=next
entry contact: 是否需跨部门协作=across 协作申请=help
""",
    "abcd": """
tier: A类客户=A A类=A B类客户=B C类客户=C D类客户=D 高价值高潜力=A 稳定型=B 基础型=C 流失预警型=D
choice contacts.role: 决策者=decision_maker 影响者=influencer 使用者=user
tag: 降本 增效 品质 交付慢 服务响应慢 工作日上午 工作日下午
profile: 行业=industry 规模=size 联系人职位=contacts.title 决策链角色=contacts.role 核心需求=told.core_need
profile: 痛点=told.pain 偏好=contacts.prefers 历史合作产品=past_products 购买频次=told.frequency
profile: 竞品合作=competitors 客户画像=portrait
""",
    "partnership": """
tier: 关键客户=key 重要客户=important 一般客户=general
profile: 组织架构=organisation 决策链=decision_chain 业务痛点=told.pain 潜在需求=told.latent_need
profile: 沟通方式=contacts.prefers 兴趣爱好=contacts.hobbies 使用反馈=product_feedback 交易历史=told.history
profile: 显性需求=told.explicit_need 隐性需求=told.latent_need 战略目标=strategy_aims
kind: 电话=phone 邮件=email 面谈=visit 社交媒体=social 即时通讯=im 问卷=survey 访谈=visit
entry survey: 产品=product_rating 服务=service_rating 沟通=communication
""",
}
ROWS = [
    (pack, where, *pair.split("=", 1))
    for pack, text in FORMS.items()
    for where, _, pairs in (line.partition(": ") for line in text.strip().split("\n"))
    for pair in (one if "=" in one else f"{one}={one}" for one in pairs.split())
]


@cache
def policy_of(pack: str) -> Policy:
    """The pack as it ships, which reads without a finding."""
    folder = resources.pack(pack)
    assert folder is not None
    policy, findings = read_policy(sop(folder))
    assert policy is not None
    assert not findings
    return policy


def paths(fields: Fields, word: str, before: str = "") -> list[str]:
    """Where a word is a field's name: `contacts.phone`; the same word may name several."""
    found = []
    for one in fields:
        if fields.find(word) is one:
            found.append(before + one.key)
        found += paths(one.fields, word, f"{before}{one.key}.")
    return found


def meant(policy: Policy, where: str, word: str) -> list[str]:
    """The keys that the word names there."""
    what, _, rest = where.rpartition(" ")
    first, _, second = rest.partition(".")
    if rest == "profile":
        return paths(policy.schema.profile, word)
    if what == "choice":
        outer = policy.schema.profile.find(first)
        assert outer is not None
        inner = outer.fields.find(second) if second else outer
        assert inner is not None
        return [inner.names.find(word) or ""]
    if what == "entry":
        field = policy.schema.entry_fields(classes()[first]).find(word)
        return [field.key if field else ""]
    if what == "entry choice":
        field = policy.schema.entry_fields(classes()[first]).find(second)
        assert field is not None
        return [field.names.find(word) or ""]
    if what == "list":
        return [names(policy.vocabulary.lists[first]).find(word) or ""]
    known = policy.context
    if rest == "tag":
        return [known.tag(word) or ""]
    return [{"kind": known.kinds, "status": known.statuses, "tier": known.tiers}[rest].find(word) or ""]


@pytest.mark.parametrize("pack", FORMS)
def test_a_pack_understands_every_word_of_its_own_forms(pack: str) -> None:
    rows = [(where, word, key) for own, where, word, key in ROWS if own == pack]
    missed = [row for row in rows if row[2] not in meant(policy_of(pack), row[0], row[1])]
    assert not missed


@pytest.mark.parametrize("pack", resources.packs())
def test_a_word_of_any_form_but_a_tier_means_the_same_in_every_pack(pack: str) -> None:
    rows = [row[1:] for row in ROWS if row[1] != "tier"]
    missed = [row for row in rows if row[2] not in meant(policy_of(pack), row[0], row[1])]
    assert not missed


def test_the_standard_pack_knows_the_tiers_of_every_procedure() -> None:
    words = {word for _, where, word, _ in ROWS if where == "tier"}
    assert {word for word in words if meant(policy_of("standard"), "tier", word) == [""]} == set()


@pytest.mark.parametrize("pack", resources.packs())
def test_what_earlier_packs_called_a_tier_is_still_understood(pack: str) -> None:
    old = {
        "standard": {"A 类·核心": "A", "B 类·成长": "B", "C 类·普通": "C", "Tier C, ordinary": "C"},
        "abcd": {"A 类·核心": "A", "Tier A, core": "A", "B 类·成长": "B", "Tier B, growing": "B"},
        "partnership": {"重点客户": "key"},
        "service": {"潜在客户": "promising"},
    }.get(pack, {})
    assert {word: policy_of(pack).context.tiers.find(word) for word in old} == old
