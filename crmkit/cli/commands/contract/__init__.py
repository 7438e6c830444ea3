"""Sign, renew, end and list contracts, and write down that a customer was told of an end.

crmkit contract sign 曾国藩 HT-2025-030 --start 2025-04-01 --end 2026-03-31 --amount 24万
crmkit contract tell 曾国藩 电话 送上续约方案
crmkit contract renew 曾国藩 HT-2026-030 --end 2027-03-31
"""
