"""The process that servers and kernels are forked from: `python -m preloaded.source DOOR`, started by the hub.

Where the hub is root, so is this process, and a student's fork is root until it has read whose it is: between the fork
and `be_user` runs nothing that a student could have written. The fork of a student forks again: one is the server, the
other stays behind it as the source of the student's kernels.

What is imported here no student imports again. A module that the lists below lack, or the server, is no error: it costs
each student time and memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import resource
import runpy
import signal
import socket
import sys
import threading
from typing import Any

from preloaded import KERNEL_MODULE, SERVER_MODULE, forks

SERVER = (
    "anyio._backends._asyncio",
    "httpcore",
    "ipykernel.kernelspec",
    "jinja2.ext",
    "jupyter_core.migrate",
    "jupyter_lsp.serverextension",
    "jupyter_lsp.virtual_documents_shadow",
    "jupyter_server.kernelspecs.handlers",
    "jupyter_server.nbconvert.handlers",
    "jupyter_server.services.api.handlers",
    "jupyter_server.services.config.handlers",
    "jupyter_server.services.contents.handlers",
    "jupyter_server.services.events.handlers",
    "jupyter_server.services.kernels.handlers",
    "jupyter_server.services.kernelspecs.handlers",
    "jupyter_server.services.nbconvert.handlers",
    "jupyter_server.services.security.handlers",
    "jupyter_server.services.sessions.handlers",
    "jupyter_server.services.shutdown",
    "jupyter_server.view.handlers",
    "jupyter_server_terminals.terminalmanager",
    "jupyterhub.singleuser",
    "jupyterlab.extensions.pypi",
    "jupyterlab.labapp",
    "nbgitpuller.handlers",
    "notebook_shim.nbserver",
    "psutil",
    "tornado.platform.asyncio",
)
KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.display",
    "IPython.extensions.storemagic",
    "PIL.features",
    "dask.array",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.pyplot",
    "networkx",
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
    "zmq.utils.garbage",
)
OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INLINE = "module://matplotlib_inline.backend_inline"  # what IPython's kernel sets where nothing is set
PR_SET_DUMPABLE = 4


def main(door: int) -> None:
    """Import, and fork until the hub is gone."""
    for name in (*SERVER, *KERNEL):
        with contextlib.suppress(ModuleNotFoundError):  # what a server does not have, it does not need
            importlib.import_module(name)
    with contextlib.suppress(ModuleNotFoundError):
        importlib.import_module("preloaded.rehearsal").rehearse()
    threads = len(os.listdir("/proc/self/task"))
    if threads > 1:  # a lock that another thread holds at the fork is never opened again
        sys.exit(f"preloaded: expected one thread before any fork, found {threads}; set OMP_NUM_THREADS=1")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what has ended leaves nothing to be waited for
    os.register_at_fork(after_in_child=sys.modules["numpy"].random.seed)  # no two kernels draw the same numbers
    gc.collect()
    gc.freeze()  # what all share is not looked through again, which would copy it
    gc.collect()  # what is left is little: a full collection is due when a quarter of it is new
    forks.serve(socket.socket(fileno=door), student)


def student(wish: dict[str, Any], connection: socket.socket) -> None:
    """Be the student who was asked for: a server, and behind it the source of its kernels."""
    os.setsid()
    be_user(wish)
    limit(wish["memory"])
    here, there = socket.socketpair()
    server = os.fork()
    if server == 0:
        here.close()
        connection.close()
        forks.end_after(lambda: serve(wish, there))
    there.close()
    forks.ready(connection, server)  # the hub sends signals with its own rights to the process that is named here
    connection.close()
    open_up()
    forks.serve(here, kernel)  # ends with the server


def serve(wish: dict[str, Any], door: socket.socket) -> None:
    """Be the server; its kernels come through the door."""
    from preloaded import provisioner

    open_up()
    provisioner.offer(door)
    run(SERVER_MODULE, wish)


def kernel(wish: dict[str, Any], connection: socket.socket) -> None:
    """Be the kernel that was asked for, until it is shut down or its server is gone."""
    os.setsid()
    forks.ready(connection)
    threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    os.chdir(wish["folder"])
    sys.path[:] = ["", *(place for place in sys.path[1:] if place != OWN)]  # the notebook's folder, and not this one
    if "matplotlib" in sys.modules:  # it asks the environment when it is imported, which is too early here
        sys.modules["matplotlib"].rcParams["backend"] = wish["environment"].get("MPLBACKEND") or INLINE
    run(KERNEL_MODULE, wish)


def run(module: str, wish: dict[str, Any]) -> None:
    """Run a module as `python -m` does, with the arguments and the environment that were asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.environ.pop("JPY_PARENT_PID", None)  # its parent in the system is not the one that asked
    sys.argv = [module, *wish["arguments"]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def end_with(connection: socket.socket) -> None:
    """End at once when the other end of a connection is closed."""
    connection.recv(1)
    os._exit(0)


def be_user(wish: dict[str, Any]) -> None:
    """Give up the rights of the hub for those of the student, for good; then stand in the student's home.

    Where nobody is named, as on a hub for one person, the rights stay. The system now keeps this process closed to
    everybody: also to the student, whose other processes could change what it does, until it calls `open_up`.
    """
    if wish["user"]:
        from jupyterhub.spawner import set_user_setuid

        set_user_setuid(wish["user"], chdir=False)()
    os.makedirs(wish["home"], 0o755, exist_ok=True)
    os.chdir(wish["home"])


def open_up() -> None:
    """Be a process of the student like any other: they may look at its /proc, and debug it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)


def limit(memory: int) -> None:
    """Let this process and what it starts take `memory` bytes beside what they share: Python raises MemoryError then.

    Nothing is limited for 0.
    """
    if memory:
        with open("/proc/self/status", encoding="ascii") as status:
            shared = next(int(line.split()[1]) for line in status if line.startswith("VmData:"))
        most = 1024 * shared + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
