"""How one process asks another to fork, and tells the fork what to become.

Whoever asks sends one end of a new connection through a door that only the two processes hold. The process behind the
door forks before it has read a word: what a fork is told, passwords among it, is in no memory that the next one gets.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0  # seconds until a fork has to have answered; twenty may be asked for at once
NUMBER = 4  # bytes of a length or of a process's number


class NoFork(RuntimeError):
    """Nothing came of a request; says what, and where to read why."""


def ask(door: socket.socket, wish: dict[str, Any]) -> tuple[int, socket.socket]:
    """Ask for a fork that becomes what `wish` says: the number of its process, and the connection to it.

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
        return int.from_bytes(_read(here, NUMBER), "big"), here
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
