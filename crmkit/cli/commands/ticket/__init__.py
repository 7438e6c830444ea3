"""Open, move and list tickets: complaints, enquiries, suggestions, support, with their clocks.

crmkit ticket open 曾国藩 投诉 报警不准 --intake 热线 --with 李雷
crmkit ticket answer TK-202509001 电话 先安抚，约明早上门
crmkit ticket list
"""
