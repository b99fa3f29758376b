"""What JupyterHub starts students' servers with: a fork of one process, or where that fails the usual start."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

from jupyterhub.spawner import LocalProcessSpawner, SimpleLocalProcessSpawner
from jupyterhub.utils import random_port
from traitlets import Unicode

from preloaded import forks

HERE = Path(__file__).parent


class PreloadedSpawner(LocalProcessSpawner):
    """Servers are forks, each with the rights of its student, who is a user of the system.

    `mem_limit` holds for each process of a student, beside what all share.
    """

    python = Unicode(sys.executable, help="Interpreter that has the packages of the class.").tag(config=True)
    forked: forks.Forked | None = None  # None where it has not been forked, or by a hub before this one
    sources: ClassVar[dict[str, tuple[socket.socket, subprocess.Popen]]] = {}  # by interpreter; they end with the hub

    async def start(self) -> tuple[str, int]:
        """Start the server: where it listens."""
        if sys.platform != "linux":
            return await super().start()
        self.port = self.port or random_port()
        try:
            self.forked = await asyncio.to_thread(forks.ask, self._door(), self._wish())
        except (forks.NoFork, OSError) as error:
            self.log.warning("%s: %s; the server is started in the usual way", self.user.name, error)
            self.sources.pop(self.python, None)  # the next one gets a new source
            return await super().start()
        self.proc, self.pid = None, self.forked.pid  # it is no child of the hub, as after a hub's restart
        return (self.ip or "127.0.0.1", self.port)

    async def _signal(self, sig: int) -> bool:
        """Send a signal to this very server, never to another process that has got its number; whether it is there."""
        if self.forked is None:
            return await super()._signal(sig)
        there = self.forked.poll() is None
        if there and sig:
            self.forked.send_signal(sig)
        return there

    def clear_state(self) -> None:
        """Forget the server, which has ended."""
        super().clear_state()
        if self.forked is not None:
            self.forked.close()
            self.forked = None

    def system_user(self) -> str:
        """Whose rights a server gets."""
        return self.user.name

    def _wish(self) -> dict[str, Any]:
        environment = self.get_env()
        return {
            "arguments": self.get_args(),
            "environment": environment,
            "home": environment["HOME"],
            "user": self.system_user(),
            "memory": self.mem_limit or 0,
        }

    def _door(self) -> socket.socket:
        """To the source, which is started for the first server."""
        if self.python not in self.sources:
            here, there = socket.socketpair()
            with there:
                command = [self.python, "-m", "preloaded.source", str(there.fileno())]
                options = {"cwd": "/", "env": self._bare(), "stdin": subprocess.DEVNULL, "start_new_session": True}
                process = subprocess.Popen(command, pass_fds=[there.fileno()], **options)
            self.sources[self.python] = (here, process)
        return self.sources[self.python][0]

    def _bare(self) -> dict[str, str]:
        """Environment of the source, which every student can read: what all are given, and nothing of the hub's."""
        kept = {name: os.environ[name] for name in self.env_keep if name in os.environ}
        given = {name: value for name, value in self.environment.items() if isinstance(value, str)}
        path = [str(HERE.parent), (kept | given).get("PYTHONPATH", "")]
        return kept | given | {"PYTHONPATH": os.pathsep.join(filter(None, path))}


class SimplePreloadedSpawner(PreloadedSpawner, SimpleLocalProcessSpawner):
    """Every student is the user who runs the hub: for trying and measuring, not for a class."""

    def system_user(self) -> str:
        return ""
