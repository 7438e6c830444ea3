"""Count what the list can be sliced by: owner, tier, status, tags, last touch, next step and others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from crmkit.followups import Bucket
from crmkit.pages import Context, soon
from crmkit.pages.customers.lines import IDLE, SOURCE, Line, choices
from crmkit.policy import Policy
from crmkit.policy.files.segments import Segments
from crmkit.reader import Reader

# Ready slices of the last touch, in days; they judge nobody, so they are the page's own.
WITHIN = (7, 30, 90)
OLDER = (30, 90, 180)


def facets(lines: list[Line], policy: Policy, words: Reader) -> list[Context]:
    """Choices with counts, in the policy's order where it has one, else the most frequent first."""
    nothing = words.tr("none")

    def facet(
        key: str, label: str, values: Iterable[str], labels: Mapping[str, str], *, ordered: bool = False
    ) -> Context:
        counts = Counter(values)
        place = {each: at for at, each in enumerate(labels)} if ordered else {}
        keys = sorted(counts, key=lambda each: (place.get(each, len(place)), -counts[each], each))
        said = [_choice(each, labels.get(each, each) or nothing, counts[each]) for each in keys]
        return {"key": key, "label": label, "choices": said}

    tiers = sorted(policy.tiers.tiers, key=lambda each: each.rank)
    return [
        facet("owner", words.tr("Owner"), (each.owner_key for each in lines),
              {each.owner_key: each.owner for each in lines}),
        facet("tier", words.tr("Tier"), (each.tier_key for each in lines),
              {each.key: words.label(each.label) for each in tiers}, ordered=True),
        facet("status", words.tr("Status"), (each.status_key for each in lines),
              {key: words.label(each.label) for key, each in policy.statuses.statuses.items()}, ordered=True),
        facet("segment", words.tr("Segments"), (key for each in lines for key in each.segments),
              {each.key: words.label(each.label) for each in policy.get(Segments)}, ordered=True),
        facet("tag", words.tr("Tags"), (tag for each in lines for tag in each.tags), {}),
        facet("type", words.tr("Type"), (each.type for each in lines), choices(("type",), policy, words),
              ordered=True),
        facet("industry", words.tr("Industry"), (each.industry_key for each in lines),
              {each.industry_key: each.industry for each in lines}),
        facet("source", words.tr("Source"), (each.source for each in lines if each.source),
              choices(SOURCE, policy, words)),
        {"key": "days", "label": words.tr("Last touch"), "choices": _touches(lines, words)},
        facet("next", words.tr("Next step"), (each.next for each in lines if each.next),
              _steps(policy, words), ordered=True),
    ]  # fmt: skip


def _steps(policy: Policy, words: Reader) -> dict[str, str]:
    """When the next step is due."""
    return {
        Bucket.OVERDUE: words.tr("Overdue"),
        Bucket.TODAY: words.tr("Today"),
        Bucket.TOMORROW: soon(policy, words),
        Bucket.THIS_WEEK: words.tr("This week"),
        Bucket.LATER: words.tr("Later"),
        IDLE: words.tr("Nothing planned"),
    }


def _touches(lines: list[Line], words: Reader) -> list[Context]:
    days = [each.days for each in lines if each.days is not None]
    never = len(lines) - len(days)
    within = [
        _choice(f"<{limit}", words.tr("within %(num)s days", num=limit), sum(each <= limit for each in days))
        for limit in WITHIN
    ]
    older = [
        _choice(
            f">{limit}",
            words.tr("older than %(num)s days", num=limit),
            sum(each > limit for each in days) + never,
        )
        for limit in OLDER
    ]
    return [*within, *older, _choice("-", words.tr("never"), never)]


def _choice(value: str, label: str, count: int) -> Context:
    return {"value": value, "label": label, "count": count}
