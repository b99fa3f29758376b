"""Questions on the chain of links, and on one design followed through it."""

from __future__ import annotations

from functools import cache

from osteolib import therapy
from osteolib.exercise.kinds import Function, Names, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.therapy import LINKS, NATURAL, Design, chain, outcome

DELIVERY = ("secretion", "loading", "bone_share", "homing", "release", "cells")
WANTED = 100  # copies in a cell and week
MOUSE = 0.02  # kg


def _with_status(*status: str, inverted: bool = False) -> frozenset[str]:
    return frozenset(name for name in DELIVERY if (LINKS[name].status in status) != inverted)


@cache
def _copies(design: Design) -> float:
    return float(chain(design).copies)


@cache
def _gain(cargo: str, age: float = 75, which: str = "gain") -> float:
    end = outcome(Design(cargo=cargo), ages=[75, 80]).sel(age=age)
    if which == "gain":
        return float(end.treated - end.untreated)
    return float(end[which])


def _source_cells(kilograms: float, hours: float) -> float:
    secretion = LINKS["secretion"].value
    return Design().dose * kilograms / MOUSE / (secretion * hours)


@cache
def _above_drug(drug: str = "alendronate", age: float = 75) -> float:
    plan = therapy.approved()[drug]
    run = therapy.jorg2022_exosomes.simulate([50, age], **plan)
    return _gain("resorption") - (100 * float(run.bone_mineral_density[-1]) - _gain("resorption", 75, "untreated"))


QUESTIONS = [
    Question(
        "capstone.1",
        objective="design-1",
        asks="delivery links that nobody has measured",
        points=2,
        expects=Names(*DELIVERY),
        right=lambda: _with_status("assumption", "illustrative"),
        parts=[
            Part(1, "all of them", lambda names: _with_status("assumption", "illustrative") <= names),
            Part(1, "no other", lambda names: names <= _with_status("assumption", "illustrative")),
        ],
        mistakes=[
            Mistake(
                "assumption only",
                lambda: _with_status("assumption"),
                "You counted only what is called an assumption. Illustrative values were made up too, to show how "
                "something works.",
            ),
            Mistake(
                "those with a source",
                lambda: _with_status("assumption", "illustrative", inverted=True),
                "Those are the ones with a printed value. The question asks for the others.",
            ),
            Mistake(
                "all",
                lambda: set(DELIVERY),
                "One of them has a published value. Look at the column status.",
            ),
        ],
    ),
    Question(
        "capstone.2",
        objective="design-2",
        asks="how many more natural vesicles it would take",
        points=2,
        expects=Number("× the dose", rel=0.01),
        right=lambda: WANTED / _copies(NATURAL),
        parts=[
            Part(1, "more than now", lambda times: times > 1),
            Part(1, "agrees within one percent", lambda times: abs(times * _copies(NATURAL) / WANTED - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "upside down",
                lambda: _copies(NATURAL) / WANTED,
                "That is the share of the copies that natural vesicles bring. The question asks by what factor the "
                "dose has to rise.",
            ),
            Mistake(
                "loaded design",
                lambda: WANTED / _copies(Design()),
                "You took the loaded design, which brings more than enough. NATURAL is what a cell secretes.",
            ),
            Mistake(
                "one copy",
                lambda: 1 / _copies(NATURAL),
                "That brings one copy a week. The question asks for a hundred.",
            ),
            Mistake(
                "vesicles",
                lambda: WANTED / _copies(NATURAL) * NATURAL.dose,
                "That is the number of vesicles. The question asks for the factor on the dose.",
            ),
        ],
    ),
    Question(
        "capstone.3",
        objective="design-2",
        asks="a function for the source cells of a person",
        points=3,
        expects=Function(Number("cells", rel=0.01), probes=[(60, 48), (75, 24), (60, 72)]),
        right=lambda: _source_cells,
        parts=[
            Part(1, "twice the time, half the cells", lambda cells: abs(cells(60, 96) / cells(60, 48) - 0.5) < 1e-6),
            Part(1, "in proportion to weight", lambda cells: abs(cells(80, 48) / cells(40, 48) - 2) < 1e-6),
            Part(1, "agrees", lambda cells: abs(cells(70, 36) / _source_cells(70, 36) - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "a mouse",
                lambda: lambda kilograms, hours: _source_cells(MOUSE, hours),
                "That is for the mouse, whatever the person weighs. The dose is per 20 g: scale it.",
            ),
            Mistake(
                "grams",
                lambda: lambda kilograms, hours: _source_cells(kilograms, hours) / 1000,
                "You are off by a thousand: the mouse weighs 0.02 kg.",
            ),
            Mistake(
                "days",
                lambda: lambda kilograms, hours: 24 * _source_cells(kilograms, hours),
                "A cell secretes per hour, and you counted days.",
            ),
            Mistake(
                "vesicles",
                lambda: lambda kilograms, hours: _source_cells(kilograms, hours) * LINKS["secretion"].value,
                "That does not use how many vesicles a cell secretes in an hour. Divide by it.",
            ),
        ],
    ),
    Question(
        "capstone.4",
        objective="design-5",
        asks="what is left of a gain five years after the end",
        points=3,
        finds_flaw=True,
        expects=Number("points", rel=0.02, abs=0.02),
        right=lambda: _gain("maturation", 75) - _gain("maturation", 80),
        parts=[
            Part(1, "some is lost", lambda points: points > 0),
            Part(1, "no more than there was", lambda points: 0 < points < 1.1 * _gain("maturation", 75)),
            Part(
                1,
                "agrees",
                lambda points: abs(points - (_gain("maturation", 75) - _gain("maturation", 80))) < 0.05,
            ),
        ],
        mistakes=[
            Mistake(
                "what is left",
                lambda: _gain("maturation", 80),
                "That is the gain that is left at 80. The question asks how much of the gain is lost from 75 to 80.",
            ),
            Mistake(
                "the other cargo",
                lambda: _gain("resorption", 75) - _gain("resorption", 80),
                "That is the cargo against resorption. The question is about the one that holds back maturation.",
            ),
            Mistake(
                "aging counted",
                lambda: _gain("maturation", 75, "treated") - _gain("maturation", 80, "treated"),
                "You compared densities. The untreated woman loses bone meanwhile too: compare gains, treated less "
                "untreated.",
            ),
            Mistake(
                "sign",
                lambda: _gain("maturation", 80) - _gain("maturation", 75),
                "The sign is the other way round: a loss is asked for, as a number above zero.",
            ),
        ],
    ),
]
