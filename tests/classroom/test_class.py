"""Two students on a real hub: needs JupyterHub and its proxy, which `make classroom-test` installs."""

from __future__ import annotations

import json
import os
import pwd
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


@pytest.fixture(scope="module", params=[False, True], ids=["by itself", "forks"])
def small_class(request, tmp_path_factory):
    """What came of a class, and what was seen of its processes while it was held."""
    folder = tmp_path_factory.mktemp("course")
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS]), folder / "tiny.ipynb")
    tiny = lessons.read(folder / "tiny.ipynb", "tiny/tiny.ipynb")
    seen = {"addresses": set(), "folder": None, "commands": {}, "secrets": set(), "preloaded": request.param}
    sample = measure.Memory.sample

    async def watched(memory):
        seen["folder"] = memory.folder
        for process in measure.of_hub(memory.folder):
            connections = process.net_connections("inet")
            seen["addresses"] |= {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}
            if "homes" in process.cwd():
                seen["commands"][process.pid] = " ".join(process.cmdline())
                seen["secrets"] |= {name for name in process.environ() if name == "CONFIGPROXY_AUTH_TOKEN"}
        await sample(memory)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure.Memory, "sample", watched)
        patch.setenv("CONFIGPROXY_AUTH_TOKEN", "c0ffee" * 8)
        setting = lecture.Setting(2, arrives=0, thinks=0, minutes=4, preloaded=request.param)
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


def test_servers_and_kernels_are_what_was_asked_for_and_know_nothing_of_the_hub(small_class):
    _, seen = small_class
    forked = ["preloaded.source" in command for command in seen["commands"].values()]
    assert len(forked) >= 4  # two servers, two kernels
    assert set(forked) == {seen["preloaded"]}
    assert not seen["secrets"]


def test_nobody_else_can_reach_the_hub_and_nothing_of_it_is_left(small_class):
    _, seen = small_class
    assert seen["addresses"] == {"127.0.0.1"}
    assert measure.of_hub(seen["folder"]) == []
    assert not seen["folder"].exists()


def test_a_fork_gives_up_its_rights_for_good(tmp_path):
    root = os.geteuid() == 0
    name = "nobody" if root else pwd.getpwuid(os.getuid()).pw_name
    home = tmp_path if not root else "/"
    script = (
        "import json, os, sys\n"
        "import ctypes\n"
        "from preloaded.source import be_user, open_up\n"
        f"be_user({{'user': {name!r}, 'home': {str(home)!r}}})\n"
        "try: os.setuid(0); back = True\n"
        "except PermissionError: back = False\n"
        "readable = lambda: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"  # PR_GET_DUMPABLE
        "at_first = readable()\n"
        "open_up()\n"
        "print(json.dumps([os.getresuid(), os.getresgid(), back, at_first, readable(), os.getcwd()]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "deploy")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    user = pwd.getpwnam(name)
    *rights, at_first, readable, place = json.loads(done.stdout)
    assert rights == [[user.pw_uid] * 3, [user.pw_gid] * 3, False]
    assert (at_first, readable) == (0 if root else 1, 1)  # nobody's user changes where it was the same before
    assert place == str(home)


def test_configurations_are_clean_yaml():
    rules = "{extends: default, rules: {line-length: {max: 120}, document-start: disable}}"
    files = sorted((ROOT / "deploy").glob("*/*.yaml"))
    command = [sys.executable, "-m", "yamllint", "--strict", "--config-data", rules, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert len(files) == 2
    assert done.returncode == 0, done.stdout
