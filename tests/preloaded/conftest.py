"""Forks as the hub of `deploy/preloaded` makes them need Linux; elsewhere its servers start in the usual way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tools.setup import ROOT

SECONDS = 60
collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture
def behind():
    """Function that runs a script behind a door, whose number is its argument; the door, and the script's process."""
    running = []

    def run(script):
        here, there = socket.socketpair()
        with there:
            command = [sys.executable, "-c", script, str(there.fileno())]
            environment = {**os.environ, "PYTHONPATH": str(ROOT / "deploy")}
            process = subprocess.Popen(command, pass_fds=[there.fileno()], env=environment, stderr=subprocess.PIPE)
        running.append((here, process))
        return here, process

    yield run
    for door, process in running:
        door.close()
        process.communicate(timeout=SECONDS)
