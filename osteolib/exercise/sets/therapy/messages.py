"""Questions on the lesson *Messages in the network*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

from osteolib import evidence
from osteolib.exercise.kinds import Choice, Function, Integer
from osteolib.exercise.question import Mistake, Part, Question

CHAINS = [([1],), ([-1, -1],), ([1, -1, 1],), ([-1, -1, -1],), ([-1, 0, 1],), ([1, 1, -1, -1],), ([0],)]
CLAIMS = ("C124", "C134", "C143", "C155")


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _without_zeros(steps: Sequence[int]) -> int:
    return prod(step for step in steps if step)


def _more_of(steps: Sequence[int]) -> int:
    return _sign(sum(steps))


def _last(steps: Sequence[int]) -> int:
    return steps[-1]


def _any_bar(steps: Sequence[int]) -> int:
    return 0 if 0 in steps else -1 if -1 in steps else 1


def _turned() -> str:
    """The claim with an arrow whose printed sign its own source does not bear out."""
    printed = evidence.to_frame(evidence.graph(status="printed"))
    wrong = set(printed.claim[printed.sign_ok == "no"])
    return next(claim for claim in CLAIMS if claim in wrong)


def _agrees(sign: Callable, *chains: list[int]) -> bool:
    return all(sign(steps) == prod(steps) for steps in chains)


QUESTIONS = [
    Question(
        "therapy.1",
        objective="messages-1",
        asks="a function for the sign of a chain",
        points=3,
        expects=Function(Integer(), probes=CHAINS),
        right=lambda: lambda steps: prod(steps),
        parts=[
            Part(1, "two bars raise", lambda sign: _agrees(sign, [-1, -1], [1, -1, 1, -1])),
            Part(1, "three bars lower", lambda sign: _agrees(sign, [-1, -1, -1], [-1])),
            Part(1, "one unknown step leaves the whole unknown", lambda sign: _agrees(sign, [1, 0], [0, -1, -1])),
        ],
        mistakes=[
            Mistake(
                "an unknown step passed over",
                lambda: _without_zeros,
                "You passed over the steps that are not stated. Nothing follows from a step whose sign nobody knows: "
                "the chain has none either.",
            ),
            Mistake(
                "majority",
                lambda: _more_of,
                "You let the more frequent sign win. Signs multiply: two bars raise, however many plus signs "
                "stand beside them.",
            ),
            Mistake(
                "last step",
                lambda: _last,
                "That is the sign of the last step. Every bar on the way turns the message around.",
            ),
            Mistake(
                "inhibiting an inhibitor",
                lambda: _any_bar,
                "You let one bar make the whole chain negative. Whoever takes the foot off a brake goes faster.",
            ),
        ],
    ),
    Question(
        "therapy.2",
        objective="messages-4",
        asks="the sentence whose sign is turned around",
        points=1,
        finds_flaw=True,
        expects=Choice(*CLAIMS),
        right=_turned,
        parts=[Part(1, "its source has the other sign", lambda name: name == _turned())],
        mistakes=[
            Mistake(
                "two roads",
                lambda: "C143",
                "There both roads are real: aging lowers T cells, and inflammation raises them. Amounts decide, no "
                "sign is wrong.",
            ),
            Mistake(
                "a name too wide",
                lambda: "C124",
                "There the steps speak of different vesicles, those of a tumor and those of others. The name is too "
                "wide; the signs are right.",
            ),
            Mistake(
                "becoming",
                lambda: "C134",
                "There one step says what a cell restrains, and another what it turns into. Look for a claim whose "
                "own source says the opposite.",
            ),
        ],
    ),
]
