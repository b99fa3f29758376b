"""Write the two forms of each set of exercises from its source: ``python -m tools.exercises``.

`exercises/source/<set>.ipynb` is written by hand and has no outputs. `exercises/student/` gets the questions with
blanks, `exercises/solutions/` the answers and the reasoning; both are executed and canonical.
"""

from __future__ import annotations

import argparse
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from osteolib.exercise.sets import ORDER
from tools.notebooks import METADATA, ROOT, canonical, execute, written

EXERCISES = ROOT / "exercises"
SOURCE = EXERCISES / "source"
FORMS = ("student", "solutions")
ROLES = ("question", "answer", "check", "reasoning")
AT_ONCE = 2

BEGIN, END, BLANK = "### BEGIN SOLUTION", "### END SOLUTION", "### BLANK "
BLOCK = re.compile(rf"^([ \t]*){BEGIN}\n(.*?)^[ \t]*{END}$", re.DOTALL | re.MULTILINE)
CHECKED = re.compile(r'^check\("([a-z_]+\.\d+)", (\w+)\)$')


class ExerciseError(ValueError):
    """A source notebook is not as the generator needs it."""


def sources() -> list[Path]:
    """Source notebooks, in the order of the course."""
    return sorted(SOURCE.glob("*.ipynb"), key=lambda path: (*ORDER, path.stem).index(path.stem))


def role(cell: NotebookNode) -> str:
    """What a cell is for: "question", "answer", "check", "reasoning", or "" for prose and set-up."""
    return next((tag for tag in cell.metadata.get("tags", []) if tag in ROLES), "")


def question_of(cell: NotebookNode) -> str:
    """Id of the question that a cell belongs to; empty for prose and set-up."""
    return next((tag for tag in cell.metadata.get("tags", []) if "." in tag), "")


def blank(source: str, name: str) -> str:
    """An answer cell as a student gets it: each solution replaced by its blank.

    Examples
    --------
    >>> print(blank("### BEGIN SOLUTION\\nanswer_1 = 42\\n### END SOLUTION", "answer_1"))
    answer_1 = ...
    """

    def emptied(found: re.Match) -> str:
        lines = [line.strip("\n") for line in found[2].splitlines()]
        shown = [line.lstrip()[len(BLANK) :] for line in lines if line.lstrip().startswith(BLANK)]
        shown = shown or ["return ..." if found[1] else f"{name} = ..."]
        return "\n".join(found[1] + line for line in shown)

    return BLOCK.sub(emptied, source)


def solved(source: str) -> str:
    """An answer cell as the solutions show it: without the marks.

    Examples
    --------
    >>> print(solved("### BEGIN SOLUTION\\nanswer_1 = 42\\n### BLANK answer_1 = 0\\n### END SOLUTION"))
    answer_1 = 42
    """

    def kept(found: re.Match) -> str:
        return "\n".join(line for line in found[2].splitlines() if not line.lstrip().startswith(BLANK))

    return BLOCK.sub(kept, source)


def names(notebook: NotebookNode) -> dict[str, str]:
    """What each question's check is given: an answer's name, or a function's."""
    found = {}
    for cell in notebook.cells:
        if role(cell) == "check":
            match = CHECKED.match(cell.source.strip())
            if not match or match[1] != question_of(cell):
                raise ExerciseError(
                    f'{cell.id}: expected check("{question_of(cell)}", NAME), and found {cell.source!r}'
                )
            found[match[1]] = match[2]
    return found


def form(notebook: NotebookNode, kind: str) -> NotebookNode:
    """The student's form or the solutions of a source notebook, not executed yet."""
    called, cells = names(notebook), []
    for cell in notebook.cells:
        if role(cell) == "reasoning" and kind == "student":
            continue
        text = cell.source
        if role(cell) == "answer":
            if not BLOCK.search(text):
                raise ExerciseError(f"{cell.id}: has no block from {BEGIN!r} to {END!r}")
            text = blank(text, called[question_of(cell)]) if kind == "student" else solved(text)
        cells.append(_cell(cell, text))
    made = nbformat.v4.new_notebook(cells=cells, metadata=METADATA, nbformat_minor=5)
    nbformat.validate(made)
    return made


def _cell(cell: NotebookNode, source: str) -> NotebookNode:
    metadata = {"tags": list(cell.metadata["tags"])} if cell.metadata.get("tags") else {}
    if cell.cell_type != "code":
        return nbformat.v4.new_markdown_cell(source, id=cell.id, metadata=metadata)
    return nbformat.v4.new_code_cell(source, id=cell.id, metadata=metadata)


def bare(notebook: NotebookNode) -> NotebookNode:
    """A source notebook as it has to be stored: no outputs, no traces of an editor."""
    cells = [_cell(cell, cell.source) for cell in notebook.cells]
    return nbformat.v4.new_notebook(cells=cells, metadata=METADATA, nbformat_minor=5)


def generated(path: Path, kind: str) -> str:
    """Text of the file that a source notebook makes: executed and canonical.

    Raises
    ------
    ExerciseError
        If the source is not as it has to be.
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    made = form(nbformat.read(path, as_version=4), kind)
    folder = EXERCISES / kind
    folder.mkdir(exist_ok=True)
    return written(_numbered(execute(made, folder)))


def _numbered(notebook: NotebookNode) -> NotebookNode:
    """Outputs as the writer of lessons keeps them, ids as the source has them."""
    plain = canonical(notebook, "cell")
    for cell, ours in zip(plain.cells, notebook.cells, strict=True):
        cell.id = ours.id
    return plain


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sets", nargs="*", help="names of sets (default: all)")
    options.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    chosen = options.parse_args()
    unknown = set(chosen.sets) - {path.stem for path in sources()}
    if unknown:
        sys.exit(
            f"exercises: no source called {', '.join(sorted(unknown))}; there are "
            f"{', '.join(path.stem for path in sources())}"
        )
    work = [(path, kind) for path in sources() if not chosen.sets or path.stem in chosen.sets for kind in FORMS]
    try:
        changed = [name for name in _build(work, chosen.check) if name]
    except ExerciseError as error:
        sys.exit(f"exercises: {error}")
    if chosen.check and changed:
        sys.exit(f"exercises: not as `make exercises` writes them: {', '.join(changed)}")


def _build(work: list[tuple[Path, str]], check: bool) -> list[str]:
    """Make each file, two at a time; names of those that are not, or were not, what they should be."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda one: _build_one(*one, check), work))


def _build_one(path: Path, kind: str, check: bool) -> str:
    name, target = f"{kind}/{path.name}", EXERCISES / kind / path.name
    source = nbformat.read(path, as_version=4)
    stored = written(bare(source))
    try:
        text = generated(path, kind)
    except (ExerciseError, CellExecutionError) as error:
        raise ExerciseError(f"{name} could not be made, and was not written:\n{error}") from error
    same = target.is_file() and target.read_text(encoding="utf-8") == text
    tidy = path.read_text(encoding="utf-8") == stored
    if not check:
        if not same:
            target.write_text(text, encoding="utf-8")
        if not tidy:
            path.write_text(stored, encoding="utf-8")
    print(f"exercises: {name} {'unchanged' if same else 'differs' if check else 'written'}", flush=True)
    return "" if same and tidy else name


if __name__ == "__main__":
    main()
