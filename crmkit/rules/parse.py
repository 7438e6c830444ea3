"""Read the text of a condition into a checked tree, or say at which character it is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from crmkit.diagnostics import Code, Diagnostic, Findings, Source, in_order
from crmkit.rules.metrics import Metric, MetricType, metric, near
from crmkit.rules.tokens import Token, TokenKind, tokens
from crmkit.rules.tree import Both, Compare, Condition, Either, Limit, Not

EMPTY = Code("CRM920", "empty-condition")
METRIC_EXPECTED = Code("CRM923", "condition-metric-expected")
UNCLOSED = Code("CRM924", "condition-bracket")
UNKNOWN_METRIC = Code("CRM925", "unknown-metric")
WRONG_VALUE = Code("CRM926", "condition-value")
WRONG_OPERATOR = Code("CRM927", "condition-operator")
NO_COMPARISON = Code("CRM928", "condition-comparison")
UNKNOWN_CHOICE = Code("CRM929", "unknown-choice")
TOO_DEEP = Code("CRM930", "condition-deep")
TOO_LONG = Code("CRM931", "condition-long")
VALUE_EXPECTED = Code("CRM933", "condition-value-expected")
CUT_SHORT = Code("CRM934", "condition-cut-short")
TRAILING = Code("CRM935", "condition-trailing")

LONGEST = 2000
DEEPEST = 20
_SHOWN_NEAR = 3

Choices = Mapping[str, Mapping[str, str]]
"""For a choice metric: every accepted word in lower case -> its key. A metric without an entry takes any."""

_NUMERIC_OPERATORS = (">=", "<=", ">", "<", "=", "!=")
_CHOICE_OPERATORS = ("=", "!=", "in", "not in")
_EXAMPLES = {
    MetricType.MONEY: "500_000, 50万",
    MetricType.PERCENT: "30%",
    MetricType.COUNT: "3",
    MetricType.NUMBER: "1.5",
    MetricType.SCORE: "4",
    MetricType.CHOICE: "",
    MetricType.FLAG: "",
}


class _Broken(Exception):
    """The grammar cannot go on; carries what to report. Never leaves this module."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


@dataclass(slots=True)
class _Reader:
    """Where the parser stands, and what it has found."""

    text: str
    source: Source
    choices: Choices
    tokens: tuple[Token, ...]
    without: Collection[str] = ()
    at: int = 0
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: TokenKind, *texts: str) -> Token | None:
        """Step over the next token if it is of this kind and one of these texts."""
        token = self.next
        if token.kind is not kind or (texts and token.text not in texts):
            return None
        self.at += 1
        return token

    def place(self, offset: int) -> Source:
        """Where a character of the text stands; further lines of a block begin in the same column."""
        before = self.text[:offset]
        path, line, column = self.source
        return Source(path, line + before.count("\n"), column + offset - (before.rfind("\n") + 1))

    def report(self, code: Code, token: Token, **arguments: Any) -> Diagnostic:
        return code.at(self.place(token.start), length=token.end - token.start, **arguments)

    def broken(self, code: Code) -> _Broken:
        """The next token does not fit; at the end of the text the finding is that it is cut short."""
        token = self.next
        if token.kind is not TokenKind.END:
            return _Broken(self.report(code, token, found=self.text[token.start : token.end]))
        before = self.tokens[self.at - 1]
        return _Broken(self.report(CUT_SHORT, token, before=self.text[before.start : before.end]))


def parse(
    text: str, source: Source, choices: Choices, without: Collection[str] = ()
) -> tuple[Condition | None, Findings]:
    """The tree of a condition whose text begins at `source`, or None and every finding at its character.

    `without` are metrics that nobody knows yet where the condition is asked.
    """
    if not text.strip():
        return None, (EMPTY.at(source),)
    if len(text) > LONGEST:
        return None, (TOO_LONG.at(source, length=len(text), characters=len(text), most=LONGEST),)
    found, flaws = tokens(text)
    reader = _Reader(text, source, choices, found, without)
    for flaw in flaws:
        reader.findings.append(flaw.code.at(reader.place(flaw.start), length=flaw.length, text=flaw.argument))
    condition: Condition | None = None
    try:
        condition = _either(reader, 0)
        if reader.next.kind is not TokenKind.END:
            raise reader.broken(TRAILING)
    except _Broken as broken:
        if not flaws:  # behind a flaw it may be no more than its echo
            reader.findings.append(broken.finding)
    return (None if reader.findings else condition), in_order(reader.findings)


def _either(reader: _Reader, depth: int) -> Condition:
    items = [_both(reader, depth)]
    while reader.take(TokenKind.KEYWORD, "or"):
        items.append(_both(reader, depth))
    return Either(tuple(items)) if len(items) > 1 else items[0]


def _both(reader: _Reader, depth: int) -> Condition:
    items = [_term(reader, depth)]
    while reader.take(TokenKind.KEYWORD, "and"):
        items.append(_term(reader, depth))
    return Both(tuple(items)) if len(items) > 1 else items[0]


def _term(reader: _Reader, depth: int) -> Condition:
    token = reader.next
    if depth > DEEPEST:
        raise _Broken(reader.report(TOO_DEEP, token, most=DEEPEST))
    if reader.take(TokenKind.KEYWORD, "not"):
        return Not(_term(reader, depth + 1))
    if reader.take(TokenKind.MARK, "("):
        inner = _either(reader, depth + 1)
        _close(reader, token)
        return inner
    if reader.take(TokenKind.NAME):
        return _comparison(reader, token)
    raise reader.broken(METRIC_EXPECTED)


def _close(reader: _Reader, opened: Token) -> None:
    if reader.next.kind is TokenKind.END:
        raise _Broken(reader.report(UNCLOSED, opened))
    if not reader.take(TokenKind.MARK, ")"):
        raise reader.broken(TRAILING)


def _comparison(reader: _Reader, name: Token) -> Condition:
    known = metric(name.text) if name.text not in reader.without else None
    if known is None:
        others = (each for each in near(name.text) if each not in reader.without)
        reader.findings.append(reader.report(UNKNOWN_METRIC, name, name=name.text, near=", ".join(others)))
    sign, operator = reader.next, _operator(reader)
    if not operator:
        if known is not None and known.type is not MetricType.FLAG:
            reader.findings.append(reader.report(NO_COMPARISON, name, metric=known.name, right=_right(known)))
        return Compare(name.text, "is", True)
    values = _list(reader) if operator.endswith("in") else (_value(reader),)
    if known is None:
        return Compare(name.text, "is", True)
    allowed = _operators(known.type)
    if operator not in allowed:
        arguments = {"metric": known.name, "operator": operator, "right": _right(known)}
        reader.findings.append(reader.report(WRONG_OPERATOR, sign, **arguments))
        return Compare(name.text, "is", True)
    limits = tuple(_limit(reader, known, value) for value in values)
    if operator.endswith("in"):
        return Compare(name.text, operator, tuple(str(limit) for limit in limits))
    return Compare(name.text, operator, limits[0])


def _operators(kind: MetricType) -> tuple[str, ...]:
    if kind is MetricType.FLAG:
        return ()
    return _CHOICE_OPERATORS if kind is MetricType.CHOICE else _NUMERIC_OPERATORS


def _right(known: Metric) -> str:
    """How this metric is written in a condition, in signs of the language itself."""
    if known.type is MetricType.FLAG:
        return f"{known.name}, not {known.name}"
    return f"{known.name} " + " / ".join(_operators(known.type))


def _operator(reader: _Reader) -> str:
    """Step over an operator; the empty text when none stands here."""
    if sign := reader.take(TokenKind.OPERATOR):
        return sign.text
    if reader.take(TokenKind.KEYWORD, "in"):
        return "in"
    pair = [
        token.text for token in reader.tokens[reader.at : reader.at + 2] if token.kind is TokenKind.KEYWORD
    ]
    if pair == ["not", "in"]:
        reader.at += 2
        return "not in"
    return ""


def _list(reader: _Reader) -> tuple[Token, ...]:
    opened = reader.take(TokenKind.MARK, "(")
    if opened is None:
        raise reader.broken(VALUE_EXPECTED)
    values = [_value(reader)]
    while reader.take(TokenKind.MARK, ","):
        values.append(_value(reader))
    _close(reader, opened)
    return tuple(values)


def _value(reader: _Reader) -> Token:
    token = reader.take(TokenKind.NUMBER) or reader.take(TokenKind.NAME) or reader.take(TokenKind.QUOTED)
    if token is None:
        raise reader.broken(VALUE_EXPECTED)
    return token


def _limit(reader: _Reader, known: Metric, token: Token) -> Limit:
    """The value as the metric's type means it; a value that does not fit is reported and read as nothing."""
    if known.type is MetricType.CHOICE:
        words = reader.choices.get(known.name)
        key = token.text if words is None else words.get(token.text.lower())
        if key is not None:
            return key
        some = difflib.get_close_matches(token.text.lower(), sorted(words or ()), n=_SHOWN_NEAR, cutoff=0.0)
        arguments = {"metric": known.name, "value": token.text, "near": ", ".join(some) or "–"}
        reader.findings.append(reader.report(UNKNOWN_CHOICE, token, **arguments))
        return ""
    if token.kind is TokenKind.NUMBER and token.value is None:
        return ""  # reported by the tokenizer
    fits = token.percent or not token.value if known.type is MetricType.PERCENT else not token.percent
    if token.kind is TokenKind.NUMBER and token.value is not None and fits:
        return token.value
    said = reader.text[token.start : token.end]
    arguments = {"metric": known.name, "value": said, "example": _EXAMPLES[known.type]}
    reader.findings.append(reader.report(WRONG_VALUE, token, **arguments))
    return ""
