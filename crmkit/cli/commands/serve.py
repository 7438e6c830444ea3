"""Show the site in the browser while records, procedures and templates are written."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmkit.cli.command import Use, command
from crmkit.cli.failure import Failure
from crmkit.cli.present import safe
from crmkit.cli.readers import readers
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.diagnostics import Diagnostic

if TYPE_CHECKING:
    from socket import socket

    from crmkit import serve

PORT = 8000
LOOPBACK = "127.0.0.1"


class PortTaken(Failure):
    """Another program listens there: the world's fault, not the user's."""

    exit_code = 3


@command(Use.NOW)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("site"), metavar="DIR",
    help="Where the site goes; site by default.",
)  # fmt: skip
@click.option(
    "--audience", default="", metavar="NAME",
    help="For whom, as sop/book.md names them; the safest by default.",
)  # fmt: skip
@click.option(
    "--languages", default="", metavar="zh,en", help="Languages of the site, the first at its root."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, metavar="N",
    help="Where browsers on this machine find it; 0 takes any free port.",
)  # fmt: skip
@pass_rim
def COMMAND(rim: Rim, out: Path, audience: str, languages: str, port: int) -> int:
    """Show the site in the browser while records, procedures and templates are written.

    crmkit serve
    crmkit serve --audience team --port 8080

    It is built once; what is saved is shown at once. Only this machine can see it. Ctrl-C ends it.
    """
    from crmkit import serve

    reader, spoken = readers(rim, audience, languages)
    out = (rim.folder / out).resolve()
    plan = serve.Plan(
        rim.root, out, reader.key, spoken, lambda policy: rim.day or rim.clock(policy).date(), processors()
    )
    policy = rim.policy
    listening = _listen(rim, port)
    port = listening.getsockname()[1]
    with listening:
        front = serve.Front(
            listening, serve.Served(out, rim._("There is no such page"), rim.lang, plan.folders)
        )
    try:
        kept = serve.start(plan, policy)
        front.open()
        click.echo(f"http://{LOOPBACK}:{port}/")
        click.echo(rim._("for the audience '{audience}'; Ctrl-C ends it").format(
            audience=reader.label.said(rim.lang)), err=True)  # fmt: skip
        serve.serve(kept, plan, front, _speech(rim))
    finally:
        front.close()


def _listen(rim: Rim, port: int) -> socket:
    from crmkit.serve import listen

    try:
        return listen(port)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        said = rim._("port {port} is not to be had: name another with --port").format(port=port)
        raise PortTaken(said) from error


def _speech(rim: Rim) -> serve.Speech:
    from crmkit.serve import Speech
    from crmkit.words import say

    def finding(found: Diagnostic) -> str:
        return f"{found.code} {found.name}: {say(found, rim.lang)[0]}"

    return Speech(
        not_built=rim._("The site could not be built; this is the last good one."),
        in_records=rim._("Records that were changed have errors:"),
        no_audience=rim._("sop/book.md names no audience '{name}' any more"),
        finding=finding,
        news=lambda text: click.echo("\n".join(map(safe, text.split("\n"))), err=True),
        renewed=rim._("rebuilt"),
        busy=rim._("Being rebuilt; this page reloads when it is done. Until then it may be the last one."),
    )
