"""A class as numbers in a table: waiting times, memory, failures."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from tools.setup import ROOT

FOLDER = ROOT / "benchmarks" / "classroom"
BUSY = 0.1  # share of the machine; above it a class was measured beside other work and says so
KINDS = {
    "kernel": "kernel start",
    "first": "first cell of a lesson (imports)",
    "cells": "every other cell",
    "moves": "move of a slider",
    "checks": "check of an exercise",
}


def spread(seconds: list[float]) -> dict[str, float]:
    """Number of values, middle, 95th percentile and largest; nothing for nothing.

    Examples
    --------
    >>> spread([1.0, 2.0, 9.0])
    {'n': 3, 'p50': 2.0, 'p95': 8.3, 'max': 9.0}
    >>> spread([])
    {}
    """
    if not seconds:
        return {}
    p50, p95 = np.percentile(seconds, [50, 95])
    return {"n": len(seconds), "p50": round(float(p50), 3), "p95": round(float(p95), 3), "max": round(max(seconds), 3)}


def _by_notebooks(students: list[dict[str, Any]], memory: dict[str, float]) -> dict[int, float]:
    """Mean memory of the students who opened one notebook, two, ..."""
    opened: dict[int, list[float]] = {}
    for student in students:
        if student["name"] in memory:
            opened.setdefault(len(student["lessons"]), []).append(memory[student["name"]])
    return {number: round(mean(values), 1) for number, values in sorted(opened.items())}


def summary(held: dict[str, Any]) -> dict[str, Any]:
    """What one class comes to."""
    students = held["students"]
    memory = {name: value for name, value in held["memory_mb"].items() if name != "hub"}
    waits = {kind: spread([t for student in students for t in student[kind]]) for kind in KINDS}
    return {
        "students": len(students),
        "spawn": spread([student["spawn"] for student in students if student["spawn"] is not None]),
        **waits,
        "mb_a_student": {"mean": round(mean(memory.values()), 1), "max": max(memory.values())} if memory else {},
        "mb_by_notebooks": _by_notebooks(students, memory),
        "mb_hub": held["memory_mb"].get("hub", 0.0),
        "retries": sum(student["retries"] for student in students),
        "failures": [f"{student['name']}: {text}" for student in students for text in student["failures"]],
        "busy_with_other_work": held["busy_with_other_work"],
        "cores": held["cores"],
        "minutes": round(held["seconds"] / 60, 1),
        "processor_seconds": held["processor_seconds"],
    }


def table(one: dict[str, Any]) -> str:
    """One class in words and rows."""
    rows = [("server start", one["spawn"])] + [(words, one[kind]) for kind, words in KINDS.items()]
    lines = [
        f"{one['students']} students on {one['cores']} cores, {one['minutes']:.3g} minutes, {len(one['failures'])} "
        f"failures, {one['retries']} servers started again; other work took {one['busy_with_other_work']:.0%}"
        " of the machine.\n",
        "| seconds | number | p50 | p95 | max |\n| --- | --- | --- | --- | --- |",
    ]
    lines += [f"| {words} | {s['n']} | {s['p50']:.3g} | {s['p95']:.3g} | {s['max']:.3g} |" for words, s in rows if s]
    if one["mb_a_student"]:
        mean_mb, largest = one["mb_a_student"]["mean"], one["mb_a_student"]["max"]
        lines.append(
            f"\nMemory at the fullest moment: {mean_mb:.0f} MB a student (largest {largest:.0f} MB), "
            f"and {one['mb_hub']:.0f} MB of the hub and its proxy."
        )
    return "\n".join([*lines, *(f"\n- {failure}" for failure in one["failures"])]) + "\n"


def save(held: dict[str, Any], path: Path) -> dict[str, Any]:
    """Write a class and what it comes to; the latter."""
    one = summary(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"summary": one, **held}, indent=1) + "\n", encoding="utf-8")
    return one


def name(students: int, run: int, preloaded: bool = False) -> Path:
    """File of one class of a series."""
    return series(preloaded) / f"{students:02d}-students-{run}.json"


def series(preloaded: bool) -> Path:
    """Folder of the classes with one way of starting servers."""
    return FOLDER / "preloaded" if preloaded else FOLDER


def read(path: Path) -> dict[str, Any]:
    """What a class came to, from its file; summed up anew, so that a new way of counting holds for old classes too."""
    return summary(json.loads(path.read_text(encoding="utf-8")))


def middle(runs: list[dict[str, Any]], kind: str, what: str) -> float | None:
    """Median over classes of the same size, of one number; None if none was measured."""
    values = [run[kind][what] for run in runs if run.get(kind)]
    return median(values) if values else None
