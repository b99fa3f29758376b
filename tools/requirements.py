"""Work out requirements.txt, and beside it the pins of the learner's image and of what one command alone needs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

from tools.setup import ROOT, UV

EXTRAS = ("authoring", "book", "cohort", "grade", "learner", "sbml", "tests")
LEARNER = ("cohort", "learner")


def compile_pins(output: str, *options: str) -> None:
    """Write `output` with pins that hold on every system and on Python 3.11 and newer."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--quiet", "--upgrade"]
    # One version everywhere, so that the stored outputs of the notebooks are those of every Python.
    command += ["--fork-strategy", "fewest"]
    command += ["--python-version", "3.11", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make requirements", "--output-file", output, *options]
    subprocess.run(command, cwd=ROOT, check=True)


def install(*arguments: str) -> None:
    """Put packages into the environment that this runs in."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *arguments], cwd=ROOT, check=True)


def extras(names: Iterable[str]) -> list[str]:
    return [f"--extra={name}" for name in names]


def main() -> None:
    install(UV)
    compile_pins("requirements.txt", *extras(EXTRAS))
    # Of the same resolution: what a lesson prints in the learner's image is what is stored in it.
    compile_pins("binder/requirements.txt", *extras(LEARNER), "--constraint=requirements.txt")
    compile_pins("binder/check/requirements.txt", "--extra=binder", "--constraint=requirements.txt")
    compile_pins("benchmarks/requirements.txt", "--extra=bench", "--constraint=requirements.txt")
    compile_pins("deploy/loopback/requirements.txt", "--extra=classroom", "--constraint=requirements.txt")
    compile_pins("lite/requirements.txt", "--extra=lite", "--constraint=requirements.txt")
    # What the browser's Python has is pinned too: by the lock of the Pyodide that JupyterLite's kernel names.
    install("--requirement", "lite/requirements.txt")
    subprocess.run([sys.executable, "-m", "tools.lite.pin"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
