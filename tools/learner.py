"""Go through the learner's image step by step, without Docker: install, postBuild, every notebook.

The steps are those of repo2docker, whose Dockerfile tests/binder checks, in a fresh virtual environment. They run in a
copy of the files that git knows, as the image has them. Size and times go into binder/README.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.ready import EXTRAS, INSTALL, notebooks
from tools.repository import ROOT

BINDER = ROOT / "binder"
REPORT = BINDER / "README.md"
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end -->)", flags=re.DOTALL)
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
CELL_TIMEOUT = 300


class Learner:
    """A place with a fresh Python, a home of its own, and nothing of the environment that this runs in."""

    def __init__(self, place: Path, name: str):
        self.venv, self.home, self.copy = place / name, place / f"{name}-home", place / "repository"
        self.home.mkdir()
        venv.create(self.venv, with_pip=True)
        kept = {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "SSL_", "LANG", "LC_"))}
        path = os.pathsep.join([str(self.venv / "bin"), os.environ["PATH"]])
        self.environment = {**kept, "PATH": path, "HOME": str(self.home), "TQDM_DISABLE": "1"}

    def run(self, *command: str | Path, what: str, cwd: Path | None = None) -> float:
        """Seconds that a command took, in the copy or in `cwd`; ends all with its output if it failed."""
        begun = time.monotonic()
        done = subprocess.run(
            [*map(str, command)],
            cwd=cwd or self.copy,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"learner: {what} failed:\n{done.stdout}")
        seconds = time.monotonic() - begun
        print(f"learner: {what}, {seconds:.0f} s", flush=True)
        return seconds

    def python(self, *arguments: str | Path, what: str, cwd: Path | None = None) -> float:
        return self.run(self.venv / "bin" / "python", *arguments, what=what, cwd=cwd)


def python_version() -> str:
    """Version that runtime.txt asks for, such as 3.11."""
    return (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")


def copy_repository(into: Path) -> None:
    """Copy the files that git knows, changes included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)


def megabytes(folder: Path) -> float:
    """Size of all files below a folder, each counted once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def pinned(name: str) -> str:
    """The line of requirements.txt that pins a package."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return re.search(rf"^{name}==[\w.]+", text, flags=re.MULTILINE)[0]


def pins() -> int:
    """How many packages binder/requirements.txt pins."""
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return sum("==" in line for line in lines)


def image(place: Path) -> dict[str, str]:
    """Make the learner's environment, run every notebook in it and compare its outputs; return what it took."""
    learner = Learner(place, "image")
    copied = sum(path.stat().st_size for path in learner.copy.rglob("*") if path.is_file()) / 1e6
    empty = megabytes(learner.venv)
    requirements = learner.python(
        *PIP, "install", "--no-cache-dir", "-r", "binder/requirements.txt", what="requirements"
    )
    post_build = learner.run("binder/postBuild", what="postBuild")
    size = megabytes(learner.venv) - empty
    # What compares the outputs is no part of the image.
    learner.python(*PIP, "install", pinned("nbval"), what="nbval, for this check only")
    paths = notebooks()
    options = ["-c", os.devnull, f"--rootdir={learner.copy}", "--noconftest", "-p", "no:cacheprovider", "--quiet"]
    options += ["--nbval", "--nbval-current-env", "--nbval-sanitize-with=tests/sanitize.cfg"]
    options += [f"--nbval-cell-timeout={CELL_TIMEOUT}"]
    run = learner.python("-m", "pytest", *options, *paths, what=f"{len(paths)} notebooks by nbval")
    return {
        "packages": f"{pins()} pins, {size:.0f} MB",
        "the repository beside them": f"{copied:.0f} MB",
        "pip install -r binder/requirements.txt": f"{requirements:.0f} s",
        "binder/postBuild": f"{post_build:.0f} s",
        f"all {len(paths)} notebooks, every output compared": f"{run:.0f} s",
    }


def bare(place: Path) -> dict[str, str]:
    """Run the line with which a downloaded notebook installs osteolib, where there is a kernel and nothing else."""
    learner = Learner(place, "bare")
    learner.python(*PIP, "install", pinned("ipykernel"), what="a kernel")
    archive = place / "course.zip"
    shutil.make_archive(str(archive.with_suffix("")), "zip", place, learner.copy.name)
    cell = place / "install.ipy"
    cell.write_text(INSTALL.format(extras=EXTRAS, archive=archive.as_uri()) + "\n", encoding="utf-8")
    # Not in the copy, where osteolib could be imported as it lies there.
    line = {"what": "the line that installs osteolib", "cwd": learner.home}
    took = learner.python("-m", "IPython", "--no-banner", cell, **line)
    probe = "import osteolib.therapy, SALib, dask.distributed"
    learner.python("-c", probe, what="imports after it", cwd=learner.home)
    again = learner.python("-m", "IPython", "--no-banner", cell, **line)
    return {"the line that a downloaded notebook begins with, in a bare Jupyter": f"{took:.0f} s, then {again:.0f} s"}


def report(measured: dict[str, str], load: float) -> str:
    """Markdown table; the load says how busy the machine was with other work."""
    rows = "".join(f"| {name} | {value} |\n" for name, value in measured.items())
    machine = f"Python {python_version()}, {os.cpu_count()} processors, load {load:.0f} when it began"
    return f"\n| {machine} | |\n| --- | --- |\n{rows}\n"


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if here != python_version():
        sys.exit(f"learner: the image has Python {python_version()} and this is {here}; make PYTHON=... picks another.")
    load = os.getloadavg()[0]
    with TemporaryDirectory() as place:
        copy_repository(Path(place) / "repository")
        measured = image(Path(place)) | bare(Path(place))
    table = report(measured, load)
    REPORT.write_text(MEASURED.sub(lambda _: table, REPORT.read_text(encoding="utf-8")), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
