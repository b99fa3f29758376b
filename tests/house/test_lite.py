"""What a browser's Python will have: every dependency is in the lock of the pinned Pyodide or ships with the site."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import requires
from urllib.parse import unquote

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from _ext.launch import ROUTES, notebook, offered
from tools import book
from tools.book import ROOT
from tools.lite import contents, lock, metadata, wheels

_, LOCK = lock.committed()
PACKAGES = LOCK["packages"]
OWN = {"osteolib"}
# Brought by the kernel: its own wheels, and an empty widgetsnbextension.
KERNEL_WHEELS = {"ipykernel", "piplite", "pyodide-kernel", "widgetsnbextension"}
# What a lesson imports and a browser cannot have; the instructors are told.
LEFT_OUT = {"dask"}
LINK = re.compile(r"\]\(([^)\s]+)\)")


def needed(name: str) -> list[Requirement]:
    """What a package of this environment needs inside a browser."""
    return metadata.applying(map(Requirement, requires(name) or []), LOCK["info"]["python"])


@pytest.mark.parametrize("name", sorted(OWN | set(wheels.SHIPPED)))
def test_dependencies_are_in_the_lock_or_ship_with_the_site(name):
    shipped = {other: {"version": wheels.pinned(other)} for other in wheels.SHIPPED}
    brought = {other for other in KERNEL_WHEELS if other not in PACKAGES}
    wanted = [one for one in needed(name) if canonicalize_name(one.name) not in brought]
    assert not metadata.unmet(wanted, {**PACKAGES, **shipped})


def test_lock_holds_all_that_its_packages_need():
    assert lock.closure(PACKAGES, PACKAGES) == set(PACKAGES)


def test_what_ships_is_what_the_lock_lacks():
    assert not (set(wheels.SHIPPED) | OWN | KERNEL_WHEELS) & set(PACKAGES)


def test_a_missing_or_an_old_package_is_named():
    wanted = [Requirement("numpy>=99"), Requirement("nowhere")]
    assert [fault.split()[0] for fault in metadata.unmet(wanted, PACKAGES)] == ["numpy>=99", "nowhere"]


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([^=\s]+)==(\S+)", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE))


def test_every_need_of_the_site_is_pinned():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    there = {name: {"version": version} for name, version in pins("lite/requirements.txt").items()}
    assert not metadata.unmet(list(map(Requirement, extras["lite"])), there)


def test_pins_agree_with_those_of_the_book():
    one, other = pins("requirements.txt"), pins("lite/requirements.txt")
    assert len(one.keys() & other.keys()) > 20
    assert {name: version for name, version in other.items() if one.get(name, version) != version} == {}


def imported(path) -> set[str]:
    """Top-level modules that a notebook's cells import."""
    found = set()
    for cell in nbformat.read(ROOT / path, as_version=4).cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(re.sub(r"^[%!].*$", "", cell.source, flags=re.MULTILINE))):
                if isinstance(node, ast.Import):
                    found |= {name.name.split(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom):
                    found.add(node.module.split(".")[0])
    return found


def test_lessons_and_exercises_import_what_a_browser_has():
    there = {name for package in PACKAGES.values() for name in package["imports"]} | set(sys.stdlib_module_names) | OWN
    wanted = set().union(*map(imported, contents.notebooks()))
    assert {"numpy", "osteolib"} <= wanted
    assert wanted - there == LEFT_OUT
    told = (ROOT / "lite" / "instructors.md").read_text("utf-8").lower()
    assert all(name in told for name in LEFT_OUT)


def test_links_between_the_notebooks_hold(tmp_path):
    contents.write(tmp_path)
    checked = 0
    for path in contents.notebooks():
        for cell in nbformat.read(tmp_path / path, as_version=4).cells:
            for link in LINK.findall(cell.source) if cell.cell_type == "markdown" else []:
                if not re.match(r"[a-z]+:|#", link):
                    page, _, name = link.partition("#")
                    target = (tmp_path / path).parent / page
                    assert target.is_file(), (path, link)
                    if name:
                        assert f"\n### {name}\n" in target.read_text("utf-8"), (path, link)
                    checked += 1
    assert checked > 500


def test_notebooks_come_with_the_figures_that_they_have_here(tmp_path):
    contents.write(tmp_path)
    for path in contents.notebooks():
        here, there = (nbformat.read(folder / path, as_version=4) for folder in (ROOT, tmp_path))
        assert [cell.get("outputs") for cell in here.cells] == [cell.get("outputs") for cell in there.cells]
        # nbformat does not pass on the mark by which JupyterLab shows a stored figure.
        cells = json.loads((tmp_path / path).read_text("utf-8"))["cells"]
        assert all(cell["metadata"].get("trusted") for cell in cells if cell["cell_type"] == "code")


def test_a_plain_book_leads_to_no_site(monkeypatch):
    monkeypatch.delenv(book.ROUTES, raising=False)
    assert [route.name for route in offered()] == ["binder", "colab"]
    monkeypatch.setenv(book.ROUTES, "lite")
    assert [route.name for route in offered()] == ["lite", "binder", "colab"]


def test_every_way_to_run_a_notebook_names_it():
    path = notebook("bone_remodeling/one_cycle")
    assert path == "chapters/bone_remodeling/one_cycle.ipynb"
    for route in ROUTES:
        assert path in unquote(route.address(path, "../")), route.name
    assert notebook("glossary") is None
