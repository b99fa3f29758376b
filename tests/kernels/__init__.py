"""Kernels for nbval that start from one process which has imported already what lessons import.

A kernel started in the usual way spends three seconds of a slow core on imports, and every notebook has its own. Here a
process imports once and each kernel is a fork of it, as on the hub of `deploy/preloaded`: its own memory, its own
folder, nothing from a notebook before it. Jupyter starts `asker.py`, asks `source.py` for a kernel through it, and
believes it to be that kernel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "forked"  # as pyproject.toml tells nbval
HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@contextmanager
def offered() -> Iterator[None]:
    """Offer Jupyter a kernel called `forked`."""
    with tempfile.TemporaryDirectory(prefix="kernels-") as folder, _source(Path(folder)):
        yield


@contextmanager
def _source(folder: Path) -> Iterator[None]:
    """The process that kernels are forked from, and what Jupyter has to know of it, in a folder."""
    address = folder / "address"
    spec = {
        # No site-packages: whoever asks for a kernel has to start at once.
        "argv": [sys.executable, "-I", "-S", str(HERE / "asker.py"), str(address), "-f", "{connection_file}"],
        "display_name": "Forked",
        "language": "python",
    }
    (folder / "kernels" / NAME).mkdir(parents=True)
    (folder / "kernels" / NAME / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(folder), os.environ.get("JUPYTER_PATH")]))
    command = [sys.executable, "-m", "tests.kernels.source", address]
    # The debugger that kernels import says at length that it could stop better in another Python.
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "deploy"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    source = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        source.stdin.close()  # which ends it
        source.wait()
