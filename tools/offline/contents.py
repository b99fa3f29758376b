"""What goes into the zip file, and under which name."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Template

from tools.book import ROOT

HERE = Path(__file__).parent
FIRST_LETTERS = ("START-HERE.html", "README.txt")
LEGAL = ("LICENSE", "LICENSE-CONTENT", "CITATION.cff")
# Notebooks, the pages that they link to, and exercises in the form that a learner gets: never the solutions.
NOTEBOOKS = {"notebooks/chapters": "chapters", "notebooks/exercises": "exercises/student"}
PINS = ("binder/requirements.txt", "requirements.txt")  # the first that is there: what a learner needs, or all
NOT_NOTEBOOKS = (".ipynb_checkpoints", "__pycache__")


class OfflineError(RuntimeError):
    """The zip file could not be made."""


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def folder() -> str:
    """Name of the folder that the zip file unpacks to.

    >>> folder().startswith("osteoimmunology-and-exosomes-")
    True
    """
    return f"osteoimmunology-and-exosomes-{project()['version']}"


def wheel(into: Path) -> Path:
    """Build the wheel of osteolib; the same sources give the same bytes."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", into, ROOT]
    # Hatchling dates the files of a wheel by this variable or, without it, by a fixed day.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OfflineError(f"the wheel of osteolib was not built; `make setup` installs what it needs:\n{done.stderr}")
    return next(into.glob("osteolib-*.whl"))


def below(place: Path) -> Iterator[Path]:
    """Files below a folder, without those that a program has hidden there."""
    for path in sorted(place.rglob("*")):
        hidden = any(part.startswith(".") or part in NOT_NOTEBOOKS for part in path.relative_to(place).parts)
        if path.is_file() and not hidden:
            yield path


def letters(wheel_name: str) -> dict[str, bytes]:
    """The first page and its plain twin, with what is true of this version filled in."""
    declared = project()
    facts = {
        "version": declared["version"],
        "wheel": wheel_name,
        "python": declared["requires-python"].removeprefix(">="),
        "packages": ", ".join(declared["dependencies"]),
    }
    return {name: Template((HERE / name).read_text("utf-8")).substitute(facts).encode() for name in FIRST_LETTERS}


def files(site: Path) -> dict[str, bytes]:
    """All files of the zip file, by name."""
    found = {f"site/{path.relative_to(site).as_posix()}": path.read_bytes() for path in below(site)}
    for target, source in NOTEBOOKS.items():
        place = ROOT / source
        found |= {f"{target}/{path.relative_to(place).as_posix()}": path.read_bytes() for path in below(place)}
    with tempfile.TemporaryDirectory() as empty:
        built = wheel(Path(empty))
        found[f"library/{built.name}"] = built.read_bytes()
        found |= letters(built.name)
    pins = next(ROOT / name for name in PINS if (ROOT / name).is_file())
    found["library/requirements.txt"] = pins.read_bytes()
    found |= {name: (ROOT / name).read_bytes() for name in LEGAL}
    return {f"{folder()}/{name}": data for name, data in found.items()}
