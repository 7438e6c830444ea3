"""List the records to look at: drawn for the week, to be filled, to be verified, silent too long."""

from __future__ import annotations

from datetime import date

from crmkit.compute.profile import SAID
from crmkit.compute.spot_checks import SPOT_CHECKS, last_checked
from crmkit.compute.verification import TIMES, Due, last_verified
from crmkit.followups import DueItem
from crmkit.followups.sources.gaps import SOURCE
from crmkit.pages import FOLDER, BookIndex, Context, address, ago, owner_name, tier_cell
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.reader import Reader
from crmkit.schema.fields import Fields
from crmkit.view import Standing, View
from crmkit.view.quality import Silence, drawn, verifications, week

SHOWN = 50


def sample(view: View, policy: Policy, words: Reader) -> Context:
    """The week's spot check, a group an owner: what is missing, when it was verified and checked last."""
    owned = words.sees_field(policy.schema.profile, "owner")
    groups: list[Context] = []
    shown = count = 0
    for owner, ones in drawn(view).items():
        count += len(ones)
        rows = [_drawn(one, view, policy, words) for one in ones[: max(SHOWN - shown, 0)]]
        shown += len(rows)
        if rows and owned:
            groups.append({"owner": owner_name(owner, policy, words, as_of=view.as_of), "rows": rows})
        elif rows and groups:
            groups[0]["rows"] += rows
        elif rows:
            groups.append({"owner": "", "rows": rows})
    return {
        "title": words.tr("Spot check of week %(week)s", week=week(view.as_of)),
        "note": "", "groups": groups, "count": count, "more": count - shown,
        "command": "crmkit report spot-check",
    }  # fmt: skip


def to_fill(index: BookIndex, words: Reader) -> Context:
    """What a spot check pointed out and nobody filled yet, the earliest first (C2)."""
    found = [
        (item, standing) for id, standing in index.view.standings.items() for item in index.due(id, words)
        if item.source == SOURCE.key
    ]  # fmt: skip
    found.sort(key=lambda each: (each[0].day, each[0].customer))
    rows = [_gap(item, standing, index.view, index.policy, words) for item, standing in found[:SHOWN]]
    return _list(words.tr("To be filled in"), "spot-check", len(found), rows)


def to_verify(view: View, late: list[tuple[Standing, Due]], policy: Policy, words: Reader) -> Context:
    """Whose key facts are past their day, the longest first, and what is to be verified how (C5)."""
    rows = [
        {**_who(standing, policy, words),
         "note": _late(due.day, view, words), "tone": "warn",
         "about": _verified(standing, view, policy, words)}
        for standing, due in late[:SHOWN]
    ]  # fmt: skip
    quality = policy.get(Quality)
    facts = [_label(path, policy.schema.profile, words) for path in quality.verify_fields]
    kinds = [policy.vocabulary.kinds[key] for key in quality.verify_by if key in policy.vocabulary.kinds]
    note = words.tr(", ").join(fact for fact in facts if fact)
    ways = words.tr(" or ").join(words.label(kind.label) for kind in kinds)
    listed = _list(words.tr("To be verified"), "verification", len(late), rows)
    said = words.tr("%(facts)s, by %(ways)s", facts=note, ways=ways) if note and ways else note
    return {**listed, "note": said}


def too_silent(view: View, quiet: list[Silence], policy: Policy, words: Reader) -> Context:
    """With whom nobody was in touch for too long (E10)."""
    rows = [
        {**_who(each.standing, policy, words), "note": ago(each.since, words, as_of=view.as_of), "tone": "",
         "about": ""}
        for each in quiet[:SHOWN]
    ]  # fmt: skip
    return _list(words.tr("Silent too long"), "cleanup", len(quiet), rows)


def late(view: View) -> list[tuple[Standing, Due]]:
    """Whose verification is past its day, the longest first."""
    found = [each for each in verifications(view) if each[1].day < view.as_of]
    return sorted(found, key=lambda each: (each[1].day, each[0].facts.id))


def _list(title: str, report: str, count: int, rows: list[Context]) -> Context:
    groups = [{"owner": "", "rows": rows}] if rows else []
    return {
        "title": title, "note": "", "groups": groups, "count": count, "more": count - len(rows),
        "command": f"crmkit report {report}",
    }  # fmt: skip


def _who(standing: Standing, policy: Policy, words: Reader) -> Context:
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "tier": tier_cell(standing.tiering.key, policy, words),
    }


def _drawn(standing: Standing, view: View, policy: Policy, words: Reader) -> Context:
    """One to look at: its missing fields, or that none is, and when somebody looked last."""
    missing = [_label(path, policy.schema.profile, words) for path in standing.facts.of(SAID).missing]
    checked = last_checked(standing.facts.of(SPOT_CHECKS), as_of=view.as_of)
    day = words.tr("checked %(ago)s", ago=ago(checked, words, as_of=view.as_of)) if checked else ""
    said = [words.tr(", ").join(missing), _verified(standing, view, policy, words), day]
    return {
        **_who(standing, policy, words),
        "note": words.tr("%(num)s missing", num=len(missing)) if missing else words.tr("complete"),
        "tone": "warn" if missing else "ok",
        "about": " · ".join(part for part in said if part),
    }


def _gap(item: DueItem, standing: Standing, view: View, policy: Policy, words: Reader) -> Context:
    """What a check names may be no field, and then it is free text."""
    return {
        **_who(standing, policy, words),
        "note": _late(item.day, view, words),
        "tone": "risk" if item.late(as_of=view.as_of) else "info",
        "about": words.label(item.about) if words.reads_text else "",
    }


def _late(day: date, view: View, words: Reader) -> str:
    days = (view.as_of - day).days
    return words.count("%(num)s day late", "%(num)s days late", days) if days > 0 else words.tr(
        "due %(ago)s", ago=ago(day, words, as_of=view.as_of)
    )  # fmt: skip


def _verified(standing: Standing, view: View, policy: Policy, words: Reader) -> str:
    if not words.sees_field(policy.schema.profile, "verified", "date"):
        return ""
    last = last_verified(standing.facts.of(TIMES), as_of=view.as_of)
    day = last.date if last is not None else None
    return words.tr("verified %(ago)s", ago=ago(day, words, as_of=view.as_of)) if day else words.tr(
        "never verified"
    )  # fmt: skip


def _label(path: str, fields: Fields, words: Reader) -> str:
    """What a field of the profile is called, such as the title of a contact; empty for none."""
    outer, _, inner = path.partition(".")
    field = fields.find(outer)
    if field is None:
        return ""
    rest = _label(inner, field.fields, words) if inner else ""
    return f"{words.label(field.label)}·{rest}" if rest else words.label(field.label)
