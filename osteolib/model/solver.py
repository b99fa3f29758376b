"""One `scipy.integrate.solve_ivp` call for a whole stack of parameter sets, or for one set alone."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.integrate import LSODA, RK45, solve_ivp

from osteolib.model.errors import SolverFailed

# scipy refuses relative tolerances below 100 machine epsilons; a logarithm needs none, its absolute error is relative.
_NO_RTOL = 100 * np.finfo(float).eps

# A running total acts on nothing, so its error does not grow; a kink in its rate may cost two tolerances, which spares
# a sweep a tenth of its steps (each member has its kinks at times of its own) and leaves a single run as exact.
_ACCUMULATOR_SLACK = 2.0

MAX_STEPS = 200_000
_STRICTER = 10.0  # how much stricter LSODA is asked to be, for the reason given with it
_LSODA_STEPS = 20_000  # of one segment; where it needs more, it makes no headway, and the explicit method is asked

PROGRESS_AFTER_SECONDS = 2.0


@dataclass
class Tolerance:
    """Error allowed per component of the stacked state, as scipy's ``rtol`` and ``atol`` arrays."""

    rtol: np.ndarray
    atol: np.ndarray


@dataclass
class Watch:
    """What the solver noticed on its way: the member that set the last step, the steps taken, the time reached."""

    members: int
    worst: int = 0
    steps: int = 0
    reached: float = 0.0
    label: str = ""
    span: tuple[float, float] = (0.0, 1.0)
    began: float = field(default_factory=time.perf_counter)
    bar: Any = None

    def advance(self, t: float) -> None:
        """Note the time reached; show a bar once the work has lasted long enough to make a reader wonder."""
        self.reached = t
        if self.bar is None and time.perf_counter() - self.began > PROGRESS_AFTER_SECONDS:
            from tqdm import tqdm

            shown = "{desc}: {percentage:3.0f} % |{bar}| {elapsed} gone, {remaining} to go"
            self.bar = tqdm(total=1.0, desc=self.label, bar_format=shown, leave=False, file=sys.stderr)
        if self.bar is not None:
            done = (t - self.span[0]) / (self.span[1] - self.span[0])
            self.bar.update(min(done, 1.0) - self.bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


class _Writing:
    """A solver of scipy that counts its steps and writes the solution at its output times to their place in `out`."""

    def __init__(
        self,
        fun: Callable,
        t0: float,
        y0: np.ndarray,
        t_bound: float,
        *,
        watch: Watch,
        at: np.ndarray,
        out: np.ndarray,
        **options: Any,
    ) -> None:
        self.watch, self._at, self._out = watch, at, out
        super().__init__(fun, t0, y0, t_bound, **options)
        self._written = int(at.size > 0 and at[0] == t0)
        out[:, : self._written] = y0.reshape(out.shape[0], 1, -1)[:, : self._written]

    def step(self) -> str | None:
        message = super().step()
        reached = int(np.searchsorted(self._at, self.t, side="right"))
        if reached > self._written and self.status != "failed":
            here = slice(self._written, reached)
            path = self._path(self._at[here])
            self._out[:, here] = path.reshape(reached - self._written, self._out.shape[0], -1).swapaxes(0, 1)
            self._written = reached
        return message

    def _path(self, at: np.ndarray) -> np.ndarray:
        """The flat stack at times within the last step, one row a time."""
        return self.dense_output()(at).T

    def _step_impl(self) -> tuple[bool, str | None]:
        self.watch.steps += 1
        if self.watch.steps > MAX_STEPS:
            return False, f"it needed more than {MAX_STEPS:,} steps: a process here is far faster than the rest"
        done, message = super()._step_impl()
        self.watch.advance(self.t)
        return done, message


class WorstMemberRK45(_Writing, RK45):
    """Runge-Kutta 5(4) whose step is set by the worst component of the whole stack.

    scipy averages the squared error over all components, so that one hard parameter set among a thousand easy ones
    may be wrong by thirty times the tolerance. Taking the maximum gives every member the accuracy that was asked for.
    """

    def _path(self, at: np.ndarray) -> np.ndarray:
        # scipy's own interpolant, with its two products taken in the order that makes the small one first.
        passed = (at - self.t_old) / self.step_size
        weights = np.vander(passed, self.P.shape[1] + 1, increasing=True)[:, 1:] @ self.P.T
        return self.y_old + self.step_size * (weights @ self.K)

    def _estimate_error_norm(self, K: np.ndarray, h: float, scale: np.ndarray) -> float:
        error = np.abs(self._estimate_error(K, h)) / scale
        worst = int(np.argmax(error))  # argmax stops at the first nan, so a broken member is named as well
        self.watch.worst = worst % self.watch.members
        return float(error[worst])


class SingleLSODA(_Writing, LSODA):
    """LSODA for one parameter set: the fast processes of several models hold an explicit method to small steps.

    Its error is a mean over the states and, over many steps, larger than one step's: it is asked for a tenth.
    """

    def __init__(self, *place: Any, watch: Watch, rtol: np.ndarray, atol: np.ndarray, **options: Any) -> None:
        self._last = watch.steps + _LSODA_STEPS
        super().__init__(
            *place, watch=watch, rtol=np.maximum(rtol / _STRICTER, _NO_RTOL), atol=atol / _STRICTER, **options
        )

    def _step_impl(self) -> tuple[bool, str | None]:
        done, message = super()._step_impl()
        # To LSODA neither is an error.
        lost = self.watch.steps > self._last or not np.isfinite(self.y).all()
        return done and not lost, message


def tolerance(rtol: float, scale: np.ndarray, positive: np.ndarray, accumulates: np.ndarray, members: int) -> Tolerance:
    """Tolerances of the stack, so that every state of every member is right to about `rtol`.

    Parameters
    ----------
    rtol : float
        Relative error wanted.
    scale : numpy.ndarray
        Typical size of each state; relative error is not looked at far below it.
    positive, accumulates : numpy.ndarray of bool
        Which states are integrated as logarithms, and which only add up the others.
    members : int
        Parameter sets in the stack.

    Examples
    --------
    >>> one = tolerance(1e-8, np.array([1.0]), np.array([True]), np.array([False]), members=2)
    >>> one.atol
    array([1.e-08, 1.e-08])
    """
    wanted = rtol * np.where(accumulates, _ACCUMULATOR_SLACK, 1.0)
    relative = np.where(positive, _NO_RTOL, np.maximum(wanted, _NO_RTOL))
    absolute = wanted * np.where(positive, 1.0, scale * np.where(accumulates, 1.0, 1e-3))
    return Tolerance(np.repeat(relative, members), np.repeat(absolute, members))


def integrate(
    fun: Callable[[float, np.ndarray], np.ndarray],
    start: np.ndarray,
    span: tuple[float, float],
    at: np.ndarray,
    out: np.ndarray,
    allowed: Tolerance,
    watch: Watch,
    describe: Callable[[int], str],
) -> np.ndarray:
    """Integrate a stack over one segment.

    Parameters
    ----------
    fun : callable
        ``fun(t, y) -> dy/dt`` on the flat stack.
    start : numpy.ndarray
        Flat stack at ``span[0]``.
    span : (float, float)
        Ends of the segment.
    at : numpy.ndarray
        Output times within the span, increasing.
    out : numpy.ndarray
        Filled with the solution at these times; shape ``(states, at.size, members)``.
    allowed : Tolerance
    watch : Watch
    describe : callable
        Names the parameter set of a member, for the message of a failure.

    Returns
    -------
    numpy.ndarray
        Flat stack at ``span[1]``.

    Raises
    ------
    SolverFailed
        If a step becomes too small or too many are needed.
    """
    options = {"t_eval": span[1:], "rtol": allowed.rtol, "atol": allowed.atol, "watch": watch, "at": at, "out": out}
    with np.errstate(all="ignore"):  # a failed step is reported below, in words
        solved = _by_lsoda(fun, span, start, options) if watch.members == 1 else None
        if solved is None or not solved.success:
            solved = solve_ivp(fun, span, start, WorstMemberRK45, **options)
    if not solved.success:
        reason = solved.message.rstrip(".").replace("Required step size is less than spacing between numbers", "")
        raise SolverFailed(
            f"the solver stopped at time {watch.reached:.4g} with {describe(watch.worst)}: "
            f"{reason or 'its values change without bound there'}. "
            "Take values nearer to the defaults, or a shorter time."
        )
    return solved.y[:, -1]


def _by_lsoda(fun: Callable, span: tuple[float, float], start: np.ndarray, options: dict[str, Any]) -> Any:
    """What LSODA makes of a segment; it may fail where the other method does not, and its steps then do not count."""
    watch = options["watch"]
    taken = watch.steps
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # its failures in its own words
        solved = solve_ivp(fun, span, start, SingleLSODA, **options)
    if not solved.success:
        watch.steps = taken
    return solved
