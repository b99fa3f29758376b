"""Call a stranger's function: for a limited time, silently, and with every way of ending told in words."""

from __future__ import annotations

import contextlib
import copy
import ctypes
import io
import itertools
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from osteolib.exercise.errors import Failed
from osteolib.exercise.words import ended_by, shown

SECONDS = 5.0
AGAIN = 0.05  # a loop may swallow the first interruption; so it is repeated ...
SOON = [n * 1e-6 for n in (1, 2, 5, 10, 20, 50, 100, 1000)]  # ... and meets it where it just has swallowed one


class TooLongError(BaseException):
    """Time is up. Not an Exception, so that a learner's ``except Exception`` lets it through."""


def call(function: Callable, arguments: tuple, seconds: float = SECONDS) -> Any:
    """What `function` returns for copies of `arguments`; what it prints is dropped.

    A loop written in Python is ended on every system, unless it catches the interruption itself, which only the
    alarm of Linux and macOS overcomes. Work inside compiled code is not ended until it returns.

    Raises
    ------
    Failed
        If it raised, left Python, or took longer than `seconds`.

    Examples
    --------
    >>> call(lambda rate: 1 / rate, (0.02,))
    50.0
    >>> call(lambda rate: 1 / rate, (0,))
    Traceback (most recent call last):
    ...
    osteolib.exercise.errors.Failed: called with 0, your function ended with ZeroDivisionError (division by zero).
    """
    given = "called without arguments" if not arguments else f"called with {', '.join(map(shown, arguments))}"
    try:
        with _silence():
            return limited(lambda: function(*copy.deepcopy(arguments)), seconds)
    except TooLongError:
        hint = f"{given}, your function had not returned after {seconds:g} s; is there a loop without end?"
        raise Failed(hint, endless=True) from None
    except (SystemExit, KeyboardInterrupt) as error:
        raise Failed(f"{given}, your function wanted to leave Python ({ended_by(error)}); let it return.") from None
    except BaseException as error:
        raise Failed(f"{given}, your function ended with {ended_by(error)}.") from None


def limited(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` returns, or `TooLongError` after so many seconds.

    >>> limited(lambda: 6 * 7, seconds=1)
    42
    """
    return _way()(work, seconds)


def _way() -> Callable[[Callable[[], Any], float], Any]:
    """How this system can interrupt this thread."""
    if sys.platform == "emscripten":
        return _by_tracing
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _by_alarm
    return _by_another_thread


def _by_alarm(work: Callable[[], Any], seconds: float) -> Any:
    """An alarm signal: ends even a sleep."""
    armed, soon = True, itertools.cycle(SOON)

    def ring(*_: object) -> None:
        if armed:
            signal.setitimer(signal.ITIMER_REAL, next(soon), AGAIN)
            raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    pending, started = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN), time.monotonic()
    try:
        try:
            return work()
        finally:
            armed = False  # first of all, and no call: nothing can ring before it
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if pending[0]:
            signal.setitimer(signal.ITIMER_REAL, max(pending[0] - (time.monotonic() - started), 1e-3), pending[1])


def _by_another_thread(work: Callable[[], Any], seconds: float) -> Any:
    """A second thread that raises in this one: for Windows, and for cells that run outside the main thread."""
    over, key, holds = threading.Event(), ctypes.c_ulong(threading.get_ident()), threading.Lock()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with holds:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(key, ctypes.py_object(TooLongError))
            wait = AGAIN

    threading.Thread(target=watch, daemon=True).start()
    try:
        return work()
    finally:
        with holds:
            over.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(key, None)  # one that is on its way is called back


def _by_tracing(work: Callable[[], Any], seconds: float) -> Any:
    """A look at the clock at every step: the browser's Python has neither signals nor threads."""
    end, before = time.monotonic() + seconds, sys.gettrace()

    def look(frame: FrameType, *_: object) -> Callable | None:
        if time.monotonic() > end:
            raise TooLongError
        if "site-packages" in frame.f_code.co_filename:
            return None  # a look at every call is enough there
        frame.f_trace_opcodes = True  # the shortest loop has no second line
        return look

    sys.settrace(look)
    try:
        return work()
    finally:
        sys.settrace(before)


class _Nowhere(io.TextIOBase):
    """Takes any text and keeps none."""

    def write(self, text: str) -> int:
        return len(text)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    nowhere = _Nowhere()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        yield
