"""Start a JupyterHub on loopback, and end it with every process it has started."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.classroom.install import LOOPBACK, PROXY, ROOT
from tools.classroom.measure import of_hub

STARTS_WITHIN = 120  # seconds
# One thread for linear algebra, because the cores are shared by the class; and memory that is free goes back to the
# system instead of waiting for the next large array. The font cache lies outside the homes, so that no student waits
# for it at the first figure. The hubs in `deploy` have the same.
SHARED = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "4194304",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
}
ENVIRONMENT = SHARED | {"TQDM_DISABLE": "1", "PYTHONPATH": str(ROOT)}


class HubError(RuntimeError):
    """The hub did not start; says what its log ends with."""


@dataclass(frozen=True)
class Hub:
    """A running hub: where it is, how to get in, and the folder with its homes and its log."""

    url: str
    password: str
    folder: Path
    process: subprocess.Popen

    @property
    def log(self) -> str:
        """What the hub has written so far."""
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(
    course: Mapping[str, Path], opens: str = "/lab", port: int | None = None, preloaded: bool = False
) -> Iterator[Hub]:
    """A hub whose students find a copy of `course` in their homes; when the block ends, nothing of it is left.

    With `preloaded`, servers and kernels are forks of one process, as `deploy/preloaded` has it.

    A process that is told to end (SIGTERM) leaves the block by a KeyboardInterrupt, as by Ctrl+C.
    """
    folder = Path(tempfile.mkdtemp(prefix="osteolib-hub-"))
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    hub = None
    try:
        hub = _start(folder, course, opens, port, preloaded)
        _wait(hub)
        yield hub
    finally:
        if hub:
            _stop(hub)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)


def _start(folder: Path, course: Mapping[str, Path], opens: str, port: int | None, preloaded: bool) -> Hub:
    ports = [port or free_port(), free_port(), free_port()]
    password = secrets.token_urlsafe(12)
    fonts = _font_cache()
    settings = {
        "ports": ports,
        "password": password,
        "proxy": str(PROXY),
        "opens": opens,
        "course": {place: str(path) for place, path in course.items()},
        "preloaded": str(LOOPBACK.parent) if preloaded else "",
        "environment": {**ENVIRONMENT, "MPLCONFIGDIR": str(fonts)},
    }
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterhub", "--config", LOOPBACK / "jupyterhub_config.py"]
    environment = {**os.environ, "OSTEOLIB_HUB": str(folder)}
    with (folder / "hub.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    return Hub(f"http://127.0.0.1:{ports[0]}", password, folder, process)


def _font_cache() -> Path:
    """The folder of matplotlib's list of fonts, filled."""
    script = "import matplotlib, matplotlib.font_manager; print(matplotlib.get_cachedir())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _wait(hub: Hub) -> None:
    """Return when the hub answers."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and hub.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{hub.url}/hub/health", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise HubError(f"hub: it did not answer within {STARTS_WITHIN} s; its log ends with\n{hub.log[-2000:]}")


def _stop(hub: Hub) -> None:
    """Ask the hub to end its servers, then end what is left of them."""
    if hub.process.poll() is None:
        hub.process.send_signal(signal.SIGTERM)
        try:
            hub.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            hub.process.kill()
            hub.process.wait()
    end_all(hub.folder)


def end_all(folder: Path) -> None:
    """End every process that carries the mark of the hub in `folder`."""
    import psutil

    left = of_hub(folder)
    for process in left:
        _tell(process, "terminate")
    _, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        _tell(process, "kill")
    psutil.wait_procs(alive, timeout=5)


def _tell(process, what: str) -> None:
    import psutil

    try:
        getattr(process, what)()
    except psutil.NoSuchProcess:
        return


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    """Run a hub until it is interrupted."""
    options = argparse.ArgumentParser(prog="hub", description=__doc__)
    options.add_argument("--preloaded", action="store_true", help="servers and kernels are forks (deploy/preloaded)")
    preloaded = options.parse_args().preloaded
    try:
        with running(course(), "/lab/tree/chapters", _port_or_any(8000), preloaded) as hub:
            print(f"hub: {hub.url}   any user name, password {hub.password}   (stop with Ctrl+C)", flush=True)
            hub.process.wait()
            sys.exit(f"hub: it ended by itself; its log ends with\n{hub.log[-2000:]}")
    except KeyboardInterrupt:
        print()
    except HubError as error:
        sys.exit(str(error))


def course() -> dict[str, Path]:
    """The folders of the course that a student works in, by their places in a home."""
    return {place: ROOT / place for place in ("chapters", "exercises/student") if (ROOT / place).is_dir()}


def _port_or_any(port: int) -> int | None:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return None
    return port


if __name__ == "__main__":
    main()
