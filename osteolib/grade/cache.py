"""Results on disk, one file a notebook: an interrupted run goes on, and an unchanged one ends at once."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy

import osteolib
from osteolib.grade.marks import Result


class Cache:
    """Results by the content of all that decides them.

    Parameters
    ----------
    folder : Path
        Where the results are kept.
    context : str
        What decides them besides the submission; see `context`.
    """

    def __init__(self, folder: Path, context: str):
        self.folder, self.context = folder, context
        folder.mkdir(parents=True, exist_ok=True)

    def key(self, data: bytes) -> str:
        """Name of the result for a submission of this content."""
        return hashlib.sha256(self.context.encode() + hashlib.sha256(data).digest()).hexdigest()

    def get(self, key: str) -> Result | None:
        """The result of this name, if a whole one is there."""
        try:
            return Result.from_dict(json.loads(self._path(key).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, result: Result) -> None:
        """Keep a result: whole or not at all."""
        write_whole(self._path(key), json.dumps(result.to_dict(), ensure_ascii=True, indent=1))

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, or an interruption, never meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="")
    os.replace(draft, path)


def context(files: Iterable[Path], *settings: object) -> str:
    """Hash of what decides results: the given files, settings, osteolib itself, and the versions under it.

    Parameters
    ----------
    files : iterable of Path
        Reference notebooks and hidden checks; one that is missing counts as missing.
    *settings : object
        Whatever else decides, by its text.
    """
    digest = hashlib.sha256(repr((settings, sys.version, platform.machine(), numpy.__version__)).encode())
    package = Path(osteolib.__file__).parent
    own = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in [*sorted(files), *own]:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing")
    return digest.hexdigest()
