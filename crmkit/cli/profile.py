"""Make the changes that a command asks of one profile, and say which part of the command was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from crmkit.cli.failure import Failure
from crmkit.cli.fields import Given, settled
from crmkit.cli.key_facts import (
    Fact,
    explained,
    fact_of,
    is_key_fact,
    label_of,
    own_reason,
    wants_reason,
    with_reasons,
)
from crmkit.cli.present import safe
from crmkit.cli.rim import Rim
from crmkit.cli.writing import errors_in
from crmkit.diagnostics import Diagnostic, Findings, Severity
from crmkit.document import Document, encode
from crmkit.edit.change import changed
from crmkit.edit.spelling import Spelling, spelling_of
from crmkit.words import say


@dataclass
class Work:
    """The changes of one command, and what became of each when they were last made."""

    rim: Rim
    path: str
    given: Sequence[Given]
    reason: str
    author: str
    when: str
    approved_by: str = ""
    stages: list[tuple[Given, Document]] = field(default_factory=list)
    before: Document | None = None
    refused: Given | None = None
    notes: list[Diagnostic] = field(default_factory=list)

    def edit(self, document: Document) -> tuple[Document, Findings]:
        """The document with all changes and the entries that explain them, or the same one and why not."""
        spelling = spelling_of([document], self.rim.policy)
        self.stages, self.before, self.refused, self.notes = [], document, None, []
        given = with_reasons(self.given, self.reason) if self.reason else self.given
        after, facts, findings = self.apply(document, given, spelling)
        if findings:
            return document, findings
        told = self._told(facts)
        if not told:
            return after, ()
        reason = self.reason or next(filter(None, (own_reason(fact, given) for fact in told)), "")
        about = (self.when, self.author or self.rim.author.id, self.approved_by)
        after, findings, self.refused = explained(self.rim, after, told, reason, about, spelling)
        if findings:
            return document, findings
        self.stages.append((told[-1].given, after))
        return after, ()

    def apply(
        self, document: Document, given: Sequence[Given], spelling: Spelling
    ) -> tuple[Document, list[Fact], Findings]:
        """The changes made one after the other, each with what stood there before; or why one was refused."""
        profile, facts = self.rim.policy.schema.profile, []
        for each in given:
            one = settled(self.rim, each, document, spelling)
            after, findings = changed(document, one.change, spelling, profile)
            if any(finding.severity is Severity.ERROR for finding in findings):
                self.refused = one
                return document, [], findings
            self.notes += findings
            if after is not document:
                facts.append(fact_of(one, document, after, spelling, profile))
                self.stages.append((one, after))
            document = after
        return document, facts, ()

    def _told(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that an entry keeps: changed key facts, else all that a reason was given for."""
        unexplained = [fact for fact in facts if wants_reason(self.rim, fact, self.given)]
        if unexplained and not self.reason:
            said = [label_of(fact).said(self.rim.lang) for fact in unexplained]
            raise Failure(
                self.rim.many(
                    "{fields} is a key fact: say with --reason why it changes",
                    "{fields} are key facts: say with --reason why they change",
                    len(said),
                    fields=self.rim._(", ").join(said),
                )
            )
        key_facts = [fact for fact in facts if fact.old and is_key_fact(fact.given.change.path)]
        in_profile = len(with_reasons(self.given, self.reason)) > len(self.given)
        return key_facts or [fact for fact in facts if self.reason and not in_profile]

    def tell(self, code: int) -> None:
        """Say on stderr what was there already, or which part of several was refused."""
        if not code:
            for note in self.notes:
                click.echo(safe(say(note, self.rim.lang)[0]), err=True)
            return
        guilty = self.refused or self._guilty()
        if guilty and len(self.given) > 1:
            click.echo(self.rim._("this is about: {change}").format(change=safe(guilty.typed)), err=True)

    def _guilty(self) -> Given | None:
        """The first change after which the record held an error that it did not hold before."""
        known = self._errors(self.before) if self.before else Counter[object]()
        return next((given for given, after in self.stages if self._errors(after) - known), None)

    def _errors(self, document: Document) -> Counter[object]:
        data = encode(document.text, document.decoded.bom)
        return Counter((found.code, found.arguments) for found in errors_in(self.rim, self.path, data))
