"""The rooms of osteolib: an import only ever points down."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import osteolib

PACKAGE = Path(osteolib.__file__).parent
# From the bottom; rooms of one floor do not know each other.
FLOORS = (
    ("model",),
    ("logic",),
    ("plot",),
    ("evidence",),
    ("remodeling",),
    ("estrogen",),
    ("aging",),
    ("exosomes",),
    ("therapy",),
    ("explorer", "quiz", "exercise"),
    ("testing", "grade"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def imported(path: Path) -> set[str]:
    """Rooms that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    parts = [name.split(".") for name in names if name.startswith("osteolib.")]
    return {part[1] for part in parts if part[1] in FLOOR}


def test_every_room_has_its_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms
    assert rooms <= set(FLOOR)


@pytest.mark.parametrize("room", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_imports_point_down(room):
    for path in (PACKAGE / room).rglob("*.py"):
        up = {other for other in imported(path) if other != room and FLOOR[other] >= FLOOR[room]}
        assert not up, f"{path.relative_to(PACKAGE)} imports {', '.join(up)}"


def test_osteolib_never_imports_what_builds_the_book():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = getattr(node, "module", None) or ""
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [module]
            assert not [n for n in names if n.split(".")[0] in ("sphinx", "docutils", "myst_nb", "tools")], path
