"""Tick a line of a check list, with the time, and leave every other byte as it is (F2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from crmkit.diagnostics import Splice
from crmkit.document import Document
from crmkit.document.checklist import BETWEEN, FINISHED, tasks
from crmkit.edit.outcome import NO_PLACE, Edited, Refused, checked_body, editable
from crmkit.schema.names import fold


def tick(document: Document, line: int, words: Collection[str], at: datetime) -> Edited:
    """The document with one line ticked, in the entry whose heading is on `line`: the first open one that is
    called by one of the words. The time is said in the language of the line.
    """
    sought = {fold(word) for word in words}
    try:
        editable(document)
        entry = next((e for e in document.entries if document.source(e.start).line == line), None)
        if entry is None:
            raise Refused(NO_PLACE.at(document.source(document.body_start), path=min(words, default="")))
        for task in tasks(document.text, entry.text_start, entry.end):
            if not task.ticked and fold(task.said) in sought:
                break
        else:
            raise Refused(NO_PLACE.at(document.source(entry.start), path=min(words, default="")))
        text = document.text
        chinese = task.chinese or not task.said.isascii()
        word = FINISHED[0] if chinese else FINISHED[1]
        kept = text[task.mark + 1 : task.end].rstrip()
        new = f"{text[task.start : task.mark]}x{kept}{BETWEEN}{word} {at:%Y-%m-%d %H:%M}"
        return checked_body(document, Splice(task.start, task.end, new)), ()
    except Refused as refused:
        return document, (refused.finding,)
