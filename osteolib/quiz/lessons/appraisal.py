"""Quiz of *Reading the evidence*."""

from __future__ import annotations

from osteolib import evidence
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong
from osteolib.therapy import best_of_noise, combined_auc, predict, screening

ALONE = (0.77, 0.88, 0.80)
PEOPLE = 30
LAST = evidence.claims()
LAST = LAST[LAST.section.isin(["4", "5"])]


def found(correlation: float) -> float:
    """Percent of the ill that the panel finds at 10 % false alarms."""
    table = screening(correlation=correlation)
    return float(table.sensitivity.interp(false_alarms=10))


ITEMS = [
    Single(
        objective="appraise-1",
        question="What does an area under the curve of 0.80 mean?",
        options=[
            Wrong("The test is 80 % accurate.", "Accuracy needs a threshold and a prevalence; the area has neither."),
            Wrong("It finds 80 % of the ill.", "That is a sensitivity, at one threshold."),
            Right(
                "Of 100 pairs, one ill and one healthy, it puts 80 in order.",
                "The chance that the ill one of a pair has the higher value.",
            ),
        ],
    ),
    Predict(
        objective="appraise-1",
        question="The three markers of the panel are correlated, 0.5 instead of 0. What happens to the number of ill "
        "people that "
        "it finds?",
        options=[
            Wrong("It rises: the markers confirm each other.", "What is said twice is not said better."),
            Right(
                "It falls.",
                f"At 10 % false alarms from {found(0):.0f} % to {found(0.5):.0f} %; the area goes from "
                f"{combined_auc(ALONE):.2f} to {combined_auc(ALONE, 0.5):.2f}.",
            ),
            Wrong(
                "Nothing: each marker is as good as before.", "Each is, but together they now tell less that is new."
            ),
        ],
        explorer="screening",
        slider="correlation",
        to=0.5,
        control="the correlation of the markers",
        instead="Run <code>combined_auc([0.77, 0.88, 0.80], 0.5)</code>.",
        proof=lambda: found(0.5) < found(0) - 5,
    ),
    Numeric(
        objective="appraise-3",
        question=f"Nobody of {PEOPLE} treated people had a certain harm. Up to which frequency of that harm would "
        "such a result still "
        "happen in 5 of 100 studies?",
        answer=lambda: 100 * (1 - 0.05 ** (1 / PEOPLE)),
        unit="%",
        tolerance=0.02,
        right="Nearly one in ten. <i>None was seen</i> and <i>there is none</i> are far apart in small studies.",
        hint="If the harm has the frequency <i>p</i>, nobody of <i>n</i> has it with the chance (1 – <i>p</i>) to "
        "the power "
        "<i>n</i>.",
        slips=[
            Slip(lambda: 100 / PEOPLE, "That is one in thirty, as if one had been seen."),
            Slip(lambda: 5, "That is the chance of being misled, not the frequency of the harm."),
            Slip(
                lambda: 100 * 0.05 / PEOPLE, "You divided the 5 % among the people. Chances of <i>nobody</i> multiply."
            ),
        ],
    ),
    Single(
        objective="appraise-3",
        question="A search tries 22 markers in eight ill and eight healthy people; the best has an area of 0.82. "
        "What do you conclude?",
        options=[
            Wrong("It is a good marker.", "The best of 22 useless ones reaches as much, on average."),
            Wrong("It is useless.", "It may be good. The study just cannot tell."),
            Right(
                "Nothing before it is tested alone in new people.",
                f"The best of 22 useless markers averages {best_of_noise(22, 8, 8, times=400).mean():.2f} in such a "
                "study.",
            ),
        ],
        proof=lambda: 0.78 < best_of_noise(22, 8, 8, times=400).mean() < 0.86,
    ),
    Multiple(
        objective="appraise-5",
        question="Which of these stood between the review's conclusions and a clinic when it was written?",
        options=[
            Right("No exosome product had been approved.", "So the FDA stated in December 2019; look for newer dates."),
            Right(
                "None of its last statements rests on a study of people.",
                f"Of {len(LAST)} statements in its last two sections, not one.",
            ),
            Wrong(
                "Exosomes had been shown not to work in animals.",
                "In animals they often did. How large the effect is, is another question.",
            ),
        ],
        proof=lambda: not (LAST.evidence == "human").any() and predict(0.95, 0.82, 0.068).ppv < 0.3,
    ),
]
