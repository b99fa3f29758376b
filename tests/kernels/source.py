"""The process that kernels are forked from: `python -m tests.kernels.source ADDRESS`. It ends with its input."""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys

from preloaded import forks
from preloaded.source import KERNEL, kernel


def main(address: str) -> None:
    for name in KERNEL:
        importlib.import_module(name)
    gc.freeze()  # what kernels share is not looked through again
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a kernel that has ended leaves nothing to be waited for
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        while sys.stdin not in select.select([sys.stdin, door], [], [])[0]:
            connection, _ = door.accept()
            with connection:
                if os.fork() == 0:
                    door.close()
                    become_kernel(connection)


def become_kernel(connection: socket.socket) -> None:
    """Be the kernel that was asked for, until it is shut down or whoever asked is gone."""
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    wish = json.loads(connection.recv(int.from_bytes(size, "big"), socket.MSG_WAITALL))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    forks.end_after(lambda: kernel(wish, connection))


if __name__ == "__main__":
    main(sys.argv[1])
