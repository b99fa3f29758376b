"""Notebooks that are ready to be opened anywhere: they install osteolib where it is missing, and link to the site.

    python -m tools.ready FOLDER            # write all of them below FOLDER
    python -m tools.ready --publish REMOTE  # commit them to the branch `ready` of a remote; Colab opens them from there

In the repository a link leads to the next file, and osteolib is there. A notebook that was downloaded, or opened on
Colab, lies alone.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import nbformat
from nbformat import NotebookNode

from tools.notebooks import in_reading_order, written
from tools.repository import ROOT, Repository, commit, declared

READY = "ready"  # branch of the repository
EXTRAS = "cohort"  # of osteolib, that lessons use
INSTALL = '''\
# Where osteolib is missing, as on Colab, this installs it; elsewhere it does nothing.
from importlib.util import find_spec

if find_spec("osteolib") is None:
    %pip install --quiet "osteolib[{extras}] @ {archive}"'''
LINK = re.compile(r"""(?P<before>\]\(|\b(?:href|src)=["'])(?P<target>[^)\s"']+)""")
AUTHOR = {"NAME": "osteolib", "EMAIL": "osteolib@users.noreply.github.com"}


def notebooks(root: Path = ROOT) -> list[str]:
    """Lessons, and the students' form of exercises, as paths in the repository."""
    lessons = [path.relative_to(ROOT).as_posix() for path in in_reading_order()]
    # Pages of exercises, which the book's build puts among the chapters, show the solutions.
    lessons = [path for path in lessons if not path.startswith("chapters/exercises/")]
    return lessons + sorted(path.relative_to(root).as_posix() for path in (root / "exercises/student").glob("*.ipynb"))


def ready(notebook: NotebookNode, path: str, course: Repository, pin: str) -> NotebookNode:
    """Form of a notebook, at `path` in the repository, that stands alone; installs osteolib as it is at `pin`."""
    cells = [_linked(cell, path, course) for cell in notebook.cells]
    source = INSTALL.format(extras=EXTRAS, archive=course.archive(pin))
    install = nbformat.v4.new_code_cell(source, id="install-osteolib")
    first = next((place for place, cell in enumerate(cells) if cell.cell_type == "code"), len(cells))
    return NotebookNode({**notebook, "cells": [*cells[:first], install, *cells[first:]]})


def _linked(cell: NotebookNode, path: str, course: Repository) -> NotebookNode:
    if cell.cell_type != "markdown":
        return cell
    source = LINK.sub(lambda m: m["before"] + absolute(m["target"], path, course), cell.source)
    return NotebookNode({**cell, "source": source})


def absolute(target: str, path: str, course: Repository) -> str:
    """Address on the site, or else in the repository, of what a link in the notebook at `path` leads to.

    Examples
    --------
    >>> course = Repository("https://github.com/someone/course", "main")
    >>> absolute("../evidence/ledger.md#C038", "chapters/therapy/dose.ipynb", course)
    'https://someone.github.io/course/evidence/ledger.html#C038'
    >>> absolute("../../LICENSE-CONTENT", "chapters/therapy/dose.ipynb", course)
    'https://github.com/someone/course/blob/main/LICENSE-CONTENT'
    >>> absolute("https://doi.org/10.1", "chapters/therapy/dose.ipynb", course)
    'https://doi.org/10.1'
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return target
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    page = page_of(place)
    return f"{course.site}/{page}{fragment}" if page else f"{course.url}/blob/{course.ref}/{place}{fragment}"


def page_of(place: str) -> str | None:
    """Page of the site that shows a file of the repository; None if none does.

    Examples
    --------
    >>> page_of("chapters/therapy/dose.ipynb"), page_of("exercises/student/therapy.ipynb"), page_of("README.md")
    ('therapy/dose.html', 'exercises/therapy.html', None)
    """
    stem, suffix = posixpath.splitext(place)
    if suffix not in (".ipynb", ".md"):
        return None
    for folder, pages in {"chapters/": "", "exercises/student/": "exercises/"}.items():
        if stem.startswith(folder):
            return f"{pages}{stem.removeprefix(folder)}.html"
    return None


def write(into: Path, paths: Iterable[str], course: Repository, pin: str) -> None:
    """Write the ready form of notebooks below a folder, each where it is in the repository."""
    for path in paths:
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        notebook = nbformat.read(ROOT / path, as_version=4)
        (into / path).write_text(written(ready(notebook, path, course, pin)), encoding="utf-8")


def publish(remote: str, course: Repository, pin: str, root: Path = ROOT) -> bool:
    """Commit the ready notebooks to the branch `ready` of a remote, in a folder named after the ref.

    Nothing is checked out, and what the branch holds of other refs stays. False if there was nothing to change.
    """
    git_dir = _git("rev-parse", "--absolute-git-dir", cwd=root)
    with TemporaryDirectory() as place:
        files = Path(place) / "files"
        write(files / course.ref, notebooks(), course, pin)
        settings = {"GIT_DIR": git_dir, "GIT_WORK_TREE": str(files), "GIT_INDEX_FILE": str(Path(place) / "index")}
        settings |= {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in AUTHOR.items()}
        parent = _head(remote, files, settings)
        if parent:
            _git("read-tree", parent, cwd=files, **settings)
        _git("add", "--force", "--all", "--", course.ref, cwd=files, **settings)
        tree = _git("write-tree", cwd=files, **settings)
        if parent and tree == _git("rev-parse", f"{parent}^{{tree}}", cwd=files, **settings):
            return False
        message = f"Notebooks of {course.ref} at {pin}"
        new = _git("commit-tree", tree, "-m", message, *(["-p", parent] if parent else []), cwd=files, **settings)
        _git("push", "--quiet", remote, f"{new}:refs/heads/{READY}", cwd=files, **settings)
    return True


def _head(remote: str, cwd: Path, settings: dict[str, str]) -> str:
    """Last commit of the branch on the remote, fetched; empty if the remote has no such branch yet."""
    if not _git("ls-remote", "--heads", remote, f"refs/heads/{READY}", cwd=cwd, **settings):
        return ""
    _git("fetch", "--quiet", "--depth=1", remote, f"refs/heads/{READY}", cwd=cwd, **settings)
    return _git("rev-parse", "FETCH_HEAD", cwd=cwd, **settings)


def _git(*arguments: str, cwd: Path, **settings: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"ready: git {arguments[0]} failed, and nothing was published:\n{done.stderr.strip()}")
    return done.stdout.strip()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="where to write them")
    options.add_argument("--publish", metavar="REMOTE", help="remote to commit them to")
    chosen = options.parse_args()
    course = declared()
    pin = commit() or course.ref
    if chosen.folder:
        write(chosen.folder, notebooks(), course, pin)
        print(f"ready: {len(notebooks())} notebooks in {chosen.folder}")
    if chosen.publish:
        published = publish(chosen.publish, course, pin)
        print(f"ready: {course.ref} {'published' if published else 'stood there already'} on the branch {READY}")
    if not (chosen.folder or chosen.publish):
        options.error("say where: a folder, or --publish and a remote")


if __name__ == "__main__":
    main()
