"""A folder in `commands/` is a group of commands, found by looking as a file is (C1, K3)."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete

from crmkit.cli.frame import crmkit as frame
from crmkit.resources import PlugInError

GROUP = '''"""Take up what customers ask for.

crmkit parcel send zgf

A parcel is an example.
"""
'''
COMMAND = '''"""{duty}"""

import click

from crmkit.cli.command import Use, command
from crmkit.cli.rim import Rim, pass_rim


@command(Use.{use})
@click.option("--to", help="Whom it goes to.")
@pass_rim
def COMMAND(rim: Rim, to: str | None) -> int:
    """{duty}

    crmkit parcel send zgf
    """
    click.echo(f"{duty} as of {{rim.as_of}} {{to}}")
    return 1
'''


@pytest.fixture
def parcels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """A folder of plug-ins beside the tool's own, with the group `parcel`; it writes a file into it."""
    package = importlib.import_module("crmkit.cli.commands")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / "more")])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(path: str, text: str) -> None:
        (tmp_path / "more" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "more" / path).write_text(text, "utf-8")
        importlib.invalidate_caches()

    write("parcel/__init__.py", GROUP)
    write("parcel/send.py", COMMAND.format(duty="Send a parcel.", use="WRITES"))
    write("parcel/list_.py", COMMAND.format(duty="List what is on its way.", use="READS"))
    write("parcel/_shared.py", "raise ImportError\n")
    write("left_behind/__pycache__/old.pyc", "")
    yield write
    for name in [name for name in sys.modules if name.startswith("crmkit.cli.commands.parcel")]:
        del sys.modules[name]
    vars(package).pop("parcel", None)


@pytest.mark.usefixtures("parcels")
def test_a_folder_is_a_group_and_each_file_in_it_a_command(small: Any) -> None:
    done = small("parcel", "send", "--to", "zgf")
    assert (done.code, done.out) == (1, "Send a parcel. as of 2024-06-30 zgf\n")
    assert small("parcel", "list").code == 1


@pytest.mark.usefixtures("parcels")
def test_the_help_of_the_tool_names_the_group_among_its_commands_by_its_duty(small: Any) -> None:
    names = frame.list_commands(click.Context(frame))
    assert names == sorted(names)
    assert {"parcel", "list", "new"} <= set(names)
    assert "left-behind" not in names
    assert "Take up what customers ask for." in small("--help").out


@pytest.mark.usefixtures("parcels")
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_of_a_group_shows_examples_first_then_its_commands(small: Any, option: str) -> None:
    done = small("parcel", option)
    parts = (
        "Take up what customers ask for.\n", "Examples:\n  crmkit parcel send zgf\n", "Usage: crmkit parcel",
        "A parcel is an example.\n", "Commands:\n", "  list  List what is on its way.\n",
        "  send  Send a parcel.\n", "Options:\n",
    )  # fmt: skip
    places = [done.out.index(part) for part in parts]
    assert places == sorted(places)
    assert "Usage: crmkit parcel send [OPTIONS]" in small("parcel", "send", option).out


@pytest.mark.usefixtures("parcels")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("parcel", "sned"), "no command is called 'parcel sned': did you mean 'parcel send'?"),
        (("parcel", "SEND"), "no command is called 'parcel SEND': did you mean 'parcel send'?"),
        (("parcel", "zzz"), "no command is called 'parcel zzz'\n"),
        (("parcle", "send"), "no command is called 'parcle': did you mean 'parcel'?"),
        (("parcel", "send", "--to", "a", "--to", "b"), "--to is given twice"),
    ],
)
def test_a_slip_within_a_group_is_answered_with_the_nearest(
    small: Any, words: tuple[str, ...], said: str
) -> None:
    done = small(*words)
    assert done.code == 2
    assert said in done.err


@pytest.mark.usefixtures("parcels")
def test_a_group_alone_shows_what_it_holds(small: Any) -> None:
    done = small("parcel")
    assert done.code == 2
    assert "send  Send a parcel." in done.out + done.err


@pytest.mark.usefixtures("parcels")
def test_the_shell_completes_within_a_group() -> None:
    shell = ShellComplete(frame, {}, "crmkit", "_CRMKIT_COMPLETE")
    assert [item.value for item in shell.get_completions(["parcel"], "")] == ["list", "send"]
    assert [item.value for item in shell.get_completions(["parcel", "send"], "--t")] == ["--to"]
    assert "parcel" in [item.value for item in shell.get_completions([], "pa")]


@pytest.mark.usefixtures("parcels")
def test_a_commit_is_read_by_a_group_that_reads_and_refused_by_one_that_writes(
    small: Any, git_repo: Any
) -> None:
    git_repo.commit("all")
    assert small("--rev", "HEAD", "parcel", "list").code == 1
    done = small("--rev", "HEAD", "parcel", "send")
    assert done.code == 2
    assert "'parcel send' writes, and a commit stays as it is" in done.err


def test_a_misspelt_plug_in_in_a_group_is_an_error(parcels: Callable[[str, str], None], small: Any) -> None:
    parcels("parcel/fetch.py", COMMAND.format(duty="Fetch.", use="READS").replace("COMMAND", "COMAND"))
    with pytest.raises(PlugInError, match=r"commands\.parcel\.fetch: no COMMAND; is COMAND meant\?"):
        small("parcel", "fetch")


def test_two_commands_of_one_name_are_an_error(parcels: Callable[[str, str], None], small: Any) -> None:
    parcels("parcel/list.py", COMMAND.format(duty="List again.", use="READS"))
    with pytest.raises(PlugInError, match="two commands are called list"):
        small("parcel", "list")
