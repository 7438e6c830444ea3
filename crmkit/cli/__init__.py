"""Read arguments, call one function, print, return the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code.

    0 sound, 1 errors found, 2 wrong use or configuration, 3 the world failed, 130 stopped by the user.
    """
    import click

    from crmkit.cli.frame import crmkit

    for stream in (sys.stdout, sys.stderr):
        if hasattr(
            stream, "reconfigure"
        ):  # a console that lacks a character shows its code instead of failing
            stream.reconfigure(errors="backslashreplace")
    try:
        answer = crmkit.main(
            args=None if argv is None else list(argv), prog_name="crmkit", standalone_mode=False
        )
        sys.stdout.flush()
        return answer if isinstance(answer, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"crmkit: {error}", file=sys.stderr)
        return 3


def run() -> None:
    """The console script."""
    sys.exit(main())
