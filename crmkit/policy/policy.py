"""Read the files of `sop/` into one typed `Policy`, with a finding at its place for every mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from crmkit.diagnostics import Code, Diagnostic, Findings, Source, in_order
from crmkit.document import Document, Scalar, read
from crmkit.document.read import NO_FRONT_MATTER
from crmkit.policy import unread
from crmkit.policy.files import Parts, readers
from crmkit.policy.files.book import BookPolicy
from crmkit.policy.files.people import People
from crmkit.policy.files.satisfaction import Satisfaction
from crmkit.policy.files.status import StatusPolicy
from crmkit.policy.files.tiers import TierPolicy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.reading import MISSING_KEY, Cursor
from crmkit.policy.remains import report_remains, unknown_file
from crmkit.resources import PlugInError
from crmkit.rules.parse import Choices
from crmkit.schema.field_type import Context
from crmkit.schema.fields import Schema

MISSING_FILE = Code("CRM900", "policy-file-missing")
WRONG_FORMAT = Code("CRM901", "policy-format-unknown")

FOLDER = "sop/"
FORMAT = "1"
SUFFIX, ALMOST = ".md", (".md", ".markdown", ".txt", ".yaml", ".yml")
HIDDEN = (".", "#", "~")
"""How names begin that editors leave beside what they edit."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Policy:
    """What `sop/` says. What every record needs are attributes; `get` gives the other parts by type.

    `files` are the names below `sop/` that were read; `choices` are the words a condition may compare with,
    by metric; `context` is what reading a record needs; `digest` is the SHA-256 of all files, in hex, for
    caches.
    """

    book: BookPolicy
    schema: Schema
    vocabulary: Vocabulary
    tiers: TierPolicy
    statuses: StatusPolicy
    people: People
    parts: Mapping[type, object] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    choices: Choices = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    digest: str = ""

    def get(self, of: type[T]) -> T:
        """The part of a type that a file in `crmkit/policy/files/` gives; `PlugInError` when none does."""
        part = self.parts.get(of)
        if isinstance(part, of):
            return part
        for own in (self.book, self.schema, self.vocabulary, self.tiers, self.statuses, self.people):
            if isinstance(own, of):
                return own
        raise PlugInError(f"no policy file gives {of.__name__}")

    def having(self, part: object) -> Policy:
        """The same policy with another part of this type."""
        if type(part) not in self.parts:
            raise PlugInError(f"no policy file gives {type(part).__name__}")
        return replace(self, parts={**self.parts, type(part): part})


def required() -> tuple[str, ...]:
    """The files without which no record can be read, by name below `sop/`."""
    return tuple(sorted({one.name for one in readers() if one.default is None}))


def read_policy(files: Mapping[str, bytes]) -> tuple[Policy | None, Findings]:
    """The policy from bytes by path, such as `sop/tiers.md`; None when a required file cannot be read.

    A policy with mistakes is answered with stand-ins for what is wrong: error findings forbid its use.
    """
    found: list[Diagnostic] = []
    documents = _documents(files, found)
    cursors = {
        name: Cursor(document, document.profile, "", found)
        for name, document in documents.items()
        if document.whole
    }
    for c in cursors.values():
        _format(c)
    missing = [name for name in required() if name not in documents]
    found += [MISSING_FILE.at(Source(FOLDER + name), file=name) for name in missing]
    if any(name not in cursors for name in required()):
        return None, in_order(found)
    parts: dict[type, object] = {}
    for one in readers():
        parts[one.of] = one.part(cursors, Parts(one.name, {need: parts[need] for need in one.needs}))
    report_remains(cursors, [one.answers(parts[one.of]) for one in readers()])
    return _policy(parts, frozenset(documents), _digest(files)), in_order(found)


def misnamed(paths: Iterable[str]) -> Findings:
    """The findings for files below `sop/` that are no Markdown, but called nearly like a procedure."""
    found = []
    for path in paths:
        name = path.removeprefix(FOLDER)
        suffix = name[name.rfind(".") :]
        if suffix != SUFFIX and suffix.lower() in ALMOST:
            found.append(unknown_file(path, name, _known(), data=False))
    return tuple(one for one in found if one is not None)


def _known() -> set[str]:
    """The names that readers and engines to come read."""
    return {*unread.files(), *(one.name for one in readers())}


def _documents(files: Mapping[str, bytes], found: list[Diagnostic]) -> dict[str, Document]:
    """The files that readers or engines to come read, by name below `sop/`; the others are reported."""
    documents: dict[str, Document] = {}
    known = _known()
    for path in sorted(files):
        name = path.removeprefix(FOLDER)
        if not name.endswith(SUFFIX) or name.rpartition("/")[2].startswith(HIDDEN):
            continue
        document, problems = read(path, files[path])
        if name in known or any(one.reads(name) for one in readers()):
            documents[name] = document
            found.extend(problems)
            continue
        prose = any(problem.code == NO_FRONT_MATTER.number for problem in problems)
        found.extend(problem for problem in problems if problem.code != NO_FRONT_MATTER.number)
        unknown = unknown_file(path, name, known, data=not prose)
        found.extend([unknown] if unknown else [])
    return documents


def _format(c: Cursor) -> None:
    """A pack says which format it is written in, so that an older tool refuses a newer one."""
    node = c.get("format")
    if node is None:
        c.report(MISSING_KEY, c.node, key="format")
    elif not isinstance(node, Scalar) or node.text != FORMAT:
        c.report(WRONG_FORMAT, node, format=node.text if isinstance(node, Scalar) else "", known=FORMAT)


def _policy(parts: Mapping[type, object], files: frozenset[str], digest: str) -> Policy:
    have = Parts(FOLDER, parts)
    book, vocabulary, tiers = have.get(BookPolicy), have.get(Vocabulary), have.get(TierPolicy)
    statuses, people = have.get(StatusPolicy), have.get(People)
    context = Context(
        number=book.number.match,
        people=people.names,
        statuses=statuses.names,
        tiers=tiers.names,
        kinds=vocabulary.kind_names,
        tags=vocabulary.tag_names,
        tag_patterns=tuple(pattern for group in vocabulary.tags for pattern in group.patterns),
        scales=have.get(Satisfaction).scales,
    )
    schema = have.get(Schema)
    own = (BookPolicy, Schema, Vocabulary, TierPolicy, StatusPolicy, People)
    return Policy(
        book=book,
        schema=schema,
        vocabulary=vocabulary,
        tiers=tiers,
        statuses=statuses,
        people=people,
        parts={of: part for of, part in parts.items() if of not in own},
        files=files,
        choices=tiers.choices,
        context=context,
        digest=digest,
    )


def _digest(files: Mapping[str, bytes]) -> str:
    """The same for the same files, whatever their order."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode())
        whole.update(files[path])
    return whole.hexdigest()
