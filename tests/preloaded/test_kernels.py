"""Kernels that are forked do what others do: show figures, be interrupted, start again, and end with their server."""

from __future__ import annotations

import importlib.util
import logging
import os
import signal
import subprocess
import sys

import psutil
import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from preloaded import provisioner, source

from tools.setup import ROOT

SOURCE = """
import signal, socket, sys
import ipykernel.kernelapp, matplotlib.pyplot
from preloaded import forks, source
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
forks.serve(socket.socket(fileno=int(sys.argv[1])), source.kernel)
"""
SECONDS = 60


@pytest.fixture
def forking(behind, monkeypatch):
    """The process that kernels are forked from; afterwards they start as before."""
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", factory.default_provisioner_name)
    monkeypatch.setattr(provisioner, "doors", [])
    door, process = behind(SOURCE)
    provisioner.offer(door)
    return process


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Function that starts a kernel, in a folder of its own; its manager, and a client."""
    monkeypatch.delenv("MPLBACKEND", raising=False)  # as where figures are to be seen
    running = []

    def started():
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(cwd=str(tmp_path))
        client = manager.blocking_client()
        running.append((manager, client))
        client.start_channels()
        client.wait_for_ready(SECONDS)
        return manager, client

    yield started
    for manager, client in running:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def value(client, expression):
    """An expression as the kernel prints it."""
    reply = client.execute("", user_expressions={"it": expression}, reply=True, timeout=SECONDS)
    return reply["content"]["user_expressions"]["it"]["data"]["text/plain"]


def pid(client):
    return int(value(client, "__import__('os').getpid()"))


def test_a_kernel_is_a_fork_that_stands_in_its_folder(forking, start, tmp_path):
    _, client = start()
    assert psutil.Process(pid(client)).ppid() == forking.pid
    assert value(client, "__import__('os').getcwd()") == repr(str(tmp_path))
    assert value(client, "__name__") == "'__main__'"
    assert value(client, f"{str(ROOT / 'deploy')!r} in __import__('sys').path") == "False"


def test_figures_are_shown_as_in_any_kernel(forking, start):
    _, client = start()
    shown = []
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    client.execute_interactive(code, timeout=SECONDS, output_hook=lambda m: shown.append(m["msg_type"]))
    assert "display_data" in shown
    assert value(client, "plt.get_backend()").endswith("inline'")


def test_a_kernel_is_interrupted_started_again_and_shut_down(forking, start):
    manager, client = start()
    # Else what is asked right after the error is refused with it.
    begun = client.execute("print('begun', flush=True)\nwhile True: pass", stop_on_error=False)
    while client.get_iopub_msg(timeout=SECONDS)["content"].get("text") != "begun\n":
        pass
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=SECONDS))["parent_header"]["msg_id"] != begun:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    first = pid(client)
    manager.restart_kernel()
    client.wait_for_ready(SECONDS)
    second = pid(client)
    assert second != first
    assert not psutil.pid_exists(first)
    manager.shutdown_kernel()
    assert not psutil.pid_exists(second)


def test_a_kernel_that_was_killed_is_known_to_be_dead(forking, start):
    manager, client = start()
    assert manager.is_alive()
    process = psutil.Process(pid(client))
    process.send_signal(signal.SIGKILL)
    process.wait(SECONDS)
    assert not manager.is_alive()


def test_a_kernel_ends_when_its_server_is_gone(forking, start):
    manager, client = start()
    process = psutil.Process(pid(client))
    manager.provisioner.process.connection.close()  # as the system does for a server that has ended
    process.wait(SECONDS)


def test_where_no_fork_can_be_had_a_kernel_starts_in_the_usual_way(forking, start, caplog):
    forking.kill()
    forking.wait(SECONDS)
    with caplog.at_level(logging.WARNING):
        _, client = start()
    assert psutil.Process(pid(client)).ppid() == os.getpid()
    assert "it is started in the usual way" in caplog.text


@pytest.mark.parametrize(
    ("command", "forked"),
    [
        ([sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"], True),
        ([sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "kernel.json"], True),
        ([sys.executable + "-of-another", "-m", "ipykernel_launcher", "-f", "kernel.json"], False),
        ([sys.executable, "-O", "-m", "ipykernel_launcher", "-f", "kernel.json"], False),
        (["R", "--slave", "-e", "IRkernel::main()"], False),
    ],
    ids=["plain", "for the debugger", "another Python", "with an option", "another language"],
)
def test_only_kernels_of_this_python_are_forked(command, forked):
    assert provisioner.of_this_python(command) == forked


def test_memory_has_a_limit_and_what_is_shared_does_not_count():
    script = (
        "from preloaded.source import limit\n"
        "shared = bytearray(150_000_000)\n"
        "limit(100_000_000)\n"
        "print(len(bytearray(60_000_000)))\n"
        "try: bytearray(120_000_000)\n"
        "except MemoryError: print('too much')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "deploy")}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["60000000", "too much", ""]


@pytest.mark.parametrize("name", sorted({*source.SERVER, *source.KERNEL}))
def test_what_is_imported_before_any_fork_exists_where_its_package_is(name):
    package = name.split(".")[0]
    assert importlib.util.find_spec(package) is None or importlib.util.find_spec(name) is not None
