"""Questions on the lesson *T cells, TNF and IL-17*."""

from __future__ import annotations

from osteolib import evidence
from osteolib.exercise.kinds import Function, Integer, Names, Number, Record
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.estrogen.experiments import straight, t_cell_share, times_more

# Signs of the steps from estrogen on, as the lesson's table of arrows gives them.
ROADS = {"through Wnt": (1, 1), "through TNF and RUNX2": (-1, 1, -1, 1), "through RANKL": (-1, 1)}
CLAIMS = ("C036", "C038", "C039", "C043", "C048")


def _product(steps: tuple[int, ...]) -> int:
    sign = 1
    for step in steps:
        sign *= step
    return sign


def _signs(of: object = _product) -> dict[str, int]:
    return {road: of(steps) for road, steps in ROADS.items()}


def _verdicts(*wanted: str) -> set[str]:
    return {name for name in CLAIMS if evidence.claim(name).verdict in wanted}


def _carried() -> set[str]:
    return _verdicts("supported")


QUESTIONS = [
    Question(
        "estrogen.6",
        objective="t-cells-2",
        asks="signs of three roads from estrogen",
        points=3,
        expects=Record(*ROADS, of=Integer()),
        right=_signs,
        parts=[
            Part(1, road, lambda signs, road=road, steps=steps: signs[road] == _product(steps))
            for road, steps in ROADS.items()
        ],
        mistakes=[
            Mistake(
                "less estrogen",
                lambda: {road: -sign for road, sign in _signs().items()},
                "All three are turned around: those are the signs for less estrogen. The roads start at estrogen "
                "as it rises.",
            ),
            Mistake(
                "last step only",
                lambda: _signs(lambda steps: steps[-1]),
                "You took the sign of the last arrow. Multiply all arrows along the road.",
            ),
            Mistake(
                "first step only",
                lambda: _signs(lambda steps: steps[0]),
                "You took the sign of the first arrow. Multiply all arrows along the road.",
            ),
            Mistake(
                "sum",
                lambda: _signs(sum),
                "You added the signs. Two arrows that both restrain make a road that supports, so signs multiply.",
            ),
        ],
    ),
    Question(
        "estrogen.7",
        objective="t-cells-4",
        asks="a function that fits the share of T cells to a trial",
        points=3,
        expects=Function(Number("", rel=0.02, abs=0.004), probes=[(0.5,), (0.25,), (0.75,)], seconds=20),
        right=lambda: lambda blocked: t_cell_share(blocked),
        parts=[
            Part(1, "a share, between 0 and 1", lambda share: all(0 <= share(x) <= 1 for x in (0.1, 0.4, 0.8))),
            Part(
                1,
                "the more the drug takes away, the larger the share",
                lambda share: share(0.2) < share(0.4) < share(0.7),
            ),
            Part(1, "half of the rise", lambda share: abs(share(0.5) / t_cell_share(0.5) - 1) < 0.02),
        ],
        mistakes=[
            Mistake(
                "left for taken",
                lambda: lambda blocked: t_cell_share(1 - blocked),
                "Your share falls where it should rise: you matched what is left of the rise, and blocked is what "
                "the drug took away.",
            ),
            Mistake(
                "level, not rise",
                lambda: lambda blocked: t_cell_share(blocked, of_rise=False),
                "You compared levels of CTX. The trial compared rises: subtract what CTX was before estradiol was "
                "stopped, which is 1.",
            ),
            Mistake(
                "no model",
                lambda: lambda blocked: blocked,
                "You took the share of the rise for the share of T cells. The two are near each other, but between "
                "them lie the cells of the model: find the share at which the model's rise is cut that much.",
            ),
            Mistake(
                "months later",
                lambda: lambda blocked: t_cell_share(blocked, days=21 * 7),
                "That fits a later day. The trial looked three weeks after estradiol was stopped: 21 / 365 of a year.",
            ),
        ],
    ),
    Question(
        "estrogen.8",
        objective="t-cells-3",
        asks="coupling A with another assumption",
        points=4,
        expects=Function(
            Number("× full estrogen", rel=2e-3), probes=[(0.0, 0.5), (0.5, 0.5), (0.8, 0.2), (0.3, 2.0)], seconds=20
        ),
        right=lambda: lambda E, h: times_more(E, h),
        parts=[
            Part(1, "with full estrogen nothing changes", lambda times: abs(times(1.0, 0.5) - 1) < 1e-6),
            Part(
                1,
                "without estrogen it agrees with the straight line",
                lambda times: abs(times(0.0, 0.7) - straight(0.0, 0.7)) < 2e-3,
            ),
            Part(1, "early loss counts more, the smaller h is", lambda times: times(0.7, 0.1) > times(0.7, 1.0)),
            Part(1, "agrees in between", lambda times: abs(times(0.6, 0.4) / times_more(0.6, 0.4) - 1) < 2e-3),
        ],
        mistakes=[
            Mistake(
                "the lesson's line",
                lambda: lambda E, h: straight(E, h),
                "That is the straight line of the lesson: h does not matter in it. Replace 1 - E by the new curve.",
            ),
            Mistake(
                "not scaled to one",
                lambda: lambda E, h: _unscaled(E, h),
                "Your curve ends below one when all estrogen is gone, so RANKL never reaches its m. "
                "The factor 1 + h is missing.",
            ),
            Mistake(
                "upside down",
                lambda: lambda E, h: 1 / times_more(E, h),
                "That is full estrogen over none. The question asks how many times more osteoclasts there are with "
                "estrogen at E.",
            ),
            Mistake(
                "estrogen for its loss",
                lambda: lambda E, h: times_more(1 - E, h),
                "You let RANKL rise with estrogen. What drives it is the estrogen that is missing, 1 - E.",
            ),
            Mistake(
                "twice",
                lambda: lambda E, h: times_more(E, h, power=2),
                "The change acts twice. A change receives K_L as it was: return the new K_L, once multiplied.",
            ),
        ],
    ),
    Question(
        "estrogen.9",
        objective="t-cells-5",
        asks="claims that their citations carry",
        points=2,
        finds_flaw=True,
        expects=Names(*CLAIMS),
        right=_carried,
        parts=[
            Part(1, "all that are carried", lambda names: _carried() <= names),
            Part(1, "none that is not", lambda names: names <= _carried()),
        ],
        mistakes=[
            Mistake(
                "half is enough",
                lambda: _verdicts("supported", "partly"),
                "You counted those that are carried in part. There the conclusion may stand, but the paper shows "
                "another mouse or another step than the sentence says.",
            ),
            Mistake(
                "only those in part",
                lambda: _verdicts("partly"),
                "Those are the ones that are carried in part. Look for the verdict that needs no 'but'.",
            ),
            Mistake(
                "turned around",
                lambda: set(CLAIMS) - _carried(),
                "Those are the claims that their papers do not carry, or only in part. "
                "The question asks for the others.",
            ),
            Mistake(
                "all of them",
                lambda: set(CLAIMS),
                "A citation is not yet a support. Ask evidence.claim of each for its verdict.",
            ),
        ],
    ),
]


def _unscaled(E: float, h: float) -> float:
    """The curve without 1 + h: without estrogen it ends at 1 / (1 + h) of the rise."""
    missing = 1 - E
    return straight(1 - missing / (missing + h), h)
