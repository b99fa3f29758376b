"""The grader's side: ask for an answer, get plain data, or a stand-in for a function; and what went wrong, in words."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from osteolib.grade.sandbox.channel import Channel, Gone, Silent, pair
from osteolib.grade.sandbox.limits import Limits
from osteolib.grade.sandbox.values import Unreadable

# No process of a system is given these ids, and each grader's process has its own; the second serves small containers.
USERS = (0x70000000, 60_000)
WARM_UP = 120


@dataclass
class Answer:
    """What an answer cell gave.

    Parameters
    ----------
    state : str
        ``"answer"``, ``"missing"`` (the cell ran, the name is not there), ``"failed"`` (an exception), or how the
        process ended: ``"time"``, ``"memory"``, ``"killed"``, ``"exit"``, ``"walls"``.
    value : object
        The answer.
    failure : dict
        Of an exception: ``error``, ``message``, ``line``.
    """

    state: str
    value: Any = None
    failure: dict[str, Any] = field(default_factory=dict)


class SetupFailed(RuntimeError):
    """The set-up cells of the reference notebook do not run."""


class Sandbox:
    """A warm parent and its walls, for one process of the grader.

    Parameters
    ----------
    limits : Limits, optional
    hidden : iterable of path, optional
        Folders that no answer may see.
    place : path, optional
        Folder for the sandbox's own; the system's folder for temporary files by default.
    enclose : bool
        Without it, no walls around network, files and processes, as on a system that has none.
    """

    def __init__(self, limits: Limits | None = None, hidden=(), place=None, enclose=True):
        self.limits = limits or Limits()
        self.root = tempfile.mkdtemp(prefix="view-", dir=place)
        self.scratch = tempfile.mkdtemp(prefix="scratch-", dir=place)
        self.user = _free_user()
        if self.user is not None:
            os.chown(self.scratch, self.user, self.user)
        self.control, there = pair()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "osteolib.grade.sandbox.parent", str(there.end.fileno())],
            pass_fds=[there.end.fileno()],
            env=_environment(self.scratch),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            close_fds=True,
        )
        there.close()
        options = {"root": self.root, "scratch": self.scratch, "user": self.user, "limits": asdict(self.limits)}
        self.control.send({**options, "enclose": enclose, "hidden": [str(Path(path).resolve()) for path in hidden]})
        self.standing: list[str] = self.control.receive(WARM_UP)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """End the warm parent and remove its folders."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for folder in (self.root, self.scratch):
            shutil.rmtree(folder, ignore_errors=True)

    def prepare(self, cells: list[str]) -> Prepared:
        """Run the set-up cells of a set once; answers start from there.

        Raises
        ------
        SetupFailed
            If a cell of the reference notebook raises.
        """
        here, there = pair()
        self.control.send({"do": "prepare"})
        self.control.hand_over(there)
        here.send(cells)
        said = here.receive(WARM_UP)
        if said != "ready":
            raise SetupFailed(
                f"a set-up cell of the reference notebook fails, {said}; run `make exercises` to see where"
            )
        return Prepared(here, self)


class Prepared:
    """A warm parent that has run the set-up cells of one set."""

    def __init__(self, control: Channel, sandbox: Sandbox):
        self.control, self.sandbox = control, sandbox

    @contextlib.contextmanager
    def ask(self, source: str, name: str, patience: float = 1.0) -> Iterator[Answer]:
        """Run an answer cell in a process of its own, which lives until the block ends: a function can be called.

        Parameters
        ----------
        source : str
            The cell.
        name : str
            The name that holds the answer.
        patience : float
            How many times the usual limits of time it has.
        """
        here, there = pair()
        self.control.send({"do": "ask", "patience": float(patience)})
        self.control.hand_over(there)
        talk = Talk(here, self, self.sandbox.limits.times(patience))
        try:
            yield talk.first(source, name)
        finally:
            talk.end(kill=True)

    def close(self) -> None:
        """End this warm parent."""
        self.control.close()


class Talk:
    """The conversation with the process of one answer."""

    def __init__(self, channel: Channel, prepared: Prepared, limits: Limits):
        self.channel, self.prepared, self.limits = channel, prepared, limits
        self.ending: str | None = None
        self.broken = False
        self.left = self.limits.seconds

    def first(self, source: str, name: str) -> Answer:
        """Send the cell and take its answer."""
        try:
            self.channel.send({"source": source, "name": name})
            report, value = self.channel.receive(self.limits.seconds, self.stand_in)
            failure = {key: report.get(key) for key in ("error", "message", "line")}
            return Answer(str(report["state"]), value, failure)
        except Silent:
            self.end(kill=True)
            return Answer("time")
        except (Gone, Unreadable, TypeError, ValueError, KeyError, AttributeError) as error:
            # Garbled is what only an answer can have sent that speaks for itself; it is told like an early end.
            ending = self.end(kill=not isinstance(error, Gone))
            return Answer("exit" if ending == "done" else ending)

    def stand_in(self, name: str):
        """Make a function that asks the answer's process, one call at a time, for plain data."""

        def function(*positional, **named):
            return self.call(list(positional), named)

        function.__name__ = function.__qualname__ = name
        return function

    def call(self, positional: list, named: dict[str, Any]) -> Any:
        """Ask for one call; raise what it raised, `TimeoutError` where it takes too long."""
        if self.ending or self.broken:
            raise RuntimeError(f"the process of this answer has ended ({self.ending or 'time'})")
        began = time.monotonic()
        try:
            self.channel.send([positional, named])
            how, value = self.channel.receive(min(self.limits.call_seconds, self.left))
        except Silent:
            self.end(kill=True)
            raise TimeoutError(f"a call took more than {self.limits.call_seconds:g} s") from None
        except (Gone, Unreadable, TypeError, ValueError) as error:
            ending = self.end(kill=not isinstance(error, Gone))
            raise RuntimeError(f"the process of this answer has ended during a call ({ending})") from None
        except BaseException:  # an alarm of the judge: the conversation stands in the middle of a word
            self.broken = True
            raise
        finally:
            self.left = max(0.01, self.left - (time.monotonic() - began))
        if how == "failed":
            raise _raised(value)
        return value

    def end(self, kill: bool) -> str:
        """End the process, once; return how it ended."""
        if self.ending is None:
            self.channel.close()
            control = self.prepared.control
            control.send({"do": "end", "kill": kill})
            self.ending = control.receive(WARM_UP + 3 * self.limits.seconds)
            _empty(self.prepared.sandbox.scratch)
        return self.ending


def _raised(failure: Any) -> BaseException:
    """An exception like the one that the answer raised: of the same name if Python has it, else a RuntimeError."""
    import builtins

    name, message = str(failure.get("error")), str(failure.get("message"))
    kind = getattr(builtins, name, None)
    simple = isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, UnicodeError)
    return kind(message) if simple else RuntimeError(f"{name}: {message}")


def _environment(scratch: str) -> dict[str, str]:
    """Nothing of the grader's own environment but what Python needs to start."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "PYTHONPATH") if key in os.environ}
    one = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    return {**kept, **one, "HOME": scratch, "MPLCONFIGDIR": scratch, "MPLBACKEND": "agg", "TQDM_DISABLE": "1"}


def _free_user() -> int | None:
    """An id that nobody has, if this process is root; without one, answers run as the user who grades."""
    if os.geteuid() != 0:
        return None
    for first, span in zip(USERS, (2**22, 5_000), strict=True):
        user = first + os.getpid() % span
        if _may_become(user):
            return user
    return None


def _may_become(user: int) -> bool:
    with contextlib.suppress(KeyError):
        pwd.getpwuid(user)
        return False
    child = os.fork()
    if not child:
        try:
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _empty(folder: str) -> None:
    """Remove what an answer left, where it had no scratch folder in memory."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                os.unlink(entry.path)
