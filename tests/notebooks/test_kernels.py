"""Kernels that nbval forks are new ones: they know nothing of each other, can be interrupted and leave nothing."""

from __future__ import annotations

import psutil
import pytest
from nbval.kernel import RunningKernel

from tests import kernels

SECONDS = 60


@pytest.fixture(scope="module")
def offered():
    with kernels.offered():
        yield


@pytest.fixture
def start(offered, tmp_path):
    """Function that starts a kernel."""
    running = []
    yield lambda: running.append(RunningKernel(kernels.NAME, cwd=str(tmp_path))) or running[-1]
    for kernel in running:
        if kernel.is_alive():
            kernel.stop()


def answer(kernel, code=""):
    """Reply of a kernel to some code that was sent, or to the code given."""
    asked = kernel.execute_cell_input(code) if code else None
    reply = kernel.get_message("shell", SECONDS)
    assert asked in (None, reply["parent_header"]["msg_id"])
    return reply["content"]


def value(kernel, expression):
    """An expression as the kernel prints it."""
    kernel.kc.execute("0", user_expressions={"it": expression}, store_history=False)
    return answer(kernel)["user_expressions"]["it"]["data"]["text/plain"]


def test_kernels_share_nothing_and_end_when_they_are_stopped(start, tmp_path):
    one, other = start(), start()
    assert answer(one, "import math, os, random; math.kept = kept = 1")["status"] == "ok"
    assert value(other, "'kept' in globals() or hasattr(__import__('math'), 'kept')") == "False"
    assert value(one, "random.random()") != value(other, "__import__('random').random()")
    assert value(one, "os.getcwd()") == repr(str(tmp_path))
    process = psutil.Process(int(value(one, "os.getpid()")))
    one.stop()
    process.wait(SECONDS)
    assert value(other, "1 + 1") == "2"


def test_a_kernel_can_be_interrupted(start):
    kernel = start()
    kernel.execute_cell_input("print('begun', flush=True)\nwhile True: pass")
    while kernel.get_message("iopub", SECONDS)["content"].get("text") != "begun\n":
        pass
    kernel.interrupt()
    assert answer(kernel)["ename"] == "KeyboardInterrupt"
    assert answer(kernel, "1")["status"] == "ok"
