"""The classes of the sizing table, one after the other, unattended; what is measured already is not measured again."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tools.classroom import lessons, report, sizing
from tools.classroom.hub import HubError, course
from tools.classroom.lecture import Setting, hold

LIMIT = 58.0  # minutes
CLASS_TAKES = {5: 6.5, 10: 6.5, 20: 7.0, 40: 9.5}  # minutes; only to decide whether another class still fits


def missing(preloaded: bool = False) -> list[tuple[int, int]]:
    """Classes without a result: (students, run), every size once before any a second time."""
    return [
        (students, run)
        for run in range(1, sizing.RUNS + 1)
        for students in sizing.SIZES
        if not report.name(students, run, preloaded).exists()
    ]


def measure(students: int, run: int, minutes: float, preloaded: bool) -> Path:
    """Hold one class of the series, and write it; the runs of a size differ in their chances only."""
    setting = Setting(students, minutes=minutes, seed=run, preloaded=preloaded)
    plan = lessons.plan(students, lessons.of_the_course(), lessons.exercises())
    path = report.name(students, run, preloaded)
    one = report.save(hold(setting, plan, course()), path)
    print(report.table(one), flush=True)
    return path


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--limit", type=float, default=LIMIT, help="minutes in all (default: %(default)s)")
    options.add_argument("--anew", action="store_true", help="forget the results that stand")
    options.add_argument("--preloaded", action="store_true", help="servers and kernels are forks (deploy/preloaded)")
    chosen = options.parse_args()
    if chosen.anew:
        for path in sizing.files(chosen.preloaded):
            path.unlink()
    end, left = time.monotonic() + 60 * chosen.limit, missing(chosen.preloaded)
    try:
        for students, run in left:
            minutes = (end - time.monotonic()) / 60
            if minutes < CLASS_TAKES[students]:
                continue  # a smaller class may still fit
            print(f"classroom-series: {students} students, run {run} of {sizing.RUNS}", flush=True)
            measure(students, run, min(minutes - 0.5, Setting.minutes), chosen.preloaded)
            sizing.write()
    except HubError as error:
        sys.exit(f"{error}\nclassroom-series: what was measured is kept; run it again to go on.")
    except KeyboardInterrupt:
        print("\nclassroom-series: stopped; what was measured is kept, run it again to go on.")
    sizing.write()
    if left := missing(chosen.preloaded):
        sys.exit(f"classroom-series: {len(left)} classes are still to be measured; run it again to go on.")
    print("classroom-series: every class is measured.")


if __name__ == "__main__":
    main()
