"""One student: arrives, logs in, waits for a server, then runs lessons and moves what can be moved."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from tools.classroom.browser import Browser
from tools.classroom.kernel import Kernel, Widget
from tools.classroom.lessons import Cell, Lesson

CELL_WITHIN = 240  # seconds
MOVES = 3  # of each explorer


@dataclass
class Record:
    """What one student met: seconds of each kind, and what went wrong."""

    name: str
    lessons: list[str] = field(default_factory=list)
    spawn: float | None = None
    retries: int = 0
    kernel: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)
    checks: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    slowest: str = ""
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Habits:
    """How a student works: seconds until arrival, most seconds of thought before a cell, and the chance behind both."""

    arrives: float
    thinks: float
    chance: random.Random

    async def think(self) -> None:
        """Read the text above the next cell."""
        await asyncio.sleep(self.chance.uniform(0, self.thinks))


async def attend(browser: Browser, password: str, lessons: list[Lesson], habits: Habits, record: Record) -> None:
    """A student's whole class, written into `record`; a failure of one never ends the class of the others."""
    try:
        await asyncio.sleep(habits.arrives)
        await browser.log_in(password)
        begun = time.perf_counter()
        record.retries = await browser.start()
        record.spawn = time.perf_counter() - begun
        for lesson in lessons:
            await _work(browser, lesson, habits, record)
    except Exception as error:  # whatever fails for one student is a result
        record.failures.append(f"{type(error).__name__}: {error}"[:300])


async def _work(browser: Browser, lesson: Lesson, habits: Habits, record: Record) -> None:
    begun = time.perf_counter()
    kernel = await browser.open(lesson.path)
    listening = asyncio.create_task(kernel.listen())
    try:
        await kernel.run("")  # a kernel is there when it has answered
        record.kernel.append(time.perf_counter() - begun)
        for number, cell in enumerate(lesson.cells):
            await habits.think()
            taken = await _run(kernel, cell, f"{lesson.path}, code cell {number + 1}", record)
            _times(record, number, cell).append(taken)
            while kernel.opened:
                await _play(kernel, kernel.opened.pop(0), habits, record)
        await browser.save(lesson.path)
    finally:
        listening.cancel()


def _times(record: Record, number: int, cell: Cell) -> list[float]:
    """Where a cell's seconds belong: the first of a lesson imports everything."""
    if number == 0:
        return record.first
    return record.checks if cell.source.startswith("check(") else record.cells


async def _run(kernel: Kernel, cell: Cell, where: str, record: Record) -> float:
    begun = time.perf_counter()
    try:
        error = await asyncio.wait_for(kernel.run(cell.source), CELL_WITHIN)
    except TimeoutError:
        error = f"no answer within {CELL_WITHIN} s"
    taken = time.perf_counter() - begun
    if error and not cell.may_fail:
        record.failures.append(f"{where}: {error}")
    if taken >= max([*record.cells, 0.0]):
        record.slowest = where
    return taken


async def _play(kernel: Kernel, widget: Widget, habits: Habits, record: Record) -> None:
    """Move every slider a few times, each move after the answer to the last, as the page does."""
    for number in range(1, MOVES + 1):
        await asyncio.sleep(habits.chance.uniform(0.1, min(2.0, 0.1 + habits.thinks)))
        values = {s["name"]: _setting(s, habits.chance) for s in widget.spec["sliders"]}
        begun = time.perf_counter()
        exact = widget.spec["view"] != "field"
        await asyncio.wait_for(kernel.move(widget, values, number, exact), CELL_WITHIN)
        record.moves.append(time.perf_counter() - begun)


def _setting(slider: dict, chance: random.Random) -> float:
    """A value that the slider can take.

    Examples
    --------
    >>> 1 <= _setting({"low": 1.0, "high": 2.0}, random.Random(1)) <= 2
    True
    >>> _setting({"choices": True, "stops": [5.0], "low": 0, "high": 9}, random.Random(1))
    5.0
    """
    if slider.get("choices"):
        return float(chance.choice(slider["stops"]))
    return chance.uniform(slider["low"], slider["high"])
