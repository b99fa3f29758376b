"""Build the book into _build/html, every warning an error, and serve it on this machine if asked to."""

from __future__ import annotations

import argparse
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools import exercise_pages
from tools.repository import REF

ROOT = Path(__file__).resolve().parent.parent
FIRST_PORT = 8000
ROUTES = "OSTEOLIB_ROUTES"  # variable by which Sphinx is told; Jupyter Book hands no setting on


class BookError(RuntimeError):
    """The book could not be built."""


def build(into: Path = ROOT, root: Path = ROOT, routes: Sequence[str] = ()) -> Path:
    """Build the book whose settings and chapters are in `root` below the folder `into`; return the folder of its pages.

    Its lessons have a launch button for each of `routes` (see `_ext/launch.py`) besides those that need no other site.

    What stands is reused, except where Sphinx would not notice a change: in its settings, in the look, in the code
    that makes pages, and in the branch or tag that buttons open. A build that failed leaves nothing behind, because
    Sphinx warns about a page only when it reads it.

    Raises
    ------
    BookError
        With what was wrong, a warning included.
    """
    exercise_pages.write(root)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", "chapters", "--path-output", into]
    command += ["--config", "_config.yml", "--toc", root / "_toc.yml", "-W", "--keep-going", "-q"]
    environment = {**os.environ, ROUTES: " ".join(routes)}
    built, origin = into / "_build", made_from(root, routes)
    stamp = built / "made-from"
    if not (stamp.is_file() and stamp.read_text() == origin):
        shutil.rmtree(built, ignore_errors=True)
    done = subprocess.run(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(built, ignore_errors=True)
        raise BookError(f"the book was not built:\n{done.stdout}")
    stamp.write_text(origin)
    return built / "html"


def made_from(root: Path, routes: Sequence[str] = ()) -> str:
    """All that a page is made of besides its own text: files, by their hash, buttons, and what the buttons open."""
    parts = [root / "_config.yml", root / "_toc.yml", root / "references.bib", ROOT / "requirements.txt"]
    for folder in (root / "_ext", root / "assets", ROOT / "osteolib", ROOT / "tools"):
        parts += sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
    return " ".join([files, *routes, os.environ.get(REF, "")])


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing about it."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".woff2": "font/woff2"}

    def log_message(self, *_: object) -> None:
        """Stay silent: a line for every picture would bury the address."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of `folder` on loopback, at `port` or, where that is busy, at any free one."""
    handler = functools.partial(Handler, directory=folder)
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", action="store_true", help="serve the book after building it")
    options.add_argument("--port", type=int, default=FIRST_PORT, help="port to try first (default: %(default)s)")
    chosen = options.parse_args()
    try:
        pages = build()
    except BookError as error:
        sys.exit(f"book: {error}")
    if not chosen.serve:
        print(f"book: built, open {pages / 'index.html'}")
        return
    serve(pages, chosen.port)


def serve(pages: Path, port: int = FIRST_PORT) -> None:
    """Serve a folder until Ctrl+C."""
    with server(pages, port) as running:
        print(f"book: http://127.0.0.1:{running.server_port}/   (stop with Ctrl+C)", flush=True)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
