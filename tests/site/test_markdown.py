"""Free text reads as its language is written: lines of Chinese join without a blank (K2)."""

from __future__ import annotations

import pytest

from crmkit.site.markdown import markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("做了二十年。\n留着这份档案", "<p>做了二十年。留着这份档案</p>"),
        ("要\n**快**\n又稳", "<p>要<strong>快</strong>又稳</p>"),
        ("用 Excel\n管设备", "<p>用 Excel\n管设备</p>"),
        ("two\nlines", "<p>two\nlines</p>"),
        ("甲\\\n乙", "<p>甲<br />\n乙</p>"),
        ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("```\n甲\n乙\n```", "<pre><code>甲\n乙\n</code></pre>"),
    ],
)
def test_a_line_of_chinese_goes_on_without_a_blank_and_code_keeps_its_lines(text: str, html: str) -> None:
    assert str(markdown(text)).strip() == html
