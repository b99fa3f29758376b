"""The text of an item: plain words and a few marks of HTML, because it is also read without any typesetter."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from osteolib.quiz.errors import BadItem

MARKS = ("b", "code", "i", "sub", "sup")


class _Reader(HTMLParser):
    """Collects what is not allowed, and marks that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in MARKS or attrs:
            self.faults.append(self.get_starttag_text() or tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def checked(text: str, where: str) -> str:
    """`text`, if it is words and the marks of `MARKS`.

    Raises
    ------
    BadItem
        If the text is empty, holds another mark, a mark that is not closed, or TeX.

    Examples
    --------
    >>> checked("Where is <i>g</i><sub>11</sub>?", "the question")
    'Where is <i>g</i><sub>11</sub>?'
    """
    if not isinstance(text, str) or not text.strip():
        raise BadItem(f"{where} has no text; write a sentence.")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    faults = reader.faults or [f"<{tag}>" for tag in reader.open]
    if re.search(r"\s<\s|\s<\d", text):
        faults = ["<"]
    if faults:
        raise BadItem(
            f"{where} holds {faults[0]!r}; only <{'>, <'.join(MARKS)}> are read, each closed in turn "
            f"(write &lt; for a bare <): {text!r}"
        )
    if "$" in text or "\\" in text:
        raise BadItem(f"{where} holds TeX, which nothing typesets here; write <i>g</i><sub>11</sub>: {text!r}")
    return text


def plain(text: str) -> str:
    """`text` without its marks, for a reader of `print`.

    Examples
    --------
    >>> plain("<i>g</i><sub>11</sub> &lt; 1")
    'g_11 < 1'
    """
    text = text.replace("<sub>", "_").replace("<sup>", "^")
    return html.unescape(re.sub(r"</?[a-z]+>", "", text))


def minus(number: float, form: str = "g") -> str:
    """A number with the sign that print uses below zero.

    Examples
    --------
    >>> minus(-0.5), minus(2.0, ".1f")
    ('–0.5', '2.0')
    """
    return f"{number:{form}}".replace("-", "–")
