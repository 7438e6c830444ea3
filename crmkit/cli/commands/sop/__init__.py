"""Begin, move and list procedures: who is at which step, until when, for whom it waits.

crmkit sop start 曾国藩 new_customer_signing
crmkit sop step 曾国藩 合同审核 --by 陈刚
crmkit sop status
"""
