"""The site: JupyterLite around the course's notebooks, with the wheels and the lock that its Python starts from."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.lite import contents, core, lock, wheels
from tools.lite.lock import LiteError

KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
HOSTS = {
    "cdn": "Python and its packages come from Pyodide's CDN, osteolib and what Pyodide lacks from this site",
    "core": "Python and every pure package come from this site, compiled packages from Pyodide's CDN",
    "self": "everything comes from this site",
}
PYTHON = "static/pyodide"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")


def build(into: Path, pyodide: str = "cdn") -> Path:
    """Build the site in the folder `into`, anew.

    Parameters
    ----------
    pyodide : {"cdn", "core", "self"}
        Where Python comes from; see `HOSTS`.
    """
    shutil.rmtree(into, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        contents.write(work / "contents")
        (work / "jupyter-lite.json").write_text(json.dumps(settings(pyodide)), encoding="utf-8")
        shutil.copy(lock.FOLDER / "overrides.json", work)
        jupyter_lite(work, into)
    (into / PYTHON).mkdir(parents=True)
    python(into / PYTHON, pyodide)
    return into


def settings(pyodide: str) -> dict:
    """What JupyterLite is told: where Python and the lock are, and what to load before the first cell."""
    kernel = {
        "loadPyodideOptions": {"lockFileURL": f"./{PYTHON}/{core.LOCK}", "packages": list(lock.KERNEL)},
        # A site that stands alone asks nobody for a package that a reader names in %pip install.
        "disablePyPIFallback": pyodide == "self",
    }
    if pyodide != "cdn":
        kernel["pyodideUrl"] = f"./{PYTHON}/pyodide.mjs"
    data = {"appName": "Osteoimmunology and exosomes", "litePluginSettings": {KERNEL: kernel}}
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def jupyter_lite(work: Path, into: Path) -> None:
    """Run JupyterLite's own build, with the one application and the few extensions that the course needs."""
    command = [sys.executable, "-m", "jupyter", "lite", "build", "--apps=lab", "--no-sourcemaps", "--ignore-sys-prefix"]
    command += ["--no-unused-shared-packages", f"--lite-dir={work}", f"--contents={work / 'contents'}"]
    found = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    command += [f"--LiteBuildConfig.federated_extensions={found / name}" for name in EXTENSIONS]
    command += [f"--output-dir={into}"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LiteError(f"jupyter lite could not build the site:\n{done.stdout}{done.stderr}")


def python(folder: Path, pyodide: str) -> None:
    """Fill the folder that Python starts from: lock, wheels, and the core unless that is to come from the CDN."""
    version, published = lock.committed()
    shipped = wheels.shipped(folder)
    if pyodide != "cdn":
        core.unpack(version, folder)
        published = wheels.self_hosted(published, version, folder, everything=pyodide == "self")
    whole = lock.needed(lock.with_wheels(published, shipped), [*lock.KERNEL, "osteolib"])
    (folder / core.LOCK).write_text(lock.text(lock.located(whole, version, folder)), encoding="utf-8")


def weight(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
