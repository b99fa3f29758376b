"""What can be wrong with an answer, with a function handed over as an answer, or with a question itself."""

from __future__ import annotations


class Unfit(Exception):
    """The answer is not of the kind that the question expects; the message is the hint that the learner gets."""


class Failed(Unfit):
    """A function that was handed over as an answer did not return; the message says how it ended.

    `endless` is whether it was stopped because its time was up.
    """

    def __init__(self, hint: str, endless: bool = False) -> None:
        super().__init__(hint)
        self.endless = endless


class QuestionError(ValueError):
    """A question is declared wrongly: nothing that a learner does can cause this."""


class UnknownQuestionError(LookupError):
    """There is no question, or no set of questions, of that name."""

    def __str__(self) -> str:
        return str(self.args[0])
