"""What a quiz can ask: five kinds of item, each refused unless every answer to it teaches something."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from osteolib.quiz.errors import BadItem
from osteolib.quiz.wording import checked, plain

_OBJECTIVE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*-\d+")
FEWEST_OPTIONS = 3
DIGITS = 4  # of a number in the page: what a processor rounds differently stays behind them


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what a learner is told who chooses it: `Right` or `Wrong`."""

    text: str
    feedback: str
    right: ClassVar[bool]

    def __post_init__(self) -> None:
        checked(self.text, "an option")
        checked(self.feedback, f"the feedback of the option {self.text!r}")


class Right(Option):
    """An answer that holds. Its feedback says why.

    Examples
    --------
    >>> Right("osteoclasts", "They dissolve the mineral and cut the collagen.").right
    True
    """

    right = True


class Wrong(Option):
    """An answer that does not hold. Its feedback names the misconception behind it.

    Examples
    --------
    >>> Wrong("osteocytes", "These are buried in the matrix and call the others.").right
    False
    """

    right = False


@dataclass(frozen=True)
class Slip:
    """A wrong number that a typical mistake leads to, and what to say of that mistake.

    Examples
    --------
    >>> Slip(lambda: 1 / 0.02, "This is a rate; the half-life is ln 2 over the rate.").value()
    50.0
    """

    value: Callable[[], float]
    feedback: str

    def __post_init__(self) -> None:
        checked(self.feedback, "the feedback of a slip")


@dataclass(frozen=True)
class Step:
    """One of the things to put in order; `early` is said when a learner has put it too early.

    Examples
    --------
    >>> Step("Osteoblasts fill the hole.", early="There is no hole yet.").text
    'Osteoblasts fill the hole.'
    """

    text: str
    early: str = ""

    def __post_init__(self) -> None:
        checked(self.text, "a step")


@dataclass(frozen=True, kw_only=True)
class Item:
    """What all items have.

    Parameters
    ----------
    objective : str
        Objective of the lesson that the item tests, such as ``"one-cycle-2"``.
    question : str
        Words and the marks of `osteolib.quiz.wording.MARKS`.
    proof : callable, optional
        Asks the model whether the answer called right is right; the tests call it.
    """

    kind: ClassVar[str]
    objective: str
    question: str
    proof: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        if not _OBJECTIVE.fullmatch(self.objective):
            raise BadItem(f"an objective is called like 'one-cycle-2', not {self.objective!r}.")
        checked(self.question, f"the question of {self.objective}")
        self._check(f"the item of {self.objective}, {plain(self.question)!r},")

    def _check(self, where: str) -> None:
        """Raise unless the answers are complete."""

    def lines(self) -> list[str]:
        """The answers to choose from, for a reader without a page."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class _Choice(Item):
    options: Sequence[Option]

    def _check(self, where: str) -> None:
        if len(self.options) < FEWEST_OPTIONS:
            raise BadItem(f"{where} has {len(self.options)} options; give {FEWEST_OPTIONS} or more.")
        if len({option.text for option in self.options}) < len(self.options):
            raise BadItem(f"{where} offers the same option twice.")
        if all(option.right for option in self.options):
            raise BadItem(f"{where} has no Wrong option.")

    def _check_one_right(self, where: str) -> None:
        count = sum(option.right for option in self.options)
        if count != 1:
            raise BadItem(f"{where} has {count} Right options; it needs exactly one, or make it a Multiple.")

    def lines(self) -> list[str]:
        return [f"- {plain(option.text)}" for option in self.options]


@dataclass(frozen=True, kw_only=True)
class Single(_Choice):
    """Choose one of several.

    Examples
    --------
    >>> Single(
    ...     objective="one-cycle-1",
    ...     question="Which cells dissolve bone?",
    ...     options=[
    ...         Right("osteoclasts", "They dissolve the mineral and cut the collagen."),
    ...         Wrong("osteoblasts", "These build; the names differ by two letters."),
    ...         Wrong("osteocytes", "These are buried in the matrix and call the others."),
    ...     ],
    ... ).kind
    'single'
    """

    kind = "single"

    def _check(self, where: str) -> None:
        super()._check(where)
        self._check_one_right(where)


@dataclass(frozen=True, kw_only=True)
class Multiple(_Choice):
    """Choose all that hold, which are two or more.

    What was ticked wrongly is answered by its own feedback; what is missing is only counted.
    """

    kind = "multiple"

    def _check(self, where: str) -> None:
        super()._check(where)
        if sum(option.right for option in self.options) < 2:
            raise BadItem(f"{where} has fewer than two Right options; make it a Single.")


@dataclass(frozen=True, kw_only=True)
class Numeric(Item):
    """Type a number.

    Parameters
    ----------
    answer : callable
        Computes the right number from the model.
    unit : str
        In what the number is asked; empty for a bare number.
    right, hint : str
        What is said of the right number, and of one that is neither right nor a slip.
    slips : sequence of Slip
        Typical wrong numbers, two or more.
    tolerance : float
        Largest deviation that still counts, as a fraction of the number.

    Examples
    --------
    >>> Numeric(
    ...     objective="one-cycle-3",
    ...     question="A rate is 0.02 per day. What is the mean life?",
    ...     answer=lambda: 1 / 0.02,
    ...     unit="days",
    ...     right="The mean life is one over the rate.",
    ...     hint="Which combination of a rate has the unit of a time?",
    ...     slips=[
    ...         Slip(lambda: 0.02, "This is the rate itself."),
    ...         Slip(lambda: math.log(2) / 0.02, "This is the half-life."),
    ...     ],
    ... ).number
    50.0
    """

    kind = "numeric"
    answer: Callable[[], float]
    unit: str
    right: str
    hint: str
    slips: Sequence[Slip]
    tolerance: float = 0.02
    number: float = field(init=False)
    wrong: tuple[float, ...] = field(init=False)

    def _check(self, where: str) -> None:
        checked(self.right, f"{where} right:")
        checked(self.hint, f"{where} hint:")
        if self.unit:
            checked(self.unit, f"{where} unit:")
        if not 0.005 <= self.tolerance <= 0.2:
            raise BadItem(f"{where} has tolerance {self.tolerance}; give 0.005 to 0.2 of the number.")
        if len(self.slips) < 2:
            raise BadItem(f"{where} has {len(self.slips)} slips; which two or more mistakes are typical?")
        object.__setattr__(self, "number", _rounded(self.answer(), where))
        object.__setattr__(self, "wrong", tuple(_rounded(slip.value(), where) for slip in self.slips))
        self._check_apart(where)

    def _check_apart(self, where: str) -> None:
        """No typed number may be two things at once."""
        numbers = [self.number, *self.wrong]
        for i, one in enumerate(numbers):
            for other in numbers[:i]:
                if abs(one - other) <= self.tolerance * (abs(one) + abs(other)):
                    raise BadItem(f"{where} cannot tell {other:g} from {one:g} at tolerance {self.tolerance:g}.")

    def lines(self) -> list[str]:
        return [f"  ______ {plain(self.unit)}".rstrip()]


@dataclass(frozen=True, kw_only=True)
class Order(Item):
    """Put steps in order. They are declared in the right one, and shown in another.

    Every step but the first says in `early` what is wrong if it comes too early.
    """

    kind = "order"
    steps: Sequence[Step]
    right: str

    def _check(self, where: str) -> None:
        if len(self.steps) < FEWEST_OPTIONS:
            raise BadItem(f"{where} has {len(self.steps)} steps; give {FEWEST_OPTIONS} or more.")
        checked(self.right, f"{where} right:")
        for step in self.steps[1:]:
            checked(step.early, f"{where} early, of {step.text!r}:")

    def lines(self) -> list[str]:
        return [f"- {plain(step.text)}" for step in sorted(self.steps, key=lambda step: step.text)]


@dataclass(frozen=True, kw_only=True)
class Predict(_Choice):
    """Predict, then move a slider of an explorer on the same page and see.

    Parameters
    ----------
    explorer : str
        What the explorer shows: the model's or the function's name.
    slider : str
        Name of its slider; all others stay at their start.
    to : float
        Where the slider has to go.
    control : str
        The slider in words, such as ``"<i>g</i><sub>11</sub> of the first explorer"``.
    instead : str
        What to do where the page has no such explorer, in words and `<code>`.
    proof : callable
        Asks the model for the truth; here it must be given.
    which : int
        Place among the explorers of that name, from 1.
    within : float, optional
        How near to `to` is near enough; 2 % of `to` unless given.
    """

    kind = "predict"
    explorer: str
    slider: str
    to: float
    control: str
    instead: str
    which: int = 1
    within: float | None = None

    def _check(self, where: str) -> None:
        super()._check(where)
        self._check_one_right(where)
        checked(self.control, f"{where} control:")
        checked(self.instead, f"{where} instead:")
        if self.proof is None:
            raise BadItem(f"{where} has no proof; let the model say which prediction comes true.")
        if not self.margin > 0:
            raise BadItem(f"{where} moves a slider to {self.to:g}; say how near is near enough, within=...")

    @property
    def margin(self) -> float:
        """How near to `to` is near enough."""
        return 0.02 * abs(self.to) if self.within is None else self.within


def _rounded(value: float, where: str) -> float:
    number = float(f"{float(value):.{DIGITS}g}")
    if not math.isfinite(number) or number == 0:
        raise BadItem(f"{where} computes {number}; ask for a finite number other than zero.")
    return number
