"""One answer in a process of its own: started from the warm parent, watched, ended, and nothing left of it.

Three processes stand in a row: an attendant, which separates; the watch, the first process of its own small world,
with whose end the system ends every other in it; and the answer's process.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osteolib.grade.sandbox import answer, enclosure, kernel
from osteolib.grade.sandbox.channel import Channel
from osteolib.grade.sandbox.limits import MB, Limits

ENDINGS = {0: "done", 10: "time", 11: "memory", 12: "killed", 13: "exit", 14: "walls"}
CODES = {name: code for code, name in ENDINGS.items()}
LOOK = 0.05  # seconds between two looks of the watch
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Walls:
    """What encloses an answer: walls that stand, user id (or None), limits, a folder for use where /tmp is shared."""

    standing: frozenset[str]
    user: int | None
    limits: Limits
    scratch: str


def warm() -> None:
    """Import what the process of an answer needs."""
    answer.warm()


def start(channel: Channel, control: Channel, walls: Walls, namespace: dict[str, Any]) -> int:
    """Start the process of an answer, which talks over `channel`; return the attendant's id."""
    attendant = os.fork()
    if attendant:
        return attendant
    code = CODES["walls"]
    try:
        control.close()
        kernel_parent_death()
        code = _attend(channel, walls, namespace)
    finally:
        os._exit(code)


def finish(attendant: int, kill: bool, walls: Walls) -> str:
    """Wait for the end of an answer, after killing it if asked to, and leave no process of it; say how it ended."""
    if kill:
        with contextlib.suppress(ProcessLookupError):
            os.kill(attendant, signal.SIGKILL)
    ending = "killed"
    while True:
        if "processes" not in walls.standing:
            _sweep(walls.user, attendant)
        try:
            process, status = os.waitpid(-1, 0)
        except ChildProcessError:
            return ending
        if process == attendant and os.WIFEXITED(status):
            ending = ENDINGS.get(os.WEXITSTATUS(status), "killed")


def kernel_parent_death() -> None:
    """Go when the parent goes."""
    with contextlib.suppress(OSError):
        kernel.process(kernel.DIE_WITH_PARENT, signal.SIGKILL)


def _attend(channel: Channel, walls: Walls, namespace: dict[str, Any]) -> int:
    if "processes" in walls.standing:
        kernel.unshare(kernel.NEW_PROCESSES | kernel.NEW_FILES | kernel.NEW_MESSAGES)
    watch = os.fork()
    if not watch:
        code = CODES["walls"]
        try:
            kernel_parent_death()
            code = _watch(channel, walls, namespace)
        finally:
            os._exit(code)
    channel.close()
    status = os.waitpid(watch, 0)[1]
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else CODES["killed"]


def _watch(channel: Channel, walls: Walls, namespace: dict[str, Any]) -> int:
    """Look after the process of the answer, and say how it ended."""
    _furnish(walls)
    process = os.fork()
    if not process:
        try:
            _settle(walls)
            answer.converse(channel, namespace, walls.limits)
        finally:
            os._exit(0)
    channel.close()
    usual, deadline = _resident("self"), time.monotonic() + 2 * walls.limits.seconds + walls.limits.call_seconds
    while True:
        if time.monotonic() > deadline:
            return CODES["time"]
        if _grown(usual) > walls.limits.memory * MB:
            return CODES["memory"]
        _wait_a_little(process)
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return _ending(status)


def _ending(status: int) -> int:
    if os.WIFSIGNALED(status):
        return CODES["time" if os.WTERMSIG(status) == signal.SIGXCPU else "killed"]
    return CODES["exit" if os.WEXITSTATUS(status) else "done"]


def _wait_a_little(process: int) -> None:
    """Wait until the process ends, but no longer than until the next look."""
    if not hasattr(os, "pidfd_open"):
        time.sleep(LOOK / 5)
        return
    handle = os.pidfd_open(process)
    select.select([handle], [], [], LOOK)
    os.close(handle)


def _furnish(walls: Walls) -> None:
    """Make this small world one to work in, if it is one."""
    if "processes" in walls.standing:
        owner = os.getuid() if walls.user is None else walls.user
        room = f"size={walls.limits.file}m,nr_inodes=4096,mode=700,uid={owner}"
        enclosure.furnish(room)


def _settle(walls: Walls) -> None:
    """Give up every power and keep to the limits, before the first foreign line runs."""
    os.setsid()
    with open(os.devnull, "r+b") as nowhere:
        for handle in (0, 1, 2):
            os.dup2(nowhere.fileno(), handle)
    scratch = "/tmp" if "processes" in walls.standing else walls.scratch
    os.chdir(scratch)
    os.environ.update(HOME=scratch, TMPDIR=scratch)
    walls.limits.apply()
    if walls.user is not None:
        os.setgroups([])
        os.setresgid(walls.user, walls.user, walls.user)
        os.setresuid(walls.user, walls.user, walls.user)
    if "powers" in walls.standing:
        kernel.drop_capabilities()
    kernel_parent_death()


def _resident(process: str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):  # it has gone, or the system has no such list
        return 0


def _grown(usual: int) -> int:
    """Bytes that all processes of this small world hold beyond what each was born with."""
    if os.getpid() != 1:
        return 0
    return sum(max(0, _resident(name) - usual) for name in os.listdir("/proc") if name.isdigit())


def _sweep(user: int | None, attendant: int) -> None:
    """Kill what is left of an answer where it had no world of its own: by its user, or else by its descent."""
    if user is None:
        with contextlib.suppress(OSError):
            for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                if int(child) != attendant:
                    os.kill(int(child), signal.SIGKILL)
        return
    killer = os.fork()
    if not killer:
        try:
            os.setresuid(user, user, user)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(killer, 0)
