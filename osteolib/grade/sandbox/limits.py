"""How much of the machine one answer may use."""

from __future__ import annotations

import contextlib
import resource
from dataclasses import dataclass, replace
from pathlib import Path

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """What one answer may use before it is ended.

    Parameters
    ----------
    seconds : float
        Time on the clock for an answer cell, and again for all calls of a function together.
    call_seconds : float
        Time for one call of a function.
    memory : int
        MB of memory, of one process and of all processes of the answer together.
    processes : int
        Processes and threads, the answer's own included.
    file : int
        MB that all files together, and any one, may take.
    open_files : int
        Files open at a time.

    Examples
    --------
    >>> Limits().seconds
    20.0
    """

    seconds: float = 20.0
    call_seconds: float = 5.0
    memory: int = 1024
    processes: int = 16
    file: int = 32
    open_files: int = 64

    def times(self, factor: float) -> Limits:
        """The same limits with that many times the time.

        >>> Limits(seconds=2).times(3).seconds
        6
        """
        return replace(self, seconds=self.seconds * factor, call_seconds=self.call_seconds * factor)

    def apply(self) -> None:
        """Hold this process, and all that it starts, to the limits; there is no way back."""
        # The warm parent's own address space is there already; the limit counts what comes on top of it.
        space = _address_space() + self.memory * MB
        # The processor's clock stops what the watch on the wall could miss; it is generous, because threads add up.
        processor = int(self.seconds + self.call_seconds) + 2
        for name, value in (
            ("RLIMIT_AS", space),
            ("RLIMIT_CPU", processor),
            ("RLIMIT_NPROC", self.processes),
            ("RLIMIT_FSIZE", self.file * MB),
            ("RLIMIT_NOFILE", self.open_files),
            ("RLIMIT_CORE", 0),
            ("RLIMIT_MSGQUEUE", 0),
            ("RLIMIT_MEMLOCK", 0),
        ):
            if hasattr(resource, name):
                with contextlib.suppress(
                    ValueError, OSError
                ):  # a system without the limit, or with a lower one already
                    resource.setrlimit(getattr(resource, name), (value, value))


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[0]) * resource.getpagesize()
    return 4096 * MB
