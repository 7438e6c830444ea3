"""docs/reference.md names every command, finding, field, report, format and metric; a flag rewrites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference.md"


def rows(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    table = [list(heads), ["---"] * len(list(heads)), *map(list, lines)]
    return (
        "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in table)
        + "\n"
    )


def commands() -> str:
    from crmkit.cli.frame import crmkit
    from crmkit.cli.group import Group, duty

    def below(group: Group, *names: str) -> Iterator[tuple[str, str]]:
        for name, file in group.files().items():
            yield f"`{' '.join((*names, name))}`", duty(file)
            inner = group.get_command(click.Context(group), name)
            if isinstance(inner, Group):
                yield from below(inner, *names, name)

    return rows(("command", "does"), below(crmkit))


def findings() -> str:
    from crmkit.words import codes

    return rows(("code", "name"), ((f"`{number}`", f"`{name}`") for number, name in codes()))


def fields() -> str:
    from crmkit.policy import read_policy

    policy, _ = read_policy({f"sop/{p.name}": p.read_bytes() for p in (ROOT / "sop").glob("*.md")})
    assert policy is not None
    return rows(
        ("field", "中文", "English", "type"),
        (
            (f"`{f.key}`", f.label.zh, f.label.en, f.type)
            for f in (*policy.schema.profile, *policy.schema.entry)
        ),
    )


def reports() -> str:
    from crmkit.reports import reports

    return rows(
        ("report", "中文", "English", "`--period`"),
        ((f"`{r.name}`", *r.question, "yes" if r.during else "no") for r in reports().values()),
    )


def formats() -> str:
    from crmkit.cli.formats import formats
    from crmkit.exports import exports

    said = [("`check --format`", ", ".join(f"`{n}`" for n in sorted(formats())))]
    said.append(("`report --format`", ", ".join(f"`{n}`" for n in ["text", *sorted(exports())])))
    return rows(("option", "values"), said)


def metrics() -> str:
    from crmkit.rules import Family, Metric, declared

    answered = [one for _, one in sorted(declared().items())]
    plain = [(f"`{m.name}`", m.type.value, m.label.zh, m.label.en) for m in answered if isinstance(m, Metric)]
    windowed = [
        (
            ", ".join(f"`{f.name}_{{n}}m{v and '_' + v}`" for v in ("", *f.variants)),
            f.type.value,
            f.label.zh,
            f.label.en,
        )
        for f in answered
        if isinstance(f, Family)
    ]
    return rows(("metric", "type", "中文", "English"), [*plain, *windowed])


def page() -> str:
    parts = {
        "Commands": commands(),
        "Findings": "`crmkit explain CODE` says what each means, in Chinese and English.\n\n" + findings(),
        "Fields of the pack `standard`": fields(),
        "Reports": reports(),
        "Formats": formats(),
        "Metrics that conditions may name": "`{n}` is a number of months.\n\n" + metrics(),
    }
    return "# Reference\n\n" + "\n".join(f"## {title}\n\n{text}" for title, text in parts.items())


def test_the_reference_names_everything_there_is(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--snapshot-update"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page(), "run: pytest tests/test_reference.py --snapshot-update"
