"""Write the part of Pyodide's lock that the course needs; `make requirements` calls this."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

from tools.lite import core, lock, wheels


def main() -> None:
    published = core.published_lock(PYODIDE_VERSION)
    with tempfile.TemporaryDirectory() as folder:
        whole = lock.with_wheels(published, wheels.shipped(Path(folder)))
    kept = lock.closure(whole["packages"], [*lock.KERNEL, "osteolib"]) & set(published["packages"])
    for old in lock.FOLDER.glob("pyodide-*-lock.json"):
        old.unlink()
    part = {**published, "packages": {name: published["packages"][name] for name in sorted(kept)}}
    (lock.FOLDER / f"pyodide-{PYODIDE_VERSION}-lock.json").write_text(lock.text(part), encoding="utf-8")
    print(f"lite: {len(kept)} of the {len(published['packages'])} packages of Pyodide {PYODIDE_VERSION}")


if __name__ == "__main__":
    main()
