"""What a model is made of: states, parameters, quantities, each with its unit and its history."""

from __future__ import annotations

import math
from dataclasses import dataclass

STATUSES = ("measured", "fitted", "published", "assumption", "illustrative")

KINDS = ("bone", "osteoclast", "osteoblast", "immune", "vesicle", "drug", "other")


@dataclass(frozen=True)
class Parameter:
    """A constant of a model, with everything a reader may ask of it.

    Parameters
    ----------
    name : str
        Identifier used in calls, such as ``"g11"``.
    value : float
        Default value, in `unit`.
    unit : str
        Unit as printed; ``"1"`` where there is none.
    low, high : float
        Teaching range: what a slider spans and what the common suite tests.
    description : str
        Plain words.
    source : str
        Key of the source in ``references.bib``.
    status : str
        One of ``measured, fitted, published, assumption, illustrative``.
    symbol : str, optional
        LaTeX symbol of the paper; the name where none is given.
    domain : (float, float), optional
        Closed interval outside which a value raises `OutOfDomain`; all numbers by default.
    choices : tuple of str, optional
        Names of the values 0, 1, ... where the parameter is a choice; a call may give the name. The range goes from
        0 to the last.

    Raises
    ------
    ValueError
        If the value lies outside its range, the range outside its domain, the status is unknown, or a range does not
        fit its choices.

    Examples
    --------
    >>> k1 = Parameter("k1", 0.24, "%/cell/d", low=0.1, high=0.4, symbol="k_1",
    ...                description="bone resorbed per osteoclast", source="komarova2003", status="published")
    >>> k1.value, k1.unit
    (0.24, '%/cell/d')
    """

    name: str
    value: float
    unit: str
    low: float
    high: float
    description: str
    source: str
    status: str
    symbol: str = ""
    domain: tuple[float, float] = (-math.inf, math.inf)
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.symbol:
            object.__setattr__(self, "symbol", self.name)
        if self.choices and (self.low, self.high) != (0, len(self.choices) - 1):
            raise ValueError(
                f"parameter {self.name!r} has {len(self.choices)} choices; expected the range 0 to "
                f"{len(self.choices) - 1}, got {self.low:g} to {self.high:g}"
            )
        if self.status not in STATUSES:
            raise ValueError(f"status of parameter {self.name!r} is {self.status!r}; use one of {', '.join(STATUSES)}")
        if not self.domain[0] <= self.low <= self.value <= self.high <= self.domain[1]:
            raise ValueError(
                f"parameter {self.name!r}: expected domain low <= low <= value <= high <= domain high, got "
                f"{self.domain[0]:g}, {self.low:g}, {self.value:g}, {self.high:g}, {self.domain[1]:g}"
            )


@dataclass(frozen=True)
class State:
    """A variable that the model integrates in time.

    Parameters
    ----------
    name : str
        Plain word used in results, such as ``"osteoclasts"``.
    unit : str
        Unit as printed.
    initial : float
        Start value where the model declares no other start, and the first guess of a steady state.
    description : str
        Long name, used as axis label.
    symbol : str, optional
        LaTeX symbol of the paper.
    kind : str, optional
        What it is, which fixes its color in every figure: one of `KINDS`.
    positive : bool, optional
        If true its logarithm is integrated, so that it can never reach zero or below.
    accumulates : bool, optional
        If true it is a running total that acts on nothing; a steady state leaves it at its start.
    scale : float, optional
        Typical size, below which the solver stops caring about relative error; by default ``abs(initial)``, or 1.

    Examples
    --------
    >>> State("osteoclasts", "cells", 11, "osteoclasts", symbol="x_1", kind="osteoclast", positive=True).scale
    11.0
    """

    name: str
    unit: str
    initial: float
    description: str
    symbol: str = ""
    kind: str = "other"
    positive: bool = False
    accumulates: bool = False
    scale: float = 0.0

    def __post_init__(self) -> None:
        if not self.symbol:
            object.__setattr__(self, "symbol", self.name)
        if not self.scale:
            object.__setattr__(self, "scale", float(abs(self.initial)) or 1.0)
        _check_kind(self)


@dataclass(frozen=True)
class Quantity:
    """A value worked out from states and parameters, reported beside the states.

    Parameters
    ----------
    name, unit, description, symbol, kind
        As for `State`.

    Examples
    --------
    >>> Quantity("opg", "pM", "osteoprotegerin").kind
    'other'
    """

    name: str
    unit: str
    description: str
    symbol: str = ""
    kind: str = "other"

    def __post_init__(self) -> None:
        if not self.symbol:
            object.__setattr__(self, "symbol", self.name)
        _check_kind(self)


def _check_kind(declared: State | Quantity) -> None:
    if declared.kind not in KINDS:
        raise ValueError(f"kind of {declared.name!r} is {declared.kind!r}; use one of {', '.join(KINDS)}")
