"""Load one record: bytes and policy in, a customer and every finding about the file out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

from crmkit.diagnostics import Findings
from crmkit.document import Document, read
from crmkit.language import Label
from crmkit.load.events import read_events
from crmkit.load.nouns import nouns
from crmkit.load.settled import settle
from crmkit.model import Attachment, Contact, Contract, Customer, Group, Need, Opportunity
from crmkit.policy import Policy
from crmkit.schema.presence import check_presence, missing
from crmkit.schema.read import read_record


class Loaded(NamedTuple):
    """A record as read. `customer` is None when its front-matter could not be read at all."""

    document: Document
    customer: Customer | None
    findings: Findings


def load_record(path: str, data: bytes, policy: Policy) -> Loaded:
    """Read a record; findings concern its shape, fields and entries. Never raises on data."""
    written, shape = read(path, data)
    document, unusual = settle(written, policy)
    shape = (*shape, *unusual)
    events, about_events = read_events(document, policy)
    if not document.whole:
        return Loaded(document, None, (*shape, *about_events))
    profile, about_fields = read_record(document.profile, policy.schema.profile, document, policy.context)
    status, type = _text(profile, "status"), _text(profile, "type")
    fields = policy.schema.profile
    lacks = missing(profile, fields, type, status)
    known = policy.statuses.statuses.get(status)
    called = known.label if known else Label(status, status)
    absent = check_presence(profile, lacks, fields, type, called, document)
    customer = Customer(
        path=path,
        id=_text(profile, "id") or PurePosixPath(path).stem,
        name=_text(profile, "name"),
        type=type,
        status=status,
        owner=_text(profile, "owner"),
        profile=profile,
        contacts=nouns(Contact, profile, "contacts"),
        needs=nouns(Need, profile, "needs"),
        contracts=nouns(Contract, profile, "contracts"),
        opportunities=nouns(Opportunity, profile, "opportunities"),
        attachments=nouns(Attachment, profile, "attachments"),
        events=events,
        about=_about(document),
        lines=_lines(profile, document),
        missing=tuple(lack.path for lack in lacks),
    )
    return Loaded(document, customer, (*shape, *about_fields, *absent, *about_events))


def _text(profile: Group, key: str) -> str:
    value = profile.get(key)
    return value.data if value is not None and isinstance(value.data, str) else ""


def _lines(profile: Group, document: Document) -> dict[str, int]:
    """Line of each field's key, counted on from one to the next."""
    text, position, line = document.text, 0, 1
    keys = {id(value): key.start for key, value in document.profile.items}
    lines: dict[str, int] = {}
    for key, value in profile.items():
        start = keys.get(id(value.node), value.node.start)
        line += text.count("\n", position, start) if start >= position else -text.count("\n", start, position)
        position = start
        lines[key] = line
    return lines


def _about(document: Document) -> str:
    """The free text between the front-matter and the first heading."""
    starts = [each[0].start for each in (document.entries, document.sections) if each]
    return document.text[document.body_start : min(starts, default=len(document.text))].strip()
