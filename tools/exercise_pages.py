"""Pages of the book that show the exercises: written at build time from the notebooks, so that nothing is said twice.

Each set becomes one page, the student's form with the worked solution folded away below each question; a last page says
which question or quiz tests which objective. They stand in `chapters/exercises/`, which git ignores.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from osteolib.exercise.sets import set_names
from tools.exercises import question_of, role
from tools.notebooks import ROOT
from tools.objectives import page as objectives_page

FOLDER = "chapters/exercises"


def write(root: Path = ROOT) -> list[Path]:
    """Write the pages below `root`, touching only those that change; return their paths."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.md": page(name) for name in set_names()} | {"objectives.md": objectives_page()}
    for old in folder.glob("*.md"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        path = folder / name
        if not (path.is_file() and path.read_text(encoding="utf-8") == text):
            path.write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def page(name: str) -> str:
    """Text of the page of a set, in MyST Markdown.

    >>> print(page("bone_remodeling").splitlines()[0])
    # Exercises: bone remodeling
    """
    student, solutions = (
        nbformat.read(ROOT / "exercises" / kind / f"{name}.ipynb", as_version=4) for kind in ("student", "solutions")
    )
    worked: dict[str, dict[str, NotebookNode]] = {}
    for cell in solutions.cells:
        worked.setdefault(question_of(cell), {})[role(cell)] = cell
    blocks = []
    for number, cell in enumerate(student.cells):
        blocks += _shown(cell, worked[question_of(cell)])
        if number == 0:
            blocks.append(_download(name))
    return "\n\n".join(blocks) + "\n"


def _download(name: str) -> str:
    """Where the buttons stand that open the student's form; those that need a service come from an extension."""
    return (
        f"{{download}}`Download the notebook <../../exercises/student/{name}.ipynb>`\n\n"
        "Open it in JupyterLab (`make live` starts it), or in any Jupyter with the package `osteolib`. Try before you "
        "unfold a solution: it is worth most to somebody who has been wrong first."
    )


def _shown(cell: NotebookNode, worked: dict[str, NotebookNode]) -> list[str]:
    match role(cell):
        case "question":
            return [
                f"(exercise-{cell.id.removesuffix('-question')})=",
                _on_the_page(cell.source).replace("###", "##", 1),
            ]
        case "answer":
            return [_code(f"{cell.source}\n{worked['check'].source}"), _solution(worked)]
        case "check":
            return []
    return [_code(cell.source) if cell.cell_type == "code" else _on_the_page(cell.source)]


def _solution(worked: dict[str, NotebookNode]) -> str:
    line = "".join(output.text for output in worked["check"].outputs).strip()
    inside = [_code(worked["answer"].source), f"`{line}`", _on_the_page(worked["reasoning"].source)]
    title = f"Solution of question {question_of(worked['check']).rpartition('.')[2]}"
    return "\n\n".join([f"<details>\n<summary>{title}</summary>", *inside, "</details>"])


def _code(source: str) -> str:
    return f"```python\n{source}\n```"


def _on_the_page(text: str) -> str:
    """Links of a notebook in exercises/, as they are from chapters/exercises/."""
    return re.sub(r"\]\(\.\./\.\./chapters/", "](../", text)
