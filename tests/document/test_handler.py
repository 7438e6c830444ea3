"""A1: users of python-frontmatter read our files with our handler, every scalar as text."""

from __future__ import annotations

import subprocess
import sys

import frontmatter
import pytest

from crmkit.document.handler import CrmHandler, post

RECORD = """\
---
id: CRM-202405001
vip: NO
phone: 0571888
open: 12:30
since: 2024-02-30
tags: [a, b]
---

  Indented text.

## 2024-05-15 phone
"""


def test_python_frontmatter_reads_a_record_with_our_handler() -> None:
    read = frontmatter.loads(RECORD, handler=CrmHandler())
    assert read.metadata == {
        "id": "CRM-202405001", "vip": "NO", "phone": "0571888", "open": "12:30", "since": "2024-02-30",
        "tags": ["a", "b"],
    }  # fmt: skip
    assert read.content.endswith("## 2024-05-15 phone")


def test_a_bom_is_no_text() -> None:
    assert CrmHandler().detect("\ufeff" + RECORD)
    assert frontmatter.loads("\ufeff" + RECORD, handler=CrmHandler())["vip"] == "NO"


def test_post_keeps_every_character_of_the_body() -> None:
    data = ("\ufeff" + RECORD).replace("\n", "\r\n").encode()
    read = post(data)
    assert read.content == "\r\n  Indented text.\r\n\r\n## 2024-05-15 phone\r\n"
    assert read["phone"] == "0571888"


def test_split_gives_the_parts_as_they_stand() -> None:
    text = "---\r\na: b \r\n---\r\n\r\n x \r\n"
    assert CrmHandler().split(text) == ("a: b \r\n", "\r\n x \r\n")


def test_text_without_front_matter_is_content() -> None:
    read = frontmatter.loads("# Hello", handler=CrmHandler())
    assert (read.metadata, read.content) == ({}, "# Hello")
    assert not CrmHandler().detect("# Hello")


@pytest.mark.parametrize("broken", ["a: &x 1\nb: *x\n", "a: [\n", "- a\n"])
def test_yaml_that_the_tool_refuses_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"line \d|not a mapping"):
        frontmatter.loads(f"---\n{broken}---\n", handler=CrmHandler())


def test_the_tool_does_not_load_python_frontmatter_at_its_start() -> None:
    asked = "import sys, crmkit.document; print('frontmatter' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True).stdout.strip()
        == b"False"
    )
