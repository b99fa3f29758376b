"""One class from the first log-in to the last cell, and the record of it."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from tools.classroom.browser import Browser
from tools.classroom.hub import Hub, running
from tools.classroom.lessons import Lesson
from tools.classroom.measure import Memory, Processors
from tools.classroom.student import Habits, Record, attend


@dataclass(frozen=True)
class Setting:
    """How a class is held. Every student arrives within `arrives` seconds and thinks up to `thinks` before a cell."""

    students: int
    arrives: float = 40.0
    thinks: float = 16.0
    minutes: float = 15.0
    seed: int = 1
    preloaded: bool = False


def hold(setting: Setting, plan: list[list[Lesson]], course: Mapping[str, Path]) -> dict[str, Any]:
    """Start a hub, let every student work through their part of `plan`, end everything; what was measured."""
    with running(course, preloaded=setting.preloaded) as hub:
        begun, processors = time.perf_counter(), Processors(hub.folder)
        records, memory = asyncio.run(_class(setting, plan, hub))
        seconds = time.perf_counter() - begun
        own, others = processors.shares()
    return {
        "setting": asdict(setting),
        "seconds": round(seconds, 1),
        "processor_seconds": round(own, 1),
        "busy_with_other_work": round(others, 3),
        "cores": psutil.cpu_count(),
        "memory_mb": {name or "hub": round(value, 1) for name, value in sorted(memory.fullest.items())},
        "students": [asdict(record) for record in records],
    }


async def _class(setting: Setting, plan: list[list[Lesson]], hub: Hub) -> tuple[list[Record], Memory]:
    browsers = [Browser(hub.url, f"student{number:02d}") for number in range(1, setting.students + 1)]
    memory = Memory(hub.folder)
    watching = asyncio.create_task(memory.watch())
    try:
        records = await asyncio.gather(*_students(setting, plan, hub, browsers))
        await memory.sample()
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        for browser in browsers:
            await browser.close()
    return records, memory


def _students(setting: Setting, plan: list[list[Lesson]], hub: Hub, browsers: list[Browser]):
    """One task a student; at the end of the class all that is left is a failure."""
    for browser, lessons in zip(browsers, plan, strict=True):
        chance = random.Random(f"{setting.seed} {browser.name}")
        habits = Habits(chance.uniform(0, setting.arrives), setting.thinks, chance)
        yield _until(setting.minutes * 60, browser, hub.password, lessons, habits)


async def _until(seconds: float, browser: Browser, password: str, lessons: list[Lesson], habits: Habits) -> Record:
    record = Record(browser.name, [lesson.path for lesson in lessons])
    try:
        await asyncio.wait_for(attend(browser, password, lessons, habits, record), seconds)
    except TimeoutError:
        record.failures.append(f"not done when the class ended after {seconds / 60:.3g} minutes")
    return record
