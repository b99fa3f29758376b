"""How one process asks another to fork, and tells the fork what to become.

Whoever asks sends one end of a new connection through a door that only the two processes hold. The process behind the
door forks before it has read a word: what a fork is told, passwords among it, is in no memory that the next one gets.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0  # seconds until a fork has to have answered; twenty may be asked for at once
NUMBER = 4  # bytes of a length or of a process's number


class NoFork(RuntimeError):
    """Nothing came of a request; says what, and where to read why."""


class Forked:
    """A process that another one has forked for us, with what `LocalProvisioner` asks of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket):
        self.pid, self.connection = pid, connection  # which a kernel ends with
        self.descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """None while the process runs; then 0, for only its parent is told how it ended."""
        return 0 if self.descriptor < 0 or select.select([self.descriptor], [], [], 0)[0] else None

    def wait(self) -> int:
        """Wait for the end, and let go of what is held."""
        if self.descriptor >= 0:
            select.select([self.descriptor], [], [])
            self.close()
        return 0

    def close(self) -> None:
        """Let go of the process."""
        os.close(self.descriptor)
        self.descriptor = -1
        self.connection.close()

    def send_signal(self, number: int) -> None:
        """Send a signal to this very process, never to another that has got its number."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.descriptor, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def ask(door: socket.socket, wish: dict[str, Any]) -> Forked:
    """Ask for a fork that becomes what `wish` says.

    Raises
    ------
    NoFork
        If there is nobody behind the door, or the fork ended before it was ready.
    """
    here, there = socket.socketpair()
    here.settimeout(PATIENCE)
    try:
        with there:
            socket.send_fds(door, [b"?"], [there.fileno()])
        text = json.dumps(wish).encode()
        here.sendall(len(text).to_bytes(NUMBER, "big") + text)
        return Forked(int.from_bytes(_read(here, NUMBER), "big"), here)
    except (OSError, EOFError) as error:
        here.close()
        raise NoFork(f"no process came of a request ({error}); what the fork wrote stands in the hub's log") from error


def serve(door: socket.socket, become: Callable[[dict[str, Any], socket.socket], None]) -> None:
    """Fork for every request, until nobody holds the other end of the door.

    `become` runs in the fork, with what was asked for and the connection to answer on, and the fork ends with it.
    """
    while True:
        message, descriptors, _, _ = socket.recv_fds(door, 1, 1)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as connection:
            if os.fork() == 0:
                door.close()
                end_after(lambda: become(_wish(connection), connection))


def ready(connection: socket.socket, process: int | None = None) -> None:
    """Tell whoever asked that the process stands: this one, or another."""
    connection.sendall((process or os.getpid()).to_bytes(NUMBER, "big"))


def end_after(work: Callable[[], None]) -> None:
    """Do the work of a fork and end: never go back to what the process was forked from."""
    code = 0
    try:
        work()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        atexit._run_exitfuncs()  # os._exit leaves them out, and IPython's history is written by one
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wish(connection: socket.socket) -> dict[str, Any]:
    return json.loads(_read(connection, int.from_bytes(_read(connection, NUMBER), "big")))


def _read(connection: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise EOFError("the other end is closed")
        parts += part
    return parts
