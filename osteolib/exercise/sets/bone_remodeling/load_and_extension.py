"""Questions on the lesson *Bone follows load*, and one that extends a model."""

from __future__ import annotations

from osteolib.exercise.kinds import Array, Function, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.exercise.sets.bone_remodeling.experiments import exponents, guarded
from osteolib.remodeling import komarova2003

QUESTIONS = [
    Question(
        "bone_remodeling.7",
        objective="load-2",
        asks="exponents of the stimulus, in line and side by side",
        points=2,
        expects=Function(Array(shape=(2,), abs=1e-3), probes=[(2.0,), (0.8,), (3.0,)]),
        right=lambda: exponents,
        parts=[
            Part(
                1,
                "in line: the same stress",
                lambda slopes: all(abs(slopes(g)[0] - exponents(g)[0]) < 2e-3 for g in (2.0, 1.3)),
            ),
            Part(
                1,
                "side by side: the same strain",
                lambda slopes: all(abs(slopes(g)[1] - exponents(g)[1]) < 2e-3 for g in (2.0, 1.3)),
            ),
        ],
        mistakes=[
            Mistake(
                "swapped",
                lambda: lambda gamma: exponents(gamma)[::-1],
                "The two are swapped. Blocks in line "
                "carry the same stress, blocks side by side are squeezed by the same strain.",
            ),
            Mistake(
                "per volume",
                lambda: lambda gamma: exponents(gamma, per_gram=False),
                "Those are the exponents "
                "of U, the energy in a cubic millimeter. The cells sense energy per gram: divide by density.",
            ),
            Mistake(
                "same stress twice",
                lambda: lambda gamma: [exponents(gamma)[0]] * 2,
                "You gave both the same "
                "stress. Side by side it is the strain that blocks share, and then the stiffer one carries more.",
            ),
            Mistake(
                "signs",
                lambda: lambda gamma: [-each for each in exponents(gamma)],
                "Both signs are the other "
                "way round. Under the same stress dense bone is strained less, so it stores less energy.",
            ),
        ],
    ),
    Question(
        "bone_remodeling.8",
        objective="one-cycle-4",
        asks="the model extended by osteocytes that call for repair",
        points=4,
        expects=Function(
            Number("% of start", rel=0, abs=0.25), probes=[(0.0, 0.8), (0.02, 0.8), (0.05, 0.2), (0.1, 0.8)], seconds=30
        ),
        right=lambda: guarded,
        parts=[
            Part(
                1,
                "c = 0 gives back the published model",
                lambda bone: abs(bone(0.0, 0.5) - float(komarova2003.simulate([0, 100]).bone_mass[-1])) < 0.25,
            ),
            Part(
                1,
                "a strong call leaves the bone nearer to 100 % than none",
                lambda bone: abs(bone(0.1, 0.8) - 100) < abs(bone(0.0, 0.8) - 100) / 2,
            ),
            Part(
                2,
                "agrees within a quarter of a percent",
                lambda bone: all(abs(bone(*each) - guarded(*each)) < 0.25 for each in ((0.02, 0.7), (0.05, 0.3))),
            ),
        ],
        mistakes=[
            Mistake(
                "sign of the call",
                lambda: lambda c, g11: guarded(c, g11, away=-1),
                "Your call drives the bone "
                "away from 100 %: where bone is missing, 100 - bone is above zero, and has to be added.",
            ),
            Mistake(
                "a share of a share",
                lambda: lambda c, g11: guarded(c, g11, of=100),
                "The call is a hundred times "
                "too weak. Bone mass is in percent already, so c (100 - bone) must not be divided by 100.",
            ),
            Mistake(
                "left out",
                lambda: lambda c, g11: guarded(0 * c, g11),
                "Your bone mass does not depend on c. "
                "Add the new term inside the loop, with the bone mass of that moment.",
            ),
            Mistake(
                "all cells at work",
                lambda: lambda c, g11: guarded(c, g11, rest=0),
                "You let all cells dig and "
                "build. In this model only those above the steady number do; subtract steady_state first.",
            ),
        ],
    ),
]
