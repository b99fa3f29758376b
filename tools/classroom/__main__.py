"""Hold one class: start a hub, let simulated students work, report, and leave nothing running."""

from __future__ import annotations

import argparse
import sys

from tools.classroom import lessons, report, sizing
from tools.classroom.hub import HubError, course
from tools.classroom.lecture import Setting, hold

MOST = 60


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="classroom", description=__doc__)
    options.add_argument("--students", type=int, default=20, help=f"1 to {MOST} (default: %(default)s)")
    for name, words in (("arrives", "seconds within which all arrive"), ("thinks", "most seconds before a cell")):
        options.add_argument(f"--{name}", type=float, default=getattr(Setting, name), help=f"{words} (%(default)s)")
    options.add_argument("--minutes", type=float, default=Setting.minutes, help="the class ends then (%(default)s)")
    options.add_argument("--seed", type=int, default=Setting.seed)
    options.add_argument("--preloaded", action="store_true", help="servers and kernels are forks (deploy/preloaded)")
    chosen = options.parse_args()
    if not 1 <= chosen.students <= MOST:
        options.error(f"--students {chosen.students}: expected 1 to {MOST}, because each is a real server here")
    return chosen


def main() -> None:
    chosen = arguments()
    setting = Setting(chosen.students, chosen.arrives, chosen.thinks, chosen.minutes, chosen.seed, chosen.preloaded)
    plan = lessons.plan(setting.students, lessons.of_the_course(), lessons.exercises())
    try:
        held = hold(setting, plan, course())
    except HubError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nclassroom: stopped; nothing was written.")
    path = report.FOLDER / "last.json"
    one = report.save(held, path)
    path.with_suffix(".md").write_text(report.table(one), encoding="utf-8")
    print(report.table(one), flush=True)
    print(f"classroom: {sizing.WAYS[setting.preloaded].lower()}")
    print(f"classroom: written to {path.relative_to(report.ROOT)} and {path.with_suffix('.md').name}")
    sys.exit(bool(one["failures"]))


if __name__ == "__main__":
    main()
