"""Read what records are called, the names in one that cannot be read too, as far as they can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from crmkit.cli.fits import CONTACT, FORMER, NAME, SHORT, RecordNames
from crmkit.compute import Facts
from crmkit.diagnostics import Severity
from crmkit.load import Absent, load_record
from crmkit.naming import forms, key, parts
from crmkit.policy import Policy
from crmkit.view import facts_of

# Bounds of what is looked at in a file that cannot be read.
_MOST = 1 << 16
_SAID = re.compile(
    r"""([^\s:：,，{}\[\]"'#-][^\s:：,，{}]{0,40})[ \t]*["']?[:：][ \t]*["']?([^,，{}\n"'#]{1,200})"""
)


KINDS = {"name": NAME, "short_name": SHORT}


def rows(paths: Sequence[str], shared: Any) -> list[RecordNames]:
    """The records at some paths, read now; `shared` is the snapshot and the procedures."""
    snapshot, policy = shared
    return [_read(path, snapshot.get(path, Absent.VANISHED), policy) for path in paths]


def row(facts: Facts) -> RecordNames:
    """A customer by what was read of the record."""
    began = facts.began.isoformat() if facts.began else ""
    return RecordNames(
        facts.path, facts.place.line, facts.id, facts.name, began, 0, "\n".join(_called(facts))
    )


def _read(path: str, data: bytes | Absent, policy: Policy) -> RecordNames:
    stem = PurePosixPath(path).stem
    if isinstance(data, Absent):
        return RecordNames(path, 1, stem, "", "", 1, "")
    loaded = load_record(path, data, policy)
    if loaded.customer is not None:
        return row(facts_of(loaded.customer, policy, loaded.document))
    wrong = [f.source.line for f in loaded.findings if f.severity is Severity.ERROR and f.source.line > 0]
    called = list(_guessed(data, policy))
    name = next((line.split("\t")[1] for line in called if line.startswith(NAME)), "")
    return RecordNames(path, 1, stem, name, "", min(wrong, default=1), "\n".join(called))


def _called(facts: Facts) -> Iterator[str]:
    """Every name of a customer; what it was called before a change of name too."""
    yield _name(NAME, facts.name)
    if facts.short_name:
        yield _name(SHORT, facts.short_name)
    changed = (change.old for change in facts.changed.get("name", ()))
    former = {old for old in changed if isinstance(old, str) and old not in ("", facts.name)}
    yield from (_name(FORMER, each) for each in sorted(former))
    yield from (_name(CONTACT, each) for each in facts.people)


def _name(kind: str, said: str) -> str:
    """A name as `called_in` reads it."""
    place, core = ("", "") if kind == CONTACT else parts(said)
    return "\t".join((kind, " ".join(said.split()), place, core or key(said), *forms(said)))


def _guessed(data: bytes, policy: Policy) -> Iterator[str]:
    """What looks like a name at the beginning of a file that cannot be read."""
    profile = policy.schema.profile
    contacts = profile.find("contacts")
    text = _text(data)
    for match in _SAID.finditer(text):
        field = profile.find(match[1])
        kind = KINDS.get(field.key) if field is not None else None
        if kind is not None and text[match.start() - 1 : match.start()] in ("", "\n"):
            yield _name(kind, match[2].strip())
            continue
        inner = contacts.fields.find(match[1]) if contacts is not None else None
        if inner is not None and inner.key == "name":
            yield _name(CONTACT, match[2].strip())


def _text(data: bytes) -> str:
    """The beginning of a file in the encoding it seems to have; what that cannot say is left out."""
    beginning = data[:_MOST]
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return beginning.decode("utf-16", "ignore")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)[:_MOST]
        except UnicodeDecodeError:
            continue
    return beginning.decode("utf-8", "ignore")
