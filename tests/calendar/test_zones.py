"""A time zone must exist, and a machine without its rules says so (E11)."""

from __future__ import annotations

import pytest

from crmkit.calendar.zones import known, meant, zones

from ..conftest import Crm


@pytest.mark.parametrize(
    "name", ["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires", "PRC", "Etc/GMT-8"]
)
def test_zones_of_the_database_are_known(name: str) -> None:
    assert known(name)


def test_the_table_is_whole() -> None:
    assert len(zones()) > 590
    assert not any(zone.strip() != zone or " " in zone for zone in zones())


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("asia/shanghai", "Asia/Shanghai"), ("Shanghai", "Asia/Shanghai"), ("Asia/Beijing", "Asia/Shanghai"),
        ("东八区", "Asia/Shanghai"), ("UTC+8", "Asia/Shanghai"), ("berlin", "Europe/Berlin"),
        ("Mars/Olympus", ""),
    ],
)  # fmt: skip
def test_the_zone_that_is_meant_is_known(said: str, near: str) -> None:
    assert not known(said)
    assert meant(said) == near


@pytest.mark.parametrize(
    ("zone", "lang", "told"),
    [
        ("Asia/Shangha", "en", "Did you mean Asia/Shanghai?"),
        ("Asia/Beijing", "zh", "是不是 Asia/Shanghai？"),
        ("东八区", "zh", "是不是 Asia/Shanghai？"),
    ],
)
def test_a_zone_that_does_not_exist_is_an_error_with_the_nearest(
    zone: str, lang: str, told: str, crm: Crm
) -> None:
    calendar = crm.read("sop/calendar.md")
    crm.write("sop/calendar.md", calendar.replace("timezone: Asia/Shanghai", f"timezone: {zone}"))
    found = crm("check", lang=lang)
    assert found.code == 1
    assert "sop/calendar.md:3:11: CRM639" in found.out
    assert told in found.out
    assert crm("due", lang=lang).code == 2


def test_a_machine_that_lacks_the_zone_says_whose_today_it_takes(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crmkit.cli.rim.zone", lambda name: None)
    said = crm("due", as_of=None)
    assert said.err.count("does not know the time zone Asia/Shanghai") == 1
