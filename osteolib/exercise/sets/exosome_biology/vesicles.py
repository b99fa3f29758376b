"""Questions on the lesson *What is an exosome?*."""

from __future__ import annotations

from math import exp

from osteolib import exosomes
from osteolib.exercise.kinds import Function, Names, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.exosome_biology.experiments import (
    CARGO,
    classes_of,
    read_size,
    share_above,
    smallest,
    true_cv,
)

CLASSES = tuple(exosomes.size_classes().index)
SEEN = 120


def _close(answer: float, right: float, within: float = 0.01) -> bool:
    return abs(answer / right - 1) < within


QUESTIONS = [
    Question(
        "exosome_biology.1",
        objective="vesicle-1",
        asks="classes to which a vesicle of 120 nm may belong",
        points=2,
        expects=Names(*CLASSES),
        right=lambda: classes_of(SEEN),
        parts=[
            Part(1, "all classes with that size", lambda names: classes_of(SEEN) <= names),
            Part(1, "no other", lambda names: names <= classes_of(SEEN)),
        ],
        mistakes=[
            Mistake(
                "exosome by name",
                lambda: {CLASSES[0]},
                "That class does reach 120 nm, and so does another. A size does not tell where a vesicle came from.",
            ),
            Mistake(
                "one only",
                lambda: {CLASSES[1]},
                "You left out a class whose range ends above 120 nm. Compare with both ends of every range.",
            ),
            Mistake(
                "all",
                lambda: set(CLASSES),
                "One of the three begins far above 120 nm. Look at the lower ends.",
            ),
        ],
    ),
    Question(
        "exosome_biology.2",
        objective="vesicle-2",
        asks="a function that reads a size from a tremor",
        points=3,
        expects=Function(Number("nm", rel=0.01), probes=[(0.72, 1 / 30, 25), (0.5, 0.05, 37), (1.2, 1 / 30, 20)]),
        right=lambda: lambda mean_square, interval, temperature: read_size(mean_square, interval, temperature),
        parts=[
            Part(1, "longer steps, smaller vesicle", lambda size: size(1.0, 0.03, 25) < size(0.5, 0.03, 25)),
            Part(
                1,
                "twice the time and twice the squared step: the same size",
                lambda size: _close(size(1.0, 0.06, 25), size(0.5, 0.03, 25), 1e-6),
            ),
            Part(1, "agrees", lambda size: _close(size(0.6, 0.04, 30), read_size(0.6, 0.04, 30))),
        ],
        mistakes=[
            Mistake(
                "three dimensions",
                lambda: lambda m, t, c: read_size(m, t, c, axes=3),
                "You divided by 6, as for a walk in space. The camera sees a plane, and there it is 4 D.",
            ),
            Mistake(
                "radius",
                lambda: lambda m, t, c: read_size(m, t, c, share=0.5),
                "That is half of it. Either it is a radius, where the formula with 3 pi holds for the diameter; or you "
                "divided by 2 D, as for a walk along a line, where a plane has 4 D.",
            ),
            Mistake(
                "37 degrees",
                lambda: lambda m, t, c: read_size(m, t, c, warm=37),
                "You left the temperature at 37 °C, where water is thinner. Hand it on to diameter_from.",
            ),
            Mistake(
                "no interval",
                lambda: lambda m, t, c: read_size(m, 1, c),
                "Your size does not depend on the time between two pictures. A step of the same length in half the "
                "time needs twice the D.",
            ),
        ],
    ),
    Question(
        "exosome_biology.3",
        objective="vesicle-3",
        asks="a function for the width of the sample behind a measured width",
        points=3,
        expects=Function(Number("", rel=0.01), probes=[(0.5, 10), (0.4, 20), (0.3, 100)]),
        right=lambda: lambda measured, steps: true_cv(measured, steps),
        parts=[
            Part(1, "less than what was measured", lambda cv: 0 < cv(0.45, 12) < 0.45),
            Part(
                1,
                "the longer the walk, the nearer to what was measured",
                lambda cv: cv(0.4, 12) < cv(0.4, 50) and _close(cv(0.4, 1e6), 0.4, 1e-3),
            ),
            Part(1, "agrees", lambda cv: _close(cv(0.6, 8), true_cv(0.6, 8))),
        ],
        mistakes=[
            Mistake(
                "difference",
                lambda: lambda measured, steps: measured - 1 / (steps - 2) ** 0.5,
                "You subtracted one width from the other. Widths do not add; their squares are what combines.",
            ),
            Mistake(
                "difference of squares",
                lambda: lambda measured, steps: (measured**2 - 1 / (steps - 2)) ** 0.5,
                "Near, but that is for errors that add. The size read is a product, so it is 1 + CV squared that "
                "multiplies.",
            ),
            Mistake(
                "N for N - 2",
                lambda: lambda measured, steps: true_cv(measured, steps, short=0),
                "You used 1 / N for the squared width of the method. The lesson has N - 2.",
            ),
            Mistake(
                "nothing done",
                lambda: lambda measured, steps: measured,
                "That is the measured width: sample and method together.",
            ),
        ],
    ),
    Question(
        "exosome_biology.4",
        objective="vesicle-4",
        asks="a function for the volume in large vesicles",
        points=3,
        expects=Function(Number("%", rel=0.01), probes=[(95, 0.3, 100), (95, 0.3, 150), (110, 0.5, 200)]),
        right=lambda: lambda median, sigma, above: share_above(median, sigma, above),
        parts=[
            Part(1, "between nothing and all", lambda share: 0 <= share(95, 0.3, 300) < share(95, 0.3, 50) <= 100),
            Part(
                1,
                "half of the volume lies above its own median",
                lambda share: abs(share(90, 0.4, 90 * exp(3 * 0.4**2)) - 50) < 0.5,
            ),
            Part(1, "agrees", lambda share: _close(share(100, 0.35, 140), share_above(100, 0.35, 140))),
        ],
        mistakes=[
            Mistake(
                "counted",
                lambda: lambda median, sigma, above: share_above(median, sigma, above, power=0),
                "That is the share of vesicles, counted. Weighed, the median moves from M to M exp(3 sigma^2).",
            ),
            Mistake(
                "surface",
                lambda: lambda median, sigma, above: share_above(median, sigma, above, power=2),
                "That is the share of the surface, which goes with the square. Volume goes with the cube: 3 sigma^2.",
            ),
            Mistake(
                "shift of one",
                lambda: lambda median, sigma, above: share_above(median, sigma, above, power=1),
                "Your median moves by sigma^2. With the cube of the diameter it moves by three of them.",
            ),
            Mistake(
                "below",
                lambda: lambda median, sigma, above: 100 - share_above(median, sigma, above),
                "That is the share below. The question asks for those that are larger.",
            ),
            Mistake(
                "fraction",
                lambda: lambda median, sigma, above: share_above(median, sigma, above) / 100,
                "That is a fraction of one. The question asks for percent.",
            ),
        ],
    ),
    Question(
        "exosome_biology.5",
        objective="vesicle-5",
        asks="the smallest vesicle for a ribosome and for a mitochondrion",
        points=2,
        finds_flaw=True,
        expects=Record(*CARGO, of=Number("nm", rel=0.005)),
        right=smallest,
        parts=[Part(1, name, lambda width, name=name: _close(width[name], smallest()[name], 0.005)) for name in CARGO],
        mistakes=[
            Mistake(
                "no membrane",
                lambda: smallest(walls=0),
                "That is the cargo itself. It lies inside a membrane, which takes room on both sides.",
            ),
            Mistake(
                "one wall",
                lambda: smallest(walls=1),
                "You added the membrane once. A diameter crosses it twice.",
            ),
            Mistake(
                "radius",
                lambda: smallest(share=0.5),
                "That is a radius. Sizes of vesicles are diameters.",
            ),
        ],
    ),
]
