"""Two plans for a class, laid out by the minutes of the lessons: a term of weeks, and two days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tools.teaching.lesson import Lesson, lesson, lessons
from tools.teaching.minutes import planned

WEEKS = 15
CAPSTONE = "therapy/capstone"
CAPSTONE_WEEKS = 2  # one to design, one to present and to defend

# Two days can hold two thirds of the course. These carry the argument from the bone to a therapy.
DAYS = (
    (
        "bone_remodeling/one_cycle",
        "bone_remodeling/signals",
        "estrogen/menopause",
        "estrogen/t_cells",
        "aging_immunity/inflammaging",
        "evidence/support",
    ),
    (
        "exosome_biology/vesicles",
        "exosome_biology/reach",
        "therapy/messages",
        "therapy/dose",
        "therapy/appraisal",
        CAPSTONE,
    ),
)
START, END = 9 * 60, 17 * 60  # minutes of the day
BREAK, LUNCH = 10, 60
MORNING = 3  # lessons before lunch


@dataclass(frozen=True)
class Slot:
    """A lesson at a time of the day, both in minutes after midnight."""

    start: int
    end: int
    lesson: Lesson


def weeks() -> list[list[Lesson]]:
    """Lessons of each week in reading order, as even as whole lessons allow; the capstone takes the last weeks.

    >>> len(weeks()) + CAPSTONE_WEEKS == WEEKS
    True
    """
    return evenly([one for one in lessons() if one.page != CAPSTONE], WEEKS - CAPSTONE_WEEKS)


def evenly(row: list[Lesson], groups: int) -> list[list[Lesson]]:
    """Cut a row of lessons into groups so that the sum of the squared minutes is smallest."""
    load = [planned(one) for one in row]

    @cache
    def best(start: int, left: int) -> tuple[int, tuple[int, ...]]:
        if left == 1:
            return sum(load[start:]) ** 2, ()
        ends = range(start + 1, len(row) - left + 2)
        tried = [(end, *best(end, left - 1)) for end in ends]
        return min((sum(load[start:end]) ** 2 + cost, (end, *cuts)) for end, cost, cuts in tried)

    cuts = (0, *best(0, groups)[1], len(row))
    return [row[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def day(pages: tuple[str, ...]) -> list[Slot]:
    """Lessons of a day by the clock, a break between two, lunch after the morning."""
    slots, now = [], START
    for number, page in enumerate(pages):
        if number:
            now += LUNCH if number == MORNING else BREAK
        one = lesson(page)
        slots.append(Slot(now, now + planned(one), one))
        now = slots[-1].end
    return slots


def clock(minute: int) -> str:
    """A time of the day.

    >>> clock(545)
    '9:05'
    """
    return f"{minute // 60}:{minute % 60:02d}"
