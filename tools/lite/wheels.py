"""Wheels that the site ships: osteolib itself, what Pyodide lacks and, for a site that stands alone, all the others."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from tools.book import ROOT
from tools.lite.lock import CDN, PURE, LiteError
from tools.lite.metadata import sha256

CACHE = ROOT / ".cache" / "lite"
# Pure packages that Pyodide does not distribute, at the versions of requirements.txt.
SHIPPED = ("anywidget", "comm", "ipywidgets", "jupyterlab-widgets", "psygnal")
TIMEOUT = 120
# A wheel for any platform, even if it asks for a newer Python than the one that builds the site.
ANYWHERE = ("--only-binary=:all:", "--platform=any", "--python-version=3.14")


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LiteError(f"pip could not get a wheel ({' '.join(map(str, arguments))}):\n{done.stderr.strip()}")


def own(into: Path) -> None:
    """Build osteolib's wheel."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", into, ROOT)


def of_the_kernel(into: Path) -> None:
    """Copy the wheels that the kernel brings along."""
    root = Path(str(distribution("jupyterlite-pyodide-kernel").locate_file("")))
    found = [root / file for file in distribution("jupyterlite-pyodide-kernel").files if str(file).endswith(PURE)]
    # Its widgetsnbextension is an empty one, in two versions: ipywidgets 8 asks for the newer.
    for wheel in sorted(path.resolve() for path in found if "labextensions" in path.parts):
        if not wheel.name.startswith("widgetsnbextension-3"):
            shutil.copy(wheel, into)


def pinned(name: str) -> str:
    """Version of a package in requirements.txt.

    Examples
    --------
    >>> pinned("jupyterlab_widgets") == pinned("jupyterlab-widgets")
    True
    """
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name.replace('_', '-'))}==(\S+)", pins, flags=re.MULTILINE)
    if not found:
        raise LiteError(f"{name} has no version in requirements.txt: make requirements")
    return found[1]


def pure(name: str, version: str, into: Path) -> Path:
    """Get the pure wheel of a package from PyPI, once; the next time it comes from the cache."""
    pattern = f"{re.sub('[-_.]', '[-_.]', name)}-{version}-*{PURE}"
    CACHE.mkdir(parents=True, exist_ok=True)
    if not any(CACHE.glob(pattern)):
        pip("download", "--no-deps", *ANYWHERE, "--dest", CACHE, f"{name}=={version}")
    return Path(shutil.copy(next(CACHE.glob(pattern)), into))


def compiled(package: dict, version: str, into: Path) -> Path:
    """Get a wheel of Pyodide's own from its CDN, and compare it with the lock."""
    kept = CACHE / package["file_name"]
    address = CDN.format(version=version) + package["file_name"]
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
                content = answer.read()
        except OSError as error:
            raise LiteError(
                f"{address} could not be fetched ({error}). Connect this machine to the network, put the file into "
                f"{CACHE.relative_to(ROOT)}/ by hand, or build with PYODIDE=cdn."
            ) from error
        kept.write_bytes(content)
    if sha256(kept) != package["sha256"]:
        raise LiteError(f"{kept.relative_to(ROOT)} is not the file that the lock names; remove it and build again")
    return Path(shutil.copy(kept, into))


def self_hosted(lock: dict, version: str, into: Path, everything: bool) -> dict:
    """Fetch wheels of a lock into `into`: all, or the pure ones alone; return the lock with their file names and sums.

    A pure wheel comes from PyPI, where the same version was packed by its own authors and so has another sum.
    """
    packages = {}
    for name, package in lock["packages"].items():
        packages[name] = package
        if package["file_name"].endswith(PURE):
            wheel = pure(name, package["version"], into)
            packages[name] = {**package, "file_name": wheel.name, "sha256": sha256(wheel)}
        elif everything:
            compiled(package, version, into)
    return {**lock, "packages": packages}


def shipped(into: Path, names: Iterable[str] = SHIPPED) -> list[Path]:
    """All wheels that every site ships, in the folder `into`."""
    into.mkdir(parents=True, exist_ok=True)
    own(into)
    of_the_kernel(into)
    for name in names:
        pure(name, pinned(name), into)
    return sorted(into.glob("*.whl"))
