"""What a hub needs beyond `make setup`: JupyterHub from its own requirements file, and its proxy from npm."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec

from tools.setup import ROOT, VENV

LOOPBACK = ROOT / "deploy" / "loopback"
REQUIREMENTS = LOOPBACK / "requirements.txt"
PLACE = VENV / "loopback"
PROXY = PLACE / "node_modules" / ".bin" / "configurable-http-proxy"
NO_NODE = (
    "hub: the proxy of JupyterHub is a program for Node.js, and no npm is on the PATH.\n"
    "Install Node.js 20 or newer (on Debian: apt-get install nodejs npm), then run this again."
)


class CannotInstall(RuntimeError):
    """Something that a hub needs could not be had; says what, and what to do."""


def packages() -> None:
    """Install JupyterHub with pip, if what is pinned is not there already."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    if subprocess.run([*pip, "--requirement", REQUIREMENTS], check=False).returncode or not find_spec("jupyterhub"):
        raise CannotInstall("hub: pip could not install JupyterHub (its message is above); is there a network?")


def proxy() -> None:
    """Install the pinned proxy with npm, once."""
    pinned = (LOOPBACK / "package-lock.json").read_bytes()
    standing = PLACE / "package-lock.json"
    if PROXY.exists() and standing.is_file() and standing.read_bytes() == pinned:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CannotInstall(NO_NODE)
    PLACE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOOPBACK / name, PLACE / name)
    command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=PLACE, stdout=subprocess.DEVNULL, check=False)
    if done.returncode or not PROXY.exists():
        raise CannotInstall("hub: npm could not install the proxy (its message is above); is there a network?")


def main() -> None:
    try:
        packages()
        proxy()
    except CannotInstall as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
