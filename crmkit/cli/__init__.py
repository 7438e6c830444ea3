"""Read arguments, call one function, print, return the exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

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
    from crmkit.cli.streams import NEAREST, Closed, nowhere

    # In the order of their numbers: what is opened first takes the lowest that is free.
    sys.stdin = sys.stdin or Closed(nowhere("r"))
    sys.stdout, sys.stderr = sys.stdout or nowhere("w"), sys.stderr or nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that lacks a character shows what is near to it, or its code, instead of failing.
            stream.reconfigure(errors=NEAREST)
    teach_click(from_environment())
    arguments = None if argv is None else list(argv)
    try:
        answer = crmkit.main(args=arguments, prog_name="crmkit", standalone_mode=False)
        return answer if isinstance(answer, int) else 0
    except click.ClickException as error:
        from crmkit.cli.present import safe

        error.__dict__["message"] = safe(error.message)  # it may quote a file of the book
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    except (OSError, MemoryError, RecursionError) as error:
        return _stopped(error)


def _stopped(error: Exception) -> int:
    """Say what stopped the run; its exit code."""
    from crmkit.cli.stopped import code_of, why

    print(f"crmkit: {why(error)}", file=sys.stderr)
    return code_of(error)


def run() -> None:
    """The console script: whatever happens is said in one line."""
    gc.set_threshold(_LOOK_EVERY)
    try:
        code = main()
    except Exception as error:  # a fault of our own
        code = _stopped(error)
    from crmkit.cli.streams import let_go

    let_go()
    sys.exit(code)
