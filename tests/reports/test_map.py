"""The report that crmkit/README.md writes in ten minutes is one: copied as it stands, it answers (L5)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmkit import reports
from crmkit.resources import PlugInError

Crm = Any

PAGE = Path(reports.__file__).parent.parent / "README.md"
TEXT = "---\nid: CRM-20240500{0}\nname: 客户{0}\ntype: business\nstatus: lead\n{1}---\n"


def example() -> str:
    """The first block of Python on the page, without its indent."""
    found = re.search(r"( *)```python\n(.*?)\n *```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return re.sub(rf"^{found[1]}", "", found[2], flags=re.MULTILINE) + "\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One more folder in which reports are found."""
    more = tmp_path / "more_reports"
    more.mkdir()
    monkeypatch.setattr(reports, "__path__", [*reports.__path__, str(more)])
    reports.reports.cache_clear()
    yield more
    reports.reports.cache_clear()


def test_a_report_is_one_file_as_the_map_writes_it(crm: Crm, folder: Path) -> None:
    (folder / "unowned_of_the_map.py").write_text(example(), "utf-8")
    crm.write("records/CRM-202405001.md", TEXT.format(1, "owner: zhang.wei\n"))
    crm.write("records/CRM-202405002.md", TEXT.format(2, ""))
    said = json.loads(crm("report", "unowned", "--json").out)
    assert [row["id"] for row in said["rows"]] == ["CRM-202405002"]
    assert "Number         Name" in crm("report", "unowned").out
    assert "编号           名称" in crm("report", "unowned", lang="zh").out
    assert "unowned: 哪些客户没人管？" in crm("report", lang="zh").out


@pytest.mark.parametrize(
    ("constant", "said"),
    [("REPROT = Report(", "is REPROT meant?"), ("REPORT = str(", "is of type str, not Report")],
)
def test_a_report_whose_constant_is_misspelt_is_an_error(folder: Path, constant: str, said: str) -> None:
    name = f"misspelt_{constant.split('(')[0].split()[-1].lower()}"
    text = example().replace("REPORT = Report(", constant)
    if "str(" in constant:
        text = text[: text.index(constant)] + 'REPORT = str("unowned")\n'
    (folder / f"{name}.py").write_text(text, "utf-8")
    with pytest.raises(PlugInError, match=f"crmkit.reports.{name}: .*{re.escape(said)}"):
        reports.reports()
