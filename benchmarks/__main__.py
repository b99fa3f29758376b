"""Run every tool on every case and write the results into this folder's README.

Single-threaded throughout: a thread pool of the linear algebra would be counted as work of the tool that it idles in.
"""

from __future__ import annotations

import os
from statistics import median

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

from benchmarks import report, with_copasi, with_osteolib, with_roadrunner, with_solve_ivp  # noqa: E402
from benchmarks.cases import CASES, Case  # noqa: E402
from benchmarks.measure import Entrant, Timing, cpu_seconds, ratio, tuned  # noqa: E402

TOOLS = (with_osteolib, with_roadrunner, with_copasi, with_solve_ivp)
MEMBERS = 1000
ROUNDS = 7
OWN_RUNS = 5
GROWTH = (10, 100, 1000, 10_000)
REFERENCE_RTOL = 1e-12


def compare(case: Case) -> tuple[dict[str, Timing], list[Entrant]]:
    """Each tool at the same worst error."""
    sets = case.sets(MEMBERS)
    reference = with_osteolib.solve(case, None, sets, REFERENCE_RTOL)
    entrants, errors = [], {}
    for tool in TOOLS:
        loaded = tool.prepare(case)
        rtol, errors[tool.NAME] = tuned(tool, case, loaded, sets, reference)
        entrants.append(Entrant(tool, loaded, rtol))
    taken = cpu_seconds(case, entrants, sets, ROUNDS, OWN_RUNS)
    timings = {}
    for entrant in entrants:
        name = entrant.tool.NAME
        times_own = ratio(taken[name], taken[with_osteolib.NAME])
        timings[name] = Timing(name, entrant.rtol, errors[name], median(taken[name]), times_own)
    for t in timings.values():
        print(f"  {t.tool:15} rtol {t.rtol:.0e}  worst error {t.error:.1e}  {t.seconds:.3f} s  x{t.ratio:.1f}")
    return timings, entrants


def growth(case: Case, entrants: list[Entrant]) -> dict[int, dict[str, float]]:
    """CPU time of each tool with more and more sets, at the tolerance found before."""
    table: dict[int, dict[str, float]] = {}
    for members in GROWTH:
        rounds = 3 if members <= MEMBERS else 1
        taken = cpu_seconds(case, entrants, case.sets(members), rounds, OWN_RUNS)
        table[members] = {name: median(seconds) for name, seconds in taken.items()}
        print(f"  {members:6} sets  " + "  ".join(f"{k} {v:.3g} s" for k, v in table[members].items()), flush=True)
    return table


def main() -> None:
    """Measure, print and write."""
    results, grown = {}, {}
    for name, case in CASES.items():
        print(f"{name}, {MEMBERS:,} sets:", flush=True)
        results[name], entrants = compare(case)
        grown[name] = growth(case, entrants)
    report.write(results, grown, MEMBERS)


if __name__ == "__main__":
    main()
