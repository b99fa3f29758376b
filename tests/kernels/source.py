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
import threading

IMPORTED = (
    "ipykernel.kernelapp",
    "IPython.display",
    "matplotlib.pyplot",
    "osteolib.aging",
    "osteolib.estrogen",
    "osteolib.evidence",
    "osteolib.exercise",
    "osteolib.exosomes",
    "osteolib.explorer",
    "osteolib.logic",
    "osteolib.quiz",
    "osteolib.remodeling",
    "osteolib.therapy",
    "pandas",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.sparse.linalg",
    "scipy.stats",
    "sympy",
    "xarray",
)


def main(address: str) -> None:
    for name in IMPORTED:
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
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.environ.pop("JPY_PARENT_PID", None)  # its parent in the system is not the one that asked
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    connection.sendall(os.getpid().to_bytes(4, "big"))
    threading.Thread(target=end_with, args=(connection,), daemon=True).start()

    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher", *wish["arguments"]]
    sys.path[0] = ""  # the notebook's folder
    IPKernelApp.launch_instance(sys.argv[1:])
    os._exit(0)


def end_with(connection: socket.socket) -> None:
    """End at once when the other end of a connection is closed."""
    connection.recv(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
