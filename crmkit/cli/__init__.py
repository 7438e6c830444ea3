"""Read arguments, call one function, print, return the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TextIO

# New objects between two looks for cycles. What a run reads holds none and lives to its end, so that Python's
# own 700 made `due` spend a third of its time looking.
_LOOK_EVERY = 200_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code.

    0 sound, 1 errors found, 2 wrong use or configuration, 3 the world failed, 130 stopped by the user.
    """
    try:
        return _main(argv)
    except KeyboardInterrupt:
        return 130


def _main(argv: Sequence[str] | None) -> int:
    import click

    from crmkit.cli.frame import crmkit
    from crmkit.cli.language import from_environment, teach_click

    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that lacks a character shows its code instead of failing.
            stream.reconfigure(errors="backslashreplace")
    teach_click(from_environment())
    arguments = None if argv is None else list(argv)
    try:
        answer = crmkit.main(args=arguments, prog_name="crmkit", standalone_mode=False)
        return answer if isinstance(answer, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except OSError as error:
        why = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
        from crmkit.cli.present import safe

        print(f"crmkit: {safe(why)}", file=sys.stderr)
        return 3


def _nowhere() -> TextIO:
    """What stands in for a stream that was closed before we began; it takes the number that is free."""
    return open(os.devnull, "w", encoding="utf-8")


def run() -> None:
    """The console script."""
    gc.set_threshold(_LOOK_EVERY)
    sys.exit(main())
