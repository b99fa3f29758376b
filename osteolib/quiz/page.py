"""A quiz on a page: forms that can be read without scripts, and whose answers lie in an envelope."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from importlib.resources import files
from typing import Any

from osteolib.quiz.kinds import Item, Multiple, Numeric, Order, Predict, Single
from osteolib.quiz.sealing import fingerprint, seal

NEEDS = (
    "To answer these questions here, your browser has to run scripts; the lesson's notebook asks the same. "
    "Questions and options can be read without."
)
STAYS = "Your answers stay in this browser."


def page_script() -> str:
    """The script of a page with quizzes: one classic script, so that it also works from a file.

    Examples
    --------
    >>> "export default" in page_script()
    False
    """
    answering = _read("quiz.js").replace("export default { render };\n", "")
    mounting = 'document.querySelectorAll("section[data-quiz]").forEach(enliven);'
    return f'(() => {{\n"use strict";\n{answering}\n{mounting}\n}})();\n'


def page_style() -> str:
    """The style sheet of a page with quizzes."""
    return _read("quiz.css")


def as_html(name: str, items: Sequence[Item]) -> str:
    """The whole quiz. Its ids follow from its name and the items' numbers."""
    forms = "\n".join(_form(item, f"quiz-{name}-{number}", number) for number, item in enumerate(items, start=1))
    return (
        f'<section class="quiz" data-quiz="{name}" aria-label="Quiz">\n'
        f'<p class="quiz-needs">{NEEDS}</p>\n{forms}\n'
        f'<p class="quiz-foot" hidden><span class="quiz-progress"></span> '
        f'<button type="button" class="quiz-clear">Clear my answers</button> <span>{STAYS}</span></p>\n'
        "</section>"
    )


def shown_order(steps: Sequence[Any], identifier: str) -> list[int]:
    """Places of the steps as they are shown at first, never all in the right one.

    Examples
    --------
    >>> sorted(shown_order("abcd", "quiz-example-1")), shown_order("abcd", "quiz-example-1") == [0, 1, 2, 3]
    ([0, 1, 2, 3], False)
    """
    mixed = sorted(range(len(steps)), key=lambda place: fingerprint(f"{identifier} {place}"))
    return mixed if mixed != list(range(len(steps))) else mixed[1:] + mixed[:1]


def _form(item: Item, identifier: str, number: int) -> str:
    button = "Hold me to it, and go to the slider" if isinstance(item, Predict) else "Check"
    return (
        f'<form class="quiz-item" id="{identifier}" data-kind="{item.kind}" data-objective="{item.objective}" '
        f'data-sealed="{seal(secret(item, identifier), identifier)}" novalidate>\n'
        f'<fieldset><legend><span class="quiz-number">{number}</span> {item.question} '
        f"<code>{item.objective}</code></legend>\n{_controls(item, identifier)}\n</fieldset>\n"
        f'<button type="submit" hidden>{button}</button>\n<div class="quiz-feedback" role="status"></div>\n</form>'
    )


@singledispatch
def _controls(item: Item, identifier: str) -> str:
    raise TypeError(f"{type(item).__name__} is not a kind of item that a page can show")


@_controls.register
def _(item: Single, identifier: str) -> str:
    return _options(item, "radio", "")


@_controls.register
def _(item: Multiple, identifier: str) -> str:
    return _options(item, "checkbox", "Tick all that hold.")


@_controls.register
def _(item: Predict, identifier: str) -> str:
    return _options(item, "radio", f"Predict first; then move {_control(item)}.")


def _options(item: Single | Multiple | Predict, box: str, task: str) -> str:
    lines = (
        f'<li><label><input type="{box}" name="answer" value="{place}" hidden> <span>{option.text}</span></label></li>'
        for place, option in enumerate(item.options)
    )
    note = f'<p class="quiz-task">{task}</p>\n' if task else ""
    return f"{note}<ul>{''.join(lines)}</ul>"


@_controls.register
def _(item: Numeric, identifier: str) -> str:
    unit = f"in {item.unit}" if item.unit else "no unit"
    box = '<input type="number" name="answer" step="any" autocomplete="off" hidden>'
    return f'<p class="quiz-task"><label>Your answer ({unit}): {box}</label></p>'


@_controls.register
def _(item: Order, identifier: str) -> str:
    moves = "".join(
        f'<button type="button" data-move="{by}" hidden><span aria-hidden="true">{sign}</span> {word}</button>'
        for by, sign, word in ((-1, "↑", "Up"), (1, "↓", "Down"))
    )
    lines = (
        f'<li data-step="{key}"><span>{item.steps[place].text}</span><span class="quiz-moves">{moves}</span></li>'
        for key, place in enumerate(shown_order(item.steps, identifier))
    )
    return f"<ol>{''.join(lines)}</ol>"


def _control(item: Predict) -> str:
    return f"{item.control} to {item.to:g}"


@singledispatch
def secret(item: Item, identifier: str) -> dict[str, Any]:
    """What the page must not show: which answer is right, and what is said of each."""
    raise TypeError(f"{type(item).__name__} is not a kind of item that a page can show")


@secret.register
def _(item: Single | Multiple, identifier: str) -> dict[str, Any]:
    return {"right": [o.right for o in item.options], "say": [o.feedback for o in item.options]}


@secret.register
def _(item: Predict, identifier: str) -> dict[str, Any]:
    return {
        "right": [o.right for o in item.options],
        "say": [o.feedback for o in item.options],
        "explorer": item.explorer,
        "which": item.which,
        "slider": item.slider,
        "to": item.to,
        "within": item.margin,
        "task": _control(item),
        "instead": item.instead,
    }


@secret.register
def _(item: Numeric, identifier: str) -> dict[str, Any]:
    slips = [[number, slip.feedback] for number, slip in zip(item.wrong, item.slips, strict=True)]
    return {
        "number": item.number,
        "tolerance": item.tolerance,
        "say": item.right,
        "slips": slips,
        "hint": item.hint,
    }


@secret.register
def _(item: Order, identifier: str) -> dict[str, Any]:
    places = shown_order(item.steps, identifier)
    keys = [places.index(place) for place in range(len(places))]
    return {"keys": keys, "early": [item.steps[place].early for place in places], "say": item.right}


def _read(name: str) -> str:
    return files("osteolib.quiz").joinpath(name).read_text(encoding="utf-8")
