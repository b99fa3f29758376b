"""Questions on the lesson *Turning macrophages*."""

from __future__ import annotations

from functools import cache

from osteolib.exercise.kinds import Function, Names, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.therapy import palma2018, protocol, trejo2019

FIRE = {"LPS_e": 1, "IFNg_e": 1}
TURNING = trejo2019.parameters["k12"].value
DAY, LATE = 56, 120


@cache
def _ends(when: str) -> frozenset[str]:
    """Signals after which the cell is not M1; `when` says what is given before them and with them."""
    phases = {
        "after the fire": lambda one: [FIRE, {}, {one: 1}, {}],
        "with the fire": lambda one: [FIRE, {**FIRE, one: 1}, {}],
        "to a cell at rest": lambda one: [{one: 1}, {}],
    }[when]
    return frozenset(one for one in palma2018.inputs if protocol(palma2018, phases(one))[-1].fate != "M1")


def _to_m2() -> frozenset[str]:
    wanted = ("M2a", "M2b", "M2c")
    return frozenset(one for one in palma2018.inputs if protocol(palma2018, [{one: 1}])[-1].fate in wanted)


@cache
def _bone(ds: float, factor: float) -> dict[float, float]:
    """Bone on some days, with M1 turning `factor` times as fast as usual."""
    run = trejo2019.simulate([0, DAY, LATE], k12=factor * TURNING, ds=ds).bone
    return {day: float(run.sel(time=day)) for day in (DAY, LATE)}


def _change(ds: float, factor: float, *, day: float = DAY) -> float:
    return 100 * (_bone(ds, factor)[day] / _bone(ds, 1)[day] - 1)


def _against_default(ds: float, factor: float) -> float:
    return 100 * (_bone(ds, factor)[DAY] / _bone(trejo2019.parameters["ds"].value, 1)[DAY] - 1)


QUESTIONS = [
    Question(
        "therapy.5",
        objective="macro-2",
        asks="pulses that put the fire out for good",
        points=3,
        expects=Names(*palma2018.inputs),
        right=lambda: _ends("after the fire"),
        parts=[
            Part(1, "all of them", lambda names: _ends("after the fire") <= names),
            Part(1, "no other", lambda names: names <= _ends("after the fire")),
            Part(1, "no signal that lights it", lambda names: names and not names & set(FIRE)),
        ],
        mistakes=[
            Mistake(
                "while the fire is lit",
                lambda: _ends("with the fire"),
                "You gave the signal while the trigger was still there. The question's pulse comes when the trigger "
                "is gone, and one of your signals then does nothing.",
            ),
            Mistake(
                "at rest",
                lambda: _ends("to a cell at rest"),
                "You began with a cell at rest. Most signals leave such a cell calm; the question is about one that "
                "burns.",
            ),
            Mistake(
                "one of two",
                lambda: {"IL10_e"},
                "That one does. Try each of the seven: another one does too, and leaves another cell behind.",
            ),
            Mistake(
                "none",
                lambda: set(),
                "None is too few: give IL-10 after the trigger is gone, take it away, and look at the fate.",
            ),
        ],
    ),
    Question(
        "therapy.6",
        objective="macro-3",
        asks="a function for what faster turning does to bone",
        points=3,
        finds_flaw=True,
        expects=Function(Number("%", rel=0.02, abs=0.05), probes=[(1.0, 4), (0.5, 4)], seconds=60),
        right=lambda: lambda ds, factor: _change(ds, factor),
        parts=[
            Part(
                1,
                "the slower stem cells differentiate, the less it costs",
                lambda change: change(0.5, 4) > change(1.0, 4),
            ),
            Part(1, "at the published rate faster turning costs bone", lambda change: change(1.0, 4) < -1),
            Part(1, "agrees for slow differentiation", lambda change: abs(change(0.5, 4) - _change(0.5, 4)) < 0.15),
        ],
        mistakes=[
            Mistake(
                "sign",
                lambda: lambda ds, factor: -_change(ds, factor),
                "The sign is the other way round: a loss is a change below zero.",
            ),
            Mistake(
                "fraction",
                lambda: lambda ds, factor: _change(ds, factor) / 100,
                "That is a fraction. The question asks for percent.",
            ),
            Mistake(
                "ratio",
                lambda: lambda ds, factor: 100 + _change(ds, factor),
                "That is the bone in percent of the slow case. A change is that less 100.",
            ),
            Mistake(
                "another comparison",
                lambda: lambda ds, factor: _against_default(ds, factor),
                "You compared with the published d_s. Change one thing at a time: same ds, factor 1.",
            ),
            Mistake(
                "later",
                lambda: lambda ds, factor: _change(ds, factor, day=LATE),
                "That is on another day. The question asks for day 56; later the two come together.",
            ),
        ],
    ),
]
