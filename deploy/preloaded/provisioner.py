"""Kernels of a student's server that are forked instead of started."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from preloaded import KERNEL_MODULE, forks

NAME = "preloaded"
doors: list[socket.socket] = []  # to the source of the kernels; one, or none


def offer(door: socket.socket) -> None:
    """Have this process's kernels come through a door."""
    doors[:] = [door]
    factory = KernelProvisionerFactory.instance()
    entry = EntryPoint(NAME, f"{__name__}:{PreloadedProvisioner.__name__}", factory.GROUP_NAME)
    factory.provisioners[NAME] = entry
    factory.default_provisioner_name = NAME


class PreloadedProvisioner(LocalProvisioner):
    """Forks kernels of this very Python; every other kernel, and any that cannot be forked, starts in the usual way."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        if not doors or not of_this_python(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        wish = {
            "arguments": cmd[cmd.index(KERNEL_MODULE) + 1 :],
            "environment": dict(kwargs.get("env") or os.environ),
            "folder": str(kwargs.get("cwd") or os.getcwd()),
        }
        try:
            self.process = await asyncio.to_thread(forks.ask, doors[0], wish)
        except (forks.NoFork, OSError) as error:
            self.log.warning("kernel: %s; it is started in the usual way", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # a session of its own
        self.cwd = wish["folder"]
        return self.connection_info


def of_this_python(cmd: list[str]) -> bool:
    """Whether a command starts IPython's kernel with the interpreter that runs here, without options of its own."""
    plain = [part for part in cmd[:4] if part != "-Xfrozen_modules=off"]  # which the debugger asks for
    return plain[:3] == [sys.executable, "-m", KERNEL_MODULE]
