"""Where no fork can be had, a server starts in the usual way, and the next one asks a new source."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from jupyterhub.spawner import LocalProcessSpawner
from preloaded import forks
from preloaded.spawner import PreloadedSpawner


@pytest.fixture
def spawner(monkeypatch):
    """A spawner whose usual start is only written down."""
    started = []

    async def usual(self):
        started.append(self.user.name)
        return ("127.0.0.1", self.port)

    monkeypatch.setattr(LocalProcessSpawner, "start", usual)
    monkeypatch.setattr(PreloadedSpawner, "_wish", lambda self: {})
    monkeypatch.setattr(PreloadedSpawner, "sources", {})
    one = PreloadedSpawner()
    one.user = SimpleNamespace(name="ada")
    return one, started


def test_without_a_source_a_server_starts_in_the_usual_way(spawner, caplog):
    one, started = spawner
    here, there = socket.socketpair()
    there.close()
    one.sources[one.python] = (here, None)
    with here, caplog.at_level(logging.WARNING):
        assert asyncio.run(one.start()) == ("127.0.0.1", one.port)
    assert started == ["ada"]
    assert "the server is started in the usual way" in caplog.text
    assert not one.sources


def test_elsewhere_than_on_linux_no_source_is_asked(spawner, monkeypatch):
    one, started = spawner
    monkeypatch.setattr(sys, "platform", "darwin")
    asyncio.run(one.start())
    assert started == ["ada"]
    assert not one.sources


def test_signals_go_to_the_very_server_and_an_ended_one_is_forgotten(spawner):
    one, _ = spawner
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    here, there = socket.socketpair()
    with there:
        one.forked, one.pid = forks.Forked(process.pid, here), process.pid
        assert asyncio.run(one.poll()) is None
        assert asyncio.run(one._signal(signal.SIGTERM))
        assert process.wait() == -signal.SIGTERM
        assert asyncio.run(one.poll()) == 0
    assert one.forked is None and one.pid == 0
    assert here.fileno() == -1
