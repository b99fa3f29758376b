"""Find a browser for the tests, or install one; without one there is a clear failure and never a skipped test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, Playwright, sync_playwright

# The first is Chromium without what a window needs, and quicker to open a page; it does not run JupyterLite.
PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (*PACKAGES, "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# A browser under test talks to the page under test and to nobody else.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
NONE_FOUND = (
    "browser: no Chromium or Chrome could be found or installed.\n"
    "Put one on the PATH (on Debian: apt-get install chromium), or name it in the variable OSTEOLIB_BROWSER,\n"
    "then run this again. The browser tests are not skipped: without them nobody knows whether the pages work."
)


def candidates(playwright: Playwright, whole: bool = False) -> Iterator[str]:
    """Browsers on this machine, the one that is asked for first; with `whole`, none that lacks a part."""
    if "OSTEOLIB_BROWSER" in os.environ:
        yield os.environ["OSTEOLIB_BROWSER"]
        return
    yield from (path for name in NAMES[whole:] if (path := shutil.which(name)))
    yield from (path for path in APPLICATIONS if Path(path).exists())
    if Path(playwright.chromium.executable_path).exists():
        yield playwright.chromium.executable_path


def arguments() -> list[str]:
    """Command-line options; root may start a browser only without its sandbox."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--no-sandbox"] if root else list(QUIET)


def starts(playwright: Playwright, path: str) -> bool:
    """Whether the browser at `path` opens a page; some systems put a placeholder under the name."""
    try:
        browser = playwright.chromium.launch(executable_path=path, args=arguments(), timeout=60_000)
        browser.new_page().close()
        browser.close()
    except Error:
        return False
    return True


def find(playwright: Playwright, whole: bool = False) -> str | None:
    """Path of the first browser that starts, or None."""
    return next((path for path in candidates(playwright, whole) if starts(playwright, path)), None)


def install(whole: bool = False) -> Iterator[list[list[str]]]:
    """Ways to get a browser, each a list of commands: playwright's own, then the system's packages."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for package in PACKAGES[whole:]:
            yield [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]]


def find_or_install(whole: bool = False) -> str:
    """Path of a browser that starts; exits with a clear message if none can be had."""
    with sync_playwright() as playwright:
        if path := find(playwright, whole):
            return path
        for commands in install(whole):
            print(f"browser: none found, trying: {' '.join(commands[-1])}", flush=True)
            if all(_succeeds(command) for command in commands) and (path := find(playwright, whole)):
                return path
    sys.exit(NONE_FOUND)


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=600, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    print(f"browser: {find_or_install(whole='--whole' in sys.argv)}")
