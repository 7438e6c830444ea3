"""List what the packs that ship say already and no engine reads yet, with the reason; later issues empty it.

A key that is neither read nor listed here is a finding, so each entry names its keys exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

Keys = Mapping[str, str]
"""What a value must be, by the path of its key, in which a list adds `[]`. `:KIND|A|B` is a name of this kind
or one of these words, `=A|B` one of these words, `~SHAPE` a span, rhythm, number, flag, clock; empty is any.
"""

LATER = {
    "digests to owners and leads (E12)": {
        "cadence.md": """
            digests[].to:role digests[].every~rhythm digests[].at~clock
        """,
    },
    "surveys (H1)": {
        "satisfaction.md": """
            dimensions[].label.zh dimensions[].label.en csat.from_dimensions csat.mix_scales~flag
            csat.target.at_least~number nps.detractor_to~number nps.passive_to~number round.every~span
            ways[].key ways[].label.zh ways[].label.en analysis.low_dimension~number
            analysis.repeated_theme.times~number analysis.fewest_answers.n~number analysis.action
            analysis.report.zh analysis.report.en detractors.follow_up_within~span
        """,
    },
    "written by packs of before `fields` said which scores are compared (P13)": {
        "satisfaction.md": "feedback.field:entry csat.scale",
    },
    "figures, periodic reports and cleaning (H3, C6)": {
        "kpis.md": """
            kpis[].label.zh kpis[].label.en kpis[].definition.zh kpis[].definition.en
            kpis[].target.at_least~number kpis[].target.at_most~number
            kpis[].per=month|quarter|half_year|year kpis[].segment:segment kpis[].counts_kinds:kind
            kpis[].window.value~span quality.spot_check.every~span quality.spot_check.role:role
            quality.cleaning.every~span quality.cleaning.role:role reports[].label.zh reports[].label.en
            reports[].every~span reports[].due_day~number reports[].period reports[].role:role
            reports[].reviewed_by:role reports[].approver:role reports[].content
            reports[].cuts:field|low_interaction reports[].periods[].tier:tier
            reports[].periods[].every~span
        """,
    },
}

ANSWERS_LATER = {
    "figures and surveys (H1, H3)": {
        "kpis.md": "kpis[].key reports[].key",
        "satisfaction.md": "csat.converts",
    },
    "letters (F4)": {
        "cadence.md": "tracks[].letter",
        "milestones.md": "milestones[].letter festival_greeting.letter",
    },
}
"""What is read and held to its names already, and changes no answer yet."""

MARK = re.compile("[:=~]")

NAMES: Mapping[str, tuple[str, ...]] = {
    "kpi": (
        "churn", "cooperation_points", "csat", "referrals", "repurchase", "on_time", "sla", "conversion",
    ),
    "report": ("monthly_summary", "tier_report", "review", "handover", "satisfaction_report"),
}  # fmt: skip
"""Names by kind that engines to come will answer, beside those that some file answers today."""

UNANSWERED = frozenset({"letter"})
"""Kinds of names that no pack's file answers yet: they are looked up as soon as a reader answers them."""


@cache
def later(file: str) -> Keys:
    """The unread keys of a file, each with every key on the way to it; empty for a file none are of."""
    found: dict[str, str] = {}
    for files in LATER.values():
        for word in files.get(file, "").split():
            path = MARK.split(word)[0]
            on_the_way = path.split(".")
            for end in range(1, len(on_the_way)):
                found.setdefault(".".join(on_the_way[:end]).removesuffix("[]"), "")
            found[path] = word.removeprefix(path)
    return found


def unanswered(file: str) -> tuple[str, ...]:
    """The keys of a file that are read, and by which nothing is answered yet."""
    return tuple(word for by_file in ANSWERS_LATER.values() for word in by_file.get(file, "").split())


def files() -> frozenset[str]:
    """The files of which some keys are listed."""
    return frozenset(file for by_file in LATER.values() for file in by_file)
