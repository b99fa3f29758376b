"""What is asked for comes about in a process of its own, and what one fork was told the next one does not have."""

from __future__ import annotations

import json
import os
import socket

import psutil
import pytest
from preloaded import forks

SOURCE = """
import json, os, socket, sys
from preloaded import forks

def become(wish, connection):
    if wish.get("fails"):
        raise ValueError(wish["fails"])
    forks.ready(connection)
    connection.sendall(json.dumps([wish, os.getpid()]).encode())
    connection.recv(1)

forks.serve(socket.socket(fileno=int(sys.argv[1])), become)
"""
SECONDS = 60


@pytest.fixture
def source(behind):
    """The door to a process that forks, and that process."""
    return behind(SOURCE)


def said(connection):
    """What a fork says it was told, and its number."""
    whole = b""
    while not whole.endswith(b"]"):
        whole += connection.recv(65536)
    return json.loads(whole)


def memory(pid):
    """Everything that a process has written."""
    with open(f"/proc/{pid}/maps") as areas, open(f"/proc/{pid}/mem", "rb") as whole:
        written = [line.split() for line in areas]
        for area in [area for area in written if area[1].startswith("rw") and area[-1] != "[vvar]"]:
            start, end = (int(number, 16) for number in area[0].split("-"))
            whole.seek(start)
            yield whole.read(end - start)


def test_a_fork_becomes_what_was_asked_for(source):
    door, process = source
    fork = forks.ask(door, {"name": "Ada", "large": "x" * 300_000})
    assert said(fork.connection) == [{"name": "Ada", "large": "x" * 300_000}, fork.pid]
    assert psutil.Process(fork.pid).ppid() == process.pid
    fork.kill()
    assert fork.wait() == fork.poll() == 0


def test_the_next_fork_does_not_have_what_one_was_told(source):
    door, process = source
    secret = "token-" + os.urandom(16).hex()
    one, other = (forks.ask(door, {"password": password}) for password in (secret, "another"))
    with one.connection, other.connection:
        assert any(secret.encode() in part for part in memory(one.pid))  # it would be found
        for pid in (process.pid, other.pid):
            assert not any(secret.encode() in part for part in memory(pid))


def test_a_fork_that_fails_says_so_and_the_source_goes_on(source):
    door, process = source
    with pytest.raises(forks.NoFork, match="no process came of a request"):
        forks.ask(door, {"fails": "no such student"})
    with forks.ask(door, {}).connection as connection:
        assert said(connection)[0] == {}
    door.shutdown(socket.SHUT_RDWR)
    assert b"ValueError: no such student" in process.communicate(timeout=SECONDS)[1]


def test_nobody_behind_the_door_is_no_fork():
    here, there = socket.socketpair()
    there.close()
    with here, pytest.raises(forks.NoFork):
        forks.ask(here, {})


def test_the_source_ends_with_whoever_asks_and_its_forks_stay(source):
    door, process = source
    fork = forks.ask(door, {})
    door.shutdown(socket.SHUT_RDWR)
    assert process.wait(SECONDS) == 0
    assert fork.poll() is None
    fork.connection.shutdown(socket.SHUT_RDWR)
    fork.wait()
