"""Work out requirements.txt, the exact pins and beside it the pins of what only one command needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("authoring", "book", "cohort", "sbml", "tests")


def compile_pins(output: str, *options: str) -> None:
    """Write `output` with pins that hold on every system and on Python 3.11 and newer."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--quiet", "--upgrade"]
    # One version everywhere, so that the stored outputs of the notebooks are those of every Python.
    command += ["--fork-strategy", "fewest"]
    command += ["--python-version", "3.11", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make requirements", "--output-file", output, *options]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
    subprocess.run(pip, check=True)
    compile_pins("requirements.txt", *(f"--extra={extra}" for extra in EXTRAS))
    compile_pins("benchmarks/requirements.txt", "--extra=bench", "--constraint=requirements.txt")
    compile_pins("deploy/loopback/requirements.txt", "--extra=classroom", "--constraint=requirements.txt")


if __name__ == "__main__":
    main()
