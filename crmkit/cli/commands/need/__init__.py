"""Open, follow and list needs: what customers want, who answers, by when.

crmkit need open 曾国藩 按车间出报表 --handler 高远
crmkit need update 曾国藩 先出样表 --state 跟进中
crmkit need list
"""
