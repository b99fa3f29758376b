"""The site starts, opens what it holds, and asks other hosts for nothing but compiled packages."""

from __future__ import annotations

import json
import re

import pytest
from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

from tools.lite import site as lite
from tools.lite.contents import notebooks
from tools.lite.core import published_lock
from tools.lite.lock import CDN, PURE, committed

MOST_BYTES = 30_000_000  # of the site without Python; JupyterLab itself is most of it


def test_python_starts_from_this_site_and_from_nowhere_else(lesson, visit):
    assert re.match(r"3\.\d+\.\d+ .*emscripten", lesson.run("import sys; print(sys.version.split()[0], sys.platform)"))
    assert f"{visit.site}/lite/static/pyodide/pyodide.asm.wasm" in visit.asked
    assert visit.foreign_before_the_first_cell == []


def test_stored_figures_are_shown_before_any_cell_runs(lesson):
    assert lesson.page.locator(".jp-OutputArea svg").first.is_visible()


def test_only_compiled_packages_are_asked_of_the_network(lesson, visit):
    lesson.run("import osteolib")
    version, lock = committed()
    compiled = {p["file_name"] for p in lock["packages"].values() if not p["file_name"].endswith(PURE)}
    assert compiled
    assert set(visit.foreign) == {CDN.format(version=version) + name for name in compiled}


def test_all_notebooks_are_there(book):
    found = {path.relative_to(book / "lite" / "files") for path in (book / "lite" / "files").rglob("*.ipynb")}
    assert found == set(notebooks())
    assert len(found) > 10


def test_site_is_light(book):
    site = book / "lite"
    assert not list(site.rglob("*.map"))
    assert lite.weight(site) - lite.weight(site / lite.PYTHON) < MOST_BYTES


@pytest.mark.parametrize(("pyodide", "elsewhere"), [("cdn", True), ("core", False), ("self", False)])
def test_one_switch_says_where_python_comes_from(pyodide, elsewhere):
    kernel = lite.settings(pyodide)["jupyter-config-data"]["litePluginSettings"][lite.KERNEL]
    assert ("pyodideUrl" not in kernel) == elsewhere
    assert kernel["disablePyPIFallback"] == (pyodide == "self")


def test_lock_is_that_of_the_kernel():
    version, lock = committed()
    assert version == PYODIDE_VERSION
    published = published_lock(version)["packages"]
    assert lock["packages"] == {name: published[name] for name in lock["packages"]}


def test_lock_of_the_site_names_files_that_are_there(book):
    folder = book / "lite" / lite.PYTHON
    packages = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
    names = {package["file_name"] for package in packages.values()}
    here = {name for name in names if not name.startswith("https://")}
    assert here == {path.name for path in folder.glob("*.whl")}
    assert "osteolib" in packages
