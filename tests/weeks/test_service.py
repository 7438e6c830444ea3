"""The team of return visits and tickets, from a form to a customer who was lost; a transcript (S4)."""

from __future__ import annotations

from collections.abc import Callable

WEEK = """
# 登记 表上勾级别 (D5 A4)
2025-03-03 new 成都云杉科技有限公司 来源.渠道=转介绍 首次需求=团检 行业=I65 地址=成都市虚构区云杉路0号
    期望服务方式=电话 联系人+=李雷 联系人.李雷.电话=126-0013-8001 联系人.李雷.偏好=工作日上午
    联系人.李雷.期望服务=回访、业务提醒 --owner 张伟 --by 孙静
2025-03-03 set 云杉 人工定级.等级=VIP --on '2025-03-03 11:00' --by 孙静
2025-03-04 set 云杉 状态=待审核 --reason 送审 --on '2025-03-04 09:00' --by 孙静
2025-03-05 set 云杉 状态=活跃 --reason 审核通过 --on '2025-03-05 09:00' --by 陈刚
2025-03-05 tiers --explain 云杉

# 引导 签约一周内首次回访，满月第二次 (E3)
2025-03-10 log 云杉 签约 团检 --with 李雷 --on 2025-03-10 --field 合同编号=TJ-01
    --field 开始日期=2025-03-10 --field 到期日期=2025-12-31 --by 张伟
2025-03-10 set 云杉 状态=已签约 签约日期=2025-03-10 在用产品=团检 合作周期=一年 合同+=TJ-01
    合同[TJ-01].开始日期=2025-03-10 合同[TJ-01].到期日期=2025-12-31 合同[TJ-01].合同金额=20万
    --reason 签约 --on '2025-03-10 15:00' --by 张伟
2025-03-11 due 云杉
2025-03-14 log 云杉 拜访 服务到位 --with 李雷 --on '2025-03-14 10:00' --field 目的=回访 --by 张伟
2025-04-10 log 云杉 电话 使用体验 --with 李雷 --on '2025-04-10 10:00' --field 目的=回访
    --field 反馈评分=8/10 --by 张伟

# 节奏 VIP 每月回访 (E2)
2025-05-09 due --owner 张伟
2025-05-09 brief 云杉
2025-05-09 log 云杉 电话 月度回访 --with 李雷 --on '2025-05-09 10:00' --field 目的=回访 --by 张伟

# 承诺 排期表 (E6)
2025-06-09 log 云杉 电话 月度回访 --with 李雷 --on '2025-06-09 10:00' --field 目的=回访
    --next '2025-06-12 邮件 排期表' --by 张伟
2025-06-12 due 云杉
2025-06-12 log 云杉 邮件 排期表 --with 李雷 --on '2025-06-12 15:00' --by 张伟

# 投诉 受理、原因、补救、方案、认可、办结、回访、满意度 (G1 G2 G3)
2025-09-26 ticket open 云杉 投诉 报告装错信封 --intake 热线 --core 流程漏洞 --with 李雷
    --demand 当天换回 --wished 当天 --on '2025-09-26 17:30' --by 周婷
2025-09-26 ticket answer TK-202509001 电话 今晚派人 --with 李雷 --on '2025-09-26 18:10' --by 周婷
2025-09-27 ticket update TK-202509001 电话 查原因 --with 李雷 --on '2025-09-27 17:00' --by 黄艳
2025-09-28 ticket extend TK-202509001 --until '2025-09-30 12:00' --reason 扫码要试一天
    --told 电话说明，客户同意 --on '2025-09-28 09:00' --by 黄艳
2025-09-28 due --team 黄艳
2025-09-29 ticket solve TK-202509001 邮件 双人扫码 --cause 流程缺陷 --remedy 流程优化 --with 李雷
    --on '2025-09-29 10:00' --by 黄艳
2025-09-29 ticket accept TK-202509001 --with 李雷 --on '2025-09-29 11:00' --by 黄艳
2025-09-29 ticket close TK-202509001 --result 三道核对 --on '2025-09-29 16:00' --by 周婷
2025-09-30 ticket visit TK-202509001 电话 满意 --with 李雷 --score 9/10 --on '2025-09-30 10:00' --by 周婷
2025-09-30 ticket show TK-202509001

# 需求 心理筛查 (A7)
2025-10-15 need open 云杉 心理筛查要匿名 --handler 高远 --with 李雷 --on '2025-10-15 10:00' --by 张伟
2025-10-16 need update 云杉 可以匿名 --state 跟进中 --on '2025-10-16 09:30' --by 高远

# 转介绍 车队 (A9)
2025-10-20 new 宜宾白桦物流有限公司 来源.渠道=转介绍 来源.推荐客户=CRM-202503001 首次需求=入职体检
    联系人+=严路 联系人.严路.电话=126-0013-8002 --owner 赵磊 --by 赵磊

# 挽回 两个月没回访 (D7 D8)
2025-11-12 set 云杉 核实.核实日期=2025-11-12 核实.核实人=张伟 核实.核实方式=电话 --by 张伟
2025-12-05 due --owner 张伟
2025-12-05 segments churn_risk
2025-12-08 log 云杉 电话 月度回访 --with 李雷 --on '2025-12-08 10:00' --field 目的=回访 --field 态度=6
    --by 张伟

# 到期 前十五天告知，带续约方案 (E5)
2025-12-09 sop start 云杉 renewal --of TJ-01 --on '2025-12-09 09:00' --by 张伟
2025-12-10 sop step 云杉 核对使用情况 --on '2025-12-10 10:00' --by 张伟
2025-12-11 sop hand-over 云杉 准备续约方案或升级建议 --on '2025-12-11 10:00' --by 张伟
2025-12-11 sop hand-over 云杉 准备续约方案或升级建议 --accept --on '2025-12-11 16:00' --by 李娜
2025-12-16 contract tell 云杉 电话 告知到期，续约两个方案 --with 李雷 --on '2025-12-16 10:00' --by 张伟
2025-12-26 segments milestone_near

# 流失 未续，写明原因 (E10)
2025-12-31 sop step 云杉 记下结果 --result 不再续签 --on '2025-12-31 10:00' --by 张伟
2025-12-31 contract end 云杉 到期未续 --because 价格 --on '2025-12-31 14:00' --by 张伟
2025-12-31 set 云杉 状态=流失 --reason 合同未续签 --on '2025-12-31 15:00' --by 陈刚
2025-12-31 show 云杉
"""


def test_the_year_of_a_served_customer(
    week: Callable[[str, str], str], snapshot: Callable[..., None]
) -> None:
    snapshot(week("service", WEEK))
