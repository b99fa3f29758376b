"""Two students on a real hub: needs JupyterHub and its proxy, which `make classroom-test` installs."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import psutil
import pytest

from tools.classroom import lecture, lessons, measure, report
from tools.setup import ROOT

v4 = nbformat.v4
CELLS = (
    "from osteolib import explore\nfrom osteolib.remodeling import komarova2003",
    "explore(komarova2003, sliders=[('g11', 0.3, 0.9)], show=['bone_mass'], until=300)",
    "1 / 0",
)


@pytest.fixture(scope="module")
def small_class(tmp_path_factory):
    """What came of a class, and what was seen of its processes while it was held."""
    folder = tmp_path_factory.mktemp("course")
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS]), folder / "tiny.ipynb")
    tiny = lessons.read(folder / "tiny.ipynb", "tiny/tiny.ipynb")
    seen = {"addresses": set(), "folder": None}
    sample = measure.Memory.sample

    async def watched(memory):
        seen["folder"] = memory.folder
        for process in measure.of_hub(memory.folder):
            connections = process.net_connections("inet")
            seen["addresses"] |= {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}
        await sample(memory)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure.Memory, "sample", watched)
        setting = lecture.Setting(2, arrives=0, thinks=0, minutes=4)
        held = lecture.hold(setting, [[tiny], [tiny]], {"tiny": folder})
    return held, seen


def test_both_students_get_through(small_class):
    held, _ = small_class
    one = report.summary(held)
    assert one["failures"] == [f"student{n:02d}: tiny/tiny.ipynb, code cell 3: ZeroDivisionError" for n in (1, 2)]
    assert [one[kind]["n"] for kind in ("spawn", "kernel", "first", "cells", "moves")] == [2, 2, 2, 4, 6]


def test_memory_is_told_for_each_student_and_the_hub(small_class):
    held, _ = small_class
    assert set(held["memory_mb"]) == {"hub", "student01", "student02"}
    assert all(50 < megabytes < 1000 for megabytes in held["memory_mb"].values())


def test_nobody_else_can_reach_the_hub_and_nothing_of_it_is_left(small_class):
    _, seen = small_class
    assert seen["addresses"] == {"127.0.0.1"}
    assert measure.of_hub(seen["folder"]) == []
    assert not seen["folder"].exists()


def test_configurations_are_clean_yaml():
    rules = "{extends: default, rules: {line-length: {max: 120}, document-start: disable}}"
    files = sorted((ROOT / "deploy").glob("*/*.yaml"))
    command = [sys.executable, "-m", "yamllint", "--strict", "--config-data", rules, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert len(files) == 2
    assert done.returncode == 0, done.stdout
