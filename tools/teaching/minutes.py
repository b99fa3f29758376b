"""How many minutes a lesson takes, by one rule for all: so many for a word, a line of code, a figure, a slider."""

from __future__ import annotations

from tools.teaching.lesson import Lesson

# Minutes for one of each. Reading speed is that of a textbook in a second language; the others are our guesses.
RULE = {
    "words": 1 / 200,
    "code": 1 / 10,
    "figures": 1.0,
    "explorers": 4.0,
    "quiz": 0.75,
    "questions": 3.0,
}
SAID = {
    "words": "200 words of text a minute",
    "code": "10 visible lines of code a minute",
    "figures": "1 minute a figure",
    "explorers": "4 minutes an explorer",
    "quiz": "45 seconds a quiz item",
    "questions": "3 minutes a question under *Check yourself*",
}
STEP = 5  # a plan in single minutes would promise too much


def parts(lesson: Lesson) -> dict[str, float]:
    """Minutes that each kind of thing in a lesson takes."""
    return {kind: getattr(lesson, kind) * minutes for kind, minutes in RULE.items()}


def minutes(lesson: Lesson) -> int:
    """Minutes of a lesson, rounded up to five.

    >>> from tools.teaching.lesson import lessons
    >>> all(minutes(one) % 5 == 0 for one in lessons())
    True
    """
    return -int(-sum(parts(lesson).values()) // STEP) * STEP


def planned(lesson: Lesson) -> int:
    """Minutes to plan with: the estimate, or what the lesson says of itself where that is more.

    >>> from tools.teaching.lesson import lessons
    >>> all(planned(one) >= one.stated for one in lessons())
    True
    """
    return max(minutes(lesson), lesson.stated)
