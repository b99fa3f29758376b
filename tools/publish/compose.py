"""Put the published site together: releases, the development version, and pages that lead on from old addresses.

Each release is read from its zip file (`make offline`), so that it is published exactly as it was released and is never
built again. The newest is found below ``stable/`` as well.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tools.book import ROOT
from tools.publish.pages import leads_on, not_found

STABLE, DEV = "stable", "dev"
RELEASE = re.compile(r"-(\d+\.\d+\.\d+)\.zip$")
SCRIPT = ROOT / "assets" / "versions.js"
EMPTY = "const VERSIONS = [];"


class PublishError(RuntimeError):
    """The site could not be put together."""


def compose(into: Path, dev: Path, releases: Iterable[Path], base: str = "/") -> Path:
    """Write the whole site to the folder `into`.

    Parameters
    ----------
    into : Path
        Folder of the site; what is in it goes.
    dev : Path
        Pages of the book as built now.
    releases : iterable of Path
        Zip files of the releases.
    base : str
        Path of the site on its host, such as ``"/course/"``; only the page for what is not found needs it.
    """
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(dev, into / DEV)
    found = sorted(releases, key=number)
    for path in found:
        unpack(path, into / name(path))
    newest = name(found[-1]) if found else None
    if newest:
        shutil.copytree(into / newest, into / STABLE)
    home = STABLE if newest else DEV
    tell_versions(into, [name(path) for path in reversed(found)])
    lead_on_from_the_root(into, home)
    (into / "404.html").write_text(not_found(base, home, pages(into / home)), encoding="utf-8")
    (into / ".nojekyll").touch()
    return into


def number(path: Path) -> tuple[int, ...]:
    """Version of a release's zip file.

    >>> number(Path("course-0.10.2.zip"))
    (0, 10, 2)
    """
    version = RELEASE.search(path.name)
    if not version:
        raise PublishError(f"{path.name}: expected the zip file of a release, such as course-0.2.0.zip")
    return tuple(map(int, version[1].split(".")))


def name(path: Path) -> str:
    """Folder of a release on the site.

    >>> name(Path("course-0.10.2.zip"))
    'v0.10.2'
    """
    return "v" + ".".join(map(str, number(path)))


def unpack(path: Path, into: Path) -> None:
    """Take the site out of a release's zip file."""
    with zipfile.ZipFile(path) as archive:
        site = {entry: entry.partition("/site/")[2] for entry in archive.namelist() if "/site/" in entry}
        if "index.html" not in site.values():
            raise PublishError(f"{path.name}: holds no site; it has to be a zip file of `make offline`")
        for entry, target in site.items():
            (into / target).parent.mkdir(parents=True, exist_ok=True)
            (into / target).write_bytes(archive.read(entry))


def pages(folder: Path) -> list[str]:
    """Pages below a folder, those of the site beside the book that runs notebooks left out."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return sorted(page for page in found if not page.startswith(("_", "lite/")))


def tell_versions(into: Path, releases: list[str]) -> None:
    """Tell every version, old ones too, which others there are and which pages they have."""
    folders = [*([STABLE] if releases else []), DEV, *releases]
    known = [{"folder": folder, "label": label(folder, releases), "pages": pages(into / folder)} for folder in folders]
    script = SCRIPT.read_text(encoding="utf-8")
    if EMPTY not in script:
        raise PublishError(f"{SCRIPT.name}: the line {EMPTY!r} that takes the versions is gone")
    for folder in folders:
        filled = script.replace(EMPTY, f"const VERSIONS = {json.dumps(known, separators=(',', ':'))};")
        (into / folder / "_static" / "versions.js").write_text(filled, encoding="utf-8")


def label(folder: str, releases: list[str]) -> str:
    """What a version is called in the menu.

    >>> label("stable", ["v0.2.0", "v0.1.0"]), label("dev", []), label("v0.1.0", [])
    ('0.2.0, the newest release', 'next version, in preparation', '0.1.0')
    """
    if folder == STABLE:
        return f"{releases[0].removeprefix('v')}, the newest release"
    return "next version, in preparation" if folder == DEV else folder.removeprefix("v")


def lead_on_from_the_root(into: Path, home: str) -> None:
    """Keep addresses without a version alive: they lead to the same page of the version that is home."""
    for page in pages(into / home):
        target = into / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(leads_on("../" * page.count("/") + f"{home}/{page}"), encoding="utf-8")
