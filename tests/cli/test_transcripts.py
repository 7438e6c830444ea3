"""What each command says on a terminal, in Chinese and English: read `tests/snapshots/transcripts/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

COMMANDS = {
    "brief": ("brief", "星辰"),
    "check": ("check", "--quiet"),
    "check-concise": ("check", "-q", "--format", "concise"),
    "check-github": ("check", "-q", "--format", "github"),
    "due": ("due", "--days", "60"),
    "due-of-one": ("due", "星辰"),
    "explain": ("explain", "CRM104"),
    "find": ("find", "预算"),
    "init": ("init", "new", "--dry-run"),
    "list": ("list",),
    "log": ("log", "zgf", "电话", "确认方案", "--by", "刘洋", "--on", "2024-06-29 09:30",
            "--next", "2024-07-05 微信 发送报价"),
    "new": ("new", "杭州云杉科技有限公司", "source.channel=展会", "first_need=办公协同", "--by", "张伟"),
    "skip-several": ("skip", "星辰", "--reason", "客户休假", "--by", "张伟"),
    "set": ("set", "星辰", "potential=40%", "--reason", "二期预算获批", "--by", "张伟",
            "--on", "2024-06-30 09:00"),
    "show": ("show", "星辰"),
    "tiers": ("tiers",),
    "tiers-explain": ("tiers", "--explain", "星辰"),
    "log-with-a-stranger": ("log", "星辰", "电话", "--with", "没这人", "--by", "张伟", "--on", "2024-06-29"),
    "set-refused": ("set", "星辰", "status=lead", "--reason", "x", "--by", "张伟", "--on", "2024-06-29"),
    "wrong-name": ("show", "曾国潘"),
    "wrong-kind": ("log", "zgf", "电活", "--by", "刘洋"),
    "wrong-field": ("set", "zgf", "nmae=x", "--by", "刘洋"),
    "wrong-person": ("list", "--owner", "张炜"),
    "several": ("set", "杭州星", "size=large", "--by", "张伟"),
    "no-reason": ("set", "星辰", "potential=40%", "owner=li.na", "--by", "张伟"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_said(
    name: str, lang: str, wrong: Any, transcript: Callable[..., str], snapshot: Callable[..., None]
) -> None:
    snapshot(transcript(wrong, *COMMANDS[name], lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "",
        "brief",
        "build",
        "check",
        "doctor",
        "due",
        "explain",
        "find",
        "import",
        "init",
        "list",
        "log",
        "new",
        "report",
        "schema",
        "segments",
        "serve",
        "set",
        "show",
        "skip",
        "snooze",
        "tiers",
    ],
)
def test_help(
    name: str,
    lang: str,
    small: Any,
    transcript: Callable[..., str],
    snapshot: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    if not name:  # new commands come: what stays is the frame around them
        text = transcript(small, "--help", lang=lang)
        assert (
            text.index("crmkit init mybook --demo") < text.index("crmkit [OPTIONS]") < text.index("--as-of")
        )
        return
    text = transcript(small, name, "--help", lang=lang)
    assert text.index("\n  crmkit ") < text.index("[OPTIONS]"), "examples first"
    snapshot(text)
