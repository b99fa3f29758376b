"""Inside the process of an answer: run its cell, say what it gave, and let its function be called."""

from __future__ import annotations

import linecache
import os
import sys
from typing import Any

from osteolib.grade.sandbox import magics
from osteolib.grade.sandbox.channel import Channel, Gone
from osteolib.grade.sandbox.limits import Limits
from osteolib.grade.sandbox.values import FUNCTIONS, Unreadable

FILE = "<answer>"
WORDS = 400


def warm() -> None:
    """Import what is needed later, and use it once."""
    magics.plain_python("%matplotlib inline\n1 + 1")


def converse(channel: Channel, namespace: dict[str, Any], limits: Limits) -> None:
    """Run the cell that the grader sends, answer with what it gave, and call its function as often as asked."""
    asked = channel.receive()
    came, report = run(asked["source"], asked["name"], namespace, limits)
    channel.send([report, came])
    while type(came) in FUNCTIONS:
        try:
            positional, named = channel.receive()
        except (Gone, Unreadable):
            os._exit(0)
        channel.send(call(came, positional, named, limits))


def run(source: str, name: str, namespace: dict[str, Any], limits: Limits) -> tuple[Any, dict[str, Any]]:
    """Run a cell in `namespace`; return what it gave to `name`, and a report: state, and what failed."""
    try:
        code = magics.plain_python(source)
        linecache.cache[FILE] = (len(code), None, code.splitlines(True), FILE)
        magics.provide(namespace)
        exec(compile(code, FILE, "exec"), namespace)
    except MemoryError:
        return None, {"state": "memory"}
    except BaseException as error:
        return None, {"state": "failed", **failure(error, limits)}
    if name not in namespace:
        return None, {"state": "missing"}
    return namespace[name], {"state": "answer"}


def call(function: Any, positional: list, named: dict, limits: Limits) -> list:
    """Call the answer; what failed is told, not raised."""
    try:
        return ["value", function(*positional, **named)]
    except BaseException as error:
        return ["failed", failure(error, limits)]


def failure(error: BaseException, limits: Limits) -> dict[str, Any]:
    """What failed, in plain words and places."""
    if isinstance(error, MemoryError):
        return {"error": "MemoryError", "message": f"it asked for more than {limits.memory} MB of memory", "line": None}
    return {"error": type(error).__name__[:80], "message": _words(error), "line": _line(error)}


def _words(error: BaseException) -> str:
    try:
        return str(error)[:WORDS]
    except BaseException:  # an exception of the answer's own, whose words fail
        return ""


def _line(error: BaseException) -> int | None:
    """Line of the answer cell where it failed."""
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return error.lineno
    line, trace = None, error.__traceback__ or sys.exc_info()[2]
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
