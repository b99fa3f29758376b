"""Measure how long each lesson's notebook runs, and store it for the syllabus: ``python -m tools.lesson_times``.

A run is one run of all cells in a fresh kernel; the file says on which kind of machine. Run it again where a lesson has
become slower or faster, not after every change: the numbers are there to plan a class.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import time
from pathlib import Path

import nbformat

from tools.notebooks import CHAPTERS, execute, in_reading_order
from tools.teaching.measured import STORED


def measure(path: Path) -> dict[str, float]:
    """Seconds on the wall and of the processor that a run of one notebook takes."""
    notebook = nbformat.read(path, as_version=4)
    wall, cpu = time.perf_counter(), children()
    execute(notebook, path.parent)
    return {"seconds": round(time.perf_counter() - wall, 1), "cpu": round(children() - cpu, 1)}


def children() -> float:
    """Processor time of the processes that have ended below this one, kernels among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def machine() -> str:
    """The kind of machine, and how busy it was; neither its name nor its place."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processor cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, load average {load:.1f} at the end of the measurement"
    )


def page(path: Path) -> str:
    """Page of a lesson.

    >>> page(CHAPTERS / "therapy" / "dose.ipynb")
    'therapy/dose'
    """
    return path.relative_to(CHAPTERS).with_suffix("").as_posix()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="*", type=Path, help="notebooks to measure (default: all)")
    chosen = options.parse_args().paths
    stored = json.loads(STORED.read_text("utf-8")) if STORED.is_file() and chosen else {"lessons": {}}
    for path in [path.resolve() for path in chosen] or in_reading_order():
        stored["lessons"][page(path)] = times = measure(path)
        print(f"lesson_times: {page(path)} {times['seconds']} s, {times['cpu']} s of the processor", flush=True)
    stored = {"machine": machine(), "lessons": stored["lessons"]}
    STORED.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
