"""Open, move, win, lose and list opportunities: what may be sold, how far each is, what it is worth.

crmkit deal open 曾国藩 二厂区扩容 --amount 24万 --close 2025-11-30
crmkit deal move 曾国藩 方案报价
crmkit deal list
"""
