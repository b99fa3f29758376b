"""Run every tool on every case and write the results into this folder's README.

Single-threaded throughout: a thread pool of the linear algebra would be counted as work of the tool that it idles in.
"""

from __future__ import annotations

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

from benchmarks import report, with_copasi, with_osteolib, with_roadrunner, with_solve_ivp  # noqa: E402
from benchmarks.cases import CASES, Case  # noqa: E402
from benchmarks.measure import Timing, cpu_seconds, tuned  # noqa: E402

TOOLS = (with_osteolib, with_roadrunner, with_copasi, with_solve_ivp)
MEMBERS = 1000
REPEATS = {with_osteolib.NAME: 15, with_solve_ivp.NAME: 3}
USUAL_REPEATS = 5
GROWTH = (10, 100, 1000, 10_000)
REFERENCE_RTOL = 1e-12


def compare(case: Case) -> dict[str, Timing]:
    """Each tool at the same worst error."""
    sets = case.sets(MEMBERS)
    reference = with_osteolib.solve(case, None, sets, REFERENCE_RTOL)
    timings = {}
    for tool in TOOLS:
        loaded = tool.prepare(case)
        rtol, error = tuned(tool, case, loaded, sets, reference)
        seconds = cpu_seconds(tool, case, loaded, sets, rtol, REPEATS.get(tool.NAME, USUAL_REPEATS))
        timings[tool.NAME] = Timing(tool.NAME, rtol, error, seconds)
        print(f"  {tool.NAME:15} rtol {rtol:.0e}  worst error {error:.1e}  {seconds:.3f} s", flush=True)
    return timings


def growth(case: Case, timings: dict[str, Timing]) -> dict[int, dict[str, float]]:
    """CPU time of each tool with more and more sets, at the tolerance found before."""
    table: dict[int, dict[str, float]] = {}
    for members in GROWTH:
        sets = case.sets(members)
        repeats = 3 if members <= MEMBERS else 1
        table[members] = {
            tool.NAME: cpu_seconds(tool, case, tool.prepare(case), sets, timings[tool.NAME].rtol, repeats)
            for tool in TOOLS
        }
        print(f"  {members:6} sets  " + "  ".join(f"{k} {v:.3g} s" for k, v in table[members].items()), flush=True)
    return table


def main() -> None:
    """Measure, print and write."""
    results, grown = {}, {}
    for name, case in CASES.items():
        print(f"{name}, {MEMBERS:,} sets:", flush=True)
        results[name] = compare(case)
        grown[name] = growth(case, results[name])
    report.write(results, grown, MEMBERS)


if __name__ == "__main__":
    main()
