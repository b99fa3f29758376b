"""Rules as text: ``GATA3 = (STAT6 | GATA3) & !Tbet`` becomes something that runs on whole arrays of states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from osteolib.logic.errors import BadRule, points_at

_TOKEN = re.compile(
    r"(?P<name>[^\W\d]\w*)|(?P<constant>[01](?!\w))|(?P<sign>[=&|!()])|(?P<end>\n)|(?P<space>[^\S\n]+|#.*)"
)
_WORDS = {"and": "&", "or": "|", "not": "!", "AND": "&", "OR": "|", "NOT": "!"}
_OPERAND = "expected a name, 0, 1, '!' or '('"


@dataclass(frozen=True)
class Token:
    """A name, a constant, a sign or the end of a line, with its place in the text."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Rule:
    """What switches one node on: an expression over names, as nested tuples.

    Attributes
    ----------
    expression : tuple
        ``("name", n)``, ``("constant", 0 or 1)``, ``("!", e)``, ``("&", e, e)`` or ``("|", e, e)``.
    names : dict
        Every name in it, with the line and column where it stands first.
    place : (int, int)
        Line and column of the name to the left of the ``=``.

    Examples
    --------
    >>> import numpy as np
    >>> rule = read_rules("A = B & !C")["A"]
    >>> rule.value({"B": True, "C": False})
    True
    >>> rule.value({"B": np.array([True, True]), "C": np.array([True, False])})
    array([False,  True])
    >>> str(rule)
    'B & !C'
    """

    expression: tuple
    names: Mapping[str, tuple[int, int]]
    place: tuple[int, int]

    def value(self, values: Mapping[str, Any]) -> Any:
        """Evaluate on truth values, or on arrays of them, one a name."""
        return _value(self.expression, values)

    def __str__(self) -> str:
        return _text(self.expression, 0)


def read_rules(text: str) -> dict[str, Rule]:
    """Read rules, one a line; a rule may run on while a bracket is open, and ``#`` opens a comment.

    Parameters
    ----------
    text : str
        ``NAME = EXPRESSION``, where an expression uses ``&`` (and), ``|`` (or), ``!`` (not), brackets, names, 0 and 1.
        ``!`` binds closest, then ``&``, then ``|``.

    Returns
    -------
    dict of Rule
        In the order of the text.

    Raises
    ------
    BadRule
        With the line, and a mark under the place.

    Examples
    --------
    >>> {name: str(rule) for name, rule in read_rules("A = !B  # B keeps A off\\nB = not (A or B)").items()}
    {'A': '!B', 'B': '!(A | B)'}
    """
    reader = _Reader(text)
    found: dict[str, Rule] = {}
    while (token := reader.next_line()) is not None:
        rule = reader.rule(token)
        if token.text in found:
            first = found[token.text].place[0]
            reader.fail(token, f"{token.text!r} has a rule already, in line {first}. Join the two with '|' or '&'.")
        found[token.text] = rule
    return found


def require_declared(text: str, rules: Mapping[str, Rule], inputs: tuple[str, ...]) -> None:
    """Raise `BadRule` at the first name that has neither a rule nor a place among the inputs."""
    known = [*rules, *inputs]
    for rule in rules.values():
        for name, (line, column) in rule.names.items():
            if name not in known:
                near = get_close_matches(name, known, n=2, cutoff=0.6)
                hint = (
                    f"Did you mean {' or '.join(map(repr, near))}?" if near else "Give it a rule, or name it in inputs."
                )
                what = f"{name!r} has no rule and is not an input. {hint}"
                raise BadRule(points_at(text, line, column, what))


class _Reader:
    """Recursive descent: one method a level of binding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0
        self.names: dict[str, tuple[int, int]] = {}

    def peek(self) -> Token:
        while self.depth and self.tokens[self.at].kind == "end" and self.at < len(self.tokens) - 1:
            self.at += 1  # inside brackets a rule runs on
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.peek()
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def fail(self, token: Token, what: str) -> None:
        raise BadRule(points_at(self.text, token.line, token.column, what))

    def next_line(self) -> Token | None:
        while self.at < len(self.tokens) - 1 and self.tokens[self.at].kind == "end":
            self.at += 1
        return None if self.at == len(self.tokens) - 1 else self.take()

    def rule(self, name: Token) -> Rule:
        if name.kind != "name":
            self.fail(name, f"a rule begins with the name it is for, but {name.text!r} came. Write NAME = EXPRESSION.")
        if (sign := self.take()).text != "=":
            self.fail(sign, f"expected '=' after {name.text!r}, but {_said(sign)} came. Write NAME = EXPRESSION.")
        self.names, self.depth = {}, 0
        expression = self.either()
        if (end := self.take()).kind != "end":
            hint = "There is no '(' for it." if end.text == ")" else "Put '&' or '|' before it."
            self.fail(end, f"the rule for {name.text!r} should end here, but {_said(end)} came. {hint}")
        return Rule(expression, self.names, (name.line, name.column))

    def either(self) -> tuple:
        expression = self.both()
        while self.peek().text == "|":
            self.take()
            expression = ("|", expression, self.both())
        return expression

    def both(self) -> tuple:
        expression = self.one()
        while self.peek().text == "&":
            self.take()
            expression = ("&", expression, self.one())
        return expression

    def one(self) -> tuple:
        token = self.take()
        if token.text == "!":
            return ("!", self.one())
        if token.text == "(":
            return self.bracket(token)
        if token.kind == "constant":
            return ("constant", int(token.text))
        if token.kind != "name":
            self.fail(token, f"{_OPERAND}, but {_said(token)} came.")
        self.names.setdefault(token.text, (token.line, token.column))
        return ("name", token.text)

    def bracket(self, opened: Token) -> tuple:
        self.depth += 1
        expression = self.either()
        if self.peek().text != ")":
            self.fail(opened, f"this '(' is never closed: {_said(self.peek())} came where ')' was expected.")
        self.depth -= 1
        self.at += 1
        return expression


def _tokens(text: str) -> Iterator[Token]:
    line, start, at = 1, 0, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            what = f"the sign {text[at]!r} means nothing here. Rules use names, '&', '|', '!', '(', ')', 0 and 1."
            raise BadRule(points_at(text, line, at - start + 1, what))
        kind, word = match.lastgroup, match.group()
        if kind == "name" and word in _WORDS:
            kind, word = "sign", _WORDS[word]
        if kind != "space":
            yield Token(kind, word, line, at - start + 1)
        at = match.end()
        if kind == "end":
            line, start = line + 1, at
    if not text.endswith("\n"):
        yield Token("end", "\n", line, at - start + 1)
    yield Token("end", "", max(line - text.endswith("\n"), 1), max(at - start, 0) + 1)


def _said(token: Token) -> str:
    return "the end of the line" if token.kind == "end" else repr(token.text)


def _value(expression: tuple, values: Mapping[str, Any]) -> Any:
    sign, *parts = expression
    if sign == "name":
        return values[parts[0]]
    if sign == "constant":
        return bool(parts[0])
    if sign == "!":
        return True ^ _value(parts[0], values)  # `~` means something else to a plain True
    one, other = (_value(part, values) for part in parts)
    return one & other if sign == "&" else one | other


def _text(expression: tuple, binding: int) -> str:
    sign, *parts = expression
    if sign in ("name", "constant"):
        return str(parts[0])
    if sign == "!":
        return f"!{_text(parts[0], 3)}"
    own = {"&": 2, "|": 1}[sign]
    text = f" {sign} ".join(_text(part, own) for part in parts)
    return f"({text})" if own < binding else text
