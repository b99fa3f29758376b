"""Zip files that are the same, byte for byte, whenever and wherever they are made of the same files."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The oldest date that a zip file can name, and rights that every system grants: nothing tells when it was made.
DATE = (1980, 1, 1, 0, 0, 0)
RIGHTS = 0o644 << 16
STORED = (".png", ".woff2", ".whl", ".zip", ".gz")  # packed already


def write(files: Mapping[str, bytes], path: Path) -> Path:
    """Write `files`, given by their names in the archive, to the zip file at `path`; names are sorted.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> one = write({"b.txt": b"2", "a.txt": b"1"}, folder / "one.zip")
    >>> two = write({"a.txt": b"1", "b.txt": b"2"}, folder / "two.zip")
    >>> one.read_bytes() == two.read_bytes()
    True
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.external_attr = RIGHTS
            entry.create_system = 3  # so that a zip made on Windows is the same
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return path
