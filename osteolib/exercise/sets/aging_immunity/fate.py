"""Questions on the lesson *Choosing a fate*."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from osteolib.aging import martinez_sanchez2015
from osteolib.exercise.kinds import Array, Function, Integer, Names
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.aging_immunity.experiments import TH17, counted, needed, next_state, rest_of

ALL = list(itertools.product([0, 1], repeat=3))


def _in_turn(A: int, B: int, signal: int) -> list[int]:
    after = next_state(A, B, signal)[0]
    return [after, next_state(after, B, signal)[1]]


def _without_not(A: int, B: int, signal: int) -> list[int]:
    return [int((A or signal) and B), int(B and A)]


def _and_signal(A: int, B: int, signal: int) -> list[int]:
    return [int(A and signal and not B), int(B and not A)]


def _forgetful(A: int, B: int, signal: int) -> list[int]:
    return [int(signal and not B), int(B and not A)]


def _right_where(answer: Callable, rows: list) -> bool:
    return all(list(answer(*row)) == next_state(*row) for row in rows)


def _no_rest(together: dict, alone: dict) -> bool:
    return "no rest" in together


def _invented(together: dict, alone: dict) -> bool:
    return "no rest" in together and "no rest" not in alone


def _coin(together: dict, alone: dict) -> bool:
    return len(alone) > 1


def _resting(together: dict, alone: dict) -> bool:
    return "no rest" not in together


def _always(together: dict, alone: dict) -> bool:
    return True


QUESTIONS = [
    Question(
        "aging_immunity.4",
        objective="fate-1",
        asks="a function that takes one step of two switches",
        points=3,
        expects=Function(Array(shape=(2,)), probes=ALL),
        right=lambda: next_state,
        parts=[
            Part(1, "without the signal", lambda answer: _right_where(answer, [row for row in ALL if not row[2]])),
            Part(1, "with the signal", lambda answer: _right_where(answer, [row for row in ALL if row[2]])),
            Part(1, "both on hold each other down", lambda answer: list(answer(1, 1, 0)) == [0, 0]),
        ],
        mistakes=[
            Mistake(
                "one after the other",
                lambda: _in_turn,
                "You used the new A when you worked out B. Moved together, both look at the state before the step.",
            ),
            Mistake(
                "no 'not'",
                lambda: _without_not,
                "The other switch should hold this one down; in your function it is needed. A '!' means not.",
            ),
            Mistake(
                "'and' for 'or'",
                lambda: _and_signal,
                "A | signal is true if one of them is on. You ask for both.",
            ),
            Mistake(
                "A forgets",
                lambda: _forgetful,
                "Your A is on only while the signal is. The rule also lets A keep itself on.",
            ),
        ],
    ),
    Question(
        "aging_immunity.5",
        objective="fate-3",
        asks="cycles that the clock of a model invents",
        points=3,
        finds_flaw=True,
        expects=Integer("mixtures"),
        right=lambda: counted(_invented),
        parts=[
            Part(1, "some, and not all", lambda count: 0 < count < 2 ** len(martinez_sanchez2015.inputs)),
            Part(2, "the number", lambda count: count == counted(_invented)),
        ],
        mistakes=[
            Mistake(
                "coins",
                lambda: counted(_coin),
                "You counted mixtures where one switch at a time leads to several fates. A cycle that is invented is "
                "'no rest' when all move together, and is gone when one moves at a time.",
            ),
            Mistake(
                "those that rest",
                lambda: counted(_resting),
                "Those are the mixtures in which the cell does come to rest when all move together: count the others.",
            ),
            Mistake(
                "all of them",
                lambda: counted(_always),
                "That is the number of all mixtures. Ask for each whether 'no rest' is among its fates.",
            ),
            Mistake(
                "none",
                lambda: counted(lambda together, alone: "no rest" in alone),
                "One at a time no mixture ends without rest, that is right. The question is how many do so when "
                "all switches move together.",
            ),
        ],
    ),
    Question(
        "aging_immunity.6",
        objective="fate-4",
        asks="genes that Th17 cannot do without",
        points=3,
        expects=Names(*martinez_sanchez2015.nodes),
        right=needed,
        parts=[
            Part(1, "all that are needed", lambda names: needed() <= names),
            Part(1, "none that is not", lambda names: names <= needed()),
            Part(1, "the master gene is among them", lambda names: "RORGT" in names and len(names) < 6),
        ],
        mistakes=[
            Mistake(
                "needed for Treg",
                lambda: needed("Treg", "Treg"),
                "Those are needed for a Treg cell, with IL-2. The recipe of the question has IL-21.",
            ),
            Mistake(
                "master gene only",
                lambda: {"RORGT"},
                "The master gene is one of them. But what switches it on, and what keeps it on? "
                "Knock out each node in turn.",
            ),
            Mistake(
                "those that are off",
                lambda: set(martinez_sanchez2015.nodes) - rest_of(TH17),
                "Those are off in a Th17 cell. A gene that is off can hardly be missed: look at the others.",
            ),
            Mistake(
                "all that matter to RORGT",
                lambda: {"IL21", "TGFB", "TBET", "GATA3", "BCL6", "FOXP3"},
                "You listed every gene in the rule of RORGT. Those behind a '!' hold it down: without them it does "
                "not suffer.",
            ),
        ],
    ),
]
