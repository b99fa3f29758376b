"""Pyodide's core, Python compiled for the browser, from the npm package of the same version."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools.lite.lock import LiteError
from tools.lite.wheels import CACHE

NEEDED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"


def archive(version: str) -> Path:
    """The package as npm publishes it, fetched once; npm compares it with the sum in its registry."""
    kept = CACHE / f"pyodide-{version}.tgz"
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        if not npm:
            raise LiteError(
                "Pyodide's core comes from npm, which is not on the PATH. Install Node.js, or build with PYODIDE=cdn."
            )
        done = subprocess.run(
            [npm, "pack", "--silent", f"pyodide@{version}"], cwd=CACHE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise LiteError(f"npm could not get pyodide {version}:\n{done.stderr.strip()}")
    return kept


def unpack(version: str, into: Path) -> None:
    """Put what a browser needs of Pyodide's core into a folder."""
    with tarfile.open(archive(version)) as packed:
        for name in NEEDED:
            (into / name).write_bytes(packed.extractfile(f"package/{name}").read())


def published_lock(version: str) -> dict:
    """The whole lock of a version of Pyodide."""
    with tarfile.open(archive(version)) as packed:
        return json.load(packed.extractfile(f"package/{LOCK}"))
