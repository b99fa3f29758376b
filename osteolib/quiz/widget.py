"""`quiz`: the questions of a lesson, answered at once, in the book and in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import anywidget
import traitlets

import osteolib.quiz.lessons
from osteolib.model.errors import require_known
from osteolib.quiz.kinds import Item
from osteolib.quiz.page import as_html
from osteolib.quiz.wording import plain

HERE = Path(__file__).parent


class Quiz(anywidget.AnyWidget):
    """Questions with an answer to every answer, for a notebook and for a page without Python behind it.

    Made by `quiz`. The page and the notebook run the same script on the same HTML.

    Attributes
    ----------
    items : tuple of Item
        The questions.
    html : str
        What is shown.
    """

    _esm = HERE / "quiz.js"
    _css = HERE / "quiz.css"
    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str, items: Sequence[Item]):
        self._name, self.items = name, tuple(items)
        super().__init__(html=as_html(name, self.items))

    def __repr__(self) -> str:
        lines = [f"Quiz {self._name}, {len(self.items)} questions; run this cell in a notebook to answer them."]
        for number, item in enumerate(self.items, start=1):
            lines += [f"{number}. {plain(item.question)} ({item.objective})", *(f"   {x}" for x in item.lines())]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, **kwargs: Any):
        shown = super()._repr_mimebundle_(**kwargs)
        data, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
        return {**data, "text/plain": repr(self), "text/html": self.html}, metadata


def lessons_with_quiz() -> list[str]:
    """Names of the lessons that have a quiz.

    Examples
    --------
    >>> "one_cycle" in lessons_with_quiz()
    True
    """
    return sorted(module.name for module in iter_modules(osteolib.quiz.lessons.__path__))


def items(lesson: str) -> list[Item]:
    """The items of a lesson's quiz, in order.

    Raises
    ------
    UnknownName
        If the lesson has no quiz; names the nearest that has.

    Examples
    --------
    >>> items("one_cycle")[0].objective
    'one-cycle-1'
    """
    require_known(lesson, lessons_with_quiz(), "quiz for the lesson", "osteolib.quiz")
    return import_module(f"osteolib.quiz.lessons.{lesson}").ITEMS


def quiz(lesson: str) -> Quiz:
    """The quiz of a lesson.

    Parameters
    ----------
    lesson : str
        Name of the lesson's file, without its ending.

    Returns
    -------
    Quiz
        As the last line of a cell it shows itself.

    Examples
    --------
    >>> quiz("one_cycle1")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.UnknownName: osteolib.quiz has no quiz for the lesson 'one_cycle1'. Did you mean 'one_cycle'?
    """
    return Quiz(lesson, items(lesson))
