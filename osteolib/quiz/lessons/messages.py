"""Quiz of *Messages in the network*."""

from __future__ import annotations

from math import prod

from osteolib import evidence
from osteolib.quiz.kinds import Multiple, Predict, Right, Single, Wrong

(WHOLE,) = evidence.paths("circRNA Rtn4", "apoptosis", 1)
(FIRST,) = evidence.paths("circRNA Rtn4", "miR-146a", 1)
ARROWS = evidence.to_frame(evidence.graph(status="corrected"))
HEALTHY = (
    "stem cell exosome",
    "MSC exosome",
    "BMSC exosome",
    "stretched MSC exosome",
    "UC-MSC exosome (native)",
    "UC-MSC exosome (osteo-induced)",
    "exosome mimetics of human BMSC",
)
BUILDING = (
    "osteoblast",
    "osteoblast differentiation",
    "osteogenesis",
    "osteoblast proliferation",
    "osteogenic differentiation",
    "bone formation",
    "bone density",
)
MIR21 = ARROWS[(ARROWS.source == "miR-21-5p") & (ARROWS.target == "osteogenesis")]


def raised_less_lowered(without: tuple[str, ...] = ()) -> int:
    """Arrows from exosomes that raise the building of bone, less those that lower it."""
    sent = ARROWS.source.str.contains("exosome") | ARROWS.via.str.contains("exosome|MSC of osteoporosis", na=False)
    mail = ARROWS[sent & ARROWS.target.isin(BUILDING) & ~ARROWS.source.isin(without) & ~ARROWS.via.isin(without)]
    return int(mail.sign.sum())


ITEMS = [
    Single(
        objective="messages-2",
        question="circRNA Rtn4 lowers miR-146a, and it lowers apoptosis. What does miR-146a do to apoptosis, if "
        "there is no other "
        "road?",
        options=[
            Wrong(
                "It lowers apoptosis.",
                "Then a chain of two bars would <i>raise</i> it, and circRNA Rtn4 lowers it.",
            ),
            Right(
                "It raises apoptosis.",
                "One bar, then a plus: the whole lowers apoptosis, as was seen.",
            ),
            Wrong(
                "That cannot be known from signs.",
                "From the whole and all steps but one the missing sign follows, as long as the road is the only one.",
            ),
        ],
        proof=lambda: prod([WHOLE.sign, FIRST.sign]) == 1,
    ),
    Single(
        objective="messages-3",
        question="miR-21 raises the making of bone in one paper and lowers it in another. What is the first thing to "
        "look at?",
        options=[
            Wrong("Which paper is newer.", "A later date is no argument."),
            Wrong("Which paper has more cells.", "Both may be certain of what they saw, and have seen two things."),
            Right(
                "Which sender and which setting each one had.",
                "An implant with the microRNA on it, and stem cells of patients: two facts, no conflict.",
            ),
        ],
        proof=lambda: set(MIR21.sign) == {1, -1} and MIR21.via.nunique() == 2,
    ),
    Predict(
        objective="messages-3",
        question="Count all senders, and more arrows raise the building of bone than lower it. Now leave out healthy "
        "stem cells. "
        "What do the others say?",
        options=[
            Wrong(
                "The same, only with fewer arrows.",
                "The others are mostly old, ill or malignant cells, and their arrows point the other way.",
            ),
            Right(
                "Building is lowered more often than raised.",
                "What an average says is what people chose to study, and that was mostly stem cells.",
            ),
            Wrong(
                "Nothing: no arrows are left.",
                "Osteoblasts, osteoclasts, T cells, tumors and others are still there.",
            ),
        ],
        explorer="from_senders",
        slider="stem_cells",
        to=0,
        within=0.5,
        control="healthy stem cells off",
        instead="Run <code>from_senders(stem_cells=0, ...)</code> with all others at 1.",
        proof=lambda: raised_less_lowered() > 0 > raised_less_lowered(HEALTHY),
    ),
    Multiple(
        objective="messages-5",
        question="What can a graph of signs <b>not</b> tell you?",
        options=[
            Right("How strong an effect is.", "An arrow has a sign and no size."),
            Wrong(
                "In which direction a chain without gaps points.",
                "That is just what it tells: the product of its signs.",
            ),
            Right("Which of two roads wins.", "With +1 on one road and –1 on the other, amounts decide."),
            Right("When it happens.", "Hours and years look the same."),
        ],
    ),
]
