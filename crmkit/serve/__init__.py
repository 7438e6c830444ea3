"""Show the site while it is written: watch, rebuild, reload the open browser; on this machine only."""

from crmkit.serve.front import Front, Served
from crmkit.serve.kept import Kept, Plan, start
from crmkit.serve.loop import Speech, serve, turn
from crmkit.serve.server import Server, listen
from crmkit.serve.shown import Shown
from crmkit.serve.watch import Changes, Watch

__all__ = [
    "Changes",
    "Front",
    "Kept",
    "Plan",
    "Served",
    "Server",
    "Shown",
    "Speech",
    "Watch",
    "listen",
    "serve",
    "start",
    "turn",
]  # fmt: skip
