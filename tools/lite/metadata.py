"""What a wheel says of itself: its name, what it needs inside a browser, and what can be imported from it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def environment(python: str) -> dict[str, str]:
    """What markers of a requirement are compared with in the browser's Python.

    Examples
    --------
    >>> Requirement('pexpect; sys_platform != "emscripten"').marker.evaluate(environment("3.14.2"))
    False
    """
    return {
        "implementation_name": "cpython",
        "os_name": "posix",
        "platform_machine": "wasm32",
        "platform_python_implementation": "CPython",
        "platform_system": "Emscripten",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "emscripten",
        "extra": "",
    }


def applying(requirements: Iterator[Requirement], python: str) -> list[Requirement]:
    """Those requirements that hold in the browser."""
    setting = environment(python)
    return [one for one in requirements if one.marker is None or one.marker.evaluate(setting)]


def read(wheel: Path) -> Metadata:
    """Core metadata of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(packed.read(name), validate=False)


def importable(wheel: Path) -> list[str]:
    """Names of the modules at the top of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        paths = [Path(name).parts for name in packed.namelist() if name.endswith(".py")]
    return sorted({parts[0].removesuffix(".py") for parts in paths if "." not in parts[0].removesuffix(".py")})


def sha256(path: Path) -> str:
    """Sum of a file, as a lock holds it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package(wheel: Path, python: str) -> tuple[dict, list[Requirement]]:
    """A wheel's entry in the lock, and its requirements in the browser."""
    told = read(wheel)
    requirements = applying(told.requires_dist or [], python)
    entry = {
        "name": canonicalize_name(told.name),
        "version": str(told.version),
        "file_name": wheel.name,
        "sha256": sha256(wheel),
        "imports": importable(wheel),
        "depends": sorted(canonicalize_name(one.name) for one in requirements),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
    return entry, requirements


def unmet(requirements: list[Requirement], packages: Mapping[str, Mapping]) -> list[str]:
    """What is wrong with requirements, one sentence each; empty if `packages` has all in a version that will do.

    Examples
    --------
    >>> unmet([Requirement("numpy>=2")], {"numpy": {"version": "1.26.4"}})
    ['numpy>=2 is asked for, and 1.26.4 is there']
    """
    faults = []
    for one in requirements:
        there = packages.get(canonicalize_name(one.name))
        if there is None:
            faults.append(f"{one} is asked for, and it is not there")
        elif not one.specifier.contains(there["version"], prereleases=True):
            faults.append(f"{one} is asked for, and {there['version']} is there")
    return faults
