"""Turn after turn: wait for changes, renew the site, say what is wrong; the old site stays until then."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, NoReturn

from jinja2 import TemplateSyntaxError

from crmkit.diagnostics import Diagnostic, Findings
from crmkit.serve.dress import Trouble
from crmkit.serve.front import Front, Gone
from crmkit.serve.kept import Change, Kept, NoAudience, Plan, Unmended, change
from crmkit.serve.renew import renew
from crmkit.serve.shown import Screen

# Seconds: how late a new day, or a change that no event told of, may be noticed.
TICK = 20.0
LISTED = 5


class Speech(NamedTuple):
    """The preview's words in the user's language; `news` tells the terminal."""

    not_built: str
    in_records: str
    no_audience: str
    finding: Callable[[Diagnostic], str]
    news: Callable[[str], None]
    renewed: str
    busy: str


def serve(kept: Kept, plan: Plan, front: Front, speech: Speech) -> NoReturn:
    """Go on until interrupted. What changes while the site is built is the next turn's."""
    noticed: Iterable[str] = ()
    while True:
        kept = turn(kept, plan, front, speech, noticed)
        noticed = front.wait(TICK)


def turn(kept: Kept, plan: Plan, shown: Screen, speech: Speech, noticed: Iterable[str] = ()) -> Kept:
    """One look at the disk and the day. When the site cannot be built, state and site stay as they were.

    Nothing is forgotten then: the next turn sees the same changes, and those that mend them.
    """
    made = None
    try:
        made = change(kept, plan, noticed, lambda: shown.busy(speech.busy))
        if isinstance(made, Unmended):
            return kept
        if made is None:
            _say(shown, speech, _in_records(kept, speech))
            return replace(kept, tried=None)
        if isinstance(made, Change):
            after = renew(made, plan, shown)
            _say(shown, speech, _in_records(after, speech))
            speech.news(speech.renewed)
            return after
        trouble = _broken(made, speech)
    except Gone:  # nobody is there who could be shown anything
        raise
    except Exception as error:  # a template may fail in any way, and whoever mends it needs the preview
        trouble = Trouble(speech.not_built, (_template_place(error),))
    shown.lay({})
    _say(shown, speech, (trouble, *_in_records(kept, speech)))
    return (
        replace(kept, tried=(made.kept.stamps, made.kept.site.view.as_of))
        if isinstance(made, Change)
        else kept
    )


def _say(shown: Screen, speech: Speech, troubles: tuple[Trouble, ...]) -> None:
    """Say troubles on the pages, and on the terminal when they are new."""
    if shown.trouble(troubles):
        for trouble in troubles:
            speech.news("\n  ".join((trouble.heading, *trouble.lines)))


def _broken(found: Findings | NoAudience, speech: Speech) -> Trouble:
    if isinstance(found, NoAudience):
        return Trouble(speech.not_built, (speech.no_audience.format(name=found.name),))
    return Trouble(speech.not_built, _lines(found, speech))


def _in_records(kept: Kept, speech: Speech) -> tuple[Trouble, ...]:
    found = [finding for _, findings in sorted(kept.findings.items()) for finding in findings]
    return (Trouble(speech.in_records, _lines(found, speech)),) if found else ()


def _lines(findings: Iterable[Diagnostic], speech: Speech) -> tuple[str, ...]:
    """The first findings with their places."""
    said = [f"{f.source.path}:{f.source.line}:{f.source.column}: {speech.finding(f)}" for f in findings]
    more = (f"… {len(said) - LISTED}",) if len(said) > LISTED else ()
    return (*said[:LISTED], *more)


def _template_place(error: Exception) -> str:
    """What failed, with the template and line where it did."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}:{error.lineno}: {error.message}"
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")
    ]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}: {said}" if frames else said
