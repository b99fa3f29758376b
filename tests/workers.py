"""How several processes share the tests (`pytest -n 2`), so that every core works and every answer stays what it was.

The tests of a file, and the cells of a notebook, stay in one process and in order. Where a file holds a long list of
tests that need nothing of each other, they are dealt out one by one. A test marked ``alone`` measures time: it comes
last, and every other process rests while it runs. One that is only disturbed, never helped by others may call
``be_alone`` when its time was not good enough. What is dear to make, the book, is made once for all, and early.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest
from xdist.scheduler import LoadScopeScheduling

DEALT_OUT = ("tests/site/", "tests/unit/test_model_suite.py")


class Dealer(LoadScopeScheduling):
    """Hands out whole files, and single tests of the files that are dealt out."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(DEALT_OUT) else nodeid.partition("::")[0]


def in_order(items: list[pytest.Item]) -> None:
    """Put a test that needs the book first and the tests that run alone last, so that no process waits idly.

    The book is made while the other processes have other tests to do, and found made when they come to it.
    """
    items.sort(key=lambda item: item.get_closest_marker("alone") is not None)
    first = next((item for item in items if "book" in getattr(item, "fixturenames", ())), None)
    if first is not None:
        items.remove(first)
        items.insert(0, first)


@contextmanager
def turn(item: pytest.Item) -> Iterator[None]:
    """A test's turn: beside tests of other processes, or alone if it is marked so.

    Whoever wants to be alone keeps the door closed while it waits for those inside to leave, so that its turn comes.
    """
    folder = shared_folder(item.config)
    if folder is None:
        yield
        return
    alone = item.get_closest_marker("alone") is not None
    with ExitStack() as room:
        with lock(folder / "door"):
            key = room.enter_context(lock(folder / "room", together=not alone))
        keys[folder] = key
        yield
    del keys[folder]


keys: dict[Path, IO[str]] = {}  # of the room that this process's test is in


def be_alone() -> None:
    """Let nothing else run from here to the end of the test that calls this.

    It leaves the room before it closes the door: another one that wants to be alone may be waiting at it.
    """
    for folder, key in keys.items():
        fcntl.flock(key, fcntl.LOCK_UN)
        with lock(folder / "door"):
            fcntl.flock(key, fcntl.LOCK_EX)


def shared_folder(config: pytest.Config) -> Path | None:
    """Folder that all processes of one run have in common; None where there is one process only."""
    return config._tmp_path_factory.getbasetemp().parent if hasattr(config, "workerinput") else None


@contextmanager
def lock(path: Path, together: bool = False) -> Iterator[IO[str]]:
    """Hold a lock that other processes see, alone or `together` with others; a process that dies lets go of it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH if together else fcntl.LOCK_EX)
        yield file
