"""Pages that no chapter writes: one that leads on from an old address, and one for an address that never was."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

HERE = Path(__file__).parent


def filled(name: str, **values: str) -> str:
    return Template((HERE / name).read_text(encoding="utf-8")).substitute(values)


def leads_on(target: str) -> str:
    """A page that leads to `target` and keeps what the address asks for; without scripts it does so by itself too."""
    return filled("moved.html", target=escape(target, quote=True), address=json.dumps(target).replace("<", "\\u003c"))


def moved() -> dict[str, str]:
    """Pages of earlier releases that have gone elsewhere: where they were, and where they are."""
    with (HERE / "moved.csv").open(encoding="utf-8", newline="") as file:
        return {row["old"]: row["new"] for row in csv.DictReader(file)}


def released() -> list[str]:
    """Pages of the newest release, as `python -m tools.release --paths` has written them."""
    return (HERE / "released.txt").read_text(encoding="utf-8").split()


def keep_addresses(book: Path, moves: Mapping[str, str]) -> None:
    """Leave a page behind at each old address of a built book."""
    for old, new in moves.items():
        place = book / old
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(leads_on("../" * old.count("/") + new), encoding="utf-8")


def not_found(base: str, home: str, pages: list[str]) -> str:
    """What a server sends for an address that it does not have, at any depth: every link in it starts at `base`."""
    root = f"/{base.strip('/')}/".replace("//", "/")
    known = json.dumps(pages).replace("<", "\\u003c")
    return filled("404.html", root=escape(root, quote=True), home=home, pages=known, base=json.dumps(root))
