"""`crmkit doctor`: each line says how it stands and what mends it (E11, J1, J4)."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from crmkit.cli.doctor import probes

ATTRIBUTES = "records/** -text\n"
IGNORED = "/site/\n/.site.*\n/.crmkit/\n"
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
RECORD = "---\nid: CRM-001\nname: 杭州星辰\n---\n"
DAY = "2025-06-30"


class Doctor:
    """Asks in a book that is a repository of its own, set up soundly until a test spoils it."""

    def __init__(self, crm: Any, git: Any) -> None:
        self.crm, self.git = crm, git
        git("config", "user.email", "zhang.wei@crm.example")
        git("config", "core.quotePath", "false")
        crm.write(".gitattributes", ATTRIBUTES)
        crm.write(".gitignore", IGNORED)
        crm.write("records/CRM-001.md", RECORD)

    def ask(self, probe: str, day: str = DAY, lang: str = "en") -> list[tuple[str, str, str]]:
        """Level, words and remedy of each line of one probe."""
        done = self.crm("doctor", "--json", as_of=day, lang=lang, env=ENVIRONMENT)
        said = json.loads(done.out)
        assert said["schema_version"] == 1
        assert done.code == int(any(line["level"] == "fail" for line in said["lines"]))
        return [
            (line["level"], line["said"], line["remedy"]) for line in said["lines"] if line["probe"] == probe
        ]


@pytest.fixture
def doctor(crm: Any, git_repo: Any) -> Doctor:
    return Doctor(crm, git_repo)


def test_a_sound_set_up_fails_nowhere(doctor: Doctor) -> None:
    done = doctor.crm("doctor", as_of=DAY, env=ENVIRONMENT)
    assert done.code == 0
    assert "fail" not in done.out
    assert "you are 张伟 <zhang.wei@crm.example>" in done.out
    assert "git merges records line by line, not by meaning" in done.out


def test_every_probe_is_a_file_with_a_name_of_its_own() -> None:
    names = [probe.name for probe in probes()]
    assert len(set(names)) == len(names) >= 12


def test_an_unknown_writer_is_told_how_to_be_known(doctor: Doctor) -> None:
    doctor.git("config", "user.email", "stranger@crm.example")
    [(level, said, remedy)] = doctor.ask("git-identity")
    assert (level, said) == ("warn", "stranger@crm.example is not in sop/people.md")
    assert "git config user.email" in remedy
    doctor.git("config", "--unset", "user.email")
    [(level, _, remedy)] = doctor.ask("git-identity")
    assert level == "fail"
    assert remedy.startswith("git config user.email")


def test_quoted_paths_are_told_with_the_command(doctor: Doctor) -> None:
    """The tool's own git calls set `core.quotePath`; that must not hide what the user's git does."""
    assert doctor.ask("git-quotepath")[0][0] == "ok"
    doctor.git("config", "--unset", "core.quotePath")
    [(level, _, remedy)] = doctor.ask("git-quotepath")
    assert (level, remedy) == ("warn", "git config core.quotePath false")


@pytest.mark.parametrize(
    ("attributes", "autocrlf", "level"),
    [
        ("records/** -text\n", "true", "ok"),
        ("", "false", "warn"),
        ("", "true", "fail"),
        ("* text=auto\n", "false", "fail"),
    ],
)
def test_line_ends_are_decided_by_attributes_and_autocrlf(
    doctor: Doctor, attributes: str, autocrlf: str, level: str
) -> None:
    doctor.crm.write(".gitattributes", attributes)
    doctor.git("config", "core.autocrlf", autocrlf)
    assert doctor.ask("line-ends")[0][0] == level


def test_a_record_in_another_encoding_is_named(doctor: Doctor) -> None:
    doctor.crm.write("records/CRM-002.md", RECORD.encode("gbk"))
    [(level, said, _)] = doctor.ask("encodings")
    assert level == "fail"
    assert "1 record is not in UTF-8: records/CRM-002.md" in said


@pytest.mark.parametrize(
    ("day", "level"), [("2025-06-30", "ok"), ("2026-06-30", "warn"), ("2031-06-30", "fail")]
)
def test_the_holiday_table_covers_this_year_and_the_next(doctor: Doctor, day: str, level: str) -> None:
    """`sop/calendar.md` goes to 2026: in 2026 the next year is missing, in 2031 the year itself (E11)."""
    assert doctor.ask("holidays", day)[0][0] == level


@pytest.mark.parametrize(("there", "level"), [(True, "ok"), (False, "fail")])
def test_a_machine_without_the_rules_of_the_zone_is_told(
    doctor: Doctor, there: bool, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else entries would bear the time of whatever machine writes them, and nobody would know (E11)."""
    if not there:
        monkeypatch.setattr("crmkit.cli.doctor.time_zone.zone", lambda name: None)
    assert [one for one, _, _ in doctor.ask("time-zone")] == [level]


def test_names_that_collide_on_other_systems_are_told(doctor: Doctor) -> None:
    doctor.crm.write("records/a/x.md", RECORD)
    doctor.crm.write("records/A/x.md", RECORD)
    assert [level for level, _, _ in doctor.ask("file-names")] == ["fail"]


def test_what_is_not_ignored_is_told_with_the_rule(doctor: Doctor) -> None:
    doctor.crm.write(".gitignore", "")
    assert {(level, remedy) for level, _, remedy in doctor.ask("ignored")} == {
        ("fail", "echo '/site/' >> .gitignore"),
        ("warn", "echo '/.site.*' >> .gitignore"),
        ("warn", "echo '/.crmkit/' >> .gitignore"),
    }


def test_a_committed_site_fails_although_it_is_ignored(doctor: Doctor) -> None:
    doctor.crm.write("site/index.html", "曾国藩")
    doctor.git("add", "--force", "site/index.html")
    assert [(level, remedy) for level, _, remedy in doctor.ask("ignored")] == [
        ("fail", "git rm -r --cached site")
    ]


def test_broken_procedures_are_one_line_and_stop_no_other(doctor: Doctor) -> None:
    doctor.crm.write("sop/tiers.md", "---\nformat: 1\ntiers: [\n---\n")
    [(level, said, remedy)] = doctor.ask("procedures")
    assert (level, remedy) == ("fail", "crmkit check sop")
    assert "sop/tiers.md:" in said
    assert doctor.ask("encodings")[0][0] == "ok"


def test_a_state_folder_that_is_none_is_told(doctor: Doctor) -> None:
    doctor.crm.write(".crmkit", "a file")
    [(level, said, remedy)] = doctor.ask("writable")
    assert level == "fail"
    assert ".crmkit cannot be written" in said
    assert remedy.startswith("rm '")


@pytest.mark.parametrize("planted", [".crmkit", ".crmkit/lock"])
def test_a_link_in_the_place_of_ours_is_told_and_not_written_through(
    doctor: Doctor, tmp_path: Path, planted: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place = doctor.crm.book / planted
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside)
    [(level, said, remedy)] = doctor.ask("writable")
    assert (level, remedy) == ("fail", f"rm '{place}'")
    assert "a link is not followed" in said
    assert list(outside.iterdir()) == []


def test_no_right_is_proposed_for_a_disk_that_cannot_be_written(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    [(level, said, remedy)] = doctor.ask("writable")
    assert (level, remedy) == ("fail", "")
    assert "Read-only file system" in said


def test_asking_leaves_nothing_behind(doctor: Doctor) -> None:
    before = sorted(path for path in Path(doctor.crm.book).rglob("*") if ".git/" not in str(path))
    doctor.ask("writable")
    assert sorted(path for path in Path(doctor.crm.book).rglob("*") if ".git/" not in str(path)) == before


def test_a_book_in_no_repository_is_told_once(crm: Any) -> None:
    done = crm("doctor", as_of=DAY, env=ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": str(crm.book.parent)})
    lines = [line for line in done.out.split("\n") if "repository" in line]
    assert done.code == 1
    assert len(lines) == 1
    assert "→ git init\n" in done.out


def test_without_git_it_is_told(crm: Any) -> None:
    done = crm("doctor", as_of=DAY, env=ENVIRONMENT | {"PATH": "/nowhere"})
    assert done.code == 1
    assert "git is not installed" in done.out


def test_a_console_without_chinese_is_told(doctor: Doctor) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = doctor.crm.process("doctor", as_of=DAY, env=ENVIRONMENT | environment)
    assert "Traceback" not in done.err
    assert "cannot show Chinese (ascii)" in done.out or "cannot hold Chinese" in done.out


def test_a_library_too_old_is_named(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import metadata

    monkeypatch.setattr(
        metadata, "requires", lambda _: ["click>=8.2", "watchdog>=99", 'babel>=2; extra == "dev"']
    )
    [(level, said, remedy)] = doctor.ask("versions")
    assert level == "fail"
    assert said.startswith("watchdog must be 99 or newer")
    assert remedy.endswith("pip install --upgrade 'watchdog>=99'")
