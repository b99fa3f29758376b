"""Quiz of *Menopause as an experiment*."""

from __future__ import annotations

from osteolib.estrogen import jorg2022, nelson2026
from osteolib.quiz.kinds import Multiple, Numeric, Predict, Right, Single, Slip, Wrong

AGE = jorg2022.parameters["a_e"].value
HALF = jorg2022.parameters["tau_e"].value
YEARS = 5
LIFE = jorg2022.simulate([AGE, 53, 60, 80])
EARLY, LATE = (jorg2022.simulate([20, 80], a_e=a_e).bone_density for a_e in (45, 55))
GAP = 100 * float(1 - EARLY[-1] / LATE[-1])


def estrogen_left(years: float) -> float:
    """Percent of the ovaries' estrogen, from the model's own output."""
    return 100 * float(jorg2022.simulate([AGE, AGE + years]).ovarian_estrogen[-1])


def surgical(held: float) -> float:
    """Spine density 15 years after surgery, in percent."""
    run = nelson2026.simulate([0, 15], menopause="surgical", E_held=held)
    return float(run.bone_mineral_density[-1])


NONE, SOME, ALL = (surgical(held) for held in (0, 0.5, 1))
SAVED = (SOME - NONE) / (ALL - NONE)

ITEMS = [
    Single(
        objective="menopause-1",
        question="Three years after menopause, what do the two markers in blood show in this model?",
        options=[
            Wrong(
                "Resorption up, formation down.",
                "Bone is lost, so it seems that building must have stopped. But the cells that build follow those that "
                "dig, and both markers rise.",
            ),
            Right(
                "Both up, resorption more.",
                f"CTX is {float(LIFE.ctx[1]):.2f} times and P1NP {float(LIFE.p1np[1]):.2f} times what they were: bone "
                "goes because digging gains more than building.",
            ),
            Wrong(
                "Both down: the skeleton comes to rest.",
                "Less estrogen takes a brake off. Turnover rises, it does not rest.",
            ),
        ],
        proof=lambda: float(LIFE.ctx[1]) > float(LIFE.p1np[1]) > 1.1,
    ),
    Multiple(
        objective="menopause-2",
        question="By which arms does less estrogen become less bone in the model of Jörg et al.?",
        options=[
            Right(
                "Precursors of osteoclasts are no longer held back.",
                "<i>δ</i> rises: more of the precursors are let go, and osteoclasts become more.",
            ),
            Wrong(
                "Osteoblasts die sooner.",
                "Plausible, but not an arm of this model: estrogen does not stand in their rate of loss.",
            ),
            Right(
                "Osteocytes make more sclerostin, which restrains osteoblasts.",
                "The second arm: estrogen keeps osteocytes from making it.",
            ),
            Wrong(
                "Thin bone calls for fewer osteoblasts.",
                "No rate in this model asks how much bone there is.",
            ),
        ],
        proof=lambda: {"e_pC", "e_s"} <= set(jorg2022.parameters),
    ),
    Numeric(
        objective="menopause-2",
        question=f"Estrogen from the ovaries is <i>τ</i>/(<i>τ</i> + <i>t</i>) with <i>τ</i> = {HALF:g} years, "
        f"<i>t</i> being the years since menopause. How much of it is left after {YEARS} years?",
        answer=lambda: estrogen_left(YEARS),
        unit="%",
        tolerance=0.02,
        right="This law falls fast at first and has a long tail: after twice the time to one half, a third is left, "
        "not "
        "a quarter.",
        hint="Put both numbers into the fraction and give percent.",
        slips=[
            Slip(
                lambda: 100 * 0.5 ** (YEARS / HALF),
                "That is an exponential with a half-life. Here the halving gets slower with time.",
            ),
            Slip(lambda: 100 - estrogen_left(YEARS), "That is what is gone."),
            Slip(lambda: estrogen_left(YEARS) / 100, "That is a fraction of one. The box asks for percent."),
        ],
    ),
    Predict(
        objective="menopause-3",
        question="After surgical menopause, hold estrogen at one half of its former level. How much of the bone that "
        "would be lost by year 15 is saved?",
        options=[
            Wrong(
                "Next to nothing: a hormone works all or none.",
                f"{100 * SAVED:.0f} % of the loss is saved. Estrogen stands inside smooth terms here; there is no "
                "switch.",
            ),
            Right(
                "A little more than half.",
                f"{100 * SAVED:.0f} %: the density ends at {SOME:.0f} % in place of {NONE:.0f} %, and held in full it "
                f"would be {ALL:.0f} %.",
            ),
            Wrong(
                "Nearly all: the first bit does most.",
                f"{100 * SAVED:.0f} % is saved. The terms do saturate, but so gently that half a dose does hardly more "
                "than half of the work.",
            ),
        ],
        explorer="nelson2026",
        slider="E_held",
        to=0.5,
        control="the estrogen held by therapy, in the explorer of the two kinds of menopause,",
        instead='Run <code>nelson2026.simulate([0, 15], menopause="surgical", E_held=0.5)</code>.',
        proof=lambda: 0.5 < SAVED < 0.62,
    ),
    Single(
        objective="menopause-5",
        question="Women lose bone fastest in the first two years after their final period; no model here does. What is "
        "the honest sentence?",
        options=[
            Wrong(
                "The women are an exception, since the model was fitted to a trial.",
                "Several cohorts see the fast years. A fit does not overrule data that it was not made for.",
            ),
            Wrong(
                "With other parameters the model would fit, so it is not refuted.",
                "A promise that has not been kept is not a result. Change them, show it, and say what else then fits "
                "worse.",
            ),
            Right(
                "The models describe decades, and miss the fast years; something quick is absent from them.",
                "It says where they hold, where they fail, and what to look for.",
            ),
        ],
    ),
]
