"""Make `.venv` with the exact packages of requirements.txt and this repository's osteolib; reuse it if it stands.

Runs before anything is installed, so it imports the standard library only.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:  # an old Python gets as far as the sentence that says so
    tomllib = None

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "osteolib-setup"
OLDEST = (3, 11)
UV = "uv==0.13.9"  # installs what pip would, many packages at once


def wanted() -> str:
    """What the environment depends on: requirements, package declaration, and place, because venvs do not move."""
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{hashlib.sha256(f'{pins}{project}'.encode()).hexdigest()} {ROOT}"


def runs() -> bool:
    """Whether `.venv` holds a Python that starts, is new enough and has pip."""
    if not PYTHON.exists():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def create() -> None:
    """Create `.venv`, or say what a Debian-like system lacks for it."""
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            "setup: Python's venv module could not put pip into .venv.\n"
            "On Debian and Ubuntu install the package python3-venv, then run this command again."
        )


def install() -> None:
    """Install the pinned packages, then osteolib itself, editable: by uv, or by pip where uv does not run."""
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    has_uv = succeeds([*pip, "--only-binary=:all:", UV], capture_output=True)
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--no-deps", "--python", PYTHON]
    # requirements.txt is a complete closure, so there is nothing to resolve; bytecode is compiled at first use.
    for arguments in (["--requirement", ROOT / "requirements.txt"], ["--editable", ROOT]):
        if not (has_uv and succeeds([*uv, *arguments]) or succeeds([*pip, "--no-deps", "--no-compile", *arguments])):
            sys.exit("setup: pip could not install the packages (its message is above); is there a network connection?")


def succeeds(command: list[str | Path], **options: bool) -> bool:
    """Run a command and tell whether it ended well."""
    return subprocess.run(command, check=False, **options).returncode == 0


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"setup: needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is {sys.version.split()[0]}.")
    standing = runs()
    if standing and STAMP.is_file() and STAMP.read_text() == wanted():
        return
    print("setup: filling .venv with the packages of requirements.txt (once) ...", flush=True)
    if not standing:
        create()
    install()
    STAMP.write_text(wanted())


if __name__ == "__main__":
    main()
