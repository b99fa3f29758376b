"""The lock: which packages the browser's Python has, in which version, and where it fetches each from.

Pyodide publishes a lock of some 350 packages with each version. `lite/pyodide-VERSION-lock.json` is the part of it that
the course needs, as published; the site's own lock adds the wheels that the site ships.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.book import ROOT
from tools.lite import metadata

FOLDER = ROOT / "lite"
CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
PURE = "-none-any.whl"
# What the kernel itself loads before the first cell; all else comes when a cell first imports it.
KERNEL = ("comm", "ipykernel", "ipython", "jedi", "micropip", "piplite", "pyodide-kernel")


class LiteError(RuntimeError):
    """The site could not be built."""


def committed() -> tuple[str, dict]:
    """Version of Pyodide, and the part of its lock that the course needs."""
    found = sorted(FOLDER.glob("pyodide-*-lock.json"))
    if len(found) != 1:
        raise LiteError(
            f"lite/ should hold one pyodide-VERSION-lock.json and holds {len(found)}; run make requirements"
        )
    return found[0].name.split("-")[1], json.loads(found[0].read_text(encoding="utf-8"))


def closure(packages: Mapping[str, Mapping], names: Iterable[str]) -> set[str]:
    """Names and all that they depend on, as far as `packages` tells.

    Examples
    --------
    >>> sorted(closure({"a": {"depends": ["b"]}, "b": {"depends": []}, "c": {"depends": []}}, ["a"]))
    ['a', 'b']
    """
    found, waiting = set(), list(names)
    while waiting:
        if (name := canonicalize_name(waiting.pop())) not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return found


def with_wheels(lock: dict, wheels: Iterable[Path]) -> dict:
    """Lock that also knows `wheels`, each found beside the lock itself.

    Raises
    ------
    LiteError
        If a wheel is not pure Python, or needs what neither the lock nor another wheel provides.
    """
    wheels = sorted(wheels)
    compiled = [wheel.name for wheel in wheels if not wheel.name.endswith(PURE)]
    if compiled:
        raise LiteError(f"only pure wheels run in every browser, but these are compiled: {', '.join(compiled)}")
    read = [metadata.package(wheel, lock["info"]["python"]) for wheel in wheels]
    packages = {**lock["packages"], **{entry["name"]: entry for entry, _ in read}}
    faults = [
        f"{entry['name']}: {fault}" for entry, requirements in read for fault in metadata.unmet(requirements, packages)
    ]
    if faults:
        raise LiteError("wheels of the site need what the browser's Python lacks:\n" + "\n".join(faults))
    return {**lock, "packages": packages}


def needed(lock: dict, names: Iterable[str]) -> dict:
    """Lock of `names` and all that they depend on, and of nothing else."""
    kept = closure(lock["packages"], names)
    return {**lock, "packages": {name: lock["packages"][name] for name in sorted(kept)}}


def located(lock: dict, version: str, folder: Path) -> dict:
    """Lock whose packages are fetched from `folder`, where the lock lies, or from the CDN if they are not there."""
    base = CDN.format(version=version)
    packages = {}
    for name, package in lock["packages"].items():
        here = (folder / package["file_name"]).is_file()
        packages[name] = package if here else {**package, "file_name": base + package["file_name"]}
    return {**lock, "packages": packages}


def text(lock: dict) -> str:
    """A lock as it is written to a file."""
    return json.dumps(lock, indent=1, sort_keys=True) + "\n"
