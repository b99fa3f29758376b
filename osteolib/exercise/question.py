"""A question: what it asks for, its reference answer, what earns points, and which mistakes people make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from osteolib.exercise.errors import QuestionError
from osteolib.exercise.kinds import Kind

OUR_SECONDS = 120.0  # a reference on a busy machine must not be taken for a loop


@dataclass(frozen=True, eq=False)
class Part:
    """Points for one property of an answer: its sign, an invariant, its size within a tolerance.

    `test` takes the answer as the question's kind reads it; for a function, a guarded function that may be called.
    A test that raises has not been passed.
    """

    points: float
    says: str
    test: Callable[[Any], Any] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake that people make: the answer it leads to (for a function: a function), and the hint it deserves."""

    name: str
    gives: Callable[[], Any] = field(repr=False)
    hint: str


@dataclass(frozen=True, eq=False)
class Question:
    """One question of a set.

    Parameters
    ----------
    id : str
        Set and number, such as ``"estrogen.3"``.
    objective : str
        Objective of a lesson that the question tests, such as ``"menopause-2"``.
    asks : str
        The question in a few words, for tables and reports.
    points : float
        Sum of the points of the parts.
    expects : Kind
        What counts as an answer: `Number`, `Choice`, `Function`, ...
    right : callable
        Returns the reference answer, computed from the models when first needed. The answer to a `Function` question
        is a function.
    parts : list of Part
        Partial credit; an answer is right if it passes all of them.
    mistakes : list of Mistake
        Typical wrong answers, each with its own hint.
    finds_flaw : bool
        Whether the question has the learner find a flaw in the review, in a model or in a figure.

    Examples
    --------
    >>> from osteolib.exercise import Number
    >>> days = Question(
    ...     "estrogen.99",
    ...     objective="menopause-1",
    ...     asks="half-life of osteoclasts",
    ...     points=1,
    ...     expects=Number("d"),
    ...     right=lambda: 0.693 / 0.2,
    ...     parts=[Part(1, "agrees", lambda days: abs(days - 3.465) < 0.01)],
    ...     mistakes=[Mistake("mean life", lambda: 1 / 0.2, "That is the mean life; a half-life has a factor ln 2.")],
    ... )
    >>> days.set, days.number, round(days.reference, 3)
    ('estrogen', 99, 3.465)
    """

    id: str
    objective: str
    asks: str
    points: float
    expects: Kind
    right: Callable[[], Any] = field(repr=False)
    parts: Sequence[Part] = field(repr=False)
    mistakes: Sequence[Mistake] = field(repr=False)
    finds_flaw: bool = False

    def __post_init__(self) -> None:
        name, dot, number = self.id.rpartition(".")
        if not (name.isidentifier() and dot and number.isdigit()):
            raise QuestionError(f"a question is called SET.NUMBER, such as 'estrogen.3', and not {self.id!r}.")
        total = sum(part.points for part in self.parts)
        if total != self.points:
            raise QuestionError(f"{self.id}: the parts are worth {total:g} points, the question says {self.points:g}.")

    @property
    def set(self) -> str:
        """Name of the set."""
        return self.id.rpartition(".")[0]

    @property
    def number(self) -> int:
        """Number within the set."""
        return int(self.id.rpartition(".")[2])

    @cached_property
    def reference(self) -> Any:
        """The right answer, as its kind reads it."""
        return self._ours("its right answer", self.right)

    @cached_property
    def wrong(self) -> dict[str, Any]:
        """The answer that each mistake leads to, as its kind reads it."""
        return {mistake.name: self._ours(f"mistake {mistake.name!r}", mistake.gives) for mistake in self.mistakes}

    def _ours(self, what: str, make: Callable[[], Any]) -> Any:
        try:
            taken = self.expects.take(make())
        except Exception as error:
            raise QuestionError(f"{self.id}: {what} could not be worked out: {error}") from error
        if hasattr(taken, "seconds"):
            taken.seconds = OUR_SECONDS
        return taken
