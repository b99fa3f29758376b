"""The warm parent: a process that has imported what answers use, and is copied for each of them.

It knows nothing worth stealing: no hidden check, no other submission, not where either lies. Started by `Sandbox`.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from dataclasses import replace
from typing import Any

from osteolib.grade.sandbox import enclosure, kernel, question
from osteolib.grade.sandbox.channel import Channel, Gone
from osteolib.grade.sandbox.limits import Limits

# What the set-up cells of a set import is warm besides.
WARM = ("numpy", "pandas", "scipy.integrate", "scipy.optimize", "xarray")


def serve(control: Channel, walls: question.Walls, namespace: dict[str, Any]) -> None:
    """Do what the grader asks until it goes."""
    under_way = 0
    while True:
        message = control.receive()
        if message["do"] == "prepare":
            _prepare(control, walls)
        elif message["do"] == "ask":
            channel = control.take_over()
            patient = replace(walls, limits=walls.limits.times(message["patience"]))
            under_way = question.start(channel, control, patient, namespace)
            channel.close()
        elif message["do"] == "end":
            control.send(question.finish(under_way, message["kill"], walls))


def _prepare(control: Channel, walls: question.Walls) -> None:
    """Copy this process into one that has run the set-up cells of a set and answers for it."""
    own = control.take_over()
    if os.fork():
        own.close()
        return
    control.close()
    _follow()
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in own.receive():
        try:
            exec(compile(cell, "<set-up>", "exec"), namespace)
        except Exception as error:
            own.send(f"{type(error).__name__}: {error}")
            os._exit(1)
    gc.collect()
    gc.freeze()  # a collection in a copy would touch, and so copy, every page
    own.send("ready")
    _serve_and_leave(own, walls, namespace)


def _serve_and_leave(control: Channel, walls: question.Walls, namespace: dict[str, Any]) -> None:
    try:
        serve(control, walls, namespace)
    except Gone:
        os._exit(0)


def _follow() -> None:
    """Go when the parent goes, and adopt what a process of ours leaves behind."""
    if sys.platform == "linux":
        kernel.process(kernel.DIE_WITH_PARENT, signal.SIGKILL)
        kernel.process(kernel.ADOPT_ORPHANS, 1)


def _warm() -> None:
    """Import, and use once, what answers would otherwise import each for itself."""
    from osteolib.remodeling import komarova2003

    for name in WARM:
        __import__(name)
    komarova2003.simulate(1)
    komarova2003.steady_state()
    question.warm()


def main() -> None:
    control = Channel(socket.socket(fileno=int(sys.argv[1])))
    _follow()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the grader decides when to end
    options = control.receive()
    sys.path = [path for path in sys.path if path and os.path.realpath(path) != os.getcwd()]
    _warm()
    standing = enclosure.enclose(options["root"], options["hidden"]) if options["enclose"] else []
    os.chdir("/")
    walls = question.Walls(frozenset(standing), options["user"], Limits(**options["limits"]), options["scratch"])
    control.send(standing)
    _serve_and_leave(control, walls, {})


if __name__ == "__main__":
    main()
