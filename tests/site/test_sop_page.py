"""SOP shows the numbers that the engine uses, and who is at which step now (F2)."""

from __future__ import annotations

from typing import Any

from built_site import built, said

RECORD = """---
id: CRM-202405001
name: 孙记
type: business
status: signed
owner: zhang.wei
---

## 2024-06-28 09:00 流程 签约
- playbook: new_customer_signing

- [x] 资料复核 · 张伟 · 完成 2024-06-28 10:00
- [ ] 悄悄话
"""


def test_a_step_says_its_limit_and_who_is_at_it(crm: Any) -> None:
    crm.write("records/1.md", RECORD)
    page = said(built(crm) / "sop.html")
    assert "within 1 working day after “Check the file”" in page
    assert "孙记 Contract review 2024-07-01 18:00" in page
    assert "悄悄话" in page


def test_a_number_that_is_changed_in_the_procedures_changes_on_the_page(crm: Any) -> None:
    text = crm.read("sop/playbooks/new_customer_signing.md")
    crm.write(
        "sop/playbooks/new_customer_signing.md",
        text.replace("1 workday, after: file", "3 workdays, after: file"),
    )
    crm.write("records/1.md", RECORD)
    page = said(built(crm) / "sop.html")
    assert "within 3 working days after “Check the file”" in page
    assert "孙记 Contract review 2024-07-03 18:00" in page


def test_who_reads_no_free_text_reads_no_line_that_somebody_wrote(crm: Any) -> None:
    crm.write("records/1.md", RECORD)
    site = built(crm, audience="office")
    assert "悄悄话" not in said(site / "sop.html")
    assert "悄悄话" not in said(site / "customers/CRM-202405001.html")


def test_a_run_stands_on_the_profile(crm: Any) -> None:
    crm.write("records/1.md", RECORD)
    assert "SOP runs" in said(built(crm) / "customers/CRM-202405001.html")


def test_a_complaint_that_is_open_runs_its_procedure_on_the_page(crm: Any) -> None:
    complaint = "\n## 2024-06-28 10:00 投诉 报警不准\n- 工单号: TK-202406001\n"
    crm.write("records/1.md", RECORD + complaint)
    assert "After-sales complaint 1 running" in said(built(crm) / "sop.html")
