"""Hidden checks of the set on bone remodeling; README.md says what they are and how to keep them private."""

from __future__ import annotations

from osteolib.exercise import Part
from osteolib.exercise.sets.bone_remodeling.experiments import exponents, final, guarded, trace
from osteolib.remodeling import komarova2003


def short_pulses(ratios) -> bool:
    """Pulses of one and of six hours lie nearer to each other than to the even dose."""
    return abs(ratios[0] - ratios[1]) < ratios[2] - max(ratios[:2])


HIDDEN = {
    "bone_remodeling.3": [
        Part(
            1,
            "also at rates and an exponent that the question did not name",
            lambda hopf: all(abs(trace(hopf(*each), *each)) < 1e-4 for each in [(0.4, 0.01, 0.2), (0.08, 0.05, -0.8)]),
        ),
    ],
    "bone_remodeling.4": [
        Part(1, "the bone comes back at another g11 too", lambda tuned: abs(final(0.65, k2=tuned(0.65)) - 100) < 0.05),
    ],
    "bone_remodeling.6": [
        Part(1, "short pulses cost about the same, and more than an even dose", short_pulses),
    ],
    "bone_remodeling.7": [
        Part(
            1,
            "also for an exponent that the question did not name",
            lambda slopes: all(abs(a - b) < 2e-3 for a, b in zip(slopes(2.6), exponents(2.6), strict=True)),
        ),
    ],
    "bone_remodeling.8": [
        Part(
            1,
            "the stronger the call, the nearer the bone stays to 100 %",
            lambda bone: abs(bone(0.01, 0.6) - 100) > abs(bone(0.04, 0.6) - 100) > abs(bone(0.16, 0.6) - 100),
        ),
        Part(
            1,
            "agrees at values that the question did not name",
            lambda bone: (
                abs(bone(0.03, 0.6) - guarded(0.03, 0.6)) < 0.25
                and abs(bone(0.0, 0.35) - float(komarova2003.simulate([0, 100], g11=0.35).bone_mass[-1])) < 0.25
            ),
        ),
    ],
}
