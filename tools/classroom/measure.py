"""What a class costs: proportional set size and processor time of every process of a hub, by student."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

MEGABYTE = 1e6


def of_hub(folder: Path) -> list[psutil.Process]:
    """Every running process that carries the mark of the hub in `folder`."""
    return [process for process in psutil.process_iter() if _environment(process).get("OSTEOLIB_HUB") == str(folder)]


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.Error, OSError):  # gone, or not ours to read
        return {}


def by_student(folder: Path) -> dict[str, float]:
    """Megabytes of each student (Lab server, kernels and what those started); the hub and its proxy under "".

    The proportional set size counts a page that n processes share as 1/n in each, so the values add up; where the
    system does not tell it, memory that is a process's own stands in.
    """
    total: dict[str, float] = defaultdict(float)
    for process in of_hub(folder):
        try:
            memory = process.memory_full_info()
        except (psutil.Error, OSError):
            continue
        total[_student(process, folder / "homes")] += getattr(memory, "pss", memory.uss) / MEGABYTE
    return dict(total)


def _student(process: psutil.Process, homes: Path) -> str:
    """Whose a process is; a forked one has the environment of what it was forked from, and stands in a home."""
    try:
        place = Path(process.cwd())
    except (psutil.Error, OSError):
        place = Path()
    named = _environment(process).get("JUPYTERHUB_USER", "")
    return named or (place.relative_to(homes).parts[0] if homes in place.parents else "")


@dataclass
class Memory:
    """The fullest moment of a class: the sample with the largest sum."""

    folder: Path
    fullest: dict[str, float] = field(default_factory=dict)

    async def watch(self, every: float = 10.0) -> None:
        """Sample until cancelled."""
        while True:
            await self.sample()
            await asyncio.sleep(every)

    async def sample(self) -> None:
        """Take one sample; keep it if it is the fullest so far."""
        now = await asyncio.to_thread(by_student, self.folder)
        if sum(now.values()) > sum(self.fullest.values()):
            self.fullest = now


class Processors:
    """Processor time from its making on: what the class took, and how busy other work kept the machine."""

    def __init__(self, folder: Path):
        self.folder, self.before, self.client = folder, psutil.cpu_times(), _spent(psutil.Process())

    def shares(self) -> tuple[float, float]:
        """Seconds of the hub's processes, and the share of the machine that went to neither them nor the students."""
        now = psutil.cpu_times()
        total = sum(now[:8]) - sum(self.before[:8])  # what guests took is counted in the first two already
        idle = sum(getattr(now, name, 0) - getattr(self.before, name, 0) for name in ("idle", "iowait", "steal"))
        own = sum(_spent(process) for process in of_hub(self.folder))
        mine = _spent(psutil.Process()) - self.client
        return own, max(0.0, total - idle - own - mine) / total


def _spent(process: psutil.Process) -> float:
    """Seconds that a process and its ended children have used."""
    try:
        return sum(process.cpu_times()[:4])
    except psutil.Error:
        return 0.0
