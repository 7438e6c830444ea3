"""The team of B and C forms, from a form in the shop to a customer who was lost; a transcript (S2)."""

from __future__ import annotations

from collections.abc import Callable

WEEK = """
# 登记 C 表，个人客户 (A3 A4)
2025-03-03 new 云小杉 来源.渠道=门店 来源.日期=2025-03-03 首次需求=学手冲 消费习惯=每月一包
    偏好品类=单品豆 需求匹配度=8 联系人+=云小杉 联系人.云小杉.电话=126-0013-8001 --type 个人
    --owner 张伟 --by 张伟
2025-03-03 set 云小杉 状态=待审核 --reason 登记完成 --on '2025-03-03 10:00' --by 张伟
2025-03-04 set 云小杉 状态=活跃 --reason 审核通过 --on '2025-03-04 10:00' --by 陈刚
2025-03-04 log 云小杉 订单 一包豆 --field 金额=128 --on 2025-03-04 --by 张伟

# 引导 首单之后问一句 (E1)
2025-03-06 log 云小杉 微信 会冲了吗 --with 本人 --on '2025-03-06 16:00' --field 目的=回访
    --field 反馈=水温不准 --by 张伟

# 节奏 潜力客户每季一次需求调研，每月主动联系不超过两次 (E2 E8)
2025-03-10 tiers --explain 云小杉
2025-05-28 due 云小杉
2025-05-28 brief 云小杉
2025-05-28 log 云小杉 电话 季度调研 --with 本人 --on '2025-05-28 15:00' --field 目的=需求调研 --by 张伟
2025-05-29 log 云小杉 微信 新豆 --with 本人 --on '2025-05-29 15:00' --field 目的=推广 --by 张伟
2025-05-30 log 云小杉 微信 新壶 --with 本人 --on '2025-05-30 15:00' --field 目的=推广 --by 张伟
2025-05-30 check --format concise

# 需求 未明确、明确、跟进中、已解决 (A7)
2025-06-10 need open 云小杉 温控壶 --state 未明确 --source 季度调研 --handler 高远 --with 云小杉
    --on '2025-06-10 10:00' --by 张伟
2025-06-12 need update 云小杉 水温到一度 --state 明确 --on '2025-06-12 10:00' --by 高远

# 承诺 周五发三款壶 (E6)
2025-06-12 log 云小杉 电话 预算三百 --with 本人 --on '2025-06-12 11:00' --next '2025-06-13 微信 三款壶'
    --by 高远
2025-06-13 due --owner 张伟
2025-06-13 log 云小杉 微信 三款壶 --with 本人 --on '2025-06-13 10:00' --by 张伟
2025-06-16 need solve 云小杉 买了温控壶 --result 一次成功 --on '2025-06-16 10:00' --by 高远

# 投诉 一小时答复，24 小时给方案，跟到满意 (G2)
2025-09-26 ticket open 云小杉 投诉 壶漏水 --intake 热线 --core 产品质量 --with 云小杉
    --on '2025-09-26 17:30' --by 周婷
2025-09-26 due --role 客服专员
2025-09-26 ticket answer TK-202509001 电话 换新 --with 云小杉 --on '2025-09-26 18:10' --by 周婷
2025-09-27 refused ticket close TK-202509001 --on '2025-09-27 09:00' --by 周婷
2025-09-27 ticket solve TK-202509001 拜访 送新壶 --with 云小杉 --on '2025-09-27 10:00' --by 周婷
2025-09-27 ticket accept TK-202509001 --with 云小杉 --on '2025-09-27 10:10' --by 周婷
2025-09-27 ticket close TK-202509001 --result 换新 --score 9/10 --on '2025-09-27 11:00' --by 周婷
2025-09-28 ticket list --all
2025-09-28 sop status --all

# 挽回 三个月没来 (D7 D8)
2025-10-20 segments
2025-10-20 log 云小杉 电话 搬家了 --with 本人 --on '2025-10-20 10:00' --field 态度=6 --by 张伟

# 转介绍 她的同事 (A9)
2025-11-03 new 白桦设计工作室 来源.渠道=转介绍 来源.推荐客户=CRM-202503001 首次需求=办公室咖啡 行业=L72
    联系人+=韩梅梅 联系人.韩梅梅.电话=126-0013-8002 --owner 刘洋 --by 刘洋
2025-11-03 report sources

# 到期 月订年底到期 (E5)
2025-11-10 set 云小杉 合同+=KF-01 合同[KF-01].产品=单品豆月订 合同[KF-01].开始日期=2025-11-10
    合同[KF-01].到期日期=2025-12-31 合同[KF-01].合同金额=300 --by 张伟
2025-12-26 segments milestone_near

# 流失 不订了 (E10)
2025-12-30 set 云小杉 状态=流失 --reason 需求结束：搬去外地，当地买豆 --on '2025-12-30 10:00' --by 陈刚
2025-12-31 show 云小杉
"""


def test_the_year_of_a_shop_s_customer(
    week: Callable[[str, str], str], snapshot: Callable[..., None]
) -> None:
    snapshot(week("toolkit", WEEK))
