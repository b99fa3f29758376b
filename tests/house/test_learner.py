"""The learner's image has what a lesson imports, at the project's versions, and nothing that builds the book."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import nbformat
import pytest

from tools.learner import REPORT, python_version
from tools.ready import EXTRAS, notebooks
from tools.repository import ROOT
from tools.requirements import LEARNER

PIN = re.compile(r"^([a-z0-9-]+)==([\w.]+)", flags=re.MULTILINE)
BUILDS_OR_TESTS = re.compile(r"sphinx|jupyter-book|myst|nbval|pytest|hypothesis|playwright|ruff|roadrunner|repo2docker")
# Rooms of osteolib that a lesson does not open: what a teacher and an author run.
NOT_FOR_LESSONS = {"testing", "grade"}
ON_REQUEST = {"libsbml"}  # export to SBML names the extra that it needs
PROVIDED_BY = packages_distributions()


def pins(name: str) -> dict[str, str]:
    """Version of each package."""
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def imported(source: str) -> set[str]:
    """Top-level names that a piece of Python imports, at once or later."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"osteolib"}


def not_covered(names: set[str]) -> set[str]:
    """Those that no pin of the learner's provides."""
    pinned = set(pins("binder/requirements.txt"))
    return {name for name in names if not {d.lower().replace("_", "-") for d in PROVIDED_BY.get(name, [])} & pinned}


def test_every_pin_is_that_of_the_project():
    learner, project = pins("binder/requirements.txt"), pins("requirements.txt")
    assert len(learner) > 50
    assert {name: pin for name, pin in learner.items() if project.get(name) != pin} == {}, "run `make requirements`"


def test_nothing_builds_or_tests_the_book():
    assert not [name for name in pins("binder/requirements.txt") if BUILDS_OR_TESTS.search(name)]


def test_everything_that_the_library_declares_for_learners_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["dependencies"] + [need for name in LEARNER for need in project["optional-dependencies"][name]]
    assert {re.match(r"[\w-]+", need)[0].lower() for need in declared} <= set(pins("binder/requirements.txt"))
    assert EXTRAS in LEARNER


@pytest.mark.parametrize("path", notebooks())
def test_every_import_of_a_notebook_is_covered(path):
    cells = [cell.source for cell in nbformat.read(ROOT / path, as_version=4).cells if cell.cell_type == "code"]
    assert not set().union(*(not_covered(imported(source)) for source in cells))


def test_every_import_of_the_library_is_covered():
    rooms = [path for path in (ROOT / "osteolib").rglob("*.py") if not NOT_FOR_LESSONS & set(path.parts)]
    sources = {path.relative_to(ROOT).as_posix(): imported(path.read_text(encoding="utf-8")) for path in rooms}
    assert {name: missing for name, names in sources.items() if (missing := not_covered(names - ON_REQUEST))} == {}


def test_an_import_that_is_not_covered_is_noticed():
    assert not_covered(imported("import numpy\nfrom sphinx.application import Sphinx")) == {"sphinx"}


def test_image_has_a_python_that_the_project_is_tested_with():
    assert f'"{python_version()}"' in (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")


def test_last_step_can_run_and_stops_at_a_failure():
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8").splitlines()
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_size_and_time_were_measured_with_these_pins():
    told = REPORT.read_text(encoding="utf-8")
    wanted = rf"\| packages \| {len(pins('binder/requirements.txt'))} pins, \d+ MB \|"
    assert re.search(wanted, told), "run `make binder-check`"
    assert re.search(r"\| all \d+ notebooks, every output compared \| \d+ s \|", told), "run `make binder-check`"
