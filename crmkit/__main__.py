"""Run crmkit as `python -m crmkit`."""

from crmkit.cli import run

run()
