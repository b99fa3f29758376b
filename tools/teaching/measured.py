"""How long each lesson's notebook ran, as `python -m tools.lesson_times` has measured and stored it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STORED = Path(__file__).with_name("lesson_times.json")


@dataclass(frozen=True)
class Run:
    """One run of a notebook from its first cell to its last, the start of its kernel included.

    Attributes
    ----------
    seconds : float
        By the clock on the wall.
    cpu : float
        Processor time of the kernel.
    """

    seconds: float
    cpu: float


@cache
def runs() -> dict[str, Run]:
    """Measured runs by the lesson's page, such as ``"bone_remodeling/one_cycle"``."""
    return {page: Run(**times) for page, times in json.loads(STORED.read_text("utf-8"))["lessons"].items()}


def machine() -> str:
    """On what they were measured, in words."""
    return json.loads(STORED.read_text("utf-8"))["machine"]
