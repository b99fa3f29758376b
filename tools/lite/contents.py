"""What a reader finds in the browser: lessons and exercises, laid out as in the repository, so that links hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat

from tools.book import ROOT
from tools.lite.reference import PAGES

CHAPTERS = Path("chapters")
EXERCISES = Path("exercises/student")


def notebooks(root: Path = ROOT) -> list[Path]:
    """Lessons, and students' exercises if there are any, as paths below `root`."""
    found = [*(root / CHAPTERS).rglob("*.ipynb"), *(root / EXERCISES).rglob("*.ipynb")]
    return sorted(path.relative_to(root) for path in found if ".ipynb_checkpoints" not in path.parts)


def write(into: Path, root: Path = ROOT) -> None:
    """Copy the notebooks and write the pages of reference that they link to."""
    for path in notebooks(root):
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        # nbformat's own writer takes the mark of trust away.
        text = json.dumps(trusted(nbformat.read(root / path, as_version=4)), ensure_ascii=False, indent=1)
        (into / path).write_text(text + "\n", encoding="utf-8")
    for name, page in PAGES.items():
        (into / CHAPTERS / name).parent.mkdir(parents=True, exist_ok=True)
        (into / CHAPTERS / name).write_text(page(), encoding="utf-8")
    shutil.copy(root / "LICENSE-CONTENT", into / "LICENSE-CONTENT")


def trusted(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Notebook whose stored figures are shown at once; they come with the site, like the site's own pages."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["trusted"] = True
    return notebook
