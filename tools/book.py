"""Build the book into _build/html, every warning an error, and serve it on this machine if asked to."""

from __future__ import annotations

import argparse
import functools
import shutil
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "_build"
HTML = BUILT / "html"
FIRST_PORT = 8000


def build(fresh: bool = False) -> None:
    """Build the book, or print what was wrong and raise `subprocess.CalledProcessError`.

    A build that failed leaves nothing behind: Sphinx warns about a page when it reads it, and would read it no more.
    """
    if fresh:
        shutil.rmtree(BUILT, ignore_errors=True)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "chapters", "--path-output", "."]
    command += ["--config", "_config.yml", "--toc", ROOT / "_toc.yml", "-W", "--keep-going", "-q"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(done.stdout)
        shutil.rmtree(BUILT, ignore_errors=True)
    done.check_returncode()


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing about it."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".woff2": "font/woff2"}

    def log_message(self, *_: object) -> None:
        """Stay silent: a line for every picture would bury the address."""


def server(folder: Path = HTML, port: int = 0) -> ThreadingHTTPServer:
    """A server of `folder` on loopback; port 0 takes any free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=folder))


def server_from(port: int) -> ThreadingHTTPServer:
    """A server on `port`, or on any free port if that one is busy."""
    try:
        return server(port=port)
    except OSError:
        return server()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", action="store_true", help="serve the book after building it")
    options.add_argument("--port", type=int, default=FIRST_PORT, help="port to try first (default: %(default)s)")
    chosen = options.parse_args()
    try:
        build()
    except subprocess.CalledProcessError:
        sys.exit("book: not built; what is wrong is said above.")
    if not chosen.serve:
        print(f"book: built, open {HTML / 'index.html'}")
        return
    with server_from(chosen.port) as running:
        print(f"book: http://127.0.0.1:{running.server_port}/   (stop with Ctrl+C)", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
