"""Rooms of osteolib import only from rooms below them."""

from __future__ import annotations

import ast

import pytest

from tools.notebooks import ROOT

# From the bottom. A room may use those of floors below, and of its own floor those that stand before it.
FLOORS = [
    ["model", "logic"],
    ["plot", "evidence"],
    ["remodeling", "estrogen", "aging", "exosomes", "therapy"],
    ["explorer", "exercise", "quiz"],
    ["grade", "testing"],
]
ROOMS = [room for floor in FLOORS for room in floor]
THERE = sorted(path.parent.name for path in (ROOT / "osteolib").glob("*/__init__.py"))


def imported(room: str) -> set[str]:
    """Rooms that the files of a room import, at any place."""
    found = set()
    for path in (ROOT / "osteolib" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom) and node.module == "osteolib":
                names = [f"osteolib.{each.name}" for each in node.names]
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            found |= {name.split(".")[1] for name in names if name and name.startswith("osteolib.")}
    return found - {room, "explore", "__version__"}


def test_every_room_has_its_place():
    assert set(THERE) <= set(ROOMS)


@pytest.mark.parametrize("room", THERE)
def test_room_imports_only_from_below(room):
    below = set(ROOMS[: ROOMS.index(room)])
    assert imported(room) <= below, f"{room} imports {sorted(imported(room) - below)}, which stand above it"


@pytest.mark.parametrize("room", THERE)
def test_room_knows_nothing_of_the_book(room):
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "osteolib" / room).rglob("*.py"))
    assert "import sphinx" not in text and "from sphinx" not in text
