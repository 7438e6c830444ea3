"""Show the site while it is written: watch, rebuild, reload the open browser; on this machine only."""

from crmkit.serve.kept import Kept, Plan, start
from crmkit.serve.loop import Speech, serve, turn
from crmkit.serve.server import Server
from crmkit.serve.shown import Shown
from crmkit.serve.watch import Changes, Watch

__all__ = ["Changes", "Kept", "Plan", "Server", "Shown", "Speech", "Watch", "serve", "start", "turn"]
