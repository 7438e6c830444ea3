"""Run git, from this one place: an argument list, bytes in and out, nothing of a clone obeyed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from threading import Event, Thread, Timer
from typing import IO, NamedTuple

from crmkit.git.errors import GitError, NoAnswer, NotInstalled, Refused, TooMuch, kind_of

# Seconds: a pipe in the place of a file that git opens would have it wait for ever.
PATIENCE = 60.0
# Bytes of one answer, three million paths: a tree that holds itself ten times on ten levels has no end.
_MOST = 1 << 28
_MOST_TALK = _PIECE = 1 << 16

_HARMLESS = {
    "core.quotePath": "false",
    # Git takes the tag then and says so; a repository could have it say nothing.
    "core.warnAmbiguousRefs": "true",
    # A folder of a clone that looks like a bare repository is none: its configuration came with the clone.
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.askPass": "false",
    "core.sshCommand": "false",
    "credential.helper": "",
    "protocol.allow": "never",
    "diff.external": "",
    "diff.ignoreSubmodules": "all",
    "submodule.recurse": "false",
}
"""Settings on the command line win over those of the system, the user and the repository."""

_KEPT = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
)
_ALONE = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what its name says, whatever a repository puts in its place
    "GIT_ALLOW_PROTOCOL": "",  # a clone that lacks objects names a host to ask for them
}


class Completed(NamedTuple):
    """What git answered: its exit code, its stdout, and on stderr what it had to say of that."""

    code: int
    out: bytes
    talk: bytes


def ask(
    root: Path,
    *arguments: str,
    fine: Collection[int] = (0,),
    settings: Mapping[str, str] | None = None,
    index: str = "",
) -> Completed:
    """What git answers in a folder; GitError, by its kind, for an exit code that is not `fine`.

    No setting of the repository is obeyed that names a program, a host or another way to read files: a clone
    may have come with its own. `settings` come on top; `index` is another file to read as the index.
    """
    about = next((word for word in arguments if not word.startswith("-")), "")
    process = start(root, *arguments, settings=settings, index=index)
    assert process.stdout is not None
    assert process.stderr is not None
    late, talk = Event(), bytearray()
    ear = Thread(target=_hear, args=(process.stderr, talk), daemon=True)
    watch = Timer(PATIENCE, _stop, (process, late))
    with process:
        ear.start()
        watch.start()
        try:
            out = process.stdout.read(_MOST + 1)
            if len(out) > _MOST:
                process.kill()
            process.wait()
            ear.join()
        except BaseException:
            process.kill()
            raise
        finally:
            watch.cancel()
    if late.is_set():
        raise NoAnswer(about)
    if len(out) > _MOST:
        raise TooMuch(about)
    if process.returncode not in fine:
        raise trouble(process.returncode, bytes(talk), about)
    return Completed(process.returncode, out, bytes(talk))


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _hear(pipe: IO[bytes], talk: bytearray) -> None:
    """Keep the beginning of what git says, and let it say the rest."""
    while piece := pipe.read(_PIECE):
        talk += piece[: max(_MOST_TALK - len(talk), 0)]


def start(
    root: Path,
    *arguments: str,
    feed: int = subprocess.DEVNULL,
    settings: Mapping[str, str] | None = None,
    index: str = "",
) -> subprocess.Popen[bytes]:
    """Git at work in a folder, what it says on pipes; NotInstalled where there is none."""
    told = {**_HARMLESS, **(settings or {})}
    command = ["git", "--no-pager", "--no-optional-locks", *_options(told), *arguments]
    environment = _environment() | ({"GIT_INDEX_FILE": index} if index else {})
    try:
        return subprocess.Popen(
            command, cwd=root, env=environment, stdin=feed, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as error:
        if not root.is_dir():
            raise
        raise NotInstalled("", error.strerror or "") from error


def trouble(code: int, talk: bytes, about: str) -> GitError:
    """The error for an exit code, below zero for a signal, and what git said of it."""
    if code < 0:
        return NoAnswer(about)
    kind = kind_of(talk)
    lines = talk.decode("utf-8", "replace").strip().split("\n")
    return (kind or Refused)(about, lines[-1].removeprefix("fatal: ").removeprefix("error: "))


def _environment() -> dict[str, str]:
    """Ours without what speaks to git: GIT_DIR, set by a hook, would turn it to another repository."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _KEPT}
    return {**kept, **_ALONE}


def _options(said: Mapping[str, str]) -> Iterator[str]:
    for key, value in said.items():
        yield from ("-c", f"{key}={value}")


def parts(out: bytes) -> list[bytes]:
    """What stands between the NULs of an answer."""
    return out.removesuffix(b"\0").split(b"\0") if out else []
