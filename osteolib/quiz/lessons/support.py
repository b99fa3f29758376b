"""Quiz of *How well is the review supported?*."""

from __future__ import annotations

from osteolib import evidence
from osteolib.quiz.kinds import Multiple, Numeric, Order, Right, Single, Slip, Step, Wrong

CLAIMS = evidence.claims()
UNCITED = int((CLAIMS.refs.str.len() == 0).sum())
CITED = len(CLAIMS) - UNCITED
BORNE = int(((CLAIMS.verdict == "supported") & (CLAIMS.refs.str.len() > 0)).sum())

ITEMS = [
    Single(
        objective="support-1",
        question="A sentence is true, and the paper it cites shows something else. What do you call the citation?",
        options=[
            Wrong(
                "Fine, since the sentence is true.",
                "Then why cite? Whoever looks it up finds nothing, or copies the error on.",
            ),
            Right(
                "One that does not carry its sentence.",
                "Truth and support are two questions; the ledger asks the second.",
            ),
            Wrong("A forgery.", "Mostly it is haste: the paper was found, remembered, or copied from another list."),
        ],
    ),
    Numeric(
        objective="support-1",
        question=f"Of {len(CLAIMS)} statements in the ledger, {UNCITED} cite nothing, and of the others {BORNE} are "
        "fully carried by what "
        "they cite. What share of the <b>citing</b> ones is that?",
        answer=lambda: 100 * BORNE / CITED,
        unit="%",
        tolerance=0.02,
        right="As far as abstracts and titles show. A share of all statements would mix two questions.",
        hint="First find how many cite anything.",
        slips=[
            Slip(lambda: 100 * BORNE / len(CLAIMS), "That is of all statements, those without a citation included."),
            Slip(lambda: 100 * BORNE / UNCITED, "You divided by those that cite nothing."),
            Slip(lambda: BORNE / CITED, "That is a fraction. The box asks for percent."),
        ],
    ),
    Order(
        objective="support-2",
        question="Does a drug spare the bone of women? Order the evidence, the nearest to an answer first.",
        steps=[
            Step("A randomized trial that counts fractures in women."),
            Step(
                "A cohort of women who chose the drug.", early="Those who choose a drug differ in more than the drug."
            ),
            Step("An experiment in mice.", early="A mouse is farther from a woman than an observed woman is."),
            Step("Cells in a dish.", early="A dish has no skeleton, no blood and no time."),
        ],
        right="For this question. For <i>how</i> it works, the dish may come first: rank evidence for a question, "
        "not once and for all.",
    ),
    Multiple(
        objective="support-3",
        question="A chain of four steps: three rest on people, one on cells in a dish. What may you say of the chain?",
        options=[
            Right("It is as strong as the step in the dish.", "The weakest step bounds the whole."),
            Wrong("It is well supported, three to one.", "Steps do not vote: all of them have to hold."),
            Right("The next experiment should go to that step.", "Strengthening any other would not help."),
        ],
    ),
    Single(
        objective="support-4",
        question="Two papers give one arrow opposite signs. What is the most fruitful reading?",
        options=[
            Wrong("One of them is false.", "Sometimes. But then one should be able to say which, and why."),
            Wrong("They cancel, so there is no effect.", "Two effects in two settings are not none."),
            Right(
                "A question: in which cells, when, and at which amount?",
                "Often the contradiction dissolves into two facts with an address each.",
            ),
        ],
    ),
]
