"""The results as the page README.md of this folder."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import WORST, Timing

PAGE = Path(__file__).with_name("README.md")
PACKAGES = ("numpy", "scipy", "xarray", "libroadrunner", "python-copasi")

INTRODUCTION = """# Benchmarks

`make bench` writes this page. It solves two sweeps of {members:,} seeded random parameter sets with four tools:

- **Komarova**: `g11` 0.3 to 0.9, `beta1` 0.1 to 0.4, `alpha1` 2 to 4; 0 to 500 d, 201 output times;
- **Lemaire**: `K_L` times 0.5 to 4, `K_O` times 0.25 to 2, `D_R` times 0.5 to 1.2; 0 to 140 d, 201 output times, PTH of
  1,000 pM/d on days 20 to 80.

Each tool gets the same start values and runs at the loosest tolerance of a ladder at which no cell of any set is off by
more than {worst:g} (relative, against a run at rtol 1e-12). Times are medians of CPU time in one process, one thread,
the tools taking turns. libRoadRunner, COPASI and `solve_ivp` take the sets one after the other, as a user of theirs
would: the model is loaded once, values are set in bulk where the tool can, and no table is made for a run. Loading and
compiling are not counted.
The ratio is the median over the rounds of turns: ratios travel between machines and their busy hours, seconds do not.
"""


def write(results: dict[str, dict[str, Timing]], grown: dict[str, dict[int, dict[str, float]]], members: int) -> None:
    """Write the page and print it."""
    parts = [INTRODUCTION.format(members=members, worst=WORST), machine()]
    for name in results:
        parts += [f"## {name}\n", compared(results[name]), "Growth with the number of sets, seconds of CPU time:\n"]
        parts.append(growing(grown[name]))
    text = "\n".join(parts)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def machine() -> str:
    """Processor and versions of the run."""
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return f"Measured on {processor()}, Python {platform.python_version()}, {versions}.\n"


def processor() -> str:
    """Name of the processor where the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def compared(timings: dict[str, Timing]) -> str:
    """One row a tool; the ratio says how many times the time of osteolib it took.

    Examples
    --------
    >>> two = {"osteolib": Timing("osteolib", 1e-6, 5e-7, 0.04, 1), "other": Timing("other", 1e-8, 9e-7, 0.6, 15)}
    >>> print(compared(two).splitlines()[-1])
    | other | 1e-08 | 9.0e-07 | 0.6 | 15.0 |
    """
    rows = [f"| {t.tool} | {t.rtol:.0e} | {t.error:.1e} | {t.seconds:.3g} | {t.ratio:.1f} |" for t in timings.values()]
    header = "| tool | rtol | worst error | CPU s | times osteolib |\n| --- | --- | --- | --- | --- |"
    return "\n".join([header, *rows]) + "\n"


def growing(table: dict[int, dict[str, float]]) -> str:
    """One row a number of sets."""
    tools = list(next(iter(table.values())))
    header = f"| sets | {' | '.join(tools)} |\n|{' --- |' * (len(tools) + 1)}"
    rows = [f"| {n:,} | " + " | ".join(f"{times[tool]:.3g}" for tool in tools) + " |" for n, times in table.items()]
    return "\n".join([header, *rows]) + "\n"
