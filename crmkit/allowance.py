"""Drop the findings that the author allows on their line, and report allowances that allow nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crmkit.diagnostics import MOST_SHOWN, Code, Diagnostic, Severity, Source
from crmkit.excess import rest

UNUSED = Code("CRM090", "unused-allowance", Severity.WARNING)

# What a record may not excuse in itself: bytes that no edit is safe in, a second owner of a number, a path
# that leads elsewhere. Whoever reads a change would look for the finding, and the change hides it.
NEVER = frozenset(
    ("CRM001", "CRM002", "CRM003", "CRM004", "CRM005", "CRM010", "CRM011", "CRM020", "CRM021", "CRM022",
     "CRM025", "CRM026", "CRM030", "CRM031", "CRM400")
)  # fmt: skip

Allowances = tuple[tuple[int, tuple[str, ...]], ...]


def apply(found: Iterable[Diagnostic], allowances: Mapping[str, Allowances]) -> list[Diagnostic]:
    """`allowances` maps a path to lines with the names or codes allowed there."""
    if not allowances:
        return list(found)
    kept: list[Diagnostic] = []
    unused = {path: _by_line(lines) for path, lines in allowances.items()}
    used: dict[str, dict[int, set[str]]] = {}
    for finding in found:
        path, line, _ = finding.source
        hit = _hit(finding, unused[path].get(line, {})) if path in unused else ""
        if hit:
            used.setdefault(path, {}).setdefault(line, set()).add(hit)
        else:
            kept.append(finding)
    for path, lines in unused.items():
        kept.extend(_unused(path, lines, used.get(path, {})))
    return kept


def _by_line(lines: Allowances) -> dict[int, dict[str, None]]:
    """The names allowed on each line, each once, in the order written."""
    found: dict[int, dict[str, None]] = {}
    for line, names in lines:
        found.setdefault(line, {}).update(dict.fromkeys(names))
    return found


def _hit(finding: Diagnostic, names: Mapping[str, None]) -> str:
    """The name that allows the finding, empty for none."""
    if finding.code in NEVER:
        return ""
    return finding.code if finding.code in names else finding.name if finding.name in names else ""


def _unused(
    path: str, lines: Mapping[int, Mapping[str, None]], used: Mapping[int, set[str]]
) -> list[Diagnostic]:
    """A finding for each name that allowed nothing; of very many the first, then how many more."""
    found: list[Diagnostic] = []
    for line, names in lines.items():
        idle = [name for name in names if name not in used.get(line, ())]
        room = MOST_SHOWN - len(found)
        found += [UNUSED.at(Source(path, line), allowed=name) for name in idle[:room]]
        if len(idle) > room:
            more = sum(len(each.keys() - used.get(at, set())) for at, each in lines.items()) - len(found)
            return [*found, rest(UNUSED.at(Source(path, line), allowed=idle[room]), more)]
    return found
