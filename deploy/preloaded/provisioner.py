"""Kernels of a student's server that are forked instead of started."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
import sys
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from preloaded import forks

LAUNCHER = "ipykernel_launcher"
NAME = "preloaded"
doors: list[socket.socket] = []  # to the source of the kernels; one, or none


def offer(door: socket.socket) -> None:
    """Have this process's kernels come through a door."""
    doors[:] = [door]
    factory = KernelProvisionerFactory.instance()
    entry = EntryPoint(NAME, f"{__name__}:{PreloadedProvisioner.__name__}", factory.GROUP_NAME)
    factory.provisioners[NAME] = entry
    factory.default_provisioner_name = NAME


class Forked:
    """A process that another one has forked for us, with what `LocalProvisioner` asks of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket):
        self.pid, self.connection = pid, connection  # which the kernel ends with
        self.descriptor = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """None while the process runs; then 0, for only its parent is told how it ended."""
        return 0 if self.descriptor < 0 or select.select([self.descriptor], [], [], 0)[0] else None

    def wait(self) -> int:
        """Wait for the end, and let go of what is held."""
        if self.descriptor >= 0:
            select.select([self.descriptor], [], [])
            os.close(self.descriptor)
            self.descriptor = -1
            self.connection.close()
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal to this very process, never to another that has got its number."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.descriptor, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class PreloadedProvisioner(LocalProvisioner):
    """Forks kernels of this very Python; every other kernel, and any that cannot be forked, starts in the usual way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        if not doors or not of_this_python(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        wish = {
            "module": LAUNCHER,
            "arguments": cmd[cmd.index(LAUNCHER) + 1 :],
            "environment": dict(kwargs.get("env") or os.environ),
            "folder": str(kwargs.get("cwd") or os.getcwd()),
        }
        try:
            self.process = Forked(*await asyncio.to_thread(forks.ask, doors[0], wish))
        except (forks.NoFork, OSError) as error:
            self.log.warning("kernel: %s; it is started in the usual way", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # a session of its own
        self.cwd = wish["folder"]
        return self.connection_info


def of_this_python(cmd: list[str]) -> bool:
    """Whether a command starts IPython's kernel with the interpreter that runs here, without options of its own."""
    plain = [part for part in cmd[:4] if part != "-Xfrozen_modules=off"]  # which the debugger asks for
    return plain[:3] == [sys.executable, "-m", LAUNCHER]
